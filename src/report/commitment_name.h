#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model/share.h"
#include "report/recipients.h"

namespace billwright::report {

/// Does the reader of the statement own the commitment?
enum class Ownership {
  kOwn,     ///< bought by the recipient or a unit on the same statement
  kShared,  ///< bought by the reseller or by somebody else
};

/// What a statement calls a commitment. An ARN holds its owner's account, and an id that somebody
/// chose may say who he is; so neither is ever shown of a commitment that is not the reader's own.
///
///   own:     "Savings Plan 3f2a8c1d", "RDS reservation orders-p"
///   shared:  "Savings Plan (shared) 3f2a8c1d"; an id that is no hexadecimal number is replaced by
///            the first 8 digits of the ARN's digest
std::string CommitmentName(std::string_view arn, Ownership ownership);

/// Which customer owns each commitment: from the shares, which must outlive this.
class CommitmentOwners {
 public:
  explicit CommitmentOwners(std::span<const Share> shares);

  /// kOwn if the owner is on the statement of `recipient_id`; kShared also where nobody knows.
  Ownership OwnershipFor(std::string_view recipient_id, std::string_view arn,
                         const Recipients& recipients) const;

 private:
  std::unordered_map<std::string_view, std::string_view> owner_of_;
};

}  // namespace billwright::report
