#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/session.h"
#include "app/sources.h"
#include "model/frame.h"
#include "pipeline/intake.h"

namespace billwright::app {

/// What the deliveries of one source gave.
struct SourceIntake {
  std::string source;  ///< its id, or the place as it was given
  std::vector<pipeline::IntakeResult> reports;
  std::optional<Error> error;  ///< the place itself could not be read
};

/// Takes in the named places, or all sources of the workspace. A source that fails does not keep
/// the others from being taken. Of the sources only those in `only`, unless it is empty; each look
/// at one is noted in the catalog. A place may be "s3://bucket/prefix"; `s3` says how it is read.
/// Fails: kInvalidInput (books without sources, unusable settings),
/// kIo, kStore.
Result<std::vector<SourceIntake>> Ingest(Session& session,
                                         const std::vector<std::filesystem::path>& places,
                                         const std::function<void(const std::string&)>& on_report,
                                         const std::set<std::string>& only = {},
                                         const S3Options& s3 = {});

/// Runs all stages of a period. Fails: as pipeline::RunPeriod; kInvalidInput for unusable books.
Result<pipeline::RunOutcome> Run(Session& session, const pipeline::RunRequest& request);

struct ShowRequest {
  BillingPeriod period;
  std::string table;
  std::string customer;         ///< only rows of this customer; empty: all
  std::vector<std::string> by;  ///< sum by these columns; empty: rows as they are
  std::string run_id;           ///< empty: the run in force
};
/// Any table of a run: those of pipeline::KnownTables, and "finding" and "proof". `share` by
/// window_start is computed from the coverage.
/// Fails: kInvalidInput with the names there are.
Result<Frame> Show(Session& session, const ShowRequest& request);

/// margin_line by customer and source, or by `by`.
Result<Frame> Margin(Session& session, const BillingPeriod& period,
                     const std::vector<std::string>& by, const std::string& customer);

/// The margin of a period for people: amounts rounded for the eye, half to even, to the cent.
struct MarginSummary {
  struct Row {
    std::string name;  ///< customer or source
    Decimal charge;
    Decimal cost;
    Decimal margin;
    std::string percent;  ///< of the charge: "12.5"; empty if there is none
  };
  std::string currency;
  std::vector<Row> customers;  ///< the house last, then the total
  std::vector<Row> sources;    ///< of all customers
  Decimal aws_bill;            ///< Σ unblended
  Decimal amortised;           ///< Σ amortised: what margins are against
};
Result<MarginSummary> SummariseMargin(Session& session, const BillingPeriod& period);

struct StatementRequest {
  BillingPeriod period;
  std::vector<std::string> customers;  ///< empty: all that have one
  std::filesystem::path folder;        ///< empty: <workspace>/statements/<period>
  std::vector<std::string> formats;    ///< empty: all
};
struct StatementFiles {
  Statement statement;
  std::string customer_name;
  std::vector<std::filesystem::path> files;
};
/// Writes the documents. Fails: kInvalidInput for an unknown format or a customer without
/// statement.
Result<std::vector<StatementFiles>> WriteStatements(Session& session,
                                                    const StatementRequest& request);

}  // namespace billwright::app
