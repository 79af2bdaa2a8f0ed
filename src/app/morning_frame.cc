#include <algorithm>

#include "app/morning.h"
#include "monitor/attention.h"

namespace billwright::app {

using monitor::Month;
using monitor::Morning;
using monitor::PayerMonth;

Frame MorningFrame(const Morning& morning) {
  std::vector<std::string> periods, payers, sources, states, delivery_ids, delivered, complete;
  std::vector<std::string> currencies, runs, run_ids, next;
  std::vector<int64_t> versions, rows, quarantined, errors, warnings;
  std::vector<Decimal> costs, quarantined_costs;
  std::vector<uint8_t> needed;
  for (const Month& month : morning.months)
    for (const PayerMonth& payer : month.payers) {
      const monitor::Version none;
      const monitor::Version* in_use = payer.InUse();
      const monitor::Version& version = in_use == nullptr ? none : *in_use;
      const auto found = monitor::ObservationsOf(morning, month.period, payer.payer_account_id);
      const auto count = [&](Severity severity) {
        return std::ranges::count_if(found, [&](const Observation* observation) {
          return observation->finding.severity == Name(severity);
        });
      };
      const monitor::Attention attention = monitor::AttentionTo(payer, month, morning);
      periods.push_back(month.period.ToString());
      payers.push_back(payer.payer_account_id);
      sources.push_back(payer.source_id);
      states.emplace_back(Name(payer.data));
      delivery_ids.push_back(version.delivery_id);
      versions.push_back(version.number);
      delivered.push_back(version.delivered_at);
      const auto complete_to = payer.CompleteTo();
      complete.push_back(complete_to ? complete_to->ToString() : "");
      rows.push_back(version.rows);
      currencies.push_back(payer.currency);
      costs.push_back(version.unblended_cost);
      quarantined.push_back(version.quarantined_rows);
      quarantined_costs.push_back(version.quarantined_cost);
      errors.push_back(count(Severity::kError));
      warnings.push_back(count(Severity::kWarning));
      run_ids.push_back(month.run_id);
      runs.emplace_back(Name(month.run));
      needed.push_back(attention.needed ? 1 : 0);
      next.push_back(attention.next);
    }
  return {{{"period", periods},
           {"payer_account_id", payers},
           {"source_id", sources},
           {"data", states},
           {"delivery_id", delivery_ids},
           {"version", versions},
           {"delivered_at", delivered},
           {"complete_to", complete},
           {"rows", rows},
           {"currency", currencies},
           {"unblended_cost", costs},
           {"quarantined_rows", quarantined},
           {"quarantined_cost", quarantined_costs},
           {"errors", errors},
           {"warnings", warnings},
           {"run_id", run_ids},
           {"run", runs},
           {"needs_attention", needed},
           {"next", next}}};
}

}  // namespace billwright::app
