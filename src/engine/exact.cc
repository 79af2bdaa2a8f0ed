#include "engine/exact.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/time.h"
#include "engine/hugeint.h"
#include "money/decimal.h"
#include "money/finer.h"

// The only ways from what was delivered to money, and to times. Pure functions: DuckDB
// calls them once per entry of a dictionary, so they count nothing.

namespace billwright::engine {

namespace {

using FromDouble = std::optional<Decimal> (*)(double);
using FromText = std::optional<Decimal> (*)(std::string_view);

/// Ten to the eighteenth: as much as no row of a bill can be, and little enough that a hundred
/// million of them add up within the range of DECIMAL(38,12).
constexpr Int128 kLargestUnits = static_cast<Int128>(1'000'000'000'000'000) * 1'000'000'000'000'000;

bool CanBeSummed(const std::optional<Decimal>& value) {
  return value && value->units() < kLargestUnits && value->units() > -kLargestUnits;
}

/// One result per row, NULL for NULL: `convert` writes it, or says that there is none.
template <typename Input, typename Output, typename Convert>
void ForEachRow(duckdb_data_chunk input, duckdb_vector output, Convert convert) {
  const idx_t rows = duckdb_data_chunk_get_size(input);
  duckdb_vector source = duckdb_data_chunk_get_vector(input, 0);
  auto* values = static_cast<Input*>(duckdb_vector_get_data(source));
  uint64_t* validity = duckdb_vector_get_validity(source);
  auto* results = static_cast<Output*>(duckdb_vector_get_data(output));
  for (idx_t row = 0; row < rows; ++row) {
    const bool is_there = validity == nullptr || duckdb_validity_row_is_valid(validity, row);
    if (is_there && convert(values[row], results[row])) continue;
    duckdb_vector_ensure_validity_writable(output);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(output), row);
  }
}

bool Give(const std::optional<Decimal>& value, duckdb_hugeint& result) {
  if (!CanBeSummed(value)) return false;
  result = ToHugeint(value->units());
  return true;
}

template <FromDouble convert>
void ConvertDoubles(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  ForEachRow<double, duckdb_hugeint>(input, output, [](double value, duckdb_hugeint& result) {
    return Give(convert(value), result);
  });
}

template <FromText convert>
void ConvertTexts(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  ForEachRow<duckdb_string_t, duckdb_hugeint>(
      input, output, [](duckdb_string_t& text, duckdb_hugeint& result) {
        return Give(convert({duckdb_string_t_data(&text), duckdb_string_t_length(text)}), result);
      });
}

/// What stands for no time is far from every bill: infinity, 1900-01-01, 9999-12-31, the end of a
/// type's range.
constexpr int64_t kFirstBilled = INT64_C(946684800);   // 2000-01-01
constexpr int64_t kBilledUntil = INT64_C(4102444800);  // 2100-01-01

bool GiveInstant(int64_t micros, duckdb_timestamp& result) {
  result.micros = micros;
  return micros >= kFirstBilled * UtcTime::kMicrosecondsPerSecond &&
         micros < kBilledUntil * UtcTime::kMicrosecondsPerSecond;
}

/// A count since 1970: of the years of bills it has 10 digits in seconds, 13 in milliseconds, 16 in
/// microseconds, 19 in nanoseconds.
bool GiveCounted(int64_t count, duckdb_timestamp& result) {
  constexpr int64_t kThousand = 1'000;
  constexpr int64_t kMostSeconds = 100'000'000'000;
  if (count < 0) return false;
  if (count < kMostSeconds) return GiveInstant(count * UtcTime::kMicrosecondsPerSecond, result);
  if (count < kMostSeconds * kThousand) return GiveInstant(count * kThousand, result);
  if (count < kMostSeconds * kThousand * kThousand) return GiveInstant(count, result);
  return GiveInstant(count / kThousand, result);
}

bool ReadInstant(std::string_view text, duckdb_timestamp& result) {
  if (const std::optional<UtcTime> time = UtcTime::TryParse(text))
    return GiveInstant(time->seconds * UtcTime::kMicrosecondsPerSecond, result);
  constexpr size_t kLeastDigits = 10;
  int64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, count);
  return text.size() >= kLeastDigits && read.ec == std::errc() && read.ptr == end &&
         GiveCounted(count, result);
}

void InstantsOfTexts(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  ForEachRow<duckdb_string_t, duckdb_timestamp>(
      input, output, [](duckdb_string_t& text, duckdb_timestamp& result) {
        return ReadInstant({duckdb_string_t_data(&text), duckdb_string_t_length(text)}, result);
      });
}

void InstantsOfCounts(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  ForEachRow<int64_t, duckdb_timestamp>(input, output, GiveCounted);
}

void InstantsOfTimes(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  ForEachRow<duckdb_timestamp, duckdb_timestamp>(
      input, output, [](const duckdb_timestamp& time, duckdb_timestamp& result) {
        return GiveInstant(time.micros, result);
      });
}

/// How many decimals a value needs: 2 for 0.25. Tells the last digit that a column was delivered
/// with.
void CountPlaces(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  ForEachRow<duckdb_hugeint, int32_t>(input, output,
                                      [](const duckdb_hugeint& value, int32_t& result) {
                                        result = Decimal::FromUnits(ToInt128(value)).places();
                                        return true;
                                      });
}

struct Overload {
  duckdb_logical_type input;
  duckdb_logical_type output;
  duckdb_scalar_function_t function;
};

/// Registers one name with its overloads, whose types it destroys.
bool Register(duckdb_connection connection, const char* name, std::span<Overload> overloads) {
  duckdb_scalar_function_set set = duckdb_create_scalar_function_set(name);
  bool done = true;
  for (Overload& overload : overloads) {
    duckdb_scalar_function scalar = duckdb_create_scalar_function();
    duckdb_scalar_function_set_name(scalar, name);
    duckdb_scalar_function_add_parameter(scalar, overload.input);
    duckdb_scalar_function_set_return_type(scalar, overload.output);
    duckdb_scalar_function_set_function(scalar, overload.function);
    duckdb_scalar_function_set_special_handling(scalar);
    done = duckdb_add_scalar_function_to_set(set, scalar) == DuckDBSuccess && done;
    duckdb_destroy_scalar_function(&scalar);
    duckdb_destroy_logical_type(&overload.input);
    duckdb_destroy_logical_type(&overload.output);
  }
  done = done && duckdb_register_scalar_function_set(connection, set) == DuckDBSuccess;
  duckdb_destroy_scalar_function_set(&set);
  return done;
}

duckdb_logical_type MoneyLogicalType() { return duckdb_create_decimal_type(38, Decimal::kScale); }

}  // namespace

bool RegisterExact(duckdb_connection connection) {
  const auto type = [](duckdb_type id) { return duckdb_create_logical_type(id); };
  std::array exact = {
      Overload{type(DUCKDB_TYPE_DOUBLE), MoneyLogicalType(), ConvertDoubles<&Decimal::FromDouble>},
      Overload{type(DUCKDB_TYPE_VARCHAR), MoneyLogicalType(), ConvertTexts<&Decimal::TryParse>}};
  std::array quantity = {Overload{type(DUCKDB_TYPE_DOUBLE), MoneyLogicalType(),
                                  ConvertDoubles<&Decimal::FromDoubleRounded>},
                         Overload{type(DUCKDB_TYPE_VARCHAR), MoneyLogicalType(),
                                  ConvertTexts<&Decimal::TryParseRounded>}};
  std::array places = {Overload{MoneyLogicalType(), type(DUCKDB_TYPE_INTEGER), CountPlaces}};
  std::array instant = {
      Overload{type(DUCKDB_TYPE_VARCHAR), type(DUCKDB_TYPE_TIMESTAMP), InstantsOfTexts},
      Overload{type(DUCKDB_TYPE_BIGINT), type(DUCKDB_TYPE_TIMESTAMP), InstantsOfCounts},
      Overload{type(DUCKDB_TYPE_TIMESTAMP), type(DUCKDB_TYPE_TIMESTAMP), InstantsOfTimes}};
  std::array rest = {
      Overload{type(DUCKDB_TYPE_DOUBLE), MoneyLogicalType(), ConvertDoubles<&FinerRest>},
      Overload{type(DUCKDB_TYPE_VARCHAR), MoneyLogicalType(), ConvertTexts<&FinerRest>}};
  return Register(connection, "exact", exact) && Register(connection, "quantity", quantity) &&
         Register(connection, "finer_rest", rest) &&
         Register(connection, "decimal_places", places) && Register(connection, "instant", instant);
}

}  // namespace billwright::engine
