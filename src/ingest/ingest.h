#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "ingest/received.h"
#include "ingest/source/candidate.h"
#include "model/delivery.h"
#include "model/finding.h"

// What did AWS send, and can it be trusted? A place (folder or file) is looked through for reports;
// the files of one report become one delivery: copied as delivered, csv also converted to Parquet
// with every column kept, counted, checked. Registering it is the caller's (store/).

namespace billwright::ingest {

/// Identities between files and all deliveries that they were divided into: one delivery alone does
/// not tell them.
inline constexpr std::string_view kRowsOfDeliveries = "rows in files = Σ rows of their deliveries";
inline constexpr std::string_view kCostOfDeliveries =
    "Σ unblended in files = Σ of their deliveries";

/// Whether a finding is about which files there are and where they came from: what is in them does
/// not tell it.
bool IsOfArrival(const Finding& finding);

/// Takes a candidate in: writes `folder` (which must not exist): `kept/` the files as delivered,
/// `stored/` Parquet of csv files. Nothing outside `folder` is touched; on failure it may be left
/// half made and is the caller's to remove. Not fsynced.
///
/// Gives one delivery for each payer and period in the files: one, nearly always, in `folder`
/// itself; none if the files have no rows.
///
/// Fails: kUnsupported for files without a column of money; kInvalidInput, with file, line and
/// column: a gzip that is broken or cut short, a missing
///        required column, rows too wide or too narrow, bad quotes, a file that is no report, files
///        of two formats in one candidate; kIo; kStore.
/// Findings: row.quarantined (per reason and file, with the money and the first row's place),
///        column.missing_family, currency.mixed, quantity.rounded, commitment.identity,
///        commitment.future_hours, commitment.no_public_cost, bridge.identity, account.unusual,
///        those of KeepFiles and source/against_manifest.h
Result<std::vector<Received>> Receive(const Candidate& candidate, engine::Engine& engine,
                                      const std::filesystem::path& folder);

/// Derives a delivery once more from its files as delivered, under the rules of today. The files
/// are read where they are kept, below `kept_in`; what is made of them is written into `folder`,
/// which must not exist. Of the files found there, those that are not `kept` have a `stored` that
/// is relative to `folder`. `of_files`: all deliveries of these files, `known` among them.
///
/// Keeps: what the delivery is (id, payer, period, version, where it came from).
/// Fails, Findings: as Receive, but for findings about which files there are. kConflict if under
///        today's rules the files hold rows of a payer and month that none of the deliveries is of:
///        they would be billed nowhere, or as another's. kNotFound if they hold none of `known`.
Result<Received> ReceiveAgain(const Delivery& known, std::span<const Delivery> of_files,
                              const std::filesystem::path& kept_in, engine::Engine& engine,
                              const std::filesystem::path& folder);

}  // namespace billwright::ingest
