#include "app/watch.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>

#include "app/morning.h"
#include "app/notify.h"
#include "app/use_cases.h"
#include "base/fault.h"
#include "base/file.h"
#include "monitor/attention.h"
#include "monitor/words.h"

namespace billwright::app {

namespace {

using Clock = std::chrono::steady_clock;
using pipeline::IntakeResult;

/// Only one watcher works in a workspace; the lock is given back when the process ends.
class WatchLock {
 public:
  static Result<WatchLock> Take(const std::filesystem::path& data) {
    RETURN_IF_ERROR(MakeFolders(data));
    const std::filesystem::path path = data / "watch-lock";
    const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) return Fail(ErrorCode::kIo, path.string() + ": " + ErrnoText(errno));
    WatchLock lock(file);
    if (flock(file, LOCK_EX | LOCK_NB) == 0) {
      const std::string process = std::to_string(getpid()) + "\n";
      const bool written =
          ftruncate(file, 0) == 0 &&
          pwrite(file, process.data(), process.size(), 0) == static_cast<ssize_t>(process.size());
      if (!written) return Fail(ErrorCode::kIo, path.string() + ": " + ErrnoText(errno));
      return lock;
    }
    if (errno != EWOULDBLOCK) return Fail(ErrorCode::kIo, path.string() + ": " + ErrnoText(errno));
    std::string process = ReadFile(path).value_or("");
    process.erase(process.find_last_not_of('\n') + 1);
    return Fail(ErrorCode::kConflict,
                fmt::format("process {} watches this workspace already", process));
  }
  ~WatchLock() {
    if (file_ >= 0) close(file_);
  }
  WatchLock(WatchLock&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  WatchLock& operator=(WatchLock&&) = delete;

 private:
  explicit WatchLock(int file) : file_(file) {}
  int file_;
};

/// SIGTERM and SIGINT, kept until somebody asks: a step is never torn.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGTERM);
    sigaddset(&signals_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  }
  ~StopSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  bool Came() { return WaitUntil(Clock::now()); }

  /// True as soon as one came; false at `end`.
  bool WaitUntil(Clock::time_point end) {
    while (!came_) {
      const auto left =
          std::max(std::chrono::nanoseconds(0), std::chrono::nanoseconds(end - Clock::now()));
      const timespec wait{left.count() / 1'000'000'000, left.count() % 1'000'000'000};
      if (sigtimedwait(&signals_, nullptr, &wait) > 0)
        came_ = true;
      else if (errno != EINTR)
        break;
    }
    return came_;
  }

 private:
  sigset_t signals_{};
  sigset_t before_{};
  bool came_ = false;
};

struct SourceTurn {
  int failures = 0;
  Clock::time_point next{};  ///< due at once
};

class Watcher {
 public:
  Watcher(const WatchOptions& options, StopSignals& signals)
      : options_(options), signals_(signals) {}

  Result<WatchOutcome> Work() {
    while (true) {
      outcome_.failed.reset();
      outcome_.source_failed = false;
      const Result<void> round = Round();
      if (!round && options_.once) return Fail(round.error());
      if (!round) Note("this round failed: " + round.error().ToString());
      if (options_.once || signals_.WaitUntil(NextRound())) break;
    }
    if (signals_.Came()) Note("stopped by a signal");
    return outcome_;
  }

 private:
  void Note(const std::string& line) const {
    if (options_.log) options_.log(line);
  }

  Result<void> Round() {
    next_turn_ = Clock::now() + std::chrono::seconds(every_seconds_);
    ASSIGN_OR_RETURN(const auto session, Session::Open(options_.workspace));
    const books::WatchSettings& settings = session->books().workspace.watch;
    every_seconds_ = options_.every_seconds.value_or(settings.every_seconds);
    next_turn_ = Clock::now() + std::chrono::seconds(every_seconds_);
    RETURN_IF_ERROR(LookAtSources(*session));
    if (settings.run) RETURN_IF_ERROR(RunMonths(*session));
    if (signals_.Came()) return {};
    ASSIGN_OR_RETURN(const monitor::Morning morning, CollectMorning(*session, UtcTime::Now()));
    NoteMorning(morning);
    const MorningFiles files{
        options_.metrics_file.empty() ? settings.metrics_file : options_.metrics_file,
        options_.page.empty() ? settings.page : options_.page};
    const Result<void> written = WriteMorning(morning, files);
    if (!written) Failed("cannot write the morning", written.error());
    const books::WorkspaceSettings workspace = session->books().workspace;
    session->CloseStore();  // a receiver may take its time: others may write meanwhile
    return Tell(workspace, morning);
  }

  void Failed(std::string_view what, const Error& error) {
    Note(fmt::format("{}: {}", what, error.ToString()));
    if (!outcome_.failed) outcome_.failed = error.code();
  }

  // --- sources

  Result<void> LookAtSources(Session& session) {
    for (const books::Source& source : session.books().workspace.sources) {
      if (signals_.Came()) return {};
      SourceTurn& turn = turns_[source.id];
      if (Clock::now() < turn.next) continue;
      const auto on_report = [](const std::string&) {};
      ASSIGN_OR_RETURN(const std::vector<SourceIntake> intakes,
                       Ingest(session, {}, on_report, {source.id}));
      bool failed = false;
      for (const SourceIntake& intake : intakes) {
        failed = failed || intake.error.has_value();
        NoteIntake(intake);
      }
      turn.failures = failed ? turn.failures + 1 : 0;
      const auto turn_comes = std::chrono::seconds(every_seconds_);
      turn.next =
          Clock::now() + (failed ? std::min(WaitAfter(turn.failures), turn_comes) : turn_comes);
      FAULT_POINT("watch.source_done");
    }
    return {};
  }

  void NoteIntake(const SourceIntake& intake) {
    if (intake.error) Failed("source " + intake.source, *intake.error);
    outcome_.source_failed = outcome_.source_failed || intake.error;
    for (const IntakeResult& report : intake.reports) {
      const Delivery& delivery = report.received.delivery;
      if (report.error)
        Note(fmt::format("source {}: {} was refused: {}", intake.source, report.name,
                         report.error->ToString()));
      else if (report.verdict == IntakeResult::Verdict::kRegistered)
        Note(fmt::format("source {}: version {} of {} for payer {}, {}, {} {}", intake.source,
                         delivery.version, delivery.period.ToString(), delivery.payer_account_id,
                         monitor::Count(delivery.rows, "row", "rows"), delivery.currency,
                         monitor::Amount(delivery.unblended_cost)));
    }
  }

  // --- runs

  /// What a run of the month would read, as far as deliveries go.
  static std::string InputsOf(const std::vector<store::DeliveryRecord>& deliveries) {
    std::string inputs;
    for (const store::DeliveryRecord& record : deliveries)
      inputs += record.delivery.delivery_id + "/" + record.delivery.derived + " ";
    return inputs;
  }

  /// The months whose newest run read other deliveries, or that have none.
  Result<void> RunMonths(Session& session) {
    ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kWrite));
    ASSIGN_OR_RETURN(const std::vector<store::DeliveryRecord> all, store->Deliveries());
    std::map<BillingPeriod, std::vector<store::DeliveryRecord>> in_force;
    for (store::DeliveryRecord& record : store::InForce(all))
      in_force[record.delivery.period].push_back(std::move(record));
    for (const auto& [period, deliveries] : in_force) {
      if (signals_.Came()) return {};
      const Result<std::optional<store::RunRecord>> run = store->CurrentRun(period);
      const bool due = run && (!*run || !store::HasRead(**run, deliveries));
      if (due) RunMonth(session, period, InputsOf(deliveries));
    }
    return {};
  }

  void RunMonth(Session& session, const BillingPeriod& period, const std::string& inputs) {
    if (!session.read().usable()) {
      Note(fmt::format("{} is to be run, but the books have errors: `billwright check`",
                       period.ToString()));
      return;
    }
    const std::string attempt = inputs + books::DigestOfRun(session.books());
    std::string& failed = failed_runs_[period];
    if (failed == attempt) return;  // nothing changed: it would fail again
    const Result<pipeline::RunOutcome> outcome = Run(session, {period, "", {}});
    failed = outcome ? std::string() : attempt;
    if (!outcome)
      Note(fmt::format("the run of {} was refused: {}", period.ToString(),
                       outcome.error().ToString()));
    else
      Note(fmt::format("{}: run {}", period.ToString(), outcome->run.run_id));
    FAULT_POINT("watch.month_done");
  }

  // --- the morning

  void NoteMorning(const monitor::Morning& morning) {
    const monitor::Verdict verdict = monitor::VerdictOf(morning);
    outcome_.all_well = verdict.all_well;
    if (verdict.headline != headline_) Note(verdict.headline);
    headline_ = verdict.headline;
  }

  Result<void> Tell(const books::WorkspaceSettings& workspace, const monitor::Morning& morning) {
    ASSIGN_OR_RETURN(const NotifyReport report,
                     notifier_.Notify(workspace, morning, [this] { return signals_.Came(); }));
    if (report.told + report.resolved > 0)
      Note(fmt::format("told {} and the end of {}",
                       monitor::Count(report.told, "finding", "findings"),
                       monitor::Number(report.resolved)));
    for (const std::string& failure : report.failures) Note(failure);
    return {};
  }

  /// The next turn of all sources, or earlier: of a source that failed, or of a receiver.
  Clock::time_point NextRound() const {
    Clock::time_point next = next_turn_;
    for (const auto& [source, turn] : turns_)
      if (turn.failures > 0) next = std::min(next, turn.next);
    if (const auto retry = notifier_.NextTry()) next = std::min(next, *retry);
    return next;
  }

  const WatchOptions& options_;
  StopSignals& signals_;
  WatchOutcome outcome_;
  int64_t every_seconds_ = 60;  ///< until the settings were read
  Clock::time_point next_turn_{};
  std::map<std::string, SourceTurn> turns_;
  std::map<BillingPeriod, std::string> failed_runs_;
  std::string headline_;
  Notifier notifier_;
};

}  // namespace

Result<WatchOutcome> Watch(const WatchOptions& options) {
  std::filesystem::path data;
  {
    ASSIGN_OR_RETURN(const auto session, Session::Open(options.workspace));
    data = session->books().workspace.data;
  }
  ASSIGN_OR_RETURN(const WatchLock lock, WatchLock::Take(data));
  StopSignals signals;
  return Watcher(options, signals).Work();
}

}  // namespace billwright::app
