#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "allocate/divide.h"
#include "model/billing_period.h"
#include "model/commitment.h"
#include "model/finding.h"
#include "model/policy.h"

namespace billwright::allocate {

/// What a person should know about one commitment: looks at its windows as they are divided, and
/// says each thing once.
///
/// Findings: commitment.loss, commitment.no_fee_row, commitment.crosses_customers,
///           share.negative_weight
class CommitmentNotices {
 public:
  CommitmentNotices(const CustomerNumbers& customers, const Terms& terms)
      : customers_(customers), terms_(terms), crossed_(static_cast<size_t>(customers.count())) {}

  void See(const Window& window);
  void Report(const Commitment& commitment, BillingPeriod period, const std::string& currency,
              Findings& findings) const;

 private:
  /// Windows in which something was seen, and what it is worth.
  struct Sighting {
    int64_t windows = 0;
    UtcTime first;
    Decimal amount;

    void Add(UtcTime start, Decimal worth);
    /// "in 1 window (2018-10-01T00:00:00Z)", "in 3 windows (first 2018-10-01T00:00:00Z)"
    std::string ToString() const;
  };
  /// Benefit of usage of others than the owner's, as AWS applied it.
  struct Crossed {
    bool any = false;
    Decimal benefit;
  };

  void SeeCrossing(const Window& window);
  void SeeWeights(const Window& window);
  void ReportCrossing(const Commitment& commitment, BillingPeriod period,
                      const std::string& currency, Findings& findings) const;
  std::string CrossedCustomers(const std::string& currency) const;

  const CustomerNumbers& customers_;
  const Terms& terms_;
  Sighting loss_;
  Sighting no_fee_row_;
  Sighting negative_weight_;
  int negative_customer_ = CustomerNumbers::kNobody;  // the first one seen
  int owner_ = CustomerNumbers::kNobody;              // in the first window that crosses
  std::vector<Crossed> crossed_;                      // by customer number
};

/// policy.changed: another policy, version or content than in the month before, if the books name
/// one for that month. policy.unwritten: the books name none for this month. `benefit` is the
/// commitment's B of the month, the money that the policy divided.
void ReportPolicy(std::span<const AllocationPolicy> policies, const Commitment& commitment,
                  BillingPeriod period, Decimal benefit, const std::string& currency,
                  Findings& findings);

}  // namespace billwright::allocate
