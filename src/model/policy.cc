#include "model/policy.h"

#include "base/check.h"
#include "model/enum_name.h"

namespace billwright {

std::string_view Name(AllocationMethod method) {
  switch (method) {
    case AllocationMethod::kOriginating:
      return "originating";
    case AllocationMethod::kProRata:
      return "pro-rata";
    case AllocationMethod::kResellerRetained:
      return "reseller-retained";
  }
  CHECK(false, "an allocation method without a name");
}

std::string_view Name(AllocationWeight weight) {
  switch (weight) {
    case AllocationWeight::kCovered:
      return "covered";
  }
  CHECK(false, "an allocation weight without a name");
}

std::string_view Name(UnusedBearer bearer) {
  switch (bearer) {
    case UnusedBearer::kReseller:
      return "reseller";
    case UnusedBearer::kOwner:
      return "owner";
    case UnusedBearer::kCustomers:
      return "customers";
  }
  CHECK(false, "a bearer of unused commitment without a name");
}

std::string_view Name(Treatment treatment) {
  switch (treatment) {
    case Treatment::kPass:
      return "pass";
    case Treatment::kRetain:
      return "retain";
    case Treatment::kDrop:
      return "drop";
  }
  CHECK(false, "a treatment without a name");
}

std::optional<AllocationMethod> ParseAllocationMethod(std::string_view name) {
  return ParseEnumName(name, AllocationMethod::kResellerRetained);
}

std::optional<AllocationWeight> ParseAllocationWeight(std::string_view name) {
  return ParseEnumName(name, AllocationWeight::kCovered);
}

std::optional<UnusedBearer> ParseUnusedBearer(std::string_view name) {
  return ParseEnumName(name, UnusedBearer::kCustomers);
}

std::optional<Treatment> ParseTreatment(std::string_view name) {
  return ParseEnumName(name, Treatment::kDrop);
}

namespace {

std::string BenefitClause(const AllocationPolicy& policy) {
  switch (policy.method) {
    case AllocationMethod::kOriginating:
      return "Savings Plan and reservation benefits go to the customer whose usage was covered, "
             "hour by hour";
    case AllocationMethod::kProRata:
      if (policy.divide_cost)
        return "The cost of Savings Plans and reservations is divided hour by hour among the "
               "customers whose usage was covered, in proportion to its on-demand value";
      return "Savings Plan and reservation benefits are divided hour by hour among the customers "
             "whose usage was covered, in proportion to its on-demand value";
    case AllocationMethod::kResellerRetained:
      return "Savings Plan and reservation benefits are kept by the reseller";
  }
  CHECK(false, "an allocation method without a sentence");
}

/// What other customers get is not said: a statement shows one customer's data only.
std::string PassedClause(const AllocationPolicy& policy) {
  if (policy.method == AllocationMethod::kResellerRetained) return "";
  const std::string exception =
      policy.passed_by_customer.empty() ? "" : " unless a contract says otherwise";
  const Decimal passed = policy.passed.value_or(Decimal::FromInteger(1));
  if (passed == Decimal::FromInteger(1))
    return exception.empty() ? "" : "; all of a benefit is passed on" + exception;
  const Decimal percent = Multiply(passed, Decimal::FromInteger(100), RoundingMode::kHalfEven);
  return "; " + percent.ToString() + " % of a benefit is passed on" + exception;
}

std::string UnusedClause(const AllocationPolicy& policy) {
  switch (policy.unused) {
    case UnusedBearer::kReseller:
      return "; unused commitment is borne by the reseller";
    case UnusedBearer::kOwner:
      return "; unused commitment is borne by the customer whose account bought it";
    case UnusedBearer::kCustomers:
      return "; unused commitment is borne by the customers whose usage was covered, in proportion "
             "to its on-demand value";
  }
  CHECK(false, "a bearer of unused commitment without a sentence");
}

}  // namespace

std::string Sentence(const AllocationPolicy& policy) {
  return BenefitClause(policy) + PassedClause(policy) + UnusedClause(policy) + ". (policy " +
         policy.id + ", version " + std::to_string(policy.version) + ")";
}

}  // namespace billwright
