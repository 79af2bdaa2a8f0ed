#include "pipeline/prune.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <map>
#include <set>

#include "base/fault.h"
#include "base/file.h"
#include "pipeline/source_intake.h"

namespace billwright::pipeline {

namespace fs = std::filesystem;

namespace {

using store::DeliveryRecord;
using store::Prunable;
using store::RunRecord;

/// How much deleting gives back: a file that has other names (tables that runs share are hard
/// links) counts with the last of them.
class Space {
 public:
  Result<int64_t> Of(const std::vector<fs::path>& paths) {
    int64_t bytes = 0;
    for (const fs::path& path : paths) {
      ASSIGN_OR_RETURN(const int64_t more, OfOne(path));
      bytes += more;
    }
    return bytes;
  }

 private:
  Result<int64_t> OfOne(const fs::path& path) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0)
      return errno == ENOENT ? Result<int64_t>(0) : FileError("read", path, errno);
    if (S_ISDIR(status.st_mode)) {
      ASSIGN_OR_RETURN(const std::vector<fs::path> entries, ListFolder(path));
      return Of(entries);
    }
    const uint64_t names = ++names_seen_[{status.st_dev, status.st_ino}];
    return names < status.st_nlink ? 0 : static_cast<int64_t>(status.st_size);
  }

  std::map<std::pair<dev_t, ino_t>, uint64_t> names_seen_;
};

std::string Kept(int count, const char* of) {
  return fmt::format("[retention] keeps {} of {}", count, of);
}

class Plan {
 public:
  Plan(const books::Retention& retention, store::Store& store)
      : retention_(retention), store_(store) {}

  Result<std::vector<PruneItem>> Make() {
    ASSIGN_OR_RETURN(const std::vector<DeliveryRecord> all, store_.Deliveries());
    std::map<BillingPeriod, std::vector<DeliveryRecord>> by_period;
    for (const DeliveryRecord& record : all) by_period[record.delivery.period].push_back(record);
    for (const auto& [period, deliveries] : by_period) {
      RETURN_IF_ERROR(PlanRuns(period));
      RETURN_IF_ERROR(PlanDeliveries(period, deliveries));
    }
    return std::move(items_);
  }

  Result<void> PlanIncoming(UtcTime now, const fs::path& incoming, std::vector<PruneItem>& items) {
    if (!retention_.keep_incoming_days || !Exists(incoming)) return {};
    ASSIGN_OR_RETURN(const std::vector<fs::path> paths, ListFolder(incoming));
    for (const fs::path& path : paths) {
      struct stat status{};
      if (::lstat(path.c_str(), &status) != 0) return FileError("read", path, errno);
      const int64_t days = (now.seconds - status.st_mtim.tv_sec) / UtcTime::kSecondsPerDay;
      if (days < *retention_.keep_incoming_days) continue;
      PruneItem item;
      item.incoming = path;
      item.why = fmt::format("a download that nobody went on with for {} days", days);
      ASSIGN_OR_RETURN(item.bytes, space_.Of(std::vector{path}));
      items.push_back(std::move(item));
    }
    return {};
  }

 private:
  Result<void> Add(Prunable what, const Delivery* delivery, const BillingPeriod& period,
                   std::string why) {
    PruneItem item;
    item.what = std::move(what);
    item.period = period;
    if (delivery != nullptr) {
      item.payer_account_id = delivery->payer_account_id;
      item.version = delivery->version;
    }
    item.why = std::move(why);
    ASSIGN_OR_RETURN(const std::vector<fs::path> paths, store_.PathsOf(item.what));
    ASSIGN_OR_RETURN(item.bytes, space_.Of(paths));
    items_.push_back(std::move(item));
    return {};
  }

  /// Runs that go; what those that stay have read is needed.
  Result<void> PlanRuns(const BillingPeriod& period) {
    needed_.clear();
    ASSIGN_OR_RETURN(std::vector<RunRecord> runs, store_.Runs(period));
    std::erase_if(runs, [](const RunRecord& run) { return !run.pruned_at.empty(); });
    int kept = 0;
    for (size_t i = runs.size(); i > 0; --i) {
      const RunRecord& run = runs[i - 1];
      const bool is_in_force = i == runs.size();
      if (!is_in_force && retention_.keep_runs && kept >= *retention_.keep_runs) {
        RETURN_IF_ERROR(Add({Prunable::Kind::kRun, run.run_id, {}}, nullptr, period,
                            "not in force; " + Kept(kept, "such runs")));
        continue;
      }
      if (!is_in_force) ++kept;
      for (size_t j = 0; j < run.delivery_ids.size(); ++j)
        needed_[run.delivery_ids[j]].insert(run.derivations[j]);
    }
    return {};
  }

  Result<void> PlanDeliveries(const BillingPeriod& period,
                              const std::vector<DeliveryRecord>& deliveries) {
    std::set<std::string> in_force;
    for (const DeliveryRecord& record : store::InForce(deliveries))
      in_force.insert(record.delivery.delivery_id);
    std::map<std::string, int> kept;
    for (size_t i = deliveries.size(); i > 0; --i) {
      const Delivery& delivery = deliveries[i - 1].delivery;
      if (!delivery.pruned_at.empty()) continue;
      if (in_force.contains(delivery.delivery_id) || needed_.contains(delivery.delivery_id)) {
        RETURN_IF_ERROR(PlanDerivations(delivery));
        continue;
      }
      int& newer = kept[delivery.payer_account_id];
      if (retention_.keep_versions && newer >= *retention_.keep_versions) {
        RETURN_IF_ERROR(Add({Prunable::Kind::kDelivery, delivery.delivery_id, {}}, &delivery,
                            period,
                            "not in force, no run needs it; " + Kept(newer, "such versions")));
        continue;
      }
      ++newer;
      RETURN_IF_ERROR(PlanDerivations(delivery));
    }
    return {};
  }

  /// Of a delivery that stays.
  Result<void> PlanDerivations(const Delivery& delivery) {
    if (!retention_.keep_derivations) return {};
    ASSIGN_OR_RETURN(const std::vector<DeliveryRecord> all,
                     store_.Derivations(delivery.delivery_id));
    int kept = 0;
    for (size_t i = all.size(); i > 0; --i) {
      const std::string& name = all[i - 1].delivery.derived;
      if (name == delivery.derived || needed_[delivery.delivery_id].contains(name) ||
          !all[i - 1].derivation_pruned_at.empty())
        continue;
      if (kept >= *retention_.keep_derivations)
        RETURN_IF_ERROR(Add({Prunable::Kind::kDerivation, delivery.delivery_id, name}, &delivery,
                            delivery.period,
                            "derived again since, no run needs it; " + Kept(kept, "these")));
      else
        ++kept;
    }
    return {};
  }

  const books::Retention& retention_;
  store::Store& store_;
  Space space_;
  std::map<std::string, std::set<std::string>> needed_;  ///< derivations by delivery
  std::vector<PruneItem> items_;
};

std::string_view KindOf(const PruneItem& item) {
  if (!item.incoming.empty()) return "download";
  switch (item.what.kind) {
    case Prunable::Kind::kDelivery:
      return "delivery";
    case Prunable::Kind::kDerivation:
      return "derivation";
    case Prunable::Kind::kRun:
      return "run";
  }
  return {};
}

}  // namespace

Result<std::vector<PruneItem>> PlanPrune(const books::Retention& retention, UtcTime now,
                                         const fs::path& data, store::Store& store) {
  Plan plan(retention, store);
  ASSIGN_OR_RETURN(std::vector<PruneItem> items, plan.Make());
  RETURN_IF_ERROR(plan.PlanIncoming(now, IncomingFolder(data), items));
  return items;
}

Result<void> Prune(const std::vector<PruneItem>& plan, store::Store& store) {
  std::vector<Prunable> known;
  for (const PruneItem& item : plan)
    if (item.incoming.empty()) known.push_back(item.what);
  RETURN_IF_ERROR(store.Prune(known));
  for (const PruneItem& item : plan)
    if (!item.incoming.empty()) {
      RETURN_IF_ERROR(RemoveAll(item.incoming));
      FAULT_POINT("prune.incoming_removed");
    }
  return {};
}

Frame PruneFrame(const std::vector<PruneItem>& plan) {
  std::vector<std::string> kinds, periods, payers, ids, derivations, why;
  std::vector<int64_t> versions, bytes;
  for (const PruneItem& item : plan) {
    const bool is_download = !item.incoming.empty();
    kinds.emplace_back(KindOf(item));
    periods.push_back(is_download ? "" : item.period.ToString());
    payers.push_back(item.payer_account_id);
    versions.push_back(item.version);
    ids.push_back(is_download ? item.incoming.filename().string() : item.what.id);
    derivations.push_back(item.what.derived);
    bytes.push_back(item.bytes);
    why.push_back(item.why);
  }
  return {{{"what", kinds},
           {"period", periods},
           {"payer_account_id", payers},
           {"version", versions},
           {"id", ids},
           {"derivation", derivations},
           {"bytes", bytes},
           {"why", why}}};
}

}  // namespace billwright::pipeline
