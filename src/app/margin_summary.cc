#include <algorithm>
#include <map>

#include "app/use_cases.h"
#include "money/currency.h"

namespace billwright::app {

namespace {

using Row = MarginSummary::Row;

void Add(Row& row, const MarginLine& line) {
  row.charge += line.charge;
  row.cost += line.cost;
  row.margin += line.amount;
}

/// The house comes last: what it uses and bears itself is no customer's margin.
bool Before(const Row& a, const Row& b) {
  if ((a.name == kHouse) != (b.name == kHouse)) return b.name == kHouse;
  return a.name < b.name;
}

void RoundForTheEye(Row& row, int places) {
  row.percent = RatioForDisplay(row.margin, row.charge).value_or("");
  for (Decimal Row::* amount : {&Row::charge, &Row::cost, &Row::margin})
    row.*amount = RoundTo(row.*amount, places, RoundingMode::kHalfEven);
}

std::vector<Row> RowsOf(const std::map<std::string, Row>& by_name) {
  std::vector<Row> rows;
  for (const auto& [name, row] : by_name) {
    rows.push_back(row);
    rows.back().name = name;
  }
  std::stable_sort(rows.begin(), rows.end(), Before);
  return rows;
}

}  // namespace

Result<MarginSummary> SummariseMargin(Session& session, const BillingPeriod& period) {
  ASSIGN_OR_RETURN(pipeline::OpenRun * run, session.OpenRun(period));
  ASSIGN_OR_RETURN(const auto* lines, run->state.tables.margin_lines.Rows(*run->state.engine));
  ASSIGN_OR_RETURN(const auto* bridge, run->state.tables.bridge.Rows(*run->state.engine));
  std::map<std::string, Row> customers;
  std::map<std::string, Row> sources;
  Row total{.name = "total"};
  for (const MarginLine& line : *lines) {
    Add(customers[line.customer_id], line);
    Add(sources[line.source], line);
    Add(total, line);
  }
  MarginSummary summary;
  summary.currency = run->books.workspace.currency;
  summary.customers = RowsOf(customers);
  summary.customers.push_back(total);
  summary.sources = RowsOf(sources);
  for (const BridgeLine& line : *bridge) {
    if (line.item == "unblended") summary.aws_bill += line.amount;
    if (line.item == "amortised") summary.amortised += line.amount;
  }
  ASSIGN_OR_RETURN(const Currency currency, Currency::Parse(summary.currency));
  const int places = currency.minor_digits();
  for (std::vector<Row>* rows : {&summary.customers, &summary.sources})
    for (Row& row : *rows) RoundForTheEye(row, places);
  for (Decimal* amount : {&summary.aws_bill, &summary.amortised})
    *amount = RoundTo(*amount, places, RoundingMode::kHalfEven);
  return summary;
}

}  // namespace billwright::app
