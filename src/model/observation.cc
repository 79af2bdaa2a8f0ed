#include "model/observation.h"

namespace billwright {

ObservationIdentity IdentityOf(const Observation& observation) {
  const Finding& finding = observation.finding;
  return {finding.code, finding.subject, observation.payer_account_id,
          observation.period ? observation.period->ToString() : std::string(), finding.where};
}

std::optional<Observation> ObservationOf(const ObservationIdentity& identity) {
  const auto& [code, subject, payer, period, where] = identity;
  Observation observation;
  observation.finding.code = code;
  observation.finding.subject = subject;
  observation.finding.where = where;
  observation.payer_account_id = payer;
  if (period.empty()) return observation;
  const Result<BillingPeriod> parsed = BillingPeriod::Parse(period);
  if (!parsed) return std::nullopt;
  observation.period = *parsed;
  return observation;
}

}  // namespace billwright
