#include "attribute/attribute.h"

#include <map>
#include <tuple>

#include "attribute/source.h"

namespace billwright::attribute {

namespace {

struct Part {
  Decimal charge;
  Decimal cost;
};

/// What every customer, service and source comes to.
class Lines {
 public:
  void Add(std::string_view customer, std::string_view service, std::string_view source,
           const Part& part) {
    Part& sum = parts_[{customer, service, source}];
    sum.charge += part.charge;
    sum.cost += part.cost;
  }

  std::vector<MarginLine> Write(const std::string& currency) const {
    std::vector<MarginLine> lines;
    for (const auto& [key, part] : parts_) {
      if (part.charge.IsZero() && part.cost.IsZero()) continue;
      MarginLine& line = lines.emplace_back();
      line.customer_id = std::get<0>(key);
      line.service = std::get<1>(key);
      line.source = std::get<2>(key);
      line.currency = currency;
      line.charge = part.charge;
      line.cost = part.cost;
      line.amount = part.charge - part.cost;
    }
    return lines;
  }

 private:
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, Part> parts_;
};

/// Splits a charge into what the benefit of a commitment brings and the rest.
void Attribute(const Charge& charge, Lines& lines) {
  const Decimal retained = charge.retained_benefit;
  if (!retained.IsZero())
    lines.Add(charge.customer_id, charge.service, kRetainedBenefit, {{}, -retained});
  lines.Add(charge.customer_id, charge.service, SourceOf(charge.kind),
            {charge.charge, charge.cost + retained});
}

struct Totals {
  Decimal charges;
  Decimal rounding;
  Decimal cost;
  Decimal margin;  // Σ of the margin lines

  Decimal ExpectedMargin() const { return charges + rounding - cost; }
};

using ByCustomer = std::map<std::string_view, Totals>;

ByCustomer Total(const Input& input, const std::vector<MarginLine>& lines) {
  ByCustomer totals;
  for (const Charge& charge : input.charges) {
    Totals& customer = totals[charge.customer_id];
    customer.charges += charge.charge;
    customer.cost += charge.cost;
  }
  for (const Statement& statement : input.statements)
    totals[statement.customer_id].rounding += statement.rounding;
  for (const MarginLine& line : lines) totals[line.customer_id].margin += line.amount;
  return totals;
}

Proof Prove(const Input& input, const std::vector<MarginLine>& lines) {
  Proof proof;
  Totals run;
  for (const auto& [customer, totals] : Total(input, lines)) {
    proof.push_back(ProofLine::Make("attribute", "Σ sources = margin", std::string(customer),
                                    totals.margin, totals.ExpectedMargin()));
    run.charges += totals.charges;
    run.rounding += totals.rounding;
    run.cost += totals.cost;
    run.margin += totals.margin;
  }
  Decimal amortised;
  for (const Cell& cell : input.cells) amortised += cell.amortised_cost;
  proof.push_back(
      ProofLine::Make("attribute", "Σ sources = margin", "run", run.margin, run.ExpectedMargin()));
  proof.push_back(ProofLine::Make("attribute",
                                  "Σ charge + Σ rounding − Σ margin = Σ amortised cost", "run",
                                  run.charges + run.rounding - run.margin, amortised));
  return proof;
}

}  // namespace

Result<Output> AttributeMargin(const Input& input) {
  Lines lines;
  for (const Charge& charge : input.charges) Attribute(charge, lines);
  for (const Statement& statement : input.statements)
    lines.Add(statement.customer_id, "", kRounding, {statement.rounding, {}});
  Output output;
  output.margin_lines = lines.Write(input.currency);
  output.proof = Prove(input, output.margin_lines);
  return output;
}

}  // namespace billwright::attribute
