#include "engine/engine.h"

#include <fmt/core.h>

#include "base/check.h"
#include "base/embedded.h"
#include "duckdb.h"
#include "engine/exact.h"
#include "engine/vectors.h"

namespace billwright::engine {

namespace {

/// Owns a DuckDB result.
class ResultOwner {
 public:
  ResultOwner() = default;
  ~ResultOwner() { duckdb_destroy_result(&result); }
  ResultOwner(const ResultOwner&) = delete;
  ResultOwner& operator=(const ResultOwner&) = delete;
  duckdb_result result{};
};

/// The statement for an error message: its first lines, not a page of it.
std::string Excerpt(const std::string& sql) {
  constexpr size_t kLongest = 400;
  return sql.size() <= kLongest ? sql : sql.substr(0, kLongest) + " …";
}

}  // namespace

struct Engine::Connection {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;

  ~Connection() {
    if (connection != nullptr) duckdb_disconnect(&connection);
    if (database != nullptr) duckdb_close(&database);
  }

  Result<void> Run(const std::string& sql, ResultOwner& owner) {
    if (duckdb_query(connection, sql.c_str(), &owner.result) == DuckDBSuccess) return {};
    const char* text = duckdb_result_error(&owner.result);
    return Fail(Error(ErrorCode::kStore, text == nullptr ? "DuckDB failed without a message" : text)
                    .While("running: " + Excerpt(sql)));
  }
};

Engine::Engine(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::Open(const EngineOptions& options) {
  auto connection = std::make_unique<Connection>();
  duckdb_config config = nullptr;
  if (duckdb_create_config(&config) != DuckDBSuccess)
    return Fail(ErrorCode::kStore, "DuckDB could not be configured");
  const auto set = [&](const char* name, const std::string& value) {
    CHECK(duckdb_set_config(config, name, value.c_str()) == DuckDBSuccess, name);
  };
  set("memory_limit", options.memory_limit);
  set("autoinstall_known_extensions", "false");
  set("autoload_known_extensions", "false");
  if (options.threads > 0) set("threads", std::to_string(options.threads));
  if (!options.temp_directory.empty()) set("temp_directory", options.temp_directory.string());
  char* message = nullptr;
  const duckdb_state opened = duckdb_open_ext(nullptr, &connection->database, config, &message);
  duckdb_destroy_config(&config);
  if (opened != DuckDBSuccess) {
    const std::string text = message == nullptr ? "no reason given" : message;
    duckdb_free(message);
    return Fail(ErrorCode::kStore, "DuckDB could not be opened: " + text);
  }
  if (duckdb_connect(connection->database, &connection->connection) != DuckDBSuccess)
    return Fail(ErrorCode::kStore, "DuckDB refused a connection");
  if (!RegisterExact(connection->connection))
    return Fail(ErrorCode::kStore, "DuckDB refused the functions exact and quantity");
  std::unique_ptr<Engine> engine(new Engine(std::move(connection)));
  RETURN_IF_ERROR(engine->Execute(std::string(EmbeddedText("sql/engine/duckdb.sql"))));
  RETURN_IF_ERROR(engine->Execute("SET lock_configuration = true"));
  return engine;
}

Result<void> Engine::Execute(const std::string& sql) {
  ResultOwner owner;
  return connection_->Run(sql, owner);
}

Result<Frame> Engine::Query(const std::string& sql) {
  ResultOwner owner;
  RETURN_IF_ERROR(connection_->Run(sql, owner));
  Frame frame;
  std::vector<ColumnReader> readers;
  const idx_t columns = duckdb_column_count(&owner.result);
  for (idx_t i = 0; i < columns; ++i) {
    const char* name = duckdb_column_name(&owner.result, i);
    duckdb_logical_type type = duckdb_column_logical_type(&owner.result, i);
    Result<ColumnReader> reader = ColumnReader::For(type, name);
    duckdb_destroy_logical_type(&type);
    if (!reader) return Fail(std::move(reader.error()).While("running: " + Excerpt(sql)));
    frame.columns.push_back(FrameColumn::Empty(name, reader->type()));
    readers.push_back(*reader);
  }
  while (duckdb_data_chunk chunk = duckdb_fetch_chunk(owner.result)) {
    const idx_t rows = duckdb_data_chunk_get_size(chunk);
    for (idx_t i = 0; i < columns; ++i)
      readers[i].Append(duckdb_data_chunk_get_vector(chunk, i), rows, frame.columns[i]);
    duckdb_destroy_data_chunk(&chunk);
  }
  return frame;
}

Result<std::string> Engine::QueryText(const std::string& sql) {
  ASSIGN_OR_RETURN(const Frame frame, Query(sql));
  CHECK(frame.columns.size() == 1 && frame.row_count() == 1, sql);
  return frame.TextAt(0, 0);
}

Result<void> Engine::CreateTable(const std::string& name, const Frame& frame) {
  CHECK(!frame.columns.empty(), name);
  std::string columns;
  for (const FrameColumn& column : frame.columns)
    columns += fmt::format("{}{} {}", columns.empty() ? "" : ", ", Identifier(column.name),
                           SqlType(column.type()));
  RETURN_IF_ERROR(
      Execute(fmt::format("CREATE OR REPLACE TEMP TABLE {} ({})", Identifier(name), columns)));
  return AppendFrame(connection_->connection, name, frame);
}

Result<void> Engine::WriteParquet(const Frame& frame, const std::filesystem::path& path) {
  RETURN_IF_ERROR(CreateTable("frame_to_write", frame));
  // Small row groups are made by several threads; the order of rows stays.
  RETURN_IF_ERROR(
      Execute(fmt::format("COPY frame_to_write TO {} (FORMAT parquet, COMPRESSION snappy, "
                          "ROW_GROUP_SIZE 16384)",
                          Literal(path.string()))));
  return Execute("DROP TABLE frame_to_write");
}

Result<Frame> Engine::ReadParquet(const std::filesystem::path& path) {
  return Query("SELECT * FROM " + ParquetRows(path));
}

namespace {

std::string Quoted(std::string_view text, char quote) {
  std::string result(1, quote);
  for (const char c : text) {
    if (c == quote) result += quote;
    result += c;
  }
  return result + quote;
}

}  // namespace

std::string Literal(std::string_view text) { return Quoted(text, '\''); }
std::string Identifier(std::string_view name) { return Quoted(name, '"'); }

namespace {

/// A pattern that only the path itself matches. A backslash would divide it like a slash; as a
/// class of its own it matches nothing.
std::string PatternOf(const std::filesystem::path& path) {
  constexpr std::string_view kSpecial = "*?[";
  const std::string text = path.string();
  if (text.find_first_of(kSpecial) == std::string::npos) return text;
  std::string pattern;
  for (const char letter : text) {
    const bool is_special = letter == '\\' || kSpecial.find(letter) != std::string_view::npos;
    pattern += is_special ? fmt::format("[{}]", letter) : std::string(1, letter);
  }
  return pattern;
}

}  // namespace

std::string ParquetFile(const std::filesystem::path& path) { return Literal(PatternOf(path)); }

std::string ParquetRows(const std::filesystem::path& path) {
  return fmt::format("read_parquet({}, hive_partitioning = false)", ParquetFile(path));
}

std::string NumberedParquetRows(const std::filesystem::path& path) {
  return fmt::format("read_parquet({}, hive_partitioning = false, file_row_number = true)",
                     ParquetFile(path));
}

Result<int64_t> Engine::CountParquetRows(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(
      const Frame rows,
      Query(fmt::format("SELECT CAST(num_rows AS BIGINT) FROM parquet_file_metadata({})",
                        ParquetFile(path))));
  CHECK(rows.row_count() == 1, path.string());
  return rows.columns.front().integers().front();
}

Result<std::string> Engine::DigestOfRows(const std::string& rows) {
  return QueryText(Fill(EmbeddedText("sql/engine/digest_of_rows.sql"), {{"rows", rows}}));
}

bool IsOutOfMemory(const Error& error) {
  return error.message().find("Out of Memory") != std::string::npos;
}

std::string_view MoneyType() { return SqlType(ColumnType::kDecimal); }

std::string Fill(std::string_view sql,
                 const std::vector<std::pair<std::string_view, std::string>>& values) {
  std::string result;
  size_t from = 0;
  while (true) {
    const size_t open = sql.find('{', from);
    if (open == std::string_view::npos) break;
    const size_t close = sql.find('}', open);
    CHECK(close != std::string_view::npos, sql);
    const std::string_view name = sql.substr(open + 1, close - open - 1);
    result += sql.substr(from, open - from);
    bool found = false;
    for (const auto& [key, value] : values) {
      if (key != name) continue;
      result += value;
      found = true;
      break;
    }
    CHECK(found, name);
    from = close + 1;
  }
  result += sql.substr(from);
  return result;
}

}  // namespace billwright::engine
