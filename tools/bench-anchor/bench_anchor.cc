#include <duckdb.h>

#include <cstdint>
#include <cstdio>
#include <string>

// DuckDB alone, as a person would use it by hand: what tools/bench measures Billwright against.
//
//   bench-anchor parquet FILE.parquet       the aggregate of doubles over a cell's keys, all rows
//                                           fetched
//   bench-anchor csv FILE.csv.gz TARGET     DuckDB's own conversion to Parquet

namespace {

constexpr const char* kAggregate = R"(
  SELECT line_item_usage_account_id, line_item_product_code, product_region, line_item_usage_type,
         line_item_operation, pricing_unit, line_item_line_item_type,
         savings_plan_savings_plan_a_r_n, reservation_reservation_a_r_n, bill_invoice_id,
         bill_billing_entity, line_item_legal_entity, line_item_currency_code,
         count(*), sum(line_item_usage_amount), sum(line_item_unblended_cost),
         sum(pricing_public_on_demand_cost), sum(savings_plan_savings_plan_effective_cost),
         sum(reservation_effective_cost)
  FROM read_parquet('{from}')
  GROUP BY ALL
)";

constexpr const char* kConvert =
    "COPY (FROM read_csv('{from}', header = true, all_varchar = true)) "
    "TO '{to}' (FORMAT parquet, COMPRESSION snappy)";

std::string Replaced(std::string text, const std::string& name, const std::string& value) {
  std::string quoted;
  for (const char c : value) quoted += c == '\'' ? "''" : std::string(1, c);
  const size_t at = text.find(name);
  return at == std::string::npos ? text : text.replace(at, name.size(), quoted);
}

/// Runs the statement and fetches every row; returns how many, or −1.
int64_t Run(const std::string& sql) {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  if (duckdb_open(nullptr, &database) != DuckDBSuccess ||
      duckdb_connect(database, &connection) != DuckDBSuccess) {
    std::fputs("bench-anchor: DuckDB could not be opened\n", stderr);
    return -1;
  }
  duckdb_result result;
  int64_t rows = 0;
  if (duckdb_query(connection, sql.c_str(), &result) != DuckDBSuccess) {
    std::fprintf(stderr, "bench-anchor: %s\n", duckdb_result_error(&result));
    rows = -1;
  } else {
    while (duckdb_data_chunk chunk = duckdb_fetch_chunk(result)) {
      rows += static_cast<int64_t>(duckdb_data_chunk_get_size(chunk));
      duckdb_destroy_data_chunk(&chunk);
    }
  }
  duckdb_destroy_result(&result);
  duckdb_disconnect(&connection);
  duckdb_close(&database);
  return rows;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  std::string sql;
  if (mode == "parquet" && argc == 3) sql = Replaced(kAggregate, "{from}", argv[2]);
  if (mode == "csv" && argc == 4)
    sql = Replaced(Replaced(kConvert, "{from}", argv[2]), "{to}", argv[3]);
  if (sql.empty()) {
    std::fputs("usage: bench-anchor parquet FILE | bench-anchor csv FILE TARGET\n", stderr);
    return 2;
  }
  const int64_t rows = Run(sql);
  if (rows < 0) return 1;
  std::printf("%lld rows\n", static_cast<long long>(rows));
  return 0;
}
