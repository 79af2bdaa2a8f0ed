#include "books/policy_calendar.h"

#include <fmt/core.h>

#include <algorithm>
#include <functional>

namespace billwright::books {
namespace {

constexpr BillingPeriod kFirstMonth{1, 1};
constexpr BillingPeriod kNoEnd{9999, 12};

/// A policy's months under some name that only one policy may have at a time.
struct Claim {
  const AllocationPolicy* policy;
  Place place;
};

/// "in 2018-10", "from 2018-10 on", "in every month": where two intervals meet.
std::string Months(BillingPeriod from, BillingPeriod to) {
  if (from == kFirstMonth && to == kNoEnd) return "in every month";
  if (from == kFirstMonth) return fmt::format("before {}", to.ToString());
  if (to == kNoEnd) return fmt::format("from {} on", from.ToString());
  if (from.Next() == to) return fmt::format("in {}", from.ToString());
  return fmt::format("from {} to {}", from.ToString(), to.Previous().ToString());
}

std::string NameOf(const AllocationPolicy& policy) {
  return fmt::format("\"{}\" version {}", policy.id, policy.version);
}

/// Calls `report` for each claim that begins while an earlier one holds. The later one in the file
/// is the second argument.
void ForEachOverlap(std::vector<Claim> claims,
                    const std::function<void(const Claim&, const Claim&, std::string)>& report) {
  std::stable_sort(claims.begin(), claims.end(),
                   [](const Claim& a, const Claim& b) { return a.policy->from < b.policy->from; });
  const Claim* latest = nullptr;
  for (const Claim& claim : claims) {
    if (latest != nullptr && claim.policy->from < latest->policy->to) {
      const BillingPeriod to = std::min(claim.policy->to, latest->policy->to);
      const bool in_order = latest->place < claim.place;
      report(in_order ? *latest : claim, in_order ? claim : *latest,
             Months(claim.policy->from, to));
    }
    if (latest == nullptr || latest->policy->to < claim.policy->to) latest = &claim;
  }
}

}  // namespace

void CheckPolicyMonths(Reading& reading, const SourceText& source,
                       const std::vector<PolicyDraft>& drafts) {
  std::vector<Claim> defaults;
  std::map<std::string, std::vector<Claim>> by_commitment;
  std::map<std::string, std::vector<Claim>> by_id;
  for (const PolicyDraft& draft : drafts) {
    const AllocationPolicy& policy = draft.policy;
    if (policy.from >= policy.to || policy.id.empty()) continue;  // reported already
    const Claim claim{&policy, {policy.position.line, policy.position.column}};
    by_id[policy.id].push_back(claim);
    if (draft.commitments.empty()) defaults.push_back(claim);
    for (const Written& arn : draft.commitments)
      by_commitment[arn.text].push_back({&policy, arn.place});
  }
  const auto report = [&](const Claim& claim, std::string code, std::string_view message) {
    reading.mistakes.Add(Severity::kError, source, claim.place, std::move(code), claim.policy->id,
                         message);
  };
  ForEachOverlap(defaults, [&](const Claim& a, const Claim& b, const std::string& months) {
    report(
        b, "policy.two_defaults",
        fmt::format("Two policies without \"commitments\" hold {}: {} and {}. One is the default: "
                    "end one where the other begins.",
                    months, NameOf(*a.policy), NameOf(*b.policy)));
  });
  for (const auto& [arn, claims] : by_commitment)
    ForEachOverlap(claims, [&](const Claim& a, const Claim& b, const std::string& months) {
      report(b, "policy.two_for_commitment",
             fmt::format("This commitment has two policies {}: {} and {}.", months,
                         NameOf(*a.policy), NameOf(*b.policy)));
    });
  for (const auto& [id, claims] : by_id)
    ForEachOverlap(claims, [&](const Claim& a, const Claim& b, const std::string& months) {
      report(b, "policy.two_versions",
             fmt::format("Two entries \"{}\" hold {}: version {} and version {}. End one where the "
                         "other begins, or give this one another id.",
                         id, months, a.policy->version, b.policy->version));
    });
}

void AddBuiltInDefaults(Reading& reading, const SourceText& source) {
  std::vector<AllocationPolicy>& policies = reading.books.policies;
  std::vector<std::pair<BillingPeriod, BillingPeriod>> held;
  bool id_is_taken = false;
  for (const AllocationPolicy& policy : policies) {
    if (policy.commitments.empty()) held.emplace_back(policy.from, policy.to);
    id_is_taken = id_is_taken || policy.id == "default";
  }
  held.emplace_back(kNoEnd, kNoEnd);
  std::sort(held.begin(), held.end());
  BillingPeriod open_from = kFirstMonth;
  for (const auto& [from, to] : held) {
    if (open_from < from) {
      AllocationPolicy built_in;
      built_in.id = id_is_taken ? "built-in" : "default";
      built_in.from = open_from;
      built_in.to = from;
      const bool always = open_from == kFirstMonth && from == kNoEnd;
      if (source.complete())
        reading.mistakes.Add(
            Severity::kInfo, source, {}, "policy.built_in", built_in.id,
            fmt::format(
                "No default policy is written{}, so the built-in one holds {}: originating, "
                "unused commitment borne by the reseller, capped at list.",
                always ? "" : " for some months", Months(open_from, from)));
      policies.push_back(std::move(built_in));
    }
    open_from = std::max(open_from, to);
  }
}

}  // namespace billwright::books
