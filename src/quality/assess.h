#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "engine/engine.h"
#include "model/delivery.h"
#include "model/delivery_day.h"
#include "model/observation.h"
#include "model/quality_rule.h"

// Is a delivery like the ones before it, complete, and in time? The rules that compare deliveries
// with each other, with what is expected and with the clock. They read the small tables that ingest
// left with each delivery, never rows, and are computed whenever somebody asks: a threshold that
// was changed holds at once. Each rule is a statement of sql/quality and says what it found in
// words; docs/quality.md lists them.

namespace billwright::quality {

/// A delivery, and where the small tables are that ingest made of it: Parquet files of
/// TableOf<ControlTotal>(), <DeliveryDay>, <DeliveryFee>, <ColumnUse>. An empty path: not there
/// (taken in by an older Billwright); the rules that need it pass the delivery over.
struct KnownDelivery {
  Delivery delivery;
  std::string received_at;  ///< UTC: "2026-11-02T08:00:00Z"
  std::filesystem::path totals;
  std::filesystem::path days;
  std::filesystem::path fees;
  std::filesystem::path column_uses;
};

/// What there is of one payer for a period.
struct PayerMonth {
  KnownDelivery current;
  std::optional<KnownDelivery> version_before;
  /// The current deliveries of earlier months, newest first: the month before, and the one before
  /// that. More are of no use.
  std::vector<KnownDelivery> months_before;
};

struct MonthInput {
  BillingPeriod period;
  std::vector<PayerMonth> payers;
};

/// Holds the current deliveries of one period against all rules that look into deliveries,
/// anomalies of cost among them. Of what one rule finds in a delivery the largest ten come, ranked
/// by money, and a line for each currency that adds up the rest.
///
/// Fails:    kStore, kCorrupt (a table that does not read). Findings: docs/quality.md.
/// Threads:  as Engine. Its temporary tables quality_… are replaced.
Result<Observations> AssessMonth(const MonthInput& month, const QualitySettings& settings,
                                 UtcTime now, engine::Engine& engine);

/// A payer that a source must deliver: `payers = […]` of a [[source]].
struct ExpectedPayer {
  std::string source_id;
  std::string payer_account_id;
};

/// What came of looking at a source last.
struct SourcePoll {
  std::string source_id;
  std::string polled_at;     ///< UTC; empty: never
  std::string succeeded_at;  ///< UTC; empty: never
  std::string error;         ///< of the last poll; empty: it succeeded
};

struct ArrivalInput {
  std::vector<KnownDelivery> deliveries;  ///< every version of every period that nobody withdrew
  std::vector<ExpectedPayer> expected;
  std::vector<SourcePoll> polls;
};

/// Whether what should be there is there, and fresh: payers that are missing, months that are left
/// out, deliveries that are old, sources that cannot be read. Looks at no table of a delivery.
///
/// A month that is over and a payer that went silent long ago are no alarm. What is missing or old
/// has the period of which it is.
/// Fails, Threads: as AssessMonth.
Result<Observations> AssessArrivals(const ArrivalInput& arrivals, const QualitySettings& settings,
                                    UtcTime now, engine::Engine& engine);

/// What ingest found by its own rules, as the workspace wants it: rules that are off left out,
/// severities as set.
Findings Apply(const QualitySettings& settings, Findings findings);

}  // namespace billwright::quality
