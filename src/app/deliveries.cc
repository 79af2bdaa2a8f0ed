#include "app/deliveries.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/sources.h"

namespace billwright::app {

namespace {

using store::DeliveryRecord;

/// The one delivery whose id begins like this.
Result<DeliveryRecord> FindByName(const std::vector<DeliveryRecord>& all, const std::string& name) {
  std::vector<const DeliveryRecord*> found;
  for (const DeliveryRecord& record : all) {
    if (record.delivery.delivery_id == name) return record;
    if (record.delivery.delivery_id.starts_with(name)) found.push_back(&record);
  }
  if (found.empty() || name.empty())
    return Fail(ErrorCode::kNotFound,
                fmt::format("there is no delivery {}; `billwright versions` lists them", name));
  if (found.size() > 1)
    return Fail(ErrorCode::kInvalidInput, fmt::format("{} deliveries begin with {}: give more of "
                                                      "the id",
                                                      found.size(), name));
  return *found.front();
}

Result<std::vector<DeliveryRecord>> FindAll(store::Store& store,
                                            const std::vector<std::string>& names) {
  ASSIGN_OR_RETURN(const std::vector<DeliveryRecord> all, store.Deliveries());
  std::vector<DeliveryRecord> found;
  for (const DeliveryRecord& record : all)
    if (names.empty() && record.delivery.pruned_at.empty()) found.push_back(record);
  for (const std::string& name : names) {
    if (const Result<BillingPeriod> period = BillingPeriod::Parse(name)) {
      for (const DeliveryRecord& record : all)
        if (record.delivery.period == *period && record.delivery.pruned_at.empty())
          found.push_back(record);
      continue;
    }
    ASSIGN_OR_RETURN(DeliveryRecord record, FindByName(all, name));
    if (!record.delivery.pruned_at.empty())
      return Fail(ErrorCode::kConflict,
                  fmt::format("delivery {} was pruned at {}; `billwright ingest PLACE` with the "
                              "same files brings it back",
                              record.delivery.delivery_id, record.delivery.pruned_at));
    found.push_back(std::move(record));
  }
  if (found.empty())
    return Fail(ErrorCode::kNotFound,
                "there is no delivery of " + (names.empty() ? std::string("anything") : names[0]));
  return found;
}

Result<std::vector<DeliveryRecord>> InForce(store::Store& store, const DeliveryChoice& choice) {
  ASSIGN_OR_RETURN(const std::vector<DeliveryRecord> all, store.Deliveries(choice.period));
  std::vector<DeliveryRecord> chosen = store::InForce(all);
  std::erase_if(chosen, [&](const DeliveryRecord& record) {
    return !choice.payer.empty() && record.delivery.payer_account_id != choice.payer;
  });
  return chosen;
}

std::string StateOf(const Delivery& delivery, bool in_force) {
  if (!delivery.pruned_at.empty()) return "pruned";
  if (CameTooLate(delivery)) return "outdated";
  if (!delivery.withdrawn_at.empty()) return "withdrawn";
  return in_force ? "in force" : "older";
}

}  // namespace

Result<std::vector<pipeline::AgainResult>> DeriveAgain(
    Session& session, const std::vector<std::string>& names,
    const std::function<void(const Delivery&)>& on_delivery) {
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kWrite));
  ASSIGN_OR_RETURN(engine::Engine * engine, session.OpenEngine());
  ASSIGN_OR_RETURN(const std::vector<DeliveryRecord> deliveries, FindAll(*store, names));
  return pipeline::DeriveAllAgain(deliveries, *store, *engine, FetchFrom(session), on_delivery);
}

Result<std::vector<VersionLine>> Versions(Session& session, const DeliveryChoice& choice) {
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kRead));
  ASSIGN_OR_RETURN(const std::vector<DeliveryRecord> all, store->Deliveries(choice.period));
  std::set<std::string> in_force;
  for (const DeliveryRecord& record : store::InForce(all))
    in_force.insert(record.delivery.delivery_id);
  std::set<BillingPeriod> periods;
  std::map<std::string, std::vector<std::string>> runs;
  std::vector<VersionLine> lines;
  for (const DeliveryRecord& record : all) {
    const Delivery& delivery = record.delivery;
    if (!choice.payer.empty() && delivery.payer_account_id != choice.payer) continue;
    if (periods.insert(delivery.period).second) {
      ASSIGN_OR_RETURN(const std::vector<store::RunRecord> of_period, store->Runs(delivery.period));
      for (const store::RunRecord& run : of_period)
        for (const std::string& id : run.delivery_ids) runs[id].push_back(run.run_id);
    }
    VersionLine& line = lines.emplace_back();
    line.record = record;
    line.in_force = in_force.contains(delivery.delivery_id);
    line.runs = runs[delivery.delivery_id];
    line.state = StateOf(delivery, line.in_force);
  }
  return lines;
}

Frame VersionsFrame(const std::vector<VersionLine>& versions) {
  std::vector<std::string> periods, payers, ids, states, received, delivered, sources, formats,
      currencies, derived, runs;
  std::vector<int64_t> numbers, rows, quarantined;
  std::vector<Decimal> costs, quarantined_costs;
  for (const VersionLine& line : versions) {
    const Delivery& delivery = line.record.delivery;
    periods.push_back(delivery.period.ToString());
    payers.push_back(delivery.payer_account_id);
    numbers.push_back(delivery.version);
    ids.push_back(delivery.delivery_id);
    states.push_back(line.state);
    received.push_back(line.record.received_at);
    delivered.push_back(delivery.delivered_at);
    sources.push_back(delivery.source_id.empty() ? line.record.source : delivery.source_id);
    formats.push_back(delivery.format + " " + delivery.encoding);
    derived.push_back(delivery.derived.empty() ? "1" : delivery.derived);
    rows.push_back(delivery.rows);
    quarantined.push_back(delivery.quarantined_rows);
    currencies.push_back(delivery.currency);
    costs.push_back(delivery.unblended_cost);
    quarantined_costs.push_back(delivery.quarantined_cost);
    std::string names;
    for (const std::string& run : line.runs) names += (names.empty() ? "" : " ") + run;
    runs.push_back(names);
  }
  return {{{"period", periods},
           {"payer_account_id", payers},
           {"version", numbers},
           {"delivery_id", ids},
           {"state", states},
           {"received_at", received},
           {"delivered_at", delivered},
           {"source", sources},
           {"format", formats},
           {"derivation", derived},
           {"rows", rows},
           {"quarantined_rows", quarantined},
           {"currency", currencies},
           {"unblended_cost", costs},
           {"quarantined_cost", quarantined_costs},
           {"runs", runs}}};
}

Result<WithdrawOutcome> Withdraw(Session& session, const std::string& name, bool undo) {
  constexpr size_t kShortestName = 4;
  if (name.size() < kShortestName)
    return Fail(
        ErrorCode::kInvalidInput,
        fmt::format("\"{}\" is too short to withdraw by: give at least {} characters of the "
                    "id",
                    name, kShortestName));
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kWrite));
  ASSIGN_OR_RETURN(const std::vector<DeliveryRecord> all, store->Deliveries());
  ASSIGN_OR_RETURN(const DeliveryRecord record, FindByName(all, name));
  const Delivery& delivery = record.delivery;
  if (!delivery.pruned_at.empty())
    return Fail(ErrorCode::kConflict, fmt::format("delivery {} was pruned at {}",
                                                  delivery.delivery_id, delivery.pruned_at));
  if (delivery.withdrawn_at.empty() == undo)
    return Fail(ErrorCode::kConflict,
                undo ? fmt::format("delivery {} is not withdrawn", delivery.delivery_id)
                     : fmt::format("delivery {} was withdrawn at {} already", delivery.delivery_id,
                                   delivery.withdrawn_at));
  RETURN_IF_ERROR(store->SetWithdrawn(delivery.delivery_id, !undo));
  ASSIGN_OR_RETURN(const std::vector<DeliveryRecord> current,
                   InForce(*store, {delivery.period, delivery.payer_account_id}));
  WithdrawOutcome outcome{delivery, {}};
  if (!current.empty()) outcome.in_force = current.front().delivery;
  return outcome;
}

namespace {

Result<DeliveryRecord> VersionOf(const std::vector<DeliveryRecord>& versions, int64_t version,
                                 const DeltaChoice& choice) {
  const auto found = std::ranges::find_if(versions, [version](const DeliveryRecord& record) {
    return record.delivery.version == version;
  });
  if (found == versions.end())
    return Fail(ErrorCode::kNotFound,
                fmt::format("there is no version {} of {}", version, choice.period.ToString()));
  if (!found->delivery.pruned_at.empty())
    return Fail(ErrorCode::kConflict,
                fmt::format("version {} of {} was pruned at {}: its rows are gone", version,
                            choice.period.ToString(), found->delivery.pruned_at));
  return *found;
}

/// The two versions of one payer that are to be compared; nothing if there are no two.
Result<std::optional<std::pair<DeliveryRecord, DeliveryRecord>>> PairOf(
    const std::vector<DeliveryRecord>& versions, const DeltaChoice& choice) {
  std::vector<DeliveryRecord> usable = versions;
  std::erase_if(usable, [](const DeliveryRecord& record) { return !IsInUse(record.delivery); });
  if (choice.old_version == 0) {
    if (usable.size() < 2) return std::nullopt;
    return std::pair(usable[usable.size() - 2], usable.back());
  }
  ASSIGN_OR_RETURN(DeliveryRecord old_version, VersionOf(versions, choice.old_version, choice));
  ASSIGN_OR_RETURN(DeliveryRecord new_version, VersionOf(versions, choice.new_version, choice));
  return std::pair(std::move(old_version), std::move(new_version));
}

}  // namespace

Result<std::vector<pipeline::Delta>> CompareVersions(Session& session, const DeltaChoice& choice) {
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kRead));
  ASSIGN_OR_RETURN(engine::Engine * engine, session.OpenEngine());
  ASSIGN_OR_RETURN(const std::vector<DeliveryRecord> all, store->Deliveries(choice.period));
  std::map<std::string, std::vector<DeliveryRecord>> by_payer;
  for (const DeliveryRecord& record : all)
    if (choice.payer.empty() || record.delivery.payer_account_id == choice.payer)
      by_payer[record.delivery.payer_account_id].push_back(record);
  if (choice.old_version != 0 && by_payer.size() > 1)
    return Fail(ErrorCode::kInvalidInput,
                fmt::format("{} payers have deliveries of {}; versions are numbered for each: say "
                            "which with --payer",
                            by_payer.size(), choice.period.ToString()));
  std::vector<pipeline::Delta> deltas;
  for (const auto& [payer, versions] : by_payer) {
    ASSIGN_OR_RETURN(const auto pair, PairOf(versions, choice));
    if (!pair) continue;
    ASSIGN_OR_RETURN(
        pipeline::Delta delta,
        pipeline::CompareVersions(pair->first.delivery, pair->second.delivery, *store, *engine));
    deltas.push_back(std::move(delta));
  }
  if (deltas.empty())
    return Fail(ErrorCode::kNotFound,
                fmt::format("there are no two versions of {} to compare; `billwright versions {}` "
                            "lists what there is",
                            choice.period.ToString(), choice.period.ToString()));
  return deltas;
}

Result<std::vector<QuarantinedRow>> Quarantined(Session& session, const DeliveryChoice& choice) {
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kRead));
  ASSIGN_OR_RETURN(engine::Engine * engine, session.OpenEngine());
  ASSIGN_OR_RETURN(const std::vector<DeliveryRecord> deliveries, InForce(*store, choice));
  return pipeline::ListQuarantined(deliveries, *store, *engine);
}

Result<int64_t> ExportQuarantined(Session& session, const DeliveryChoice& choice,
                                  const std::filesystem::path& to) {
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kRead));
  ASSIGN_OR_RETURN(engine::Engine * engine, session.OpenEngine());
  ASSIGN_OR_RETURN(const std::vector<DeliveryRecord> deliveries, InForce(*store, choice));
  return pipeline::ExportQuarantined(deliveries, to, *store, *engine);
}

Result<std::vector<pipeline::DriftStep>> Drift(Session& session,
                                               const pipeline::DriftRequest& request) {
  ASSIGN_OR_RETURN(store::Store * store, session.OpenStore(store::Access::kRead));
  ASSIGN_OR_RETURN(engine::Engine * engine, session.OpenEngine());
  return pipeline::DriftHistory(request, *store, *engine);
}

Result<std::vector<pipeline::PruneItem>> Prune(Session& session, bool yes) {
  RETURN_IF_ERROR(RequireUsableSettings(session));
  const books::WorkspaceSettings& workspace = session.books().workspace;
  ASSIGN_OR_RETURN(store::Store * store,
                   session.OpenStore(yes ? store::Access::kWrite : store::Access::kRead));
  ASSIGN_OR_RETURN(
      std::vector<pipeline::PruneItem> plan,
      pipeline::PlanPrune(workspace.retention, UtcTime::Now(), workspace.data, *store));
  if (yes) RETURN_IF_ERROR(pipeline::Prune(plan, *store));
  return plan;
}

}  // namespace billwright::app
