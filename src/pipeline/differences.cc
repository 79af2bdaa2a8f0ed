#include "pipeline/differences.h"

#include <fmt/core.h>

#include <map>

#include "pipeline/derivation.h"

namespace billwright::pipeline {

namespace {

/// Subjects and what is said of each.
using Said = std::map<std::string, std::string>;

class Comparison {
 public:
  void Add(std::string what, std::string subject, std::string before, std::string after) {
    if (before != after)
      differences_.push_back(
          {std::move(what), std::move(subject), std::move(before), std::move(after)});
  }

  void Add(const std::string& what, const Said& before, const Said& after) {
    for (const auto& [subject, text] : before) {
      const auto found = after.find(subject);
      Add(what, subject, text, found == after.end() ? std::string() : found->second);
    }
    for (const auto& [subject, text] : after)
      if (!before.contains(subject)) Add(what, subject, "", text);
  }

  std::vector<Difference> Take() { return std::move(differences_); }

 private:
  std::vector<Difference> differences_;
};

std::string Amount(const std::string& currency, Decimal amount) {
  return currency + " " + amount.ToString(2);
}

/// Types by file and column; the place counts as well, since two columns may share a name.
Said ColumnsOf(const Delivery& delivery) {
  Said columns;
  for (const DeliveryFile& file : delivery.files)
    for (const DeliveredColumn& column : file.columns)
      columns[file.name + ": " + column.stored_name] = column.type;
  return columns;
}

Said RowsOfFiles(const Delivery& delivery) {
  Said rows;
  for (const DeliveryFile& file : delivery.files) rows[file.name] = std::to_string(file.rows);
  return rows;
}

Said TotalsOf(const ingest::Received& received) {
  Said totals;
  for (const ControlTotal& total : received.totals)
    totals[fmt::format("{}: {}, {}, {}", total.file, total.line_item_type,
                       total.invoice_id.empty() ? "no invoice" : "invoice " + total.invoice_id,
                       total.currency)] =
        fmt::format(
            "{} rows, {} quarantined; unblended {}, amortised {}, on demand {}, "
            "quarantined {}",
            total.rows, total.quarantined_rows, total.unblended_cost.ToString(2),
            total.amortised_cost.ToString(2), total.on_demand_value.ToString(2),
            total.quarantined_cost.ToString(2));
  return totals;
}

/// Equal findings are counted, and one that says the same in other words is the same.
Said FindingsOf(const ingest::Received& received) {
  std::map<std::string, int64_t> counts;
  Said findings;
  for (const Finding& finding : received.findings) {
    std::string subject = fmt::format("{} {}", finding.code, finding.subject);
    if (!finding.where.empty()) subject += " at " + finding.where;
    if (const int64_t count = ++counts[subject]; count > 1) subject += fmt::format(" ({})", count);
    findings[subject] = finding.currency.empty()
                            ? finding.severity
                            : finding.severity + ", " + Amount(finding.currency, finding.amount);
  }
  return findings;
}

/// The digests of all tables, but for the one of the findings.
Said TablesOf(const ingest::Received& received) {
  constexpr size_t kDigits = 12;
  Said tables;
  for (const StageTable& table : ChecksOf(received))
    if (!IsFindings(table)) tables[table.name] = DigestOf(table.frame).substr(0, kDigits);
  return tables;
}

}  // namespace

std::vector<Difference> DifferencesOf(const ingest::Received& before,
                                      const ingest::Received& after) {
  const Delivery& old = before.delivery;
  const Delivery& now = after.delivery;
  Comparison comparison;
  comparison.Add("format", "", old.format, now.format);
  comparison.Add("rows accepted", "", std::to_string(old.rows - old.quarantined_rows),
                 std::to_string(now.rows - now.quarantined_rows));
  comparison.Add("rows quarantined", "", std::to_string(old.quarantined_rows),
                 std::to_string(now.quarantined_rows));
  comparison.Add("unblended cost", "", Amount(old.currency, old.unblended_cost),
                 Amount(now.currency, now.unblended_cost));
  comparison.Add("quarantined cost", "", Amount(old.currency, old.quarantined_cost),
                 Amount(now.currency, now.quarantined_cost));
  comparison.Add("rows of file", RowsOfFiles(old), RowsOfFiles(now));
  comparison.Add("column", ColumnsOf(old), ColumnsOf(now));
  comparison.Add("control total", TotalsOf(before), TotalsOf(after));
  comparison.Add("finding", FindingsOf(before), FindingsOf(after));
  comparison.Add("table", TablesOf(before), TablesOf(after));
  return comparison.Take();
}

}  // namespace billwright::pipeline
