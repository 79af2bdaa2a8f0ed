#include "pipeline/source_intake.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/fault.h"

namespace billwright::pipeline {

namespace fs = std::filesystem;

namespace {

using ingest::Candidate;

/// What was begun and is not there any more is kept for as long as a period may still change.
constexpr int kKeepIncomingDays = 14;

/// One look at one source.
class SourceIntake {
 public:
  SourceIntake(std::vector<Candidate> candidates, const IntakeOptions& options, store::Store& store,
               engine::Engine& engine)
      : candidates_(std::move(candidates)), options_(options), store_(store), engine_(engine) {}

  Result<std::vector<IntakeResult>> Run() {
    ASSIGN_OR_RETURN(known_, store_.Deliveries());
    std::vector<Candidate> together;  // what nobody can put in order but TakeIn, seeing all
    for (Candidate& candidate : candidates_) {
      if (!candidate.problem && IsKnown(candidate)) continue;
      if (Result<void> fetched = ingest::Fetch(candidate); !fetched) {
        Refuse(candidate, std::move(fetched.error()));
        continue;
      }
      FAULT_POINT("intake.fetched");
      if (!candidate.place->is_remote() || candidate.delivered_at.empty()) {
        together.push_back(candidate);
        continue;
      }
      RETURN_IF_ERROR(Take({candidate}));
    }
    RETURN_IF_ERROR(Take(together));
    PassOverWhatIsNoBill();
    return std::move(results_);
  }

  const std::vector<Candidate>& candidates() const { return candidates_; }

 private:
  void Refuse(const Candidate& candidate, Error error) {
    results_.push_back(RefusalOf(candidate, std::move(error)));
  }

  /// Beside reports lie tables of other things: contract commitments, recommendations. Alone, such
  /// a file is what somebody took for a report.
  void PassOverWhatIsNoBill() {
    const auto is_no_bill = [](const IntakeResult& result) {
      return result.error && result.error->code() == ErrorCode::kUnsupported &&
             result.error->position();
    };
    if (std::ranges::all_of(results_, is_no_bill)) return;
    for (IntakeResult& result : results_) {
      if (!is_no_bill(result)) continue;
      result.verdict = IntakeResult::Verdict::kPassedOver;
      result.received.findings.push_back(
          Finding::Make(Severity::kInfo, "delivery.no_bill", result.name,
                        fmt::format("{} has no column of a cost, and is passed over: {}. Nothing "
                                    "to do, if it is no report of costs.",
                                    result.error->position()->file, result.error->message())));
      result.error.reset();
    }
  }

  /// Whether something of a known delivery is lost, so that its files are needed once more.
  bool IsToBeRestored(const Delivery& delivery) {
    if (!delivery.pruned_at.empty()) return options_.is_named_by_hand;
    const Result<Damage> damage = FindDamage(delivery, store_, options_.is_named_by_hand, engine_);
    return !damage || damage->any();
  }

  bool IsKnown(const Candidate& candidate) {
    bool is_known = false;
    for (const store::DeliveryRecord& record : known_) {
      if (!ingest::IsUnchanged(candidate, record.delivery)) continue;
      if (IsToBeRestored(record.delivery)) return false;
      is_known = true;
      IntakeResult& result = results_.emplace_back();
      result.name = candidate.name;
      result.verdict = IntakeResult::Verdict::kKnown;
      result.received.delivery = record.delivery;
    }
    return is_known;
  }

  Result<void> Take(const std::vector<Candidate>& candidates) {
    if (candidates.empty()) return {};
    ASSIGN_OR_RETURN(std::vector<IntakeResult> results,
                     TakeIn(candidates, options_, store_, engine_));
    for (const Candidate& candidate : candidates) {
      // Of several that were refused together, one result tells it: the others have none.
      const auto is_own = [&](const IntakeResult& result) { return result.name == candidate.name; };
      const auto is_refused = [&](const IntakeResult& result) {
        return is_own(result) && result.verdict == IntakeResult::Verdict::kRefused;
      };
      if (std::ranges::any_of(results, is_own) && std::ranges::none_of(results, is_refused))
        RETURN_IF_ERROR(ingest::ForgetFetched(candidate));
    }
    std::ranges::move(results, std::back_inserter(results_));
    return {};
  }

  std::vector<Candidate> candidates_;
  const IntakeOptions& options_;
  store::Store& store_;
  engine::Engine& engine_;
  std::vector<store::DeliveryRecord> known_;
  std::vector<IntakeResult> results_;
};

}  // namespace

Result<std::vector<IntakeResult>> TakeInSource(ingest::SourceSettings settings,
                                               const IntakeOptions& options, store::Store& store,
                                               engine::Engine& engine) {
  ASSIGN_OR_RETURN(std::vector<Candidate> candidates, ingest::Discover(settings));
  SourceIntake intake(std::move(candidates), options, store, engine);
  Result<std::vector<IntakeResult>> results = intake.Run();
  if (results && !settings.incoming.empty() && ingest::s3::IsAddress(settings.place))
    RETURN_IF_ERROR(
        ingest::CleanIncoming(settings.incoming, intake.candidates(), kKeepIncomingDays));
  return results;
}

fs::path IncomingFolder(const fs::path& data) { return data / "incoming"; }

}  // namespace billwright::pipeline
