#include "app/notify.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "app/subprocess.h"
#include "app/webhook.h"
#include "base/check.h"
#include "monitor/json.h"

namespace billwright::app {

namespace {

using monitor::Event;

constexpr std::chrono::seconds kLongestCommand{30};

int RankOf(std::string_view severity) {
  if (severity == Name(Severity::kError)) return 2;
  return severity == Name(Severity::kWarning) ? 1 : 0;
}

Result<void> Send(const books::Receiver& receiver, const Notice& notice,
                  const std::filesystem::path& folder, UtcTime now) {
  if (!receiver.command.empty())
    return RunProgram(receiver.command, notice.body + "\n", folder, kLongestCommand);
  std::string secret;
  if (!receiver.secret_env.empty()) {
    const char* value = std::getenv(receiver.secret_env.c_str());
    if (value == nullptr || *value == '\0')
      return Fail(ErrorCode::kConflict,
                  fmt::format("the environment has no {}: nothing is sent without its signature",
                              receiver.secret_env));
    secret = value;
  }
  return PostWebhook(receiver.webhook, notice.body, secret, now);
}

/// In the catalog at once, by a writer of its own: nobody holds the lock while a receiver thinks.
Result<void> Remember(const books::WorkspaceSettings& workspace, const books::Receiver& receiver,
                      const Notice& notice, bool delivered) {
  if (notice.resolved && !delivered) return {};  // still told as it was; its end is tried again
  ASSIGN_OR_RETURN(const auto store, store::Store::Open(workspace.data, store::Access::kWrite));
  return notice.resolved ? store->ForgetNotification(notice.fingerprint, receiver.id)
                         : store->RecordNotification(notice.fingerprint, receiver.id, delivered);
}

Result<std::vector<store::NotificationRecord>> RecordsOf(
    const books::WorkspaceSettings& workspace) {
  const auto store = store::Store::Open(workspace.data, store::Access::kRead);
  if (store) return (*store)->Notifications();
  if (store.error().code() == ErrorCode::kNotFound) return std::vector<store::NotificationRecord>();
  return Fail(store.error());
}

}  // namespace

bool Wants(const books::Receiver& receiver, const Finding& finding) {
  if (RankOf(finding.severity) < RankOf(Name(receiver.min_severity))) return false;
  return receiver.codes.empty() ||
         std::any_of(receiver.codes.begin(), receiver.codes.end(), [&](const std::string& code) {
           if (!code.ends_with(".*")) return code == finding.code;
           return finding.code.starts_with(std::string_view(code).substr(0, code.size() - 1));
         });
}

std::vector<Notice> NoticesFor(const books::Receiver& receiver, const monitor::Morning& morning,
                               const std::vector<store::NotificationRecord>& records) {
  std::set<std::string> told;     // arrived
  std::set<std::string> present;  // today, and whatever was added
  for (const store::NotificationRecord& record : records)
    if (record.receiver == receiver.id && !record.notified_at.empty())
      told.insert(record.fingerprint);
  std::vector<Notice> notices;
  for (const Observation& observation : morning.observations) {
    const std::string fingerprint = monitor::FingerprintOf(observation);
    const bool first = present.insert(fingerprint).second;
    if (!first || told.contains(fingerprint) || !Wants(receiver, observation.finding)) continue;
    notices.push_back(
        {false, fingerprint,
         monitor::NoticeJson(Event::kFinding, observation, morning.reseller, morning.now)});
  }
  for (const std::string& fingerprint : told) {
    const std::optional<Observation> gone = monitor::ObservationIn(fingerprint);
    if (present.contains(fingerprint) || !gone || !monitor::WouldKnow(morning, *gone)) continue;
    notices.push_back(
        {true, fingerprint,
         monitor::NoticeJson(Event::kResolved, *gone, morning.reseller, morning.now)});
  }
  return notices;
}

std::chrono::seconds WaitAfter(int failures) {
  CHECK(failures > 0, "a wait after a failure");
  constexpr std::chrono::seconds kLongest{3600};
  std::chrono::seconds wait{60};
  for (int i = 1; i < failures && wait < kLongest; ++i) wait *= 2;
  return std::min(wait, kLongest);
}

Result<NotifyReport> Notifier::Notify(const books::WorkspaceSettings& workspace,
                                      const monitor::Morning& morning,
                                      const std::function<bool()>& stop) {
  NotifyReport report;
  if (workspace.receivers.empty()) return report;
  ASSIGN_OR_RETURN(const auto records, RecordsOf(workspace));
  for (const books::Receiver& receiver : workspace.receivers) {
    const auto unreached = unreached_.find(receiver.id);
    if (unreached != unreached_.end() && Clock::now() < unreached->second.next) continue;
    for (const Notice& notice : NoticesFor(receiver, morning, records)) {
      if (stop()) return report;
      const Result<void> sent = Send(receiver, notice, workspace.folder, UtcTime::Now());
      RETURN_IF_ERROR(Remember(workspace, receiver, notice, sent.has_value()));
      if (!sent) {
        report.failures.push_back(
            fmt::format("receiver {}: {}", receiver.id, sent.error().ToString()));
        Unreached& state = unreached_[receiver.id];
        state.next = Clock::now() + WaitAfter(++state.failures);
        break;  // what else there is for him waits too
      }
      unreached_.erase(receiver.id);
      ++(notice.resolved ? report.resolved : report.told);
    }
  }
  return report;
}

std::optional<Notifier::Clock::time_point> Notifier::NextTry() const {
  std::optional<Clock::time_point> next;
  for (const auto& [receiver, state] : unreached_)
    if (!next || state.next < *next) next = state.next;
  return next;
}

}  // namespace billwright::app
