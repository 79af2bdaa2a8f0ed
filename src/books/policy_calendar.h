#pragma once

#include <map>
#include <vector>

#include "books/reading.h"

namespace billwright::books {

/// A policy with the places of the commitments that it names.
struct PolicyDraft {
  AllocationPolicy policy;
  std::vector<Written> commitments;
};

/// Checks that in every month one policy at most is the default, one at most is for a commitment,
/// and one version at most of a policy holds.
///
/// Findings: policy.two_defaults, policy.two_for_commitment, policy.two_versions
void CheckPolicyMonths(Reading& reading, const SourceText& source,
                       const std::vector<PolicyDraft>& drafts);

/// Adds the built-in policy for the months in which no written default holds: originating, unused
/// commitment borne by the reseller, capped at list.
///
/// Findings: policy.built_in (an info)
void AddBuiltInDefaults(Reading& reading, const SourceText& source);

}  // namespace billwright::books
