#include <algorithm>
#include <map>

#include "app/use_cases.h"
#include "money/currency.h"
#include "money/split.h"

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

std::vector<Decimal> Column(const std::vector<Row>& rows, Decimal Row::* amount) {
  std::vector<Decimal> values;
  for (const Row& row : rows) values.push_back(row.*amount);
  return values;
}

/// Rounds to the cent by largest remainder, so that what is shown adds up: charges and costs to the
/// rounded totals, and each margin is the difference of what stands before it.
void RoundForTheEye(std::vector<Row>& rows, const Row& total, int places) {
  for (Row& row : rows) row.percent = RatioForDisplay(row.margin, row.charge).value_or("");
  for (Decimal Row::* amount : {&Row::charge, &Row::cost}) {
    const std::vector<Decimal> rounded = RoundToTotal(
        Column(rows, amount), RoundTo(total.*amount, places, RoundingMode::kHalfEven), places);
    for (size_t i = 0; i < rows.size(); ++i) rows[i].*amount = rounded[i];
  }
  for (Row& row : rows) row.margin = row.charge - row.cost;
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
  summary.sources = RowsOf(sources);
  for (const BridgeLine& line : *bridge) {
    if (line.item == "unblended") summary.aws_bill += line.amount;
    if (line.item == "amortised") summary.amortised += line.amount;
  }
  ASSIGN_OR_RETURN(const Currency currency, Currency::Parse(summary.currency));
  const int places = currency.minor_digits();
  RoundForTheEye(summary.customers, total, places);
  RoundForTheEye(summary.sources, total, places);
  std::vector<Row> last{total};
  RoundForTheEye(last, total, places);
  summary.customers.push_back(last.front());
  for (Decimal* amount : {&summary.aws_bill, &summary.amortised})
    *amount = RoundTo(*amount, places, RoundingMode::kHalfEven);
  return summary;
}

}  // namespace billwright::app
