#include "pipeline/intake.h"

#include <fmt/core.h>

#include <map>
#include <set>

#include "base/fault.h"
#include "pipeline/table_files.h"

namespace billwright::pipeline {

namespace fs = std::filesystem;

namespace {

/// A report that was received and waits to be published.
struct Pending {
  size_t result;
  fs::path staging;
  std::string source;
};

/// The tables of the checks are kept with the delivery: runs read them.
Result<void> WriteChecks(const ingest::Received& received, const fs::path& folder,
                         engine::Engine& engine) {
  const std::vector<StageTable> tables =
      ToStageTables(received.totals, received.services, received.findings, received.proof);
  return WriteTables(tables, folder, engine);
}

/// A newer version normally has more rows than the one before. One with fewer is taken, since AWS
/// is the source, but not without a word.
Result<void> CompareWithVersionBefore(store::Store& store, ingest::Received& received) {
  const Delivery& delivery = received.delivery;
  ASSIGN_OR_RETURN(const auto current, store.CurrentDeliveries(delivery.period));
  for (const store::DeliveryRecord& record : current) {
    const Delivery& before = record.delivery;
    if (before.payer_account_id != delivery.payer_account_id || before.rows <= delivery.rows)
      continue;
    received.findings.push_back(
        Finding::Make(
            Severity::kWarning, "delivery.shrunk", delivery.payer_account_id,
            fmt::format("The version before (version {}, delivery {}) had {} rows of {} "
                        "{}; this one has {}. Files may be missing. It is the newest and "
                        "will be used.",
                        before.version, before.delivery_id, before.rows,
                        before.unblended_cost.ToString(2), before.currency, delivery.rows))
            .Worth(delivery.unblended_cost - before.unblended_cost, delivery.currency));
  }
  return {};
}

/// The deliveries of these files, if they were taken in before: one, or the parts of a divided one.
Result<std::optional<Delivery>> FindKnown(const std::string& delivery_id, store::Store& store) {
  for (const std::string& id : {delivery_id, ingest::DividedId(delivery_id, 1)}) {
    ASSIGN_OR_RETURN(auto known, store.FindDelivery(id));
    if (known) return std::move(known->delivery);
  }
  return std::nullopt;
}

/// Receives a report: appends what became of it to `results`, a line for each delivery in it, and
/// to `pending` what is to be published.
Result<void> Receive(const ingest::Candidate& candidate, store::Store& store,
                     engine::Engine& engine, std::vector<IntakeResult>& results,
                     std::vector<Pending>& pending) {
  IntakeResult result;
  result.name = candidate.name;
  ASSIGN_OR_RETURN(const std::string delivery_id, ingest::DeliveryIdOf(candidate));
  ASSIGN_OR_RETURN(auto known, FindKnown(delivery_id, store));
  if (known) {
    result.verdict = IntakeResult::Verdict::kKnown;
    result.received.delivery = std::move(*known);
    results.push_back(std::move(result));
    return {};
  }
  ASSIGN_OR_RETURN(const fs::path staging, store.NewStagingFolder());
  ASSIGN_OR_RETURN(std::vector<ingest::Received> all,
                   ingest::Receive(candidate, engine, staging / "delivery"));
  for (ingest::Received& received : all) {
    RETURN_IF_ERROR(CompareWithVersionBefore(store, received));
    RETURN_IF_ERROR(WriteChecks(received, received.folder, engine));
  }
  FAULT_POINT("intake.received");
  for (ingest::Received& received : all) {
    pending.push_back({results.size(), received.folder, candidate.files.front().string()});
    result.received = std::move(received);
    results.push_back(std::move(result));
    result = {};
    result.name = candidate.name;
  }
  return {};
}

/// One report that lies in two places is one delivery: the first is taken.
void SkipCopies(std::vector<IntakeResult>& results, std::vector<Pending>& pending) {
  std::set<std::string> seen;
  std::erase_if(pending, [&](const Pending& report) {
    IntakeResult& result = results[report.result];
    if (seen.insert(result.received.delivery.delivery_id).second) return false;
    result.verdict = IntakeResult::Verdict::kCopy;
    return true;
  });
}

void RefuseTwins(std::vector<IntakeResult>& results, std::vector<Pending>& pending) {
  std::map<std::pair<std::string, std::string>, std::vector<size_t>> by_bill;
  for (size_t i = 0; i < pending.size(); ++i) {
    const Delivery& delivery = results[pending[i].result].received.delivery;
    by_bill[{delivery.payer_account_id, delivery.period.ToString()}].push_back(i);
  }
  std::vector<bool> refused(pending.size());
  for (const auto& [bill, twins] : by_bill) {
    if (twins.size() == 1) continue;
    std::string names;
    for (const size_t i : twins) names += (names.empty() ? "" : ", ") + pending[i].source;
    for (const size_t i : twins) {
      refused[i] = true;
      IntakeResult& result = results[pending[i].result];
      result.verdict = IntakeResult::Verdict::kRefused;
      result.error = Error(
          ErrorCode::kConflict,
          fmt::format("{} reports of payer {} for {} are new here ({}); which of them is the newer "
                      "cannot be told. Ingest them one by one, the newest last",
                      twins.size(), bill.first, bill.second, names));
    }
  }
  std::vector<Pending> kept;
  for (size_t i = 0; i < pending.size(); ++i)
    if (!refused[i]) kept.push_back(std::move(pending[i]));
  pending = std::move(kept);
}

}  // namespace

Result<std::vector<IntakeResult>> TakeIn(const fs::path& place, store::Store& store,
                                         engine::Engine& engine,
                                         const std::function<void(const std::string&)>& on_report) {
  ASSIGN_OR_RETURN(const std::vector<ingest::Candidate> candidates, ingest::Discover(place));
  std::vector<IntakeResult> results;
  std::vector<Pending> pending;
  for (const ingest::Candidate& candidate : candidates) {
    if (on_report) on_report(candidate.name);
    const Result<void> received = Receive(candidate, store, engine, results, pending);
    if (received) continue;
    IntakeResult& refused = results.emplace_back();
    refused.name = candidate.name;
    refused.error = received.error();
  }
  SkipCopies(results, pending);
  RefuseTwins(results, pending);
  for (const Pending& report : pending) {
    IntakeResult& result = results[report.result];
    Result<Delivery> published =
        store.PublishDelivery(result.received.delivery, report.staging, report.source);
    if (!published) {
      result.error = std::move(published.error());
      continue;
    }
    result.received.delivery = std::move(*published);
    result.verdict = IntakeResult::Verdict::kRegistered;
  }
  return results;
}

}  // namespace billwright::pipeline
