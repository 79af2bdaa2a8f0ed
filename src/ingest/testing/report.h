#pragma once

#include <zlib.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "engine/contracts.h"
#include "engine/engine.h"
#include "ingest/contract/spelling.h"
#include "model/delivery.h"
#include "model/line_item_columns.h"

// A little language for reports. A test writes the columns it cares about as an aligned table (two
// blanks or more part the cells, "-" is an empty one), and all others get the values of an ordinary
// row. A column is called by its name in the line_item view, or shortly:
//
//   Report(R"(
//     type   cost
//     Usage  1.25
//     Tax    0.10
//   )").AsCsv()

namespace billwright::ingest::testing {

enum class Spelling { kSlashes, kSnake };

/// Lines of text as lists of cells.
inline std::vector<std::vector<std::string>> Cells(std::string_view table) {
  std::vector<std::vector<std::string>> rows;
  while (!table.empty()) {
    std::string_view line = table.substr(0, table.find('\n'));
    table.remove_prefix(std::min(line.size() + 1, table.size()));
    std::vector<std::string> cells;
    while (true) {
      line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
      if (line.empty()) break;
      const size_t end = std::min(line.find("  "), line.size());
      cells.emplace_back(line.substr(0, end) == "-" ? "" : line.substr(0, end));
      line.remove_prefix(end);
    }
    if (!cells.empty()) rows.push_back(std::move(cells));
  }
  return rows;
}

/// The rows of a report, column by column, and how they are written.
class Report {
 public:
  explicit Report(std::string_view table) {
    const auto cells = Cells(table);
    rows_ = cells.size() - 1;
    for (const auto& [name, value] : kOrdinary)
      Column(std::string(name)).assign(rows_, std::string(value));
    for (size_t i = 0; i < cells.front().size(); ++i) {
      std::vector<std::string>& column = Column(LongName(cells.front()[i]));
      column.clear();
      for (size_t row = 1; row < cells.size(); ++row) column.push_back(cells[row].at(i));
    }
  }

  /// A column that is none of ours, or one of ours by its delivered name; the same in every row.
  Report With(std::string name, std::string value) const {
    Report report = *this;
    report.Column(std::move(name)).assign(rows_, std::move(value));
    return report;
  }
  Report Without(std::string_view name) const {
    Report report = *this;
    std::erase_if(report.columns_, [&](const auto& column) { return column.first == name; });
    return report;
  }
  Report Spelled(Spelling spelling) const {
    Report report = *this;
    report.spelling_ = spelling;
    return report;
  }
  /// In Parquet the column is of another type than AWS's: "DECIMAL(20,15)".
  Report Typed(std::string_view name, std::string type) const {
    Report report = *this;
    report.types_[LongName(std::string(name))] = std::move(type);
    return report;
  }
  /// The columns in another order.
  Report Turned() const {
    Report report = *this;
    std::ranges::reverse(report.columns_);
    return report;
  }

  std::string AsCsv(std::string_view line_end = "\n") const {
    std::string text;
    for (const auto& [name, values] : columns_) text += (text.empty() ? "" : ",") + Spell(name);
    text += line_end;
    for (size_t row = 0; row < rows_; ++row) {
      for (const auto& column : columns_)
        text += (&column == &columns_.front() ? "" : ",") + Quoted(column.second[row]);
      text += line_end;
    }
    return text;
  }

  /// In the types that AWS's Parquet has: doubles, timestamps, maps.
  void WriteParquet(engine::Engine& engine, const std::string& path) const {
    std::string names;
    std::string values;
    for (const auto& column : columns_)
      names += (names.empty() ? "" : ", ") + engine::Identifier(Spell(column.first));
    for (size_t row = 0; row < rows_; ++row) {
      values += row == 0 ? "(" : "), (";
      for (const auto& column : columns_)
        values += (&column == &columns_.front() ? "" : ", ") +
                  TypedLiteral(column.first, column.second[row]);
    }
    const auto written =
        engine.Execute("COPY (SELECT * FROM (VALUES " + values + ")) AS t(" + names + ")) TO " +
                       engine::Literal(path) + " (FORMAT parquet)");
    CHECK(written.has_value(), written ? "" : written.error().ToString());
  }

 private:
  /// What a row has that a test does not care about.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kOrdinary = {{
      {"payer_account_id", "999999999999"},
      {"billing_period_start", "2026-10-01T00:00:00Z"},
      {"usage_account_id", "111111111111"},
      {"line_item_type", "Usage"},
      {"usage_start", "2026-10-01T00:00:00Z"},
      {"service", "AmazonEC2"},
      {"usage_type", "BoxUsage:m5.large"},
      {"operation", "RunInstances"},
      {"usage_amount", "1"},
      {"currency", "USD"},
      {"unblended_cost", "0"},
  }};

  static std::string LongName(const std::string& name) {
    static const std::map<std::string, std::string> kLong = {
        {"type", "line_item_type"},
        {"bill", "invoice_id"},
        {"cost", "unblended_cost"},
        {"public", "public_on_demand_cost"},
        {"start", "usage_start"},
        {"sp", "savings_plan_arn"},
        {"effective", "savings_plan_effective_cost"},
        {"total", "savings_plan_total_commitment"},
        {"used", "savings_plan_used_commitment"},
        {"recurring", "savings_plan_recurring_commitment"},
        {"upfront", "savings_plan_amortized_upfront"},
        {"ri", "reservation_arn"},
        {"ri_effective", "reservation_effective_cost"},
        {"ri_upfront", "reservation_amortized_upfront"},
        {"idle_upfront", "reservation_unused_amortized_upfront"},
        {"idle_fee", "reservation_unused_recurring"},
    };
    const auto found = kLong.find(name);
    return found == kLong.end() ? name : found->second;
  }

  std::vector<std::string>& Column(std::string name) {
    for (auto& [known, values] : columns_)
      if (known == name) return values;
    columns_.emplace_back(std::move(name), std::vector<std::string>());
    return columns_.back().second;
  }

  static const LineItemColumn* Known(std::string_view name) {
    const auto columns = LineItemColumns();
    const auto found = std::ranges::find(columns, name, &LineItemColumn::name);
    return found == columns.end() ? nullptr : &*found;
  }

  std::string Spell(const std::string& name) const {
    const ContractColumn* column = engine::ContractOf(kLegacyCur).FindReading(name);
    if (column == nullptr) return name;
    return spelling_ == Spelling::kSlashes ? LegacySpelling(column->name) : column->name;
  }

  static std::string Quoted(const std::string& value) {
    if (value.find_first_of(",\"\n") == std::string::npos) return value;
    std::string quoted = "\"";
    for (const char letter : value) quoted += letter == '"' ? "\"\"" : std::string(1, letter);
    return quoted + '"';
  }

  std::string TypedLiteral(const std::string& name, const std::string& value) const {
    const LineItemColumn* column = Known(name);
    if (value.starts_with("MAP {")) return value;
    if (column == nullptr || column->type == LineItemColumnType::kText)
      return engine::Literal(value);
    const bool is_time = column->type == LineItemColumnType::kTime;
    const auto other = types_.find(name);
    const std::string type = other != types_.end() ? other->second
                             : is_time             ? "TIMESTAMP"
                                                   : "DOUBLE";
    return value.empty() ? "CAST(NULL AS " + type + ")"
                         : "CAST(" + engine::Literal(value) + " AS " + type + ")";
  }

  size_t rows_ = 0;
  Spelling spelling_ = Spelling::kSlashes;
  std::vector<std::pair<std::string, std::vector<std::string>>> columns_;
  std::map<std::string, std::string> types_;
};

/// One gzip member that holds `text`.
inline std::string Gzip(std::string_view text) {
  z_stream stream{};
  constexpr int kGzipOnly = 16;
  CHECK(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + kGzipOnly, 8,
                     Z_DEFAULT_STRATEGY) == Z_OK);
  std::string input(text);
  std::string output(deflateBound(&stream, input.size()), '\0');
  stream.next_in = reinterpret_cast<unsigned char*>(input.data());
  stream.avail_in = static_cast<unsigned>(input.size());
  stream.next_out = reinterpret_cast<unsigned char*>(output.data());
  stream.avail_out = static_cast<unsigned>(output.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  output.resize(stream.total_out);
  deflateEnd(&stream);
  return output;
}

}  // namespace billwright::ingest::testing
