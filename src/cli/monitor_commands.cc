#include "cli/monitor_commands.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "app/morning.h"
#include "app/watch.h"
#include "base/log.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "monitor/attention.h"
#include "monitor/json.h"
#include "monitor/metrics.h"
#include "monitor/screen.h"

namespace billwright::cli {

namespace {

/// The terminal's own size; a fixed one where there is no terminal.
monitor::ScreenSize SizeOfScreen() {
  monitor::ScreenSize size;
  winsize window{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0) return size;
  constexpr size_t kLeastColumns = 80;
  constexpr size_t kLeastLines = 24;
  size.columns = std::max<size_t>(window.ws_col, kLeastColumns);
  size.lines = std::max<size_t>(window.ws_row, kLeastLines) - 1;  // the prompt
  return size;
}

/// Now, or the time of --at: the morning as it would have been seen then, with today's data.
Result<UtcTime> TimeOf(const Options& options) {
  if (options.at.empty()) return UtcTime::Now();
  ASSIGN_OR_RETURN(const UtcTime at, UtcTime::Parse(options.at));
  if (at < UtcTime::FromDate(2000, 1, 1) || UtcTime::FromDate(9000, 1, 1) < at)
    return Fail(ErrorCode::kInvalidInput, "there was no cloud then: " + options.at);
  return at;
}

Result<void> PrintMorning(const monitor::Morning& morning, const Options& options) {
  if (options.view == "json") return PrintText(monitor::MorningJson(morning));
  if (options.view == "csv") return PrintFrame(app::MorningFrame(morning), TableFormat::kCsv);
  if (options.view == "parquet")
    return PrintFrame(app::MorningFrame(morning), TableFormat::kParquet);
  if (options.view == "openmetrics") return PrintText(monitor::MetricsText(morning));
  return PrintText(monitor::ScreenText(morning, SizeOfScreen()));
}

}  // namespace

Result<ExitStatus> PrintStatus(const Options& options) {
  const Result<UtcTime> now = TimeOf(options);
  if (!now) {
    Log("--at: " + now.error().message());
    return ExitStatus::kUsage;
  }
  ASSIGN_OR_RETURN(const auto session, app::Session::Open(options.workspace));
  ASSIGN_OR_RETURN(const monitor::Morning morning, app::CollectMorning(*session, *now));
  RETURN_IF_ERROR(app::WriteMorning(morning, {options.metrics_file, options.page}));
  RETURN_IF_ERROR(PrintMorning(morning, options));
  return monitor::VerdictOf(morning).all_well ? ExitStatus::kDone : ExitStatus::kFindings;
}

Result<ExitStatus> ShowFindings(const Options& options) {
  ASSIGN_OR_RETURN(const auto session, app::Session::Open(options.workspace));
  app::FindingChoice choice;
  choice.payer = options.payer;
  if (!options.period.empty()) {
    ASSIGN_OR_RETURN(choice.period, BillingPeriod::Parse(options.period));
  }
  ASSIGN_OR_RETURN(Observations found, app::FindingsOf(*session, choice, UtcTime::Now()));
  if (!options.severity.empty())
    std::erase_if(found, [&](const Observation& observation) {
      return observation.finding.severity != options.severity;
    });
  return PrintFindings(found, options);
}

Result<ExitStatus> Watch(const Options& options) {
  app::WatchOptions watch;
  watch.workspace = options.workspace;
  watch.metrics_file = options.metrics_file;
  watch.page = options.page;
  watch.once = options.once;
  watch.log = [](const std::string& line) { Log(line); };
  if (!options.every.empty()) {
    const Result<int64_t> every = books::ParseWatchInterval(options.every);
    if (!every) {
      Log("--every: " + every.error().message());
      return ExitStatus::kUsage;
    }
    watch.every_seconds = *every;
  }
  ASSIGN_OR_RETURN(const app::WatchOutcome outcome, app::Watch(watch));
  if (!options.once) return ExitStatus::kDone;
  const bool world = outcome.failed && StatusOf(*outcome.failed) == ExitStatus::kWorld;
  if (world || outcome.source_failed) return ExitStatus::kWorld;
  return outcome.all_well ? ExitStatus::kDone : ExitStatus::kFindings;
}

}  // namespace billwright::cli
