#include "pipeline/again.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/digest.h"
#include "base/embedded.h"
#include "base/fault.h"
#include "base/file.h"
#include "ingest/delivery_id.h"
#include "pipeline/arrival.h"

namespace billwright::pipeline {

namespace fs = std::filesystem;

namespace {

bool Has(const Findings& findings, const Finding& finding) {
  return std::ranges::any_of(findings, [&](const Finding& each) {
    return each.code == finding.code && each.subject == finding.subject;
  });
}

/// Identities of files that several deliveries share: one of them alone does not tell them.
bool IsOfWhole(const ProofLine& line) {
  return line.identity == ingest::kRowsOfDeliveries || line.identity == ingest::kCostOfDeliveries;
}

class Again {
 public:
  Again(const Delivery& delivery, store::Store& store, engine::Engine& engine,
        const FetchPinned& fetch)
      : store_(store), engine_(engine), fetch_(fetch) {
    result_.before = delivery;
    result_.after = delivery;
  }

  Result<AgainResult> Run() {
    ASSIGN_OR_RETURN(result_.damage,
                     FindDamage(result_.before, store_, /*thorough=*/true, engine_));
    ASSIGN_OR_RETURN(staging_, store_.NewStagingFolder());
    const Result<void> derived = Derive();
    if (derived) {
      FAULT_POINT("again.derived");
      RETURN_IF_ERROR(PutInForce());
    } else {
      result_.error = derived.error();
    }
    RETURN_IF_ERROR(RemoveAll(staging_));
    return std::move(result_);
  }

 private:
  Result<fs::path> FolderOfKept() {
    const Delivery& delivery = result_.before;
    if (delivery.keep == kKeepReference) {
      if (!fetch_)
        return Fail(ErrorCode::kUnsupported, "delivery " + delivery.delivery_id +
                                                 " is kept by reference, and nothing here can "
                                                 "fetch its files");
      RETURN_IF_ERROR(fetch_(delivery, staging_ / "fetched"));
      return staging_ / "fetched";
    }
    if (!result_.damage.kept.empty())
      return Fail(ErrorCode::kCorrupt,
                  fmt::format("{}; `billwright ingest PLACE` with the same files puts them back",
                              result_.damage.kept));
    return store_.FolderOfDelivery(delivery.delivery_id);
  }

  /// All deliveries of the files of this one, itself among them.
  Result<std::vector<Delivery>> DeliveriesOfFiles() {
    ASSIGN_OR_RETURN(const auto records,
                     FindKnown(ingest::WholeId(result_.before.delivery_id), store_));
    std::vector<Delivery> deliveries;
    for (const store::DeliveryRecord& record : records) deliveries.push_back(record.delivery);
    return deliveries;
  }

  Result<void> Derive() {
    ASSIGN_OR_RETURN(const fs::path kept_in, FolderOfKept());
    ASSIGN_OR_RETURN(const std::vector<Delivery> of_files, DeliveriesOfFiles());
    ASSIGN_OR_RETURN(received_, ingest::ReceiveAgain(result_.before, of_files, kept_in, engine_,
                                                     staging_ / "derived"));
    if (result_.damage.derived.empty()) {
      ASSIGN_OR_RETURN(before_, ReadDerivation(result_.before, store_, engine_));
      Findings of_arrival = before_->findings;
      std::erase_if(of_arrival, [this](const Finding& each) {
        return !ingest::IsOfArrival(each) || Has(received_.findings, each);
      });
      received_.findings.insert(received_.findings.begin(), of_arrival.begin(), of_arrival.end());
      std::ranges::copy_if(before_->proof, std::back_inserter(received_.proof), IsOfWhole);
    }
    return SealDerivation(received_, received_.folder, engine_);
  }

  /// Only where bytes differ are rows looked at: another version of the engine may write the same
  /// rows in other bytes.
  Result<void> CompareRows() {
    const fs::path folder = store_.FolderOfDelivery(result_.before.delivery_id);
    const std::vector<DeliveryFile>& old = result_.before.files;
    for (size_t i = 0; i < old.size(); ++i) {
      const DeliveryFile& now = received_.delivery.files[i];
      if (old[i].stored == old[i].kept || old[i].stored_digest == now.stored_digest) continue;
      using engine::NumberedParquetRows;
      ASSIGN_OR_RETURN(const std::string before,
                       engine_.DigestOfRows(NumberedParquetRows(folder / old[i].stored)));
      ASSIGN_OR_RETURN(const std::string after,
                       engine_.DigestOfRows(NumberedParquetRows(received_.folder / now.stored)));
      if (before != after)
        result_.differences.push_back({"stored rows", old[i].name, before, after});
    }
    return {};
  }

  Result<void> PutInForce() {
    if (result_.before.keep == kKeepReference && !result_.damage.kept.empty()) {
      RETURN_IF_ERROR(store_.Restore(result_.before, staging_ / "fetched", {}));
      result_.outcome = AgainResult::Outcome::kRestored;
    }
    if (!before_) return Replace();
    result_.differences = DifferencesOf(*before_, received_);
    RETURN_IF_ERROR(CompareRows());
    if (!result_.differences.empty()) return PublishOrFind();
    if (result_.outcome != AgainResult::Outcome::kRestored)
      result_.outcome = AgainResult::Outcome::kSame;
    result_.after.ingest_version = kIngestVersion;
    if (result_.before.ingest_version == kIngestVersion) return {};
    return store_.ConfirmDerivation(result_.after);
  }

  /// Where the stored files of a derivation lie in the delivery's folder.
  void PlaceFiles(const std::string& derived) {
    received_.delivery.derived = derived;
    for (DeliveryFile& file : received_.delivery.files)
      if (file.stored != file.kept) file.stored = (fs::path(derived) / file.stored).string();
  }

  /// What was lost is back in its place if it is what it was; else it is a derivation of its own.
  Result<void> Replace() {
    if (received_.delivery.derivation_digest != result_.before.derivation_digest) return Publish();
    PlaceFiles(result_.before.derived);
    RETURN_IF_ERROR(store_.Restore(received_.delivery, received_.folder, result_.before.derived));
    result_.after = received_.delivery;
    result_.outcome = AgainResult::Outcome::kRestored;
    return {};
  }

  Result<void> PublishOrFind() {
    Delivery& delivery = received_.delivery;
    if (delivery.derivation_digest == result_.before.derivation_digest) {  // only rows differ
      Sha256 digest;
      digest.AddField(delivery.derivation_digest);
      for (const DeliveryFile& file : delivery.files) digest.AddField(file.stored_digest);
      delivery.derivation_digest = digest.Finish();
    }
    ASSIGN_OR_RETURN(const auto derivations, store_.Derivations(delivery.delivery_id));
    for (const store::DeliveryRecord& earlier : derivations) {
      if (earlier.delivery.derivation_digest != delivery.derivation_digest ||
          !earlier.derivation_pruned_at.empty())
        continue;
      ASSIGN_OR_RETURN(const Damage damage,
                       FindDamage(earlier.delivery, store_, /*thorough=*/true, engine_));
      if (damage.any()) continue;
      RETURN_IF_ERROR(store_.PutDerivationInForce(earlier.delivery));
      result_.after = earlier.delivery;
      result_.outcome = AgainResult::Outcome::kEarlier;
      return {};
    }
    return Publish();
  }

  Result<void> Publish() {
    ASSIGN_OR_RETURN(const std::string name, store_.NextDerivation(result_.before.delivery_id));
    PlaceFiles(name);
    RETURN_IF_ERROR(store_.PublishDerivation(received_.delivery, received_.folder));
    result_.after = received_.delivery;
    result_.outcome = AgainResult::Outcome::kDerived;
    return {};
  }

  store::Store& store_;
  engine::Engine& engine_;
  const FetchPinned& fetch_;
  fs::path staging_;
  std::optional<ingest::Received> before_;  ///< nothing if it was damaged
  ingest::Received received_;
  AgainResult result_;
};

}  // namespace

std::string_view Name(AgainResult::Outcome outcome) {
  switch (outcome) {
    case AgainResult::Outcome::kSame:
      return "same";
    case AgainResult::Outcome::kDerived:
      return "derived";
    case AgainResult::Outcome::kEarlier:
      return "earlier";
    case AgainResult::Outcome::kRestored:
      return "restored";
    case AgainResult::Outcome::kRefused:
      return "refused";
  }
  return {};
}

Result<AgainResult> DeriveAgain(const Delivery& delivery, store::Store& store,
                                engine::Engine& engine, const FetchPinned& fetch) {
  return Again(delivery, store, engine, fetch).Run();
}

Result<std::vector<AgainResult>> DeriveAllAgain(
    const std::vector<store::DeliveryRecord>& deliveries, store::Store& store,
    engine::Engine& engine, const FetchPinned& fetch,
    const std::function<void(const Delivery&)>& on_delivery) {
  std::vector<AgainResult> results;
  for (const store::DeliveryRecord& record : deliveries) {
    if (on_delivery) on_delivery(record.delivery);
    ASSIGN_OR_RETURN(AgainResult result, DeriveAgain(record.delivery, store, engine, fetch));
    results.push_back(std::move(result));
  }
  return results;
}

Frame AgainFrame(const std::vector<AgainResult>& results) {
  std::vector<std::string> periods, payers, ids, outcomes, what, subjects, before, after;
  std::vector<int64_t> versions;
  const auto add = [&](const AgainResult& result, const Difference& difference) {
    periods.push_back(result.before.period.ToString());
    payers.push_back(result.before.payer_account_id);
    versions.push_back(result.before.version);
    ids.push_back(result.before.delivery_id);
    outcomes.emplace_back(Name(result.outcome));
    what.push_back(difference.what);
    subjects.push_back(difference.subject);
    before.push_back(difference.before);
    after.push_back(difference.after);
  };
  for (const AgainResult& result : results) {
    for (const Difference& difference : result.differences) add(result, difference);
    if (result.error)
      add(result, {"error", "", "", result.error->ToString()});
    else if (result.differences.empty())
      add(result, {});
  }
  return {{{"period", periods},
           {"payer_account_id", payers},
           {"version", versions},
           {"delivery_id", ids},
           {"outcome", outcomes},
           {"what", what},
           {"subject", subjects},
           {"before", before},
           {"after", after}}};
}

}  // namespace billwright::pipeline
