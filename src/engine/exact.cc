#include "engine/exact.h"

#include <optional>
#include <string_view>

#include "money/decimal.h"

// The only ways from what was delivered to money. Pure functions: DuckDB calls them once per entry
// of a dictionary, so they count nothing.

namespace billwright::engine {

namespace {

using FromDouble = std::optional<Decimal> (*)(double);
using FromText = std::optional<Decimal> (*)(std::string_view);

duckdb_hugeint ToHugeint(Decimal value) {
  const UInt128 bits = static_cast<UInt128>(value.units());
  return {static_cast<uint64_t>(bits), static_cast<int64_t>(static_cast<uint64_t>(bits >> 64))};
}

void SetNull(duckdb_vector output, idx_t row) {
  duckdb_vector_ensure_validity_writable(output);
  duckdb_validity_set_row_invalid(duckdb_vector_get_validity(output), row);
}

template <FromDouble convert>
void ConvertDoubles(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  const idx_t rows = duckdb_data_chunk_get_size(input);
  duckdb_vector source = duckdb_data_chunk_get_vector(input, 0);
  const auto* values = static_cast<const double*>(duckdb_vector_get_data(source));
  uint64_t* validity = duckdb_vector_get_validity(source);
  auto* results = static_cast<duckdb_hugeint*>(duckdb_vector_get_data(output));
  for (idx_t row = 0; row < rows; ++row) {
    if (validity != nullptr && !duckdb_validity_row_is_valid(validity, row)) {
      SetNull(output, row);
      continue;
    }
    const std::optional<Decimal> value = convert(values[row]);
    if (value) {
      results[row] = ToHugeint(*value);
    } else {
      SetNull(output, row);
    }
  }
}

std::string_view TextOf(duckdb_string_t& text) {
  return {duckdb_string_t_data(&text), duckdb_string_t_length(text)};
}

template <FromText convert>
void ConvertTexts(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  const idx_t rows = duckdb_data_chunk_get_size(input);
  duckdb_vector source = duckdb_data_chunk_get_vector(input, 0);
  auto* values = static_cast<duckdb_string_t*>(duckdb_vector_get_data(source));
  uint64_t* validity = duckdb_vector_get_validity(source);
  auto* results = static_cast<duckdb_hugeint*>(duckdb_vector_get_data(output));
  for (idx_t row = 0; row < rows; ++row) {
    if (validity != nullptr && !duckdb_validity_row_is_valid(validity, row)) {
      SetNull(output, row);
      continue;
    }
    const std::optional<Decimal> value = convert(TextOf(values[row]));
    if (value) {
      results[row] = ToHugeint(*value);
    } else {
      SetNull(output, row);
    }
  }
}

bool Register(duckdb_connection connection, const char* name, duckdb_type input,
              duckdb_scalar_function_t function) {
  duckdb_scalar_function scalar = duckdb_create_scalar_function();
  duckdb_logical_type input_type = duckdb_create_logical_type(input);
  duckdb_logical_type output_type = duckdb_create_decimal_type(38, Decimal::kScale);
  duckdb_scalar_function_set_name(scalar, name);
  duckdb_scalar_function_add_parameter(scalar, input_type);
  duckdb_scalar_function_set_return_type(scalar, output_type);
  duckdb_scalar_function_set_function(scalar, function);
  duckdb_scalar_function_set_special_handling(scalar);
  const bool done = duckdb_register_scalar_function(connection, scalar) == DuckDBSuccess;
  duckdb_destroy_logical_type(&input_type);
  duckdb_destroy_logical_type(&output_type);
  duckdb_destroy_scalar_function(&scalar);
  return done;
}

}  // namespace

bool RegisterExact(duckdb_connection connection) {
  return Register(connection, "exact_double", DUCKDB_TYPE_DOUBLE,
                  ConvertDoubles<&Decimal::FromDouble>) &&
         Register(connection, "exact_text", DUCKDB_TYPE_VARCHAR,
                  ConvertTexts<&Decimal::TryParse>) &&
         Register(connection, "quantity_double", DUCKDB_TYPE_DOUBLE,
                  ConvertDoubles<&Decimal::FromDoubleRounded>) &&
         Register(connection, "quantity_text", DUCKDB_TYPE_VARCHAR,
                  ConvertTexts<&Decimal::TryParseRounded>);
}

}  // namespace billwright::engine
