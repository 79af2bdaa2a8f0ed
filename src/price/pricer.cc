#include "price/pricer.h"

#include <algorithm>

#include "base/check.h"

namespace billwright::price {

namespace {

RuleSubject SubjectOf(const Cell& cell, std::string_view kind, bool is_usage) {
  return {cell.service, cell.region, cell.usage_type,       cell.operation, cell.line_item_type,
          kind,         is_usage,    cell.usage_account_id, cell.span_start};
}

/// What usage would have cost without discounts: the public cost, where AWS gives one. A charge
/// above it (a mark-up) is its own list amount: a statement shows no negative discount.
Decimal ListAmount(const Bases& bases, Decimal charge) {
  const Decimal list = bases.public_cost.IsZero() ? bases.billed : bases.public_cost;
  const bool same_sign = charge.IsZero() || list.IsNegative() == charge.IsNegative();
  return same_sign && list.Abs() >= charge.Abs() ? list : charge;
}

/// What of `discount` a commitment gave: what the basis had of its benefit, at most all of it.
Decimal CommitmentDiscount(Basis basis, const Bases& bases, Decimal discount) {
  Decimal given;
  if (basis == Basis::kAllocated) given = bases.passed;
  if (basis == Basis::kCost) given = bases.share;
  return std::max(Decimal{}, std::min(given, discount));
}

}  // namespace

Decimal ChargeOf(Decimal basis_amount, Decimal percent) {
  return PercentOf(basis_amount, Decimal::FromInteger(100) + percent, RoundingMode::kHalfEven);
}

const PriceBook* PriceBookOf(std::string_view customer_id, const Input& input) {
  const auto customer = std::find_if(input.customers.begin(), input.customers.end(),
                                     [&](const Customer& one) { return one.id == customer_id; });
  if (customer == input.customers.end()) return nullptr;
  const auto book =
      std::find_if(input.price_books.begin(), input.price_books.end(),
                   [&](const PriceBook& one) { return one.id == customer->price_book; });
  return book == input.price_books.end() ? nullptr : &*book;
}

Pricer::Book::Book(const PriceBook& written) : book(&written), index(written) {
  for (const PriceRule& rule : written.rules) rule_ids.push_back(written.id + "/" + rule.id);
}

Pricer::Pricer(const Input& input) : input_(input), findings_(input.currency) {
  for (const PriceBook& book : input.price_books) written_books_.emplace(book.id, &book);
  for (const Customer& customer : input.customers)
    book_ids_.emplace(customer.id, customer.price_book);
}

Pricer::Book* Pricer::BookOf(const std::string& customer_id) {
  const auto book_id = book_ids_.find(customer_id);
  if (book_id == book_ids_.end()) return nullptr;
  const auto written = written_books_.find(book_id->second);
  if (written == written_books_.end()) return nullptr;
  return &books_.try_emplace(written->second->id, *written->second).first->second;
}

Pricer::Contract& Pricer::ContractOf(const std::string& customer_id) {
  if (last_customer_ != nullptr && *last_customer_ == customer_id) return *last_contract_;
  auto [found, is_new] = contracts_.try_emplace(customer_id);
  Contract& contract = found->second;
  if (is_new) {
    contract.customer = customers_.Add(customer_id);
    contract.is_charged = customer_id != kHouse && customer_id != kUnassigned;
    if (contract.is_charged) contract.book = BookOf(customer_id);
  }
  last_customer_ = &found->first;
  last_contract_ = &contract;
  return contract;
}

Priced Pricer::Start(const Contract& contract, const Cell& cell, std::string_view kind,
                     const Bases& bases) {
  Priced priced;
  priced.cell = &cell;
  priced.customer = contract.customer;
  priced.kind = kinds_.Add(kind);
  priced.cost = bases.cost;
  if (contract.is_charged) priced.retained_benefit = bases.retained;
  return priced;
}

void Pricer::Apply(const PriceRule& rule, const Bases& bases, bool is_usage, Priced& priced) {
  Basis basis = rule.basis;
  if (rule.rate_per_unit) {
    priced.basis = "rate";
    priced.charge =
        Multiply(*rule.rate_per_unit, priced.cell->usage_amount, RoundingMode::kHalfEven);
  } else if (basis == Basis::kPublic && bases.public_cost.IsZero() && !bases.billed.IsZero()) {
    basis = Basis::kBilled;
    priced.basis = Name(basis);
    priced.basis_amount = priced.charge = bases.billed;
    findings_.NoPublicCost(*priced.cell, bases.billed);
  } else {
    priced.basis = Name(basis);
    priced.basis_amount = bases.Of(basis);
    priced.charge = ChargeOf(priced.basis_amount, rule.percent);
  }
  priced.list_amount = is_usage ? ListAmount(bases, priced.charge) : priced.charge;
  if (is_usage && !rule.rate_per_unit)
    priced.commitment_discount =
        CommitmentDiscount(basis, bases, priced.list_amount - priced.charge);
}

bool Pricer::PriceByBook(Contract& contract, const RuleSubject& subject, const Bases& bases,
                         Priced& priced) {
  if (contract.book == nullptr) return false;
  Book& book = *contract.book;
  std::optional<size_t> position = book.index.Next(subject);
  while (position) {
    const PriceRule& rule = book.book->rules[*position];
    if (!rule.rate_per_unit || rule.unit == priced.cell->pricing_unit) {
      priced.rule = rules_.Add(book.rule_ids[*position]);
      Apply(rule, bases, subject.is_usage, priced);
      return true;
    }
    findings_.UnitMismatch(*priced.cell, rule, book.rule_ids[*position], bases.billed);
    position = book.index.Next(subject, *position + 1);
  }
  return false;
}

void Pricer::PriceUsage(Contract& contract, const RuleSubject& subject, const Bases& bases,
                        Priced& priced) {
  if (PriceByBook(contract, subject, bases, priced)) return;
  findings_.NoRule(*priced.cell, contract.book == nullptr ? nullptr : contract.book->book,
                   bases.billed);
  priced.rule = rules_.Add(kNothingFitsId);
  priced.basis = Name(Basis::kBilled);
  priced.basis_amount = priced.charge = bases.billed;
  priced.list_amount = ListAmount(bases, priced.charge);
}

TreatmentChoice Pricer::TreatmentFor(Contract& contract, const Cell& cell, LineItemKind kind) {
  std::optional<TreatmentChoice>& choice = contract.treatments[static_cast<size_t>(kind)];
  if (!choice) choice = TreatmentOf(kind, cell.customer_id, input_.period, input_.treatments);
  if (!choice->written && kind == LineItemKind::kUnknown) findings_.UnknownType(cell);
  if (!choice->written && NeedsTreatment(kind)) findings_.Unwritten(kind, cell.unblended_cost);
  return *choice;
}

void Pricer::Treat(Contract& contract, const RuleSubject& subject, LineItemKind kind,
                   const Bases& bases, Priced& priced) {
  const Treatment treatment = TreatmentFor(contract, *priced.cell, kind).treatment;
  if (treatment == Treatment::kPass && PriceByBook(contract, subject, bases, priced)) return;
  priced.rule = rules_.Add(TreatmentRuleId(kind, treatment));
  if (treatment == Treatment::kDrop) priced.customer = customers_.Add(kHouse);
  if (treatment != Treatment::kPass) return;
  priced.basis = Name(Basis::kBilled);
  priced.basis_amount = priced.charge = priced.list_amount = bases.billed;
}

Priced Pricer::PriceCell(const Cell& cell, const CellShare* share) {
  const LineItemKind kind = cell.kind();
  const Bases bases = BasesOf(cell, kind, share);
  Contract& contract = ContractOf(cell.customer_id);
  Priced priced = Start(contract, cell, Name(kind), bases);
  const RuleSubject subject = SubjectOf(cell, Name(kind), IsUsage(kind));
  if (!contract.is_charged)
    priced.rule = rules_.Add(kNoRuleId);
  else if (CarriesCommitment(kind))
    priced.rule = rules_.Add(std::string(kCommitmentPrefix).append(Name(kind)));
  else if (IsUsage(kind))
    PriceUsage(contract, subject, bases, priced);
  else
    Treat(contract, subject, kind, bases, priced);
  return priced;
}

Priced Pricer::PriceUnused(const Cell& cell, const CellShare& line) {
  const Bases bases = BasesOfUnused(line);
  Contract& contract = ContractOf(cell.customer_id);
  Priced priced = Start(contract, cell, kUnusedKind, bases);
  if (!contract.is_charged) {
    priced.rule = rules_.Add(kNoRuleId);
  } else if (!PriceByBook(contract, SubjectOf(cell, kUnusedKind, false), bases, priced)) {
    priced.rule = rules_.Add(kUnusedRuleId);
    priced.basis = Name(Basis::kAllocated);
    priced.basis_amount = priced.charge = priced.list_amount = bases.allocated;
  }
  return priced;
}

}  // namespace billwright::price
