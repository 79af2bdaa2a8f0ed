#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "price/bases.h"
#include "price/findings.h"
#include "price/names.h"
#include "price/price.h"
#include "price/rule_index.h"
#include "price/treatment.h"

// Prices one cell at a time: by the customer's book, by a treatment, or not at all.

namespace billwright::price {

/// Rule ids of charges that no rule of a book makes.
inline constexpr std::string_view kNoRuleId = "none";          ///< the house's and nobody's own
inline constexpr std::string_view kNothingFitsId = "no-rule";  ///< usage no rule is for: as billed
inline constexpr std::string_view kUnusedRuleId = "unused:pass";  ///< unused commitment, 1 : 1
/// "commitment:<kind>": a row that only carries a commitment through AWS's bill.
inline constexpr std::string_view kCommitmentPrefix = "commitment:";

/// What a cell came to. Becomes a Charge when the order of all is known.
struct Priced {
  const Cell* cell = nullptr;
  uint32_t customer = 0;  ///< in Pricer::customers(): who is billed
  uint32_t rule = 0;      ///< in Pricer::rules()
  uint32_t kind = 0;      ///< in Pricer::kinds()
  std::string_view basis = "none";
  Decimal basis_amount;
  Decimal cost;
  Decimal charge;
  Decimal list_amount;
  Decimal commitment_discount;
  Decimal retained_benefit;
};

/// Threads: one thread. Lifetime: the input, and the cells passed in, must outlive it.
class Pricer {
 public:
  explicit Pricer(const Input& input);

  /// `share` is the covered cell's; nullptr for other cells.
  Priced PriceCell(const Cell& cell, const CellShare* share);
  /// `cell` stands for the line, which has none: the same customer, payer, commitment.
  Priced PriceUnused(const Cell& cell, const CellShare& line);

  const Names& customers() const { return customers_; }
  const Names& rules() const { return rules_; }
  const Names& kinds() const { return kinds_; }
  Findings findings() const { return findings_.Report(); }

 private:
  static constexpr size_t kKinds = static_cast<size_t>(LineItemKind::kUnknown) + 1;

  struct Book {
    explicit Book(const PriceBook& written);
    const PriceBook* book;
    RuleIndex index;
    std::vector<std::string> rule_ids;  ///< "<book>/<rule>"
  };
  /// What pricing has to know of a customer.
  struct Contract {
    bool is_charged = true;  ///< false: the house and unassigned
    uint32_t customer = 0;
    Book* book = nullptr;  ///< nullptr: the customer has none
    std::array<std::optional<TreatmentChoice>, kKinds> treatments;
  };

  Contract& ContractOf(const std::string& customer_id);
  Book* BookOf(const std::string& customer_id);
  TreatmentChoice TreatmentFor(Contract& contract, const Cell& cell, LineItemKind kind);
  Priced Start(const Contract& contract, const Cell& cell, std::string_view kind,
               const Bases& bases);
  bool PriceByBook(Contract& contract, const RuleSubject& subject, const Bases& bases,
                   Priced& priced);
  void Apply(const PriceRule& rule, const Bases& bases, bool is_usage, Priced& priced);
  void PriceUsage(Contract& contract, const RuleSubject& subject, const Bases& bases,
                  Priced& priced);
  void Treat(Contract& contract, const RuleSubject& subject, LineItemKind kind, const Bases& bases,
             Priced& priced);

  const Input& input_;
  std::unordered_map<std::string_view, const PriceBook*> written_books_;  // by id
  std::unordered_map<std::string_view, std::string_view> book_ids_;       // by customer
  std::map<std::string, Book, std::less<>> books_;
  std::map<std::string, Contract, std::less<>> contracts_;
  const std::string* last_customer_ = nullptr;  // cells come customer by customer
  Contract* last_contract_ = nullptr;
  Names customers_;
  Names rules_;
  Names kinds_;
  PriceFindings findings_;
};

/// A rule's charge of a basis: basis + per cent of it, as one product.
Decimal ChargeOf(Decimal basis_amount, Decimal percent);

/// The customer's price book; nullptr if it has none. Looks through all customers: for one charge.
const PriceBook* PriceBookOf(std::string_view customer_id, const Input& input);

}  // namespace billwright::price
