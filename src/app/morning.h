#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/session.h"
#include "model/frame.h"
#include "monitor/morning.h"

namespace billwright::app {

/// Everything that the morning's screen, JSON, metrics and page show: of all payers, months and
/// sources. One lost folder, unreadable table or broken book is shown as such, and keeps nothing
/// else from being shown.
/// With `only`, of that month alone, however old it is: the rules of quality look into it too,
/// which otherwise they do not long after its end.
///
/// Fails: kStore, kIo, kCorrupt if the catalog itself does not read. A workspace without deliveries
///        is no failure.
/// Findings, beside those of books, deliveries and runs: delivery.lost, run.lost, and a finding for
/// each report that the newest look at its source refused: of the manifest, or delivery.refused
Result<monitor::Morning> CollectMorning(Session& session, UtcTime now,
                                        std::optional<BillingPeriod> only = {});

/// The payers and months of a morning as a table.
Frame MorningFrame(const monitor::Morning& morning);

/// Where a morning is written to; nothing where a path is empty.
struct MorningFiles {
  std::filesystem::path metrics_file;  ///< OpenMetrics
  std::filesystem::path page;          ///< html
};
/// Readers see the old file or the new one, never half. Fails: kIo.
Result<void> WriteMorning(const monitor::Morning& morning, const MorningFiles& files);

/// Which findings are meant.
struct FindingChoice {
  std::optional<BillingPeriod> period;
  std::string payer;  ///< empty: all, and those that are of no single payer
};
/// What a person should know: the observations of a morning, and warnings about books. Of a period
/// only what is about it. Fails: as CollectMorning.
Result<Observations> FindingsOf(Session& session, const FindingChoice& choice, UtcTime now);

/// Whether the run in force used the newest deliveries and the books as they are now.
Result<bool> IsUpToDate(Session& session, const BillingPeriod& period);

}  // namespace billwright::app
