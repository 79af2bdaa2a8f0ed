#include "app/morning.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/file.h"
#include "monitor/attention.h"
#include "monitor/metrics.h"
#include "monitor/page.h"
#include "pipeline/delivery_tables.h"
#include "pipeline/table_files.h"

namespace billwright::app {

namespace {

using monitor::DataState;
using monitor::Month;
using monitor::Morning;
using monitor::Note;
using monitor::PayerMonth;
using monitor::Standing;

/// Days are read of the newest months only: those that the screen, the calendar and the plots show.
constexpr size_t kMonthsWithDays = 3;

bool SameBooks(const books::Books& a, const books::Books& b) {
  return books::DigestOfHierarchy(a) == books::DigestOfHierarchy(b) &&
         books::DigestOfAllocation(a) == books::DigestOfAllocation(b) &&
         books::DigestOfPricing(a) == books::DigestOfPricing(b) &&
         books::DigestOfReport(a) == books::DigestOfReport(b);
}

/// A delivery that was derived again is not what the run read.
bool UsedDeliveries(const store::RunRecord& run,
                    const std::vector<store::DeliveryRecord>& deliveries) {
  std::set<std::pair<std::string, std::string>> used;
  for (size_t i = 0; i < run.delivery_ids.size(); ++i)
    used.emplace(run.delivery_ids[i], i < run.derivations.size() ? run.derivations[i] : "");
  std::set<std::pair<std::string, std::string>> current;
  for (const store::DeliveryRecord& record : deliveries)
    current.emplace(record.delivery.delivery_id, record.delivery.derived);
  return used == current;
}

bool IsInUse(const Delivery& delivery) {
  return delivery.withdrawn_at.empty() && delivery.pruned_at.empty();
}

Standing StandingOf(const pipeline::OpenRun& run, const books::Books& books,
                    const std::vector<store::DeliveryRecord>& current) {
  if (!UsedDeliveries(run.record, current)) return Standing::kOlderData;
  return SameBooks(run.books, books) ? Standing::kInForce : Standing::kOlderBooks;
}

monitor::Version VersionOf(const store::DeliveryRecord& record) {
  const Delivery& delivery = record.delivery;
  return {delivery.version,
          delivery.delivery_id,
          delivery.delivered_at.empty() ? record.received_at : delivery.delivered_at,
          record.received_at,
          delivery.rows,
          delivery.quarantined_rows,
          delivery.unblended_cost,
          delivery.quarantined_cost,
          !IsInUse(delivery)};
}

bool SameFinding(const Finding& a, const Finding& b) {
  return a.code == b.code && a.subject == b.subject && a.where == b.where && a.message == b.message;
}

/// Collects one morning.
class Collector {
 public:
  Collector(Session& session, UtcTime now) : session_(session) {
    const books::WorkspaceSettings& workspace = session.books().workspace;
    morning_.now = now;
    morning_.reseller = workspace.reseller_name;
    morning_.currency = workspace.currency;
  }

  Result<Morning> Collect() {
    NoteBooks();
    Result<store::Store*> store = session_.OpenStore(store::Access::kRead);
    if (!store && store.error().code() != ErrorCode::kNotFound)
      return Fail(std::move(store.error()));
    if (store) {
      store_ = *store;
      ASSIGN_OR_RETURN(engine_, session_.OpenEngine());
      RETURN_IF_ERROR(CollectMonths());
    }
    RETURN_IF_ERROR(CollectSources());
    if (store_ != nullptr) AssessDeliveries();
    monitor::Rank(morning_.notes);
    return std::move(morning_);
  }

 private:
  /// Warnings about books are for `check`; errors keep the months from being run.
  void NoteBooks() {
    for (const Finding& finding : session_.read().findings)
      if (finding.severity == Name(Severity::kError)) morning_.notes.push_back({finding, {}, {}});
  }

  Result<void> CollectMonths() {
    ASSIGN_OR_RETURN(std::vector<store::DeliveryRecord> deliveries, store_->Deliveries());
    std::map<BillingPeriod, std::vector<store::DeliveryRecord>> by_period;
    for (store::DeliveryRecord& record : deliveries)
      by_period[record.delivery.period].push_back(std::move(record));
    for (auto period = by_period.rbegin(); period != by_period.rend(); ++period) {
      Month& month = morning_.months.emplace_back();
      month.period = period->first;
      CollectPayers(month, period->second);
      RETURN_IF_ERROR(CollectRun(month, period->second));
    }
    AddRunningMonth();
    if (morning_.months.size() > 1) NoteMissing(morning_.months[0], morning_.months[1]);
    return {};
  }

  /// Records come by payer and version.
  void CollectPayers(Month& month, const std::vector<store::DeliveryRecord>& records) {
    const bool with_days = morning_.months.size() <= kMonthsWithDays;
    std::map<std::string, std::vector<const store::DeliveryRecord*>> by_payer;
    for (const store::DeliveryRecord& record : records)
      by_payer[record.delivery.payer_account_id].push_back(&record);
    for (const auto& [payer_id, versions] : by_payer) {
      PayerMonth payer;
      payer.payer_account_id = payer_id;
      payer.period = month.period;
      std::vector<const Delivery*> in_use;  // oldest first
      for (const store::DeliveryRecord* record : versions) {
        payer.versions.push_back(VersionOf(*record));
        if (IsInUse(record->delivery)) in_use.push_back(&record->delivery);
      }
      if (in_use.empty()) continue;  // all withdrawn: as if it had never come
      const Delivery& delivery = *in_use.back();
      payer.provider = delivery.provider;
      payer.source_id = delivery.source_id;
      payer.format = delivery.format;
      payer.currency = delivery.currency;
      CollectDelivery(payer, delivery);
      if (with_days) {
        payer.days = DaysOf(delivery);
        if (in_use.size() > 1) payer.days_before = DaysOf(*in_use[in_use.size() - 2]);
      }
      month.payers.push_back(std::move(payer));
    }
  }

  /// Whether its files are there, and what ingest found in them.
  void CollectDelivery(PayerMonth& payer, const Delivery& delivery) {
    Result<void> there = store_->CheckFolder(delivery);
    Result<Findings> findings =
        there ? pipeline::ReadTable<Finding>(store_->DerivedFolder(delivery), *engine_)
              : Fail(std::move(there.error()));
    if (!findings) {
      payer.data = DataState::kLost;
      payer.lost = findings.error().message();
      morning_.notes.push_back(
          {Finding::Make(Severity::kError, "delivery.lost", delivery.delivery_id,
                         "The newest version does not read any more: " + payer.lost + ".")
               .Worth(delivery.unblended_cost, delivery.currency),
           payer.payer_account_id, payer.period});
      return;
    }
    for (Finding& finding : quality::Apply(Settings(), std::move(*findings)))
      morning_.notes.push_back({std::move(finding), payer.payer_account_id, payer.period});
  }

  /// Empty for a delivery of a time before days were kept.
  std::vector<monitor::DayTotal> DaysOf(const Delivery& delivery) const {
    const Result<std::vector<DeliveryDay>> days =
        pipeline::ReadTable<DeliveryDay>(store_->DerivedFolder(delivery), *engine_);
    return days ? monitor::TotalsByDay(*days) : std::vector<monitor::DayTotal>();
  }

  Result<void> CollectRun(Month& month, const std::vector<store::DeliveryRecord>& records) {
    Result<std::optional<store::RunRecord>> record = store_->CurrentRun(month.period);
    if (!record && record.error().code() != ErrorCode::kCorrupt)
      return Fail(std::move(record.error()));
    if (record && !*record) return {};
    if (record) {
      month.run_id = (*record)->run_id;
      month.computed_at = (*record)->computed_at;
    }
    Result<pipeline::OpenRun*> run =
        record ? session_.OpenRun(month.period, month.run_id) : Fail(std::move(record.error()));
    if (!run) {
      month.run = Standing::kLost;
      morning_.notes.push_back(
          {Finding::Make(
               Severity::kError, "run.lost", month.run_id,
               fmt::format("The run in force does not read any more: {}. `billwright run {}` makes "
                           "it again.",
                           run.error().message(), month.period.ToString())),
           "", month.period});
      return {};
    }
    month.run = StandingOf(**run, session_.books(), InUse(records));
    NoteRun(month, (*run)->findings);
    return {};
  }

  static std::vector<store::DeliveryRecord> InUse(
      const std::vector<store::DeliveryRecord>& records) {
    std::map<std::string, store::DeliveryRecord> newest;
    for (const store::DeliveryRecord& record : records)
      if (IsInUse(record.delivery)) newest[record.delivery.payer_account_id] = record;
    std::vector<store::DeliveryRecord> in_use;
    for (auto& [payer, record] : newest) in_use.push_back(std::move(record));
    return in_use;
  }

  /// A run carries what ingest found in its deliveries: that is noted with the delivery.
  void NoteRun(const Month& month, const Findings& findings) {
    const size_t known = morning_.notes.size();
    for (const Finding& finding : quality::Apply(Settings(), findings)) {
      const auto end = morning_.notes.begin() + static_cast<std::ptrdiff_t>(known);
      const bool noted = std::any_of(morning_.notes.begin(), end, [&](const Note& note) {
        return note.period == month.period && SameFinding(note.finding, finding);
      });
      if (!noted) morning_.notes.push_back({finding, "", month.period});
    }
  }

  /// The running month is asked for even if nobody has delivered it, when the month before is the
  /// newest there is. Deliveries that ended long ago are an archive.
  void AddRunningMonth() {
    const BillingPeriod running = BillingPeriod::Containing(morning_.now);
    if (morning_.months.empty() || morning_.months.front().period != running.Previous()) return;
    if (morning_.now.seconds < running.start().seconds + monitor::kFirstDeliveryWithin) return;
    Month month;
    month.period = running;
    morning_.months.insert(morning_.months.begin(), std::move(month));
  }

  /// Who delivered the month before the newest one, and not yet this one.
  void NoteMissing(Month& newest, const Month& before) {
    if (newest.period.Previous() != before.period) return;
    for (const PayerMonth& payer : before.payers) {
      const bool there =
          std::any_of(newest.payers.begin(), newest.payers.end(), [&](const PayerMonth& other) {
            return other.payer_account_id == payer.payer_account_id;
          });
      if (there) continue;
      PayerMonth missing;
      missing.provider = payer.provider;
      missing.payer_account_id = payer.payer_account_id;
      missing.period = newest.period;
      missing.source_id = payer.source_id;
      missing.format = payer.format;
      missing.currency = payer.currency;
      missing.data = DataState::kMissing;
      newest.payers.push_back(std::move(missing));
    }
    std::stable_sort(newest.payers.begin(), newest.payers.end(),
                     [](const PayerMonth& a, const PayerMonth& b) {
                       return a.payer_account_id < b.payer_account_id;
                     });
  }

  Result<void> CollectSources() {
    std::vector<store::PollRecord> polls;
    if (store_ != nullptr) {
      ASSIGN_OR_RETURN(polls, store_->Polls());
    }
    for (const books::Source& source : session_.books().workspace.sources) {
      monitor::SourceLook look;
      look.source_id = source.id;
      look.place = source.place;
      const auto poll = std::find_if(
          polls.begin(), polls.end(),
          [&](const store::PollRecord& record) { return record.source_id == source.id; });
      if (poll != polls.end()) {
        look.polled_at = poll->polled_at;
        look.succeeded_at = poll->succeeded_at;
        look.message = poll->message;
      }
      morning_.sources.push_back(std::move(look));
    }
    return {};
  }

  /// The rules that compare deliveries with each other and with the clock. If they cannot be
  /// computed, the rest of the morning is shown all the same.
  void AssessDeliveries() {
    pipeline::Expectations expectations;
    for (const books::Source& source : session_.books().workspace.sources)
      for (const std::string& payer : source.payers)
        expectations.payers.push_back({source.id, payer});
    for (const monitor::SourceLook& look : morning_.sources)
      if (!look.polled_at.empty())
        expectations.polls.push_back(
            {look.source_id, look.polled_at, look.succeeded_at, look.message});
    Result<quality::Observations> observations =
        pipeline::AssessAll(expectations, Settings(), morning_.now, *store_, *engine_);
    if (!observations) {
      morning_.notes.push_back(
          {Finding::Make(Severity::kError, "delivery.unchecked", "deliveries",
                         "The rules that compare deliveries could not be computed: " +
                             observations.error().ToString()),
           "",
           {}});
      return;
    }
    for (quality::Observation& observation : *observations)
      AddOnce({std::move(observation.finding), observation.payer_account_id, observation.period});
  }

  const QualitySettings& Settings() const { return session_.books().workspace.quality; }

  /// Ingest says some of it too, of its own delivery.
  void AddOnce(Note note) {
    const bool noted =
        std::any_of(morning_.notes.begin(), morning_.notes.end(), [&](const Note& other) {
          return other.period == note.period && other.payer_account_id == note.payer_account_id &&
                 other.finding.code == note.finding.code &&
                 other.finding.subject == note.finding.subject &&
                 other.finding.where == note.finding.where;
        });
    if (!noted) morning_.notes.push_back(std::move(note));
  }

  Session& session_;
  store::Store* store_ = nullptr;
  engine::Engine* engine_ = nullptr;
  Morning morning_;
};

}  // namespace

Result<Morning> CollectMorning(Session& session, UtcTime now) {
  return Collector(session, now).Collect();
}

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
      const auto notes = monitor::NotesOf(morning, month.period, payer.payer_account_id);
      const auto count = [&](Severity severity) {
        return std::count_if(notes.begin(), notes.end(), [&](const Note* note) {
          return note->finding.severity == Name(severity);
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

namespace {

/// A folder that is not there is as bad as a disk that is full: nothing was written.
Result<void> WriteOut(const std::filesystem::path& path, std::string_view text) {
  Result<void> written = WriteFileAtomically(path, text);
  if (!written) return Fail(ErrorCode::kIo, written.error().message());
  return {};
}

}  // namespace

Result<void> WriteMorning(const Morning& morning, const MorningFiles& files) {
  if (!files.metrics_file.empty())
    RETURN_IF_ERROR(WriteOut(files.metrics_file, monitor::MetricsText(morning)));
  if (!files.page.empty()) RETURN_IF_ERROR(WriteOut(files.page, monitor::PageHtml(morning)));
  return {};
}

Findings FindingsOf(const Morning& morning) {
  Findings findings;
  for (const Note& note : morning.notes) findings.push_back(note.finding);
  return findings;
}

Result<bool> IsUpToDate(Session& session, const BillingPeriod& period) {
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kRead));
  ASSIGN_OR_RETURN(const auto current, store->CurrentDeliveries(period));
  ASSIGN_OR_RETURN(const auto record, store->CurrentRun(period));
  if (!record) return false;
  ASSIGN_OR_RETURN(const pipeline::OpenRun* run, session.OpenRun(period, record->run_id));
  return StandingOf(*run, session.books(), current) == Standing::kInForce;
}

}  // namespace billwright::app
