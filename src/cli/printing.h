#pragma once

#include <string>
#include <vector>

#include "app/use_cases.h"
#include "model/frame.h"
#include "model/observation.h"

// What commands say to people, as text. Tables that others read are frames (cli/output.h).

namespace billwright::cli {

/// What ingest did with each report, source by source.
std::string IntakeText(const std::vector<app::SourceIntake>& intakes);

/// Stage by stage: rows, the sum, the time; then proof, findings and margin.
std::string RunText(const pipeline::RunOutcome& outcome, const std::string& currency);

/// Findings with their places, payers and months, the worst first.
std::string FindingsText(const Observations& observations);
/// Likewise as a table: the columns of a finding, then payer and month.
Frame FindingsFrame(const Observations& observations);

/// The margin by customer and by source, and how it goes back to the AWS bill.
std::string MarginText(const app::MarginSummary& summary, const BillingPeriod& period);

/// The statements that were written, and which to open.
std::string StatementsText(const std::vector<app::StatementFiles>& statements);

}  // namespace billwright::cli
