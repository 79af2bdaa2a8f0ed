#include "pipeline/arrival.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/digest.h"
#include "base/embedded.h"
#include "base/fault.h"
#include "base/file.h"
#include "engine/line_item_view.h"
#include "ingest/delivery_id.h"
#include "ingest/source/keep.h"
#include "ingest/source/keep_files.h"

namespace billwright::pipeline {

namespace fs = std::filesystem;

namespace {

/// The version in force of the same payer and period; nullopt if there is none.
Result<std::optional<Delivery>> InForce(const Delivery& delivery, store::Store& store) {
  ASSIGN_OR_RETURN(const auto current, store.CurrentDeliveries(delivery.period));
  for (const store::DeliveryRecord& record : current)
    if (record.delivery.payer_account_id == delivery.payer_account_id) return record.delivery;
  return std::nullopt;
}

/// Whether AWS wrote it before what is in force: then it is kept, and not put to use. A time that
/// is to come, as an older Billwright has let in, says nothing.
void NoteIfOutdated(const Delivery& before, ingest::Received& received) {
  Delivery& delivery = received.delivery;
  const std::string now = UtcTime::Now().ToString();
  if (delivery.delivered_at.empty() || before.delivered_at.empty() ||
      delivery.delivered_at >= before.delivered_at || before.delivered_at > now)
    return;
  delivery.withdrawn_at = delivery.delivered_at;  // as CameTooLate has it
  received.findings.push_back(Finding::Make(
      Severity::kWarning, "delivery.outdated", delivery.payer_account_id,
      fmt::format("It was written at {}, before version {}, which is in force and was written at "
                  "{}. It is kept and not used; `billwright withdraw {} --undo` puts it to use.",
                  delivery.delivered_at, before.version, before.delivered_at,
                  delivery.delivery_id)));
}

/// Whether a report would be the next version of a delivery, as far as can be told without its
/// rows.
bool IsOfSameBill(const ingest::Candidate& candidate, const Delivery& delivery) {
  const auto lies_there = [&](const DeliveryFile& file) {
    return std::ranges::find(candidate.sources, file.origin, &ingest::SourceFile::origin) !=
           candidate.sources.end();
  };
  if (std::ranges::any_of(delivery.files, lies_there)) return true;
  if (candidate.period != delivery.period.ToString()) return false;
  return candidate.payer_account_id.empty()
             ? candidate.export_name == delivery.export_name &&
                   candidate.source_id == delivery.source_id
             : candidate.payer_account_id == delivery.payer_account_id;
}

/// Two exports of different providers under one payer account: as versions of each other, the newer
/// would take the place of the older, and what that one bills would be billed nowhere.
Result<void> RefuseOtherExport(const Delivery& before, const ingest::Received& received,
                               store::Store& store, engine::Engine& engine) {
  const Delivery& delivery = received.delivery;
  if (before.provider == delivery.provider) return {};
  RETURN_IF_ERROR(store.CheckFolder(before));
  const auto rows = [](const Delivery& of, const fs::path& folder) {
    return engine::LineItemView(of, folder, /*accepted_only=*/true);
  };
  ASSIGN_OR_RETURN(const std::string in_common,
                   engine.QueryText(engine::Fill(
                       EmbeddedText("sql/ingest/common_providers.sql"),
                       {{"first", rows(before, store.FolderOfDelivery(before.delivery_id))},
                        {"second", rows(delivery, received.folder)}})));
  if (in_common != "0") return {};
  return Fail(
      ErrorCode::kConflict,
      fmt::format(
          "{} is mostly of {}; version {} of payer {} for {} ({}, delivery {}) is mostly of "
          "{}, and they have no provider in common. It is another export, not a newer "
          "version, and {} {} would not be billed any more. If both are to be billed, "
          "deliver their rows as one report; if this one replaces that, `billwright "
          "withdraw {}` first",
          delivery.files.front().origin, ProviderTitle(delivery.provider), before.version,
          delivery.payer_account_id, delivery.period.ToString(), before.files.front().origin,
          before.delivery_id, ProviderTitle(before.provider), before.currency,
          before.unblended_cost.ToString(2), before.delivery_id));
}

Result<void> CompareWithVersionInForce(store::Store& store, engine::Engine& engine,
                                       ingest::Received& received) {
  ASSIGN_OR_RETURN(const std::optional<Delivery> before, InForce(received.delivery, store));
  if (!before) return {};
  RETURN_IF_ERROR(RefuseOtherExport(*before, received, store, engine));
  NoteIfOutdated(*before, received);
  return {};
}

/// The files hold what they held, but look otherwise: written again, or new when they were taken
/// in. From now on they are known without reading as they look now.
Result<void> NoteEtags(const ingest::Candidate& candidate, Delivery known, store::Store& store) {
  bool differs = false;
  for (DeliveryFile& file : known.files)
    for (const ingest::SourceFile& source : candidate.sources) {
      const std::string& etag = source.found.etag;
      if (source.origin != file.origin || etag.empty() || etag == file.etag) continue;
      file.etag = etag;
      file.version_id = source.found.version_id;
      differs = true;
    }
  return differs ? store.SetEtags(known) : Result<void>();
}

/// Puts the files as delivered back, under the names that they had, from files with their digests.
Result<void> PutKeptBack(const ingest::Candidate& candidate, const Delivery& delivery,
                         store::Store& store) {
  ASSIGN_OR_RETURN(const fs::path staging, store.NewStagingFolder());
  RETURN_IF_ERROR(MakeFolders(staging / ingest::kKept));
  for (const fs::path& path : candidate.files) {
    ASSIGN_OR_RETURN(const std::string digest, DigestOfFile(path));
    const auto file = std::ranges::find(delivery.files, digest, &DeliveryFile::digest);
    if (file == delivery.files.end())
      return Fail(ErrorCode::kConflict, path.string() + " changed meanwhile; try again");
    RETURN_IF_ERROR(ingest::KeepFile(path, staging / file->kept));
  }
  return store.Restore(delivery, staging, {});
}

}  // namespace

std::vector<ingest::Bill> Arrival::bills() const {
  std::vector<ingest::Bill> all;
  for (const ingest::Received& each : received)
    all.push_back({each.delivery.payer_account_id, each.delivery.period});
  return all;
}

Result<std::vector<store::DeliveryRecord>> FindKnown(const std::string& delivery_id,
                                                     store::Store& store) {
  std::vector<store::DeliveryRecord> known;
  ASSIGN_OR_RETURN(auto whole, store.FindDelivery(delivery_id));
  if (whole) known.push_back(std::move(*whole));
  for (int64_t part = 1; known.empty() || part > 1; ++part) {
    ASSIGN_OR_RETURN(auto found, store.FindDelivery(ingest::DividedId(delivery_id, part)));
    if (!found) break;
    known.push_back(std::move(*found));
  }
  return known;
}

Result<IntakeResult> VisitKnown(const ingest::Candidate& candidate, const Delivery& known,
                                const IntakeOptions& options, store::Store& store,
                                engine::Engine& engine) {
  IntakeResult result;
  result.name = candidate.name;
  result.verdict = IntakeResult::Verdict::kKnown;
  result.received.delivery = known;
  RETURN_IF_ERROR(NoteEtags(candidate, known, store));
  if (!known.pruned_at.empty() && !options.is_named_by_hand) return result;
  ASSIGN_OR_RETURN(const Damage damage, FindDamage(known, store, options.is_named_by_hand, engine));
  if (!damage.any()) return result;
  const bool is_copy = known.keep == kKeepCopy;
  if (is_copy && !damage.kept.empty()) RETURN_IF_ERROR(PutKeptBack(candidate, known, store));
  FAULT_POINT("intake.kept_restored");
  result.verdict = IntakeResult::Verdict::kRestored;
  if (is_copy && damage.derived.empty()) return result;
  ASSIGN_OR_RETURN(const AgainResult again, DeriveAgain(known, store, engine, options.fetch));
  if (again.error) return Fail(*again.error);
  result.received.delivery = again.after;
  return result;
}

Result<IntakeResult> PassOverEmpty(const ingest::Candidate& candidate, store::Store& store) {
  IntakeResult result;
  result.name = candidate.name;
  result.verdict = IntakeResult::Verdict::kPassedOver;
  const size_t others = candidate.sources.size() - 1;
  const std::string what =
      candidate.sources.front().origin +
      (others == 0 ? " has no rows"
                   : fmt::format(" and {} more of its report have no rows", others));
  ASSIGN_OR_RETURN(const std::vector<store::DeliveryRecord> all, store.Deliveries());
  for (const store::DeliveryRecord& record : store::InForce(all)) {
    const Delivery& before = record.delivery;
    if (!IsOfSameBill(candidate, before)) continue;
    result.received.findings.push_back(Finding::Make(
        Severity::kWarning, "delivery.empty", before.payer_account_id,
        fmt::format("{}. Version {} of {}, with {} rows, stays in force; look why nothing is "
                    "delivered any more.",
                    what, before.version, before.period.ToString(), before.rows)));
    return result;
  }
  result.received.findings.push_back(
      Finding::Make(Severity::kInfo, "delivery.empty", candidate.name,
                    what + ": nothing is taken in of it. Nothing to do."));
  return result;
}

Result<void> Receive(Arrival& arrival, const IntakeOptions& options, store::Store& store,
                     engine::Engine& engine) {
  ASSIGN_OR_RETURN(const fs::path staging, store.NewStagingFolder());
  ASSIGN_OR_RETURN(arrival.received,
                   ingest::Receive(*arrival.candidate, engine, staging / "delivery"));
  for (ingest::Received& received : arrival.received) {
    Delivery& delivery = received.delivery;
    if (delivery.source_id.empty()) delivery.source_id = options.source_id;
    if (delivery.delivered_at.empty()) delivery.delivered_at = arrival.candidate->delivered_at;
  }
  FAULT_POINT("intake.received");
  return {};
}

Result<std::vector<IntakeResult>> Publish(Arrival& arrival, store::Store& store,
                                          engine::Engine& engine) {
  std::vector<store::NewDelivery> added;
  for (ingest::Received& received : arrival.received) {
    RETURN_IF_ERROR(CompareWithVersionInForce(store, engine, received));
    RETURN_IF_ERROR(SealDerivation(received, received.folder, engine));
    added.push_back({received.delivery, received.folder});
  }
  FAULT_POINT("intake.sealed");
  ASSIGN_OR_RETURN(
      std::vector<Delivery> published,
      store.PublishDeliveries(std::move(added), arrival.candidate->sources.front().origin));
  std::vector<IntakeResult> results;
  for (size_t i = 0; i < published.size(); ++i) {
    IntakeResult& result = results.emplace_back();
    result.name = arrival.candidate->name;
    result.verdict = IntakeResult::Verdict::kRegistered;
    result.received = std::move(arrival.received[i]);
    result.received.delivery = std::move(published[i]);
  }
  return results;
}

}  // namespace billwright::pipeline
