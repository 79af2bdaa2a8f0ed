#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/billing_period.h"
#include "model/line_item.h"
#include "money/decimal.h"

namespace billwright {

/// How the benefit B of a commitment's window is divided: design, section 4, Allocate.
enum class AllocationMethod {
  kOriginating,       ///< whose usage was covered: Σ (O_i − E_i)
  kProRata,           ///< Split(B, weight)
  kResellerRetained,  ///< as originating, and nothing is passed on (φ = 0)
};
std::string_view Name(AllocationMethod method);  ///< "originating", "pro-rata", "reseller-retained"
std::optional<AllocationMethod> ParseAllocationMethod(std::string_view name);

/// What a pro-rata method divides by.
enum class AllocationWeight {
  kCovered,  ///< covered on-demand value O_c
};
std::string_view Name(AllocationWeight weight);  ///< "covered"
std::optional<AllocationWeight> ParseAllocationWeight(std::string_view name);

/// Who bears the unused commitment W.
enum class UnusedBearer {
  kReseller,   ///< the house
  kOwner,      ///< the customer of the owner account
  kCustomers,  ///< Split(W, weight); all weights zero: the owner
};
std::string_view Name(UnusedBearer bearer);  ///< "reseller", "owner", "customers"
std::optional<UnusedBearer> ParseUnusedBearer(std::string_view name);

/// A [[policy]] of books/policies.toml. Holds for whole UTC months; is printed on the statement.
struct AllocationPolicy {
  std::string id;
  int version = 1;
  AllocationMethod method = AllocationMethod::kOriginating;
  AllocationWeight weight = AllocationWeight::kCovered;
  bool divide_cost = false;       ///< divide = "cost" instead of "benefit"
  std::optional<Decimal> passed;  ///< φ for all; absent: 1
  std::map<std::string, Decimal> passed_by_customer;
  UnusedBearer unused = UnusedBearer::kReseller;
  bool cap_at_list = true;
  std::vector<std::string> commitments;  ///< ARNs; empty: the default policy
  BillingPeriod from{1, 1};
  BillingPeriod to{9999, 12};  ///< exclusive
  SourcePosition position;
};

/// The policy in one sentence, as printed on a statement.
std::string Sentence(const AllocationPolicy& policy);

/// What happens with line items that are not usage.
enum class Treatment {
  kPass,    ///< the customer is charged the amount, by the price book if a rule names its type
  kRetain,  ///< not charged; the amount stays in the customer's margin
  kDrop,    ///< not charged; the amount is the house's
};
std::string_view Name(Treatment treatment);  ///< "pass", "retain", "drop"
std::optional<Treatment> ParseTreatment(std::string_view name);

/// A [[treatment]] of books/policies.toml. The last one that matches wins over the built-in default
/// and over earlier ones.
struct TreatmentRule {
  std::string id;  ///< default: "treatment:<kind>"
  LineItemKind kind = LineItemKind::kUnknown;
  Treatment treatment = Treatment::kDrop;
  std::vector<std::string> customers;  ///< empty: all
  BillingPeriod from{1, 1};
  BillingPeriod to{9999, 12};
  SourcePosition position;
};

}  // namespace billwright
