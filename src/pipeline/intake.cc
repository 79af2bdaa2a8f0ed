#include "pipeline/intake.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "pipeline/arrival.h"

namespace billwright::pipeline {

namespace fs = std::filesystem;

namespace {

using ingest::Bill;

/// Puts the reports of one place in order, and takes them in.
class Intake {
 public:
  Intake(const std::vector<ingest::Candidate>& candidates, const IntakeOptions& options,
         store::Store& store, engine::Engine& engine)
      : candidates_(candidates),
        options_(options),
        store_(store),
        engine_(engine),
        results_(candidates.size()) {}

  Result<std::vector<IntakeResult>> Run() {
    ASSIGN_OR_RETURN(scratch_, store_.NewStagingFolder());
    for (size_t i = 0; i < candidates_.size(); ++i)
      if (const Result<void> met = Meet(i); !met) Refuse(i, met.error());
    for (std::vector<size_t>& group : Groups()) {
      if (CanBeOrdered(group))
        TakeInOrder(group);
      else
        TakeTheOnlyOne(group);
    }
    std::vector<IntakeResult> all;
    for (std::vector<IntakeResult>& of_candidate : results_)
      std::ranges::move(of_candidate, std::back_inserter(all));
    return all;
  }

 private:
  void Refuse(size_t candidate, Error error) {
    results_[candidate].push_back(RefusalOf(candidates_[candidate], std::move(error)));
  }

  /// Finds out whether a report is known, a copy or new, and which bill it is of.
  Result<void> Meet(size_t index) {
    const ingest::Candidate& candidate = candidates_[index];
    ASSIGN_OR_RETURN(const std::string delivery_id, ingest::DeliveryIdOf(candidate));
    ASSIGN_OR_RETURN(const std::vector<store::DeliveryRecord> known,
                     FindKnown(delivery_id, store_));
    for (const store::DeliveryRecord& record : known) {
      ASSIGN_OR_RETURN(IntakeResult result,
                       VisitKnown(candidate, record.delivery, options_, store_, engine_));
      results_[index].push_back(std::move(result));
    }
    if (!known.empty()) return {};
    if (!seen_.insert(delivery_id).second) {  // one report in two places: the first is taken
      IntakeResult& result = results_[index].emplace_back();
      result.name = candidate.name;
      result.verdict = IntakeResult::Verdict::kCopy;
      return {};
    }
    Arrival& arrival = arrivals_.emplace_back();
    arrival.candidate = &candidate;
    arrival.index = index;
    // A report that cannot even be peeked into says why when it is received.
    if (Result<Bill> bill = ingest::PeekBill(candidate, engine_, scratch_)) arrival.bill = *bill;
    return {};
  }

  /// The new reports by bill, in the order in which the first of each was found.
  std::vector<std::vector<size_t>> Groups() const {
    std::vector<std::vector<size_t>> groups;
    std::map<Bill, size_t> of_bill;
    for (size_t i = 0; i < arrivals_.size(); ++i) {
      const size_t next = groups.size();
      const size_t group =
          arrivals_[i].has_bill() ? of_bill.emplace(arrivals_[i].bill, next).first->second : next;
      if (group == next) groups.emplace_back();
      groups[group].push_back(i);
    }
    return groups;
  }

  /// Sorts reports by the time when they were written. False if that does not tell them apart.
  bool CanBeOrdered(std::vector<size_t>& group) const {
    const auto time = [this](size_t i) { return arrivals_[i].candidate->delivered_at; };
    std::ranges::stable_sort(group, {}, time);
    return group.size() == 1 || (!time(group.front()).empty() &&
                                 std::ranges::adjacent_find(group, {}, time) == group.end());
  }

  /// Whether there is something to be published.
  bool ReceiveOne(Arrival& arrival) {
    if (options_.on_report) options_.on_report(arrival.candidate->name);
    const Result<void> received = Receive(arrival, options_, store_, engine_);
    if (!received) Refuse(arrival.index, received.error());
    if (!received || !arrival.received.empty()) return received.has_value();
    Result<IntakeResult> passed_over = PassOverEmpty(*arrival.candidate, store_);
    if (passed_over)
      results_[arrival.index].push_back(*std::move(passed_over));
    else
      Refuse(arrival.index, std::move(passed_over.error()));
    return false;
  }

  void TakeInOrder(const std::vector<size_t>& group) {
    for (const size_t i : group) {
      Arrival& arrival = arrivals_[i];
      if (ReceiveOne(arrival)) PublishOne(arrival);
    }
  }

  /// Reports of one bill that nobody can put in order: if all but one are no good, it is the one.
  void TakeTheOnlyOne(const std::vector<size_t>& group) {
    std::vector<Arrival*> good;
    for (const size_t i : group)
      if (ReceiveOne(arrivals_[i])) good.push_back(&arrivals_[i]);
    if (good.size() == 1) return PublishOne(*good.front());
    if (!good.empty()) RefuseTwins(good.front()->bill, {good.begin(), good.end()});
  }

  /// Told once for all of them.
  void RefuseTwins(const Bill& bill, const std::vector<const Arrival*>& twins) {
    constexpr size_t kNamed = 3;
    if (!twins_told_.insert(bill).second) return;
    std::vector<std::string> names;
    for (const Arrival* arrival : twins)
      names.push_back(arrival->candidate->sources.front().origin);
    Refuse(twins.front()->index,
           Error(ErrorCode::kConflict,
                 fmt::format("{} reports of payer {} for {} are new here ({}); which of them is "
                             "the newer cannot be told. Ingest them one by one, the newest last",
                             twins.size(), bill.payer_account_id, bill.period.ToString(),
                             SomeOf(names, kNamed))));
  }

  /// Another new report of one of these bills, which the first rows did not tell: a file that holds
  /// several bills. nullptr if there is none, or if times put them in order.
  const Arrival* FindTwin(const Arrival& arrival, Bill& bill) const {
    for (const Bill& own : arrival.bills())
      for (const Arrival& other : arrivals_) {
        if (&other == &arrival) continue;
        std::vector<Bill> bills = other.bills();
        bills.push_back(other.bill);
        if (std::ranges::find(bills, own) == bills.end()) continue;
        const std::string& time = arrival.candidate->delivered_at;
        if (!time.empty() && !other.candidate->delivered_at.empty() &&
            time != other.candidate->delivered_at)
          continue;
        // Of the same first bill: the group has put them in order, or found this one alone good.
        if (own == arrival.bill && own == other.bill) continue;
        bill = own;
        return &other;
      }
    return nullptr;
  }

  void PublishOne(Arrival& arrival) {
    Bill bill;
    if (const Arrival* twin = FindTwin(arrival, bill)) return RefuseTwins(bill, {&arrival, twin});
    Result<std::vector<IntakeResult>> published = Publish(arrival, store_, engine_);
    if (published)
      results_[arrival.index] = std::move(*published);
    else
      Refuse(arrival.index, std::move(published.error()));
  }

  const std::vector<ingest::Candidate>& candidates_;
  const IntakeOptions& options_;
  store::Store& store_;
  engine::Engine& engine_;
  fs::path scratch_;
  std::set<std::string> seen_;
  std::set<Bill> twins_told_;
  std::vector<Arrival> arrivals_;
  std::vector<std::vector<IntakeResult>> results_;  ///< of each candidate
};

}  // namespace

IntakeResult RefusalOf(const ingest::Candidate& candidate, Error error) {
  IntakeResult result;
  result.name = candidate.name;
  result.origin = candidate.Origin();
  if (result.origin.empty()) result.origin = candidate.name;
  result.payer_account_id = candidate.payer_account_id;
  result.period = candidate.period;
  result.received.findings = candidate.findings;
  result.error = std::move(error);
  return result;
}

Result<std::vector<IntakeResult>> TakeIn(const std::vector<ingest::Candidate>& candidates,
                                         const IntakeOptions& options, store::Store& store,
                                         engine::Engine& engine) {
  return Intake(candidates, options, store, engine).Run();
}

Result<std::vector<IntakeResult>> TakeIn(const fs::path& place, const IntakeOptions& options,
                                         store::Store& store, engine::Engine& engine) {
  ASSIGN_OR_RETURN(const std::vector<ingest::Candidate> candidates, ingest::Discover(place));
  return TakeIn(candidates, options, store, engine);
}

}  // namespace billwright::pipeline
