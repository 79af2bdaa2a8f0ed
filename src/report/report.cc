#include "report/report.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/digest.h"
#include "money/currency.h"
#include "report/commitment_name.h"
#include "report/discounts.h"
#include "report/line_groups.h"
#include "report/recipients.h"
#include "report/rounding.h"
#include "report/statement_proof.h"

namespace billwright::report {

namespace {

constexpr size_t kIdLength = 16;

std::string StatementId(BillingPeriod period, std::string_view customer_id) {
  return period.ToString() + "-" + std::string(customer_id);
}

/// 16 hexadecimal digits of the digest of the line's key columns.
std::string LineId(const StatementLine& line) {
  std::string key;
  key.reserve(256);
  for (const std::string* part :
       {&line.statement_id, &line.customer_id, &line.section, &line.usage_account_id, &line.service,
        &line.region, &line.description, &line.unit, &line.currency})
    key.append(part->c_str(), part->size() + 1);  // with the NUL that separates
  return DigestOf(key).substr(0, kIdLength);
}

/// What a statement's groups come to, to the cent; parallel to the groups.
struct Rounded {
  std::vector<Decimal> amounts;
  std::vector<Decimal> discounts;
};

StatementLine ToLine(const LineGroup& group, const Statement& statement, Decimal amount,
                     Decimal discount) {
  StatementLine line;
  line.statement_id = statement.statement_id;
  line.customer_id = group.customer_id;
  line.section = Name(group.section);
  line.usage_account_id = group.account;
  line.service = group.service;
  line.region = group.region;
  line.description = group.description;
  line.unit = group.unit;
  line.currency = statement.currency;
  line.quantity = group.quantity;
  line.discount = discount;
  line.amount = amount;
  // The discount is rounded and the list amount follows from it: so a line without a discount never
  // shows a cent of one.
  line.list_amount = amount + discount;
  line.charge = group.charge;
  line.line_id = LineId(line);
  return line;
}

Decimal RoundHalfAway(Decimal value, int places) {
  return RoundTo(value, places, RoundingMode::kHalfAwayFromZero);
}

/// The head before tax, and what its groups come to.
Statement HeadOf(const Input& input, int places, std::string_view customer_id,
                 std::span<const LineGroup> groups, Rounded& rounded) {
  Statement statement;
  statement.statement_id = StatementId(input.period, customer_id);
  statement.customer_id = customer_id;
  statement.state = "draft";
  statement.currency = input.currency;
  std::vector<Decimal> charges;
  std::vector<Decimal> discounts;
  Decimal discount;
  for (const LineGroup& group : groups) {
    charges.push_back(group.charge);
    discounts.push_back(group.list_amount - group.charge);
    statement.charges += charges.back();
    discount += discounts.back();
  }
  statement.subtotal = RoundHalfAway(statement.charges, places);
  statement.discount = RoundHalfAway(discount, places);
  statement.list_amount = statement.subtotal + statement.discount;
  statement.rounding = statement.subtotal - statement.charges;
  rounded.amounts = RoundLines(groups, charges, statement.subtotal, places);
  rounded.discounts = RoundLines(groups, discounts, statement.discount, places);
  return statement;
}

bool Applies(const TaxRule& rule, BillingPeriod period, std::string_view customer_id) {
  return rule.from <= period && period < rule.to &&
         (rule.customers.empty() ||
          std::ranges::find(rule.customers, customer_id) != rule.customers.end());
}

/// The reseller's own taxes, each once on the subtotal; adds them to the head.
std::vector<StatementLine> AddTax(const Input& input, int places, Statement& statement) {
  std::vector<StatementLine> lines;
  for (const TaxRule& rule : input.taxes) {
    if (!Applies(rule, input.period, statement.customer_id)) continue;
    StatementLine line;
    line.statement_id = statement.statement_id;
    line.customer_id = statement.customer_id;
    line.section = Name(Section::kTax);
    line.description = rule.name.empty() ? rule.id : rule.name;
    line.unit = "%";
    line.currency = statement.currency;
    line.quantity = rule.percent;
    line.amount =
        RoundHalfAway(PercentOf(statement.subtotal, rule.percent, RoundingMode::kHalfEven), places);
    line.list_amount = line.amount;
    line.line_id = LineId(line);
    statement.tax += line.amount;
    lines.push_back(std::move(line));
  }
  std::ranges::sort(lines, {}, &StatementLine::description);
  statement.total = statement.subtotal + statement.tax;
  return lines;
}

/// Recipients with at least one charge, also where none of them shows; ordered. One walk over the
/// charges checks them, too.
Result<std::vector<std::string_view>> RecipientsWithCharges(const Input& input,
                                                            const Recipients& recipients) {
  std::vector<std::string_view> ids;
  std::string_view customer;
  for (const Charge& charge : input.charges) {
    if (charge.currency != input.currency)
      return Fail(ErrorCode::kUnsupported, "charge " + charge.charge_id + " is in " +
                                               charge.currency + ", but statements are in " +
                                               input.currency);
    if (charge.customer_id == customer) continue;
    customer = charge.customer_id;
    const std::string_view id = recipients.RecipientOf(customer);
    if (!id.empty()) {
      ids.push_back(id);
    } else if (customer != kHouse && customer != kUnassigned) {
      return Fail(ErrorCode::kCorrupt, "charge " + charge.charge_id + " is for customer " +
                                           charge.customer_id + ", who is in no book");
    }
  }
  std::ranges::sort(ids);
  const auto repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
  return ids;
}

void FindInHeads(std::span<const Statement> statements, Findings& findings) {
  for (const Statement& statement : statements)
    if (statement.total.IsNegative())
      findings.push_back(Finding::Make(Severity::kInfo, "statement.negative", statement.customer_id,
                                       "the statement of " + statement.customer_id +
                                           " is in the customer's favour; credit it, or carry it "
                                           "over to the next month.")
                             .Worth(statement.total, statement.currency));
}

/// The first 8 bytes of an id as a number that orders like the text. Ids are digests, so it nearly
/// always decides.
uint64_t Beginning(std::string_view id) {
  uint64_t beginning = 0;
  for (size_t i = 0; i < sizeof beginning; ++i)
    beginning = beginning << 8 | (i < id.size() ? static_cast<unsigned char>(id[i]) : 0u);
  return beginning;
}

/// Line and charge ids in key order. `line_ids` is parallel to the groups.
std::vector<StatementLineCharge> LineCharges(std::span<const Charge> charges,
                                             std::span<const LineGroup> groups,
                                             std::span<const std::string> line_ids) {
  struct Place {
    uint64_t line;
    uint64_t charge;
    uint32_t pair;
  };
  std::vector<StatementLineCharge> pairs;
  std::vector<Place> places;
  pairs.reserve(charges.size());
  places.reserve(charges.size());
  for (size_t i = 0; i < groups.size(); ++i) {
    const uint64_t line = Beginning(line_ids[i]);
    for (const uint32_t member : groups[i].members) {
      const std::string& id = charges[member].charge_id;
      places.push_back({line, Beginning(id), static_cast<uint32_t>(pairs.size())});
      pairs.push_back({line_ids[i], id});
    }
  }
  std::ranges::sort(places, [&](const Place& a, const Place& b) {
    if (a.line != b.line) return a.line < b.line;
    if (const int order = pairs[a.pair].line_id.compare(pairs[b.pair].line_id); order != 0)
      return order < 0;
    if (a.charge != b.charge) return a.charge < b.charge;
    return pairs[a.pair].charge_id < pairs[b.pair].charge_id;
  });
  std::vector<StatementLineCharge> sorted;
  sorted.reserve(pairs.size());
  for (const Place& place : places) sorted.push_back(std::move(pairs[place.pair]));
  return sorted;
}

/// One statement: its head, and its lines in the order of their table.
void Assemble(const Input& input, int places, std::string_view customer_id,
              std::span<const LineGroup> groups, std::span<std::string> line_ids, Output& output) {
  Rounded rounded;
  Statement statement = HeadOf(input, places, customer_id, groups, rounded);
  std::vector<StatementLine> taxes = AddTax(input, places, statement);
  std::vector<uint32_t> order(groups.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, {}, [&](uint32_t i) { return groups[i].table_order; });
  const auto is_before_tax = [&](const LineGroup& group) {
    return group.customer_id != customer_id ? group.customer_id < customer_id
                                            : group.section < Section::kTax;
  };
  bool has_tax = false;
  const auto emit_taxes = [&] {
    if (!std::exchange(has_tax, true)) std::ranges::move(taxes, std::back_inserter(output.lines));
  };
  for (const uint32_t i : order) {
    if (!is_before_tax(groups[i])) emit_taxes();
    output.lines.push_back(ToLine(groups[i], statement, rounded.amounts[i], rounded.discounts[i]));
    line_ids[i] = output.lines.back().line_id;
  }
  emit_taxes();
  output.statements.push_back(std::move(statement));
}

}  // namespace

Result<Output> BuildStatements(const Input& input) {
  ASSIGN_OR_RETURN(const Currency currency, Currency::Parse(input.currency));
  const int places = currency.minor_digits();
  Output output;
  const Recipients recipients = Recipients::Of(input.customers, output.findings);
  ASSIGN_OR_RETURN(const std::vector<std::string_view> recipient_ids,
                   RecipientsWithCharges(input, recipients));

  const CommitmentOwners owners(input.shares);
  const LineGroups line_groups = LineGroups::Of(input.charges, recipients, owners);
  const std::span<const LineGroup> groups = line_groups.groups();
  std::vector<std::string> line_ids(groups.size());
  output.lines.reserve(groups.size() + input.customers.size() * input.taxes.size());
  size_t begin = 0;
  for (const std::string_view id : recipient_ids) {
    size_t end = begin;
    while (end < groups.size() && groups[end].recipient_id == id) ++end;
    Assemble(input, places, id, groups.subspan(begin, end - begin),
             std::span(line_ids).subspan(begin, end - begin), output);
    begin = end;
  }
  CHECK(begin == groups.size(), "lines without a statement");
  output.line_charges = LineCharges(input.charges, groups, line_ids);
  output.discounts = DiscountsOf(
      {input.period, input.charges, groups, input.shares, input.policies, owners, places},
      recipients, output.statements);
  FindInHeads(output.statements, output.findings);
  output.proof = ProofOf(input.charges, recipients, output.statements, output.lines);
  return output;
}

}  // namespace billwright::report
