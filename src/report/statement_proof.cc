#include "report/statement_proof.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "report/section.h"

namespace billwright::report {

namespace {

constexpr std::string_view kStage = "report";

/// Sums of one statement's lines, each over a grouping of its own.
struct Sums {
  Decimal lines;
  Decimal list_less_discount;
  Decimal charges;
  std::unordered_map<std::string_view, Decimal> by_account;
  std::unordered_map<std::string_view, Decimal> by_service;
};

Decimal SumOf(const std::unordered_map<std::string_view, Decimal>& parts) {
  Decimal sum;
  for (const auto& [name, part] : parts) sum += part;
  return sum;
}

Sums SumsOf(std::span<const StatementLine> lines) {
  Sums sums;
  for (const StatementLine& line : lines) {
    sums.lines += line.amount;
    if (line.section == Name(Section::kTax)) continue;
    sums.list_less_discount += line.list_amount - line.discount;
    sums.charges += line.charge;
    sums.by_account[line.usage_account_id] += line.amount;
    sums.by_service[line.service] += line.amount;
  }
  return sums;
}

void Add(Proof& proof, std::string identity, const std::string& subject, Decimal left,
         Decimal right) {
  proof.push_back(ProofLine::Make(std::string(kStage), std::move(identity), subject, left, right));
}

void ProveStatement(const Statement& statement, std::span<const StatementLine> lines,
                    Proof& proof) {
  const Sums sums = SumsOf(lines);
  const std::string& id = statement.statement_id;
  Add(proof, "Σ statement lines = statement total", id, sums.lines, statement.total);
  Add(proof, "Σ lines by account = subtotal", id, SumOf(sums.by_account), statement.subtotal);
  Add(proof, "Σ lines by service = subtotal", id, SumOf(sums.by_service), statement.subtotal);
  Add(proof, "Σ list − Σ discount = subtotal", id, sums.list_less_discount, statement.subtotal);
  Add(proof, "Σ charges behind lines + rounding = subtotal", id, sums.charges + statement.rounding,
      statement.subtotal);
}

}  // namespace

Proof ProofOf(std::span<const Charge> charges, const Recipients& recipients,
              std::span<const Statement> statements, std::span<const StatementLine> lines) {
  Proof proof;
  Decimal totals;
  Decimal rounding;
  Decimal tax;
  size_t begin = 0;
  for (const Statement& statement : statements) {
    size_t end = begin;
    while (end < lines.size() && lines[end].statement_id == statement.statement_id) ++end;
    ProveStatement(statement, lines.subspan(begin, end - begin), proof);
    begin = end;
    totals += statement.total;
    rounding += statement.rounding;
    tax += statement.tax;
  }
  CHECK(begin == lines.size(), "lines without a statement");
  Decimal charged;
  Decimal without_statement;
  for (const Charge& charge : charges) {
    charged += charge.charge;
    if (recipients.RecipientOf(charge.customer_id).empty()) without_statement += charge.charge;
  }
  Add(proof, "Σ statements + Σ charges of house and unassigned = Σ charges + rounding + tax", "run",
      totals + without_statement, charged + rounding + tax);
  return proof;
}

}  // namespace billwright::report
