#include "report/commitment_name.h"

#include <algorithm>

#include "base/digest.h"
#include "model/commitment.h"

namespace billwright::report {

namespace {

constexpr size_t kIdLength = 8;

bool IsHexadecimal(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
  });
}

}  // namespace

std::string CommitmentName(std::string_view arn, Ownership ownership) {
  const std::string name = ShortName(arn);
  const std::string_view account = AccountOfArn(arn);
  const bool names_account = !account.empty() && name.find(account) != std::string::npos;
  if (ownership == Ownership::kOwn && !names_account) return name;

  const size_t space = name.rfind(' ');
  if (!arn.starts_with("arn:") || space == std::string::npos || names_account) {
    const bool plan = CommitmentKindOf(arn) == "savings_plan";
    return std::string(plan ? "Savings Plan" : "Reservation") + " (shared) " +
           DigestOf(arn).substr(0, kIdLength);
  }
  const std::string id = name.substr(space + 1);
  return name.substr(0, space) + " (shared) " +
         (IsHexadecimal(id) ? id : DigestOf(arn).substr(0, kIdLength));
}

CommitmentOwners::CommitmentOwners(std::span<const Share> shares) {
  for (const Share& share : shares)
    owner_of_.try_emplace(share.commitment_arn, share.owner_customer_id);
}

Ownership CommitmentOwners::OwnershipFor(std::string_view recipient_id, std::string_view arn,
                                         const Recipients& recipients) const {
  const auto owner = owner_of_.find(arn);
  if (owner == owner_of_.end()) return Ownership::kShared;
  return recipients.RecipientOf(owner->second) == recipient_id ? Ownership::kOwn
                                                               : Ownership::kShared;
}

}  // namespace billwright::report
