#include <duckdb.h>
#include <fmt/core.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>

#include "close.h"
#include "columns.h"
#include "hour.h"
#include "report_writer.h"

// Parquet through DuckDB: a table function of ours makes the rows, on as many threads as DuckDB
// asks for, and COPY writes them as they come. Nothing is held but some hours.

namespace billwright::make_month {

namespace {

/// Below this, one thread writes: then the bytes are the same every time, too.
constexpr int64_t kRowsWorthThreads = 1'000'000;

/// The hours of a part, handed out one by one.
class Hours {
 public:
  Hours(const World& of_world, const Part& of_part, Tally& tally)
      : world(of_world),
        part(of_part),
        columns(ColumnsOf(of_world)),
        tally_(tally),
        next_(of_part.first_hour) {}

  const World& world;
  const Part& part;
  const std::vector<Column> columns;

  /// The next unit of rows; none at the end. They are valid until the caller asks again.
  std::optional<std::span<const Row>> Next(HourSimulation& simulation) {
    std::unique_lock lock(mutex_);
    if (next_ < part.end_hour) return Hour(next_++, simulation, lock);
    if (!part.closes || close_ != nullptr) return std::nullopt;
    // Those who are under way make their rows within one call, so this ends.
    all_made_.wait(lock, [&] { return made_ == part.end_hour - part.first_hour; });
    if (close_ != nullptr) return std::nullopt;
    close_ = std::make_unique<MonthClose>(world, tally_);
    tally_.Add(close_->rows());
    return close_->rows();
  }

 private:
  std::span<const Row> Hour(int hour, HourSimulation& simulation,
                            std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    const std::span<Row> rows = simulation.Run(part.payer, hour);
    Tally sums(world, part.payer);
    sums.Add(rows);
    lock.lock();
    tally_.Merge(sums);
    ++made_;
    all_made_.notify_all();
    return rows;
  }

  Tally& tally_;
  std::mutex mutex_;
  std::condition_variable all_made_;
  int next_;
  int made_ = 0;
  std::unique_ptr<MonthClose> close_;
};

/// What one of DuckDB's threads is at.
struct Thread {
  explicit Thread(const World& world) : simulation(world) {}
  HourSimulation simulation;
  std::span<const Row> rows;
  size_t done = 0;
  std::string scratch;
  TextMap map;
};

/// A text that DuckDB need not copy: ours outlives the statement.
duckdb_string_t Borrow(std::string_view text) {
  duckdb_string_t value{};
  if (text.empty()) return value;  // memcpy wants a pointer, even for nothing
  const auto length = static_cast<uint32_t>(text.size());
  if (length <= sizeof value.value.inlined.inlined) {
    value.value.inlined.length = length;
    std::memcpy(value.value.inlined.inlined, text.data(), length);
  } else {
    value.value.pointer.length = length;
    std::memcpy(value.value.pointer.prefix, text.data(), sizeof value.value.pointer.prefix);
    value.value.pointer.ptr = const_cast<char*>(text.data());
  }
  return value;
}

/// Puts the rows of a chunk into DuckDB's vectors, column by column.
class ChunkFiller {
 public:
  ChunkFiller(const Hours& hours, Thread& thread, std::span<const Row> rows)
      : world_(hours.world),
        thread_(thread),
        rows_(rows),
        empty_is_null_(world_.options.report == Report::kCur2) {}

  void Fill(const Column& column, duckdb_vector vector) {
    switch (column.kind) {
      case Column::Kind::kText:
      case Column::Kind::kRate:
        return FillTexts(column, vector);
      case Column::Kind::kNumber:
        return FillNumbers(column, vector);
      case Column::Kind::kTime:
        return FillTimes(column, vector);
      case Column::Kind::kTextMap:
      case Column::Kind::kNumberMap:
        return FillMaps(column, vector);
    }
  }

 private:
  RowView View(const Row& row) const { return {world_, row, thread_.scratch}; }

  static void SetNull(duckdb_vector vector, idx_t at) {
    duckdb_vector_ensure_validity_writable(vector);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), at);
  }

  void FillTexts(const Column& column, duckdb_vector vector) {
    auto* values = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector));
    for (size_t i = 0; i < rows_.size(); ++i) {
      const std::string_view text = column.kind == Column::Kind::kRate
                                        ? RateText(column, rows_[i])
                                        : column.text(View(rows_[i]));
      if (text.empty() && empty_is_null_)
        SetNull(vector, i);
      else if (column.kept)
        values[i] = Borrow(text);
      else
        duckdb_vector_assign_string_element_len(vector, i, text.data(), text.size());
    }
  }

  std::string_view RateText(const Column& column, const Row& row) {
    const Amount rate = column.number(View(row));
    thread_.scratch.clear();
    if (rate != kAbsent) AppendPlain(thread_.scratch, rate);
    return thread_.scratch;
  }

  void FillNumbers(const Column& column, duckdb_vector vector) {
    auto* values = static_cast<double*>(duckdb_vector_get_data(vector));
    for (size_t i = 0; i < rows_.size(); ++i) {
      const Amount amount = column.number(View(rows_[i]));
      if (amount == kAbsent)
        SetNull(vector, i);
      else
        values[i] = ToDouble(amount);
    }
  }

  void FillTimes(const Column& column, duckdb_vector vector) {
    constexpr int64_t kMicros = 1'000'000;
    auto* values = static_cast<int64_t*>(duckdb_vector_get_data(vector));
    for (size_t i = 0; i < rows_.size(); ++i)
      values[i] = column.time(View(rows_[i])).seconds * kMicros;
  }

  void FillMaps(const Column& column, duckdb_vector vector) {
    auto* entries = static_cast<duckdb_list_entry*>(duckdb_vector_get_data(vector));
    idx_t size = 0;
    for (size_t i = 0; i < rows_.size(); ++i) {
      thread_.map.clear();
      const Amount amount =
          column.kind == Column::Kind::kNumberMap ? column.number(View(rows_[i])) : kAbsent;
      if (column.kind == Column::Kind::kTextMap)
        column.map(View(rows_[i]), thread_.map);
      else if (amount != kAbsent)
        thread_.map.emplace_back("edp_discount", "");
      entries[i] = {size, thread_.map.size()};
      duckdb_list_vector_reserve(vector, size + thread_.map.size());
      const duckdb_vector pairs = duckdb_list_vector_get_child(vector);
      auto* keys = static_cast<duckdb_string_t*>(
          duckdb_vector_get_data(duckdb_struct_vector_get_child(pairs, 0)));
      void* values = duckdb_vector_get_data(duckdb_struct_vector_get_child(pairs, 1));
      for (const auto& [key, value] : thread_.map) {
        keys[size] = Borrow(key);
        if (column.kind == Column::Kind::kNumberMap)
          static_cast<double*>(values)[size] = ToDouble(amount);
        else
          static_cast<duckdb_string_t*>(values)[size] = Borrow(value);
        ++size;
      }
    }
    duckdb_list_vector_set_size(vector, size);
  }

  const World& world_;
  Thread& thread_;
  std::span<const Row> rows_;
  bool empty_is_null_;
};

struct TypeOwner {
  duckdb_logical_type type;
  explicit TypeOwner(duckdb_type id) : type(duckdb_create_logical_type(id)) {}
  TypeOwner(const TypeOwner& key, const TypeOwner& value)
      : type(duckdb_create_map_type(key.type, value.type)) {}
  ~TypeOwner() { duckdb_destroy_logical_type(&type); }
  TypeOwner& operator=(const TypeOwner&) = delete;
};

TypeOwner TypeOf(Column::Kind kind) {
  switch (kind) {
    case Column::Kind::kNumber:
      return TypeOwner(DUCKDB_TYPE_DOUBLE);
    case Column::Kind::kTime:
      return TypeOwner(DUCKDB_TYPE_TIMESTAMP);
    case Column::Kind::kTextMap:
      return TypeOwner(TypeOwner(DUCKDB_TYPE_VARCHAR), TypeOwner(DUCKDB_TYPE_VARCHAR));
    case Column::Kind::kNumberMap:
      return TypeOwner(TypeOwner(DUCKDB_TYPE_VARCHAR), TypeOwner(DUCKDB_TYPE_DOUBLE));
    case Column::Kind::kText:
    case Column::Kind::kRate:
      break;
  }
  return TypeOwner(DUCKDB_TYPE_VARCHAR);
}

void Bind(duckdb_bind_info info) {
  const auto& hours = *static_cast<Hours*>(duckdb_bind_get_extra_info(info));
  for (const Column& column : hours.columns) {
    const TypeOwner type = TypeOf(column.kind);
    duckdb_bind_add_result_column(info, NameOf(column, hours.world.options).c_str(), type.type);
  }
}

void Init(duckdb_init_info info) {
  const auto& hours = *static_cast<Hours*>(duckdb_init_get_extra_info(info));
  duckdb_init_set_max_threads(info, static_cast<idx_t>(ThreadsFor(hours.world.options)));
}

void InitThread(duckdb_init_info info) {
  const auto& hours = *static_cast<Hours*>(duckdb_init_get_extra_info(info));
  duckdb_init_set_init_data(info, new Thread(hours.world),
                            [](void* thread) { delete static_cast<Thread*>(thread); });
}

void NextChunk(duckdb_function_info info, duckdb_data_chunk output) {
  auto& hours = *static_cast<Hours*>(duckdb_function_get_extra_info(info));
  auto& thread = *static_cast<Thread*>(duckdb_function_get_local_init_data(info));
  while (thread.done == thread.rows.size()) {
    const auto rows = hours.Next(thread.simulation);
    if (!rows) {
      duckdb_data_chunk_set_size(output, 0);
      return;
    }
    thread.rows = *rows;
    thread.done = 0;
  }
  const size_t count = std::min<size_t>(duckdb_vector_size(), thread.rows.size() - thread.done);
  ChunkFiller filler(hours, thread, thread.rows.subspan(thread.done, count));
  for (size_t c = 0; c < hours.columns.size(); ++c)
    filler.Fill(hours.columns[c], duckdb_data_chunk_get_vector(output, c));
  duckdb_data_chunk_set_size(output, count);
  thread.done += count;
}

/// A DuckDB of its own, in memory.
class Database {
 public:
  ~Database() {
    duckdb_disconnect(&connection_);
    duckdb_close(&database_);
  }
  Result<void> Open() {
    if (duckdb_open(nullptr, &database_) != DuckDBSuccess ||
        duckdb_connect(database_, &connection_) != DuckDBSuccess)
      return Fail(ErrorCode::kStore, "cannot open a DuckDB in memory");
    return {};
  }
  Result<void> Execute(const std::string& sql) {
    duckdb_result result;
    const bool done = duckdb_query(connection_, sql.c_str(), &result) == DuckDBSuccess;
    const std::string message = done ? "" : duckdb_result_error(&result);
    duckdb_destroy_result(&result);
    if (!done) return Fail(ErrorCode::kStore, message);
    return {};
  }
  Result<void> Register(Hours& hours) {
    duckdb_table_function function = duckdb_create_table_function();
    duckdb_table_function_set_name(function, "month_rows");
    duckdb_table_function_set_extra_info(function, &hours, nullptr);
    duckdb_table_function_set_bind(function, Bind);
    duckdb_table_function_set_init(function, Init);
    duckdb_table_function_set_local_init(function, InitThread);
    duckdb_table_function_set_function(function, NextChunk);
    const bool done = duckdb_register_table_function(connection_, function) == DuckDBSuccess;
    duckdb_destroy_table_function(&function);
    if (!done) return Fail(ErrorCode::kStore, "DuckDB refused the table function");
    return {};
  }

 private:
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') quoted += c;
    quoted += c;
  }
  return quoted + "'";
}

}  // namespace

Result<void> WriteParquet(const World& world, const Part& part, Tally& tally) {
  const bool small = world.options.rows < kRowsWorthThreads;
  Hours hours(world, part, tally);
  Database database;
  RETURN_IF_ERROR(database.Open());
  RETURN_IF_ERROR(
      database.Execute(fmt::format("SET threads = {}", small ? 1 : ThreadsFor(world.options))));
  RETURN_IF_ERROR(
      database.Execute(fmt::format("SET preserve_insertion_order = {}", small ? "true" : "false")));
  RETURN_IF_ERROR(database.Register(hours));
  return database.Execute(
      fmt::format("COPY (SELECT * FROM month_rows()) TO {} (FORMAT parquet, COMPRESSION snappy)",
                  Quoted(part.path.string())));
}

}  // namespace billwright::make_month
