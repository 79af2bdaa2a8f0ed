#include "model/commitment.h"

#include <array>
#include <vector>

namespace billwright {

namespace {

/// Field `index` of the text split on ':'; the last field keeps its colons.
std::string_view ArnField(std::string_view arn, int index) {
  for (int i = 0; i < index; ++i) {
    const size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  if (index >= 5) return arn;
  return arn.substr(0, arn.find(':'));
}

/// "/providers/Microsoft.Capacity/reservationOrders/5f1d…": the last part of a path. Our own names
/// of what has none: what they mean.
std::string ShortNameOfOther(std::string_view id) {
  constexpr size_t kShown = 8;
  if (id == kUnnamedSavingsPlan) return "Savings Plan without ARN";
  if (id.starts_with(kUnnamedReservation))
    return std::string(id.substr(kUnnamedReservation.size())) + " reservation without ARN";
  const size_t slash = id.rfind('/');
  if (slash == std::string_view::npos || slash + 1 == id.size()) return std::string(id);
  return (CommitmentKindOf(id) == "savings_plan" ? "Savings Plan " : "reservation ") +
         std::string(id.substr(slash + 1, kShown));
}

}  // namespace

std::string_view CommitmentKindOf(std::string_view arn) {
  const bool plan = arn == kUnnamedSavingsPlan || ArnField(arn, 2) == "savingsplans" ||
                    (!arn.starts_with("arn:") && arn.find("savingsPlan") != std::string_view::npos);
  return plan ? "savings_plan" : "reservation";
}

std::string_view AccountOfArn(std::string_view arn) {
  if (!arn.starts_with("arn:")) return {};
  return ArnField(arn, 4);
}

std::string ShortName(std::string_view arn) {
  if (!arn.starts_with("arn:")) return ShortNameOfOther(arn);
  std::string_view resource = ArnField(arn, 5);
  const size_t separator = resource.find_last_of("/:");
  if (separator != std::string_view::npos) resource.remove_prefix(separator + 1);
  const std::string id(resource.substr(0, 8));
  if (CommitmentKindOf(arn) == "savings_plan") return "Savings Plan " + id;
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kServices = {{
      {"ec2", "EC2"},
      {"rds", "RDS"},
      {"elasticache", "ElastiCache"},
      {"es", "OpenSearch"},
      {"redshift", "Redshift"},
      {"dynamodb", "DynamoDB"},
      {"memorydb", "MemoryDB"},
  }};
  const std::string_view service = ArnField(arn, 2);
  for (const auto& [code, name] : kServices)
    if (service == code) return std::string(name) + " reservation " + id;
  return std::string(service) + " reservation " + id;
}

}  // namespace billwright
