#include "engine/vectors.h"

#include <algorithm>

#include "base/check.h"
#include "engine/hugeint.h"

namespace billwright::engine {

namespace {

/// Floor division: instants before 1970 too.
int64_t WholeSeconds(int64_t value, int64_t per_second) {
  const int64_t quotient = value / per_second;
  return value % per_second < 0 ? quotient - 1 : quotient;
}

bool IsValid(const uint64_t* validity, idx_t row) {
  return validity == nullptr || ((validity[row / 64] >> (row % 64)) & 1) != 0;
}

template <typename Stored, typename Value, typename Convert>
void AppendValues(duckdb_vector vector, idx_t rows, std::vector<Value>& values, Value absent,
                  Convert convert) {
  const auto* stored = static_cast<const Stored*>(duckdb_vector_get_data(vector));
  const uint64_t* validity = duckdb_vector_get_validity(vector);
  for (idx_t row = 0; row < rows; ++row)
    values.push_back(IsValid(validity, row) ? convert(stored[row]) : absent);
}

template <typename Stored>
void AppendIntegers(duckdb_vector vector, idx_t rows, FrameColumn& column) {
  AppendValues<Stored>(vector, rows, std::get<std::vector<int64_t>>(column.values), int64_t{0},
                       [](Stored value) { return static_cast<int64_t>(value); });
}

template <typename Stored>
void AppendDecimals(duckdb_vector vector, idx_t rows, FrameColumn& column, Int128 factor) {
  AppendValues<Stored>(vector, rows, std::get<std::vector<Decimal>>(column.values), Decimal(),
                       [factor](Stored value) {
                         if constexpr (std::is_same_v<Stored, duckdb_hugeint>)
                           return Decimal::FromUnits(ToInt128(value) * factor);
                         else
                           return Decimal::FromUnits(static_cast<Int128>(value) * factor);
                       });
}

void AppendTimes(duckdb_vector vector, idx_t rows, FrameColumn& column, int64_t per_second) {
  AppendValues<int64_t>(
      vector, rows, std::get<std::vector<UtcTime>>(column.values), UtcTime::Beginning(),
      [per_second](int64_t value) { return UtcTime{WholeSeconds(value, per_second)}; });
}

int64_t HugeintToInteger(duckdb_hugeint value) {
  const Int128 wide = ToInt128(value);
  CHECK(static_cast<Int128>(static_cast<int64_t>(wide)) == wide, "a count does not fit 64 bits");
  return static_cast<int64_t>(wide);
}

std::string TextOf(duckdb_string_t text) {
  return {duckdb_string_t_data(&text), duckdb_string_t_length(text)};
}

}  // namespace

Result<ColumnReader> ColumnReader::For(duckdb_logical_type type, std::string_view column) {
  ColumnReader reader;
  reader.stored_ = duckdb_get_type_id(type);
  switch (reader.stored_) {
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
      reader.type_ = ColumnType::kInteger;
      return reader;
    case DUCKDB_TYPE_DECIMAL:
      reader.type_ = ColumnType::kDecimal;
      reader.scale_ = duckdb_decimal_scale(type);
      reader.stored_ = duckdb_decimal_internal_type(type);
      if (reader.scale_ <= Decimal::kScale) return reader;
      break;
    case DUCKDB_TYPE_VARCHAR:
      reader.type_ = ColumnType::kText;
      return reader;
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
    case DUCKDB_TYPE_DATE:
      reader.type_ = ColumnType::kTime;
      return reader;
    case DUCKDB_TYPE_BOOLEAN:
      reader.type_ = ColumnType::kBoolean;
      return reader;
    default:
      break;
  }
  return Fail(ErrorCode::kStore,
              "column " + std::string(column) + " has a type that our tables do not have");
}

void ColumnReader::Append(duckdb_vector vector, idx_t rows, FrameColumn& column) const {
  Int128 factor = 1;
  if (type_ == ColumnType::kDecimal)
    for (int i = scale_; i < Decimal::kScale; ++i) factor *= 10;
  const bool decimal = type_ == ColumnType::kDecimal;
  switch (stored_) {
    case DUCKDB_TYPE_TINYINT:
      return AppendIntegers<int8_t>(vector, rows, column);
    case DUCKDB_TYPE_SMALLINT:
      return decimal ? AppendDecimals<int16_t>(vector, rows, column, factor)
                     : AppendIntegers<int16_t>(vector, rows, column);
    case DUCKDB_TYPE_INTEGER:
      return decimal ? AppendDecimals<int32_t>(vector, rows, column, factor)
                     : AppendIntegers<int32_t>(vector, rows, column);
    case DUCKDB_TYPE_BIGINT:
      return decimal ? AppendDecimals<int64_t>(vector, rows, column, factor)
                     : AppendIntegers<int64_t>(vector, rows, column);
    case DUCKDB_TYPE_UTINYINT:
      return AppendIntegers<uint8_t>(vector, rows, column);
    case DUCKDB_TYPE_USMALLINT:
      return AppendIntegers<uint16_t>(vector, rows, column);
    case DUCKDB_TYPE_UINTEGER:
      return AppendIntegers<uint32_t>(vector, rows, column);
    case DUCKDB_TYPE_UBIGINT:
      return AppendIntegers<uint64_t>(vector, rows, column);
    case DUCKDB_TYPE_HUGEINT:
      if (decimal) return AppendDecimals<duckdb_hugeint>(vector, rows, column, factor);
      return AppendValues<duckdb_hugeint>(vector, rows,
                                          std::get<std::vector<int64_t>>(column.values), int64_t{0},
                                          HugeintToInteger);
    case DUCKDB_TYPE_VARCHAR:
      return AppendValues<duckdb_string_t>(
          vector, rows, std::get<std::vector<std::string>>(column.values), std::string(), TextOf);
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return AppendTimes(vector, rows, column, UtcTime::kMicrosecondsPerSecond);
    case DUCKDB_TYPE_TIMESTAMP_S:
      return AppendTimes(vector, rows, column, 1);
    case DUCKDB_TYPE_TIMESTAMP_MS:
      return AppendTimes(vector, rows, column, 1'000);
    case DUCKDB_TYPE_TIMESTAMP_NS:
      return AppendTimes(vector, rows, column, 1'000'000'000);
    case DUCKDB_TYPE_DATE:
      return AppendValues<int32_t>(
          vector, rows, std::get<std::vector<UtcTime>>(column.values), UtcTime::Beginning(),
          [](int32_t days) { return UtcTime{int64_t{days} * UtcTime::kSecondsPerDay}; });
    case DUCKDB_TYPE_BOOLEAN:
      return AppendValues<bool>(vector, rows, std::get<std::vector<uint8_t>>(column.values),
                                uint8_t{0}, [](bool value) { return uint8_t{value}; });
    default:
      CHECK(false, column.name);
  }
}

std::string_view SqlType(ColumnType type) {
  switch (type) {
    case ColumnType::kText:
      return "VARCHAR";
    case ColumnType::kInteger:
      return "BIGINT";
    case ColumnType::kDecimal:
      return "DECIMAL(38,12)";
    case ColumnType::kTime:
      return "TIMESTAMP";
    case ColumnType::kBoolean:
      return "BOOLEAN";
  }
  CHECK(false, "a column type without an SQL type");
}

namespace {

duckdb_logical_type LogicalType(ColumnType type) {
  switch (type) {
    case ColumnType::kText:
      return duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
    case ColumnType::kInteger:
      return duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
    case ColumnType::kDecimal:
      return duckdb_create_decimal_type(38, Decimal::kScale);
    case ColumnType::kTime:
      return duckdb_create_logical_type(DUCKDB_TYPE_TIMESTAMP);
    case ColumnType::kBoolean:
      return duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN);
  }
  CHECK(false, "a column type without an engine type");
}

/// Writes `rows` values from `first` on into a vector of a fresh chunk.
void FillVector(const FrameColumn& column, size_t first, size_t rows, duckdb_vector vector) {
  void* target = duckdb_vector_get_data(vector);
  switch (column.type()) {
    case ColumnType::kText:
      for (size_t i = 0; i < rows; ++i) {
        const std::string& text = column.text()[first + i];
        duckdb_vector_assign_string_element_len(vector, i, text.data(), text.size());
      }
      return;
    case ColumnType::kInteger:
      std::copy_n(column.integers().data() + first, rows, static_cast<int64_t*>(target));
      return;
    case ColumnType::kDecimal:
      for (size_t i = 0; i < rows; ++i)
        static_cast<duckdb_hugeint*>(target)[i] = ToHugeint(column.decimals()[first + i].units());
      return;
    case ColumnType::kTime:
      for (size_t i = 0; i < rows; ++i)
        static_cast<int64_t*>(target)[i] =
            column.times()[first + i].seconds * UtcTime::kMicrosecondsPerSecond;
      return;
    case ColumnType::kBoolean:
      for (size_t i = 0; i < rows; ++i)
        static_cast<bool*>(target)[i] = column.booleans()[first + i] != 0;
      return;
  }
}

std::unexpected<Error> AppendFailed(duckdb_appender appender) {
  duckdb_error_data data = duckdb_appender_error_data(appender);
  const char* text = duckdb_error_data_message(data);
  std::unexpected<Error> failure =
      Fail(ErrorCode::kStore, std::string("appending rows: ") + (text == nullptr ? "?" : text));
  duckdb_destroy_error_data(&data);
  return failure;
}

}  // namespace

Result<void> AppendFrame(duckdb_connection connection, const std::string& table,
                         const Frame& frame) {
  duckdb_appender appender = nullptr;
  if (duckdb_appender_create(connection, nullptr, table.c_str(), &appender) != DuckDBSuccess) {
    std::unexpected<Error> failure = AppendFailed(appender);
    duckdb_appender_destroy(&appender);
    return failure;
  }
  std::vector<duckdb_logical_type> types;
  for (const FrameColumn& column : frame.columns) types.push_back(LogicalType(column.type()));
  duckdb_data_chunk chunk = duckdb_create_data_chunk(types.data(), types.size());
  bool done = true;
  const size_t rows = frame.row_count();
  const size_t chunk_rows = duckdb_vector_size();
  for (size_t first = 0; first < rows && done; first += chunk_rows) {
    const size_t count = std::min(chunk_rows, rows - first);
    duckdb_data_chunk_reset(chunk);
    for (size_t i = 0; i < frame.columns.size(); ++i)
      FillVector(frame.columns[i], first, count, duckdb_data_chunk_get_vector(chunk, i));
    duckdb_data_chunk_set_size(chunk, count);
    done = duckdb_append_data_chunk(appender, chunk) == DuckDBSuccess;
  }
  done = done && duckdb_appender_flush(appender) == DuckDBSuccess;
  Result<void> result;
  if (!done) result = AppendFailed(appender);
  duckdb_destroy_data_chunk(&chunk);
  for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);
  duckdb_appender_destroy(&appender);
  return result;
}

}  // namespace billwright::engine
