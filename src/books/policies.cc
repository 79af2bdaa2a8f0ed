#include <fmt/core.h>

#include <array>

#include "books/policy_calendar.h"
#include "books/reading.h"
#include "books/toml_reader.h"
#include "books/treatments.h"

namespace billwright::books {
namespace {

const Shape kFileShape{"policies.toml", {"policy", "treatment"}};
const Shape kPolicyShape{
    "[[policy]]",
    {"id", "version", "method", "weight", "divide", "passed", "passed_by_customer", "unused",
     "cap_at_list", "commitments", "from", "to"}};

constexpr std::array kMethods{
    Choice<AllocationMethod>{"originating", AllocationMethod::kOriginating},
    Choice<AllocationMethod>{"pro-rata", AllocationMethod::kProRata},
    Choice<AllocationMethod>{"reseller-retained", AllocationMethod::kResellerRetained}};
constexpr std::array kWeights{Choice<AllocationWeight>{"covered", AllocationWeight::kCovered}};
constexpr std::array kDivisions{Choice<bool>{"benefit", false}, Choice<bool>{"cost", true}};
constexpr std::array kBearers{Choice<UnusedBearer>{"reseller", UnusedBearer::kReseller},
                              Choice<UnusedBearer>{"owner", UnusedBearer::kOwner},
                              Choice<UnusedBearer>{"customers", UnusedBearer::kCustomers}};
constexpr int kMostVersions = 1'000'000;

class PolicyReader {
 public:
  PolicyReader(Reading& reading, const SourceText& source, const Value& table)
      : reading_(reading), entry_(reading.Open(source, table, kPolicyShape)) {}

  PolicyDraft Read() {
    policy_.position = entry_.position();
    if (entry_.Require("id")) policy_.id = entry_.Get("id", kId).value_or("");
    entry_.SetSubject(policy_.id);
    policy_.version = entry_.WholeNumber("version", 1, kMostVersions).value_or(1);
    ReadMethod();
    ReadPassed();
    if (const auto bearer = entry_.Choose<UnusedBearer>("unused", kBearers))
      policy_.unused = *bearer;
    policy_.cap_at_list = entry_.Flag("cap_at_list", true);
    std::vector<Written> commitments = ReadCommitments();
    entry_.Months(policy_.from, policy_.to);
    return {std::move(policy_), std::move(commitments)};
  }

 private:
  void ReadMethod() {
    if (!entry_.Require("method")) return;
    const auto method =
        entry_.Choose<AllocationMethod>("method", kMethods, {"unshared", "purchaser"});
    policy_.method = method.value_or(AllocationMethod::kOriginating);
    entry_.Choose<AllocationWeight>("weight", kWeights, {"effective", "eligible"});
    policy_.divide_cost = entry_.Choose<bool>("divide", kDivisions).value_or(false);
    if (policy_.divide_cost && method && method != AllocationMethod::kProRata)
      entry_.Error(
          "divide", "policy.contradiction",
          fmt::format("Only method \"pro-rata\" divides the cost; this is \"{}\".", Name(*method)));
  }

  void ReadPassed() {
    policy_.passed = entry_.Number("passed", 0, 1);
    ReadPassedByCustomer();
    if (policy_.method != AllocationMethod::kResellerRetained) return;
    const bool passes_all = policy_.passed && !policy_.passed->IsZero();
    for (const std::string_view key : {"passed", "passed_by_customer"})
      if (entry_.Has(key) && (key != "passed" || passes_all))
        entry_.Error(key, "policy.contradiction",
                     "Method \"reseller-retained\" passes nothing on. To pass on a part, use "
                     "\"originating\" with \"passed\".");
  }

  void ReadPassedByCustomer() {
    const Value* table = entry_.Table("passed_by_customer");
    if (table == nullptr) return;
    for (const KeyedValue& written : table->entries) {
      if (!entry_.Refers({written.key, written.place}, reading_.customers, "book.unknown_customer"))
        continue;
      if (const auto passed = entry_.NumberIn(written, 0, 1))
        policy_.passed_by_customer.emplace(written.key, *passed);
    }
  }

  std::vector<Written> ReadCommitments() {
    std::vector<Written> commitments = entry_.Names("commitments");
    for (const Written& arn : commitments) {
      if (!kCommitmentArn.parse(arn.text))
        entry_.Report(
            Severity::kError, arn.place, "book.bad_value",
            fmt::format("\"commitments\" must list ARNs of Savings Plans or reservations, "
                        "not \"{}\".",
                        arn.text));
      policy_.commitments.push_back(arn.text);
    }
    return commitments;
  }

  Reading& reading_;
  Entry entry_;
  AllocationPolicy policy_;
};

}  // namespace

Result<void> ReadPolicies(Reading& reading) {
  ASSIGN_OR_RETURN(std::optional<SourceText> loaded,
                   Load(reading, kPoliciesFile, Presence::kOptional));
  SourceText source =
      loaded ? *std::move(loaded) : SourceText(std::string(kPoliciesFile), std::string());
  const Value root = ReadToml(source, reading.mistakes);
  Entry file = reading.Open(source, root, kFileShape);
  std::vector<PolicyDraft> drafts;
  for (const Value* table : file.Tables("policy"))
    drafts.push_back(PolicyReader(reading, source, *table).Read());
  CheckPolicyMonths(reading, source, drafts);
  for (PolicyDraft& draft : drafts) reading.books.policies.push_back(std::move(draft.policy));
  AddBuiltInDefaults(reading, source);
  ReadTreatments(reading, source, file);
  return {};
}

}  // namespace billwright::books
