#include "cli/printing.h"

#include <fmt/core.h>

#include <algorithm>

#include "cli/output.h"
#include "ingest/verdict.h"
#include "monitor/morning.h"

namespace billwright::cli {

namespace {

using pipeline::IntakeResult;

std::string ReportText(const IntakeResult& report) {
  switch (report.verdict) {
    case IntakeResult::Verdict::kRefused:
      return fmt::format("  {}: refused\n    {}\n", report.name, report.error->ToString());
    case IntakeResult::Verdict::kCopy:
      return fmt::format("  {}: a copy of another report here\n", report.name);
    case IntakeResult::Verdict::kKnown: {
      const Delivery& delivery = report.received.delivery;
      return fmt::format("  {}: known already ({} of payer {}, version {})\n", report.name,
                         delivery.period.ToString(), delivery.payer_account_id, delivery.version);
    }
    case IntakeResult::Verdict::kRestored: {
      const Delivery& delivery = report.received.delivery;
      return fmt::format("  {}: what was lost of it is back ({} of payer {}, version {})\n",
                         report.name, delivery.period.ToString(), delivery.payer_account_id,
                         delivery.version);
    }
    case IntakeResult::Verdict::kPassedOver: {
      std::string text = fmt::format("  {}: passed over\n", report.name);
      for (const Finding& finding : report.received.findings)
        text += fmt::format("    {}: {}: {}\n", finding.severity, finding.code, finding.message);
      return text;
    }
    case IntakeResult::Verdict::kRegistered:
      break;
  }
  std::string text = fmt::format(
      "  {}: version {} of {} for payer {}\n", report.name, report.received.delivery.version,
      report.received.delivery.period.ToString(), report.received.delivery.payer_account_id);
  for (const std::string& line : ingest::Verdict(report.received)) text += "    " + line + "\n";
  return text;
}

int Rank(const Finding& finding) {
  if (finding.severity == Name(Severity::kError)) return 0;
  return finding.severity == Name(Severity::kWarning) ? 1 : 2;
}

struct FindingCounts {
  int64_t by_rank[3] = {0, 0, 0};

  explicit FindingCounts(const Findings& findings) {
    for (const Finding& finding : findings) ++by_rank[Rank(finding)];
  }
  std::string ToString() const {
    return fmt::format("{}, {}, {}", Count(by_rank[0], "error", "errors"),
                       Count(by_rank[1], "warning", "warnings"),
                       Count(by_rank[2], "note", "notes"));
  }
};

std::string ProofText(const Proof& proof) {
  int64_t exact = 0;
  int64_t near = 0;
  int64_t failed = 0;
  for (const ProofLine& line : proof) {
    if (!line.holds) ++failed;
    ++(line.hard ? exact : near);
  }
  std::string text =
      fmt::format("proof: {} with difference 0", Count(exact, "identity holds", "identities hold"));
  if (near > 0)
    text += fmt::format(", {} of AWS's own columns within a unit of the last digit a row",
                        ForPeople(near - failed));
  if (failed > 0) text += fmt::format("; {} of AWS's own columns do not", ForPeople(failed));
  return text + "\n";
}

std::string Seconds(int64_t milliseconds) {
  return fmt::format("{:.2f} s", static_cast<double>(milliseconds) / 1000);
}

}  // namespace

std::string IntakeText(const std::vector<app::SourceIntake>& intakes) {
  std::string text;
  for (const app::SourceIntake& intake : intakes) {
    text += fmt::format("source {}\n", intake.source);
    if (intake.error) text += fmt::format("  refused\n    {}\n", intake.error->ToString());
    for (const IntakeResult& report : intake.reports) text += ReportText(report);
  }
  return text;
}

std::string RunText(const pipeline::RunOutcome& outcome, const std::string& currency) {
  const store::RunRecord& run = outcome.run;
  std::string text =
      fmt::format("{}: run {}{}\n", run.period.ToString(), run.run_id,
                  outcome.was_in_force ? " (in force already: nothing changed)" : "");
  std::vector<std::vector<std::string>> rows{{"stage", "rows", "amount", "", "time", ""}};
  for (const store::StageRecord& stage : run.stages)
    rows.push_back({stage.stage, ForPeople(stage.rows), currency + " " + ForPeople(stage.amount),
                    std::string(pipeline::FindStage(stage.stage)->amount_means),
                    Seconds(stage.milliseconds), stage.reused ? "used again" : ""});
  text += Aligned(rows, {false, true, true, false, true, false});
  text += ProofText(outcome.proof);
  const FindingCounts counts(outcome.findings);
  text += fmt::format("findings: {}", counts.ToString());
  if (counts.by_rank[0] + counts.by_rank[1] > 0)
    text += fmt::format(" (billwright findings {})", run.period.ToString());
  return text + "\n";
}

std::string FindingsText(const Observations& observations) {
  Observations sorted = observations;
  std::ranges::stable_sort(sorted, {}, [](const Observation& o) { return Rank(o.finding); });
  std::string text;
  Findings findings;
  for (const Observation& observation : sorted) {
    const Finding& finding = observation.finding;
    findings.push_back(finding);
    if (!finding.where.empty()) text += finding.where + ": ";
    text += finding.severity;
    if (!finding.currency.empty())
      text += fmt::format(", {} {}", finding.currency, ForPeople(finding.amount));
    text += ": ";
    const std::string period = observation.period ? observation.period->ToString() : "";
    for (const std::string& about : {period, observation.payer_account_id})
      if (!about.empty()) text += about + ": ";
    // Below its first line a message may show the line of a book.
    const std::string message =
        finding.where.empty() ? monitor::SentenceOf(observation) : finding.message;
    const size_t first = std::min(message.find('\n'), message.size());
    text +=
        fmt::format("{} [{}]{}\n", message.substr(0, first), finding.code, message.substr(first));
  }
  return text + FindingCounts(findings).ToString() + "\n";
}

Frame FindingsFrame(const Observations& observations) {
  Findings findings;
  std::vector<std::string> payers, periods;
  for (const Observation& observation : observations) {
    findings.push_back(observation.finding);
    payers.push_back(observation.payer_account_id);
    periods.push_back(observation.period ? observation.period->ToString() : "");
  }
  Frame frame = ToFrame(findings);
  frame.columns.push_back({"payer_account_id", payers});
  frame.columns.push_back({"period", periods});
  return frame;
}

namespace {

std::string MarginTable(const std::string& head, const std::vector<app::MarginSummary::Row>& rows,
                        bool with_percent) {
  std::vector<std::vector<std::string>> cells{{head, "charge", "cost", "margin"}};
  if (with_percent) cells[0].emplace_back("%");
  for (const app::MarginSummary::Row& row : rows) {
    cells.push_back({row.name, ForPeople(row.charge), ForPeople(row.cost), ForPeople(row.margin)});
    if (with_percent) cells.back().push_back(row.percent);
  }
  return Aligned(cells, {false, true, true, true, true});
}

}  // namespace

std::string MarginText(const app::MarginSummary& summary, const BillingPeriod& period) {
  return fmt::format(
      "{}, {}\n{}\n{}\ncost is the AWS bill of {} {}, commitments spread over their use: {}\n"
      "exact amounts: --format csv; the way back to the bill: billwright show {} bridge\n",
      period.ToLongString(), summary.currency, MarginTable("customer", summary.customers, true),
      MarginTable("where it comes from", summary.sources, false), summary.currency,
      ForPeople(summary.aws_bill), ForPeople(summary.amortised), period.ToString());
}

std::string StatementsText(const std::vector<app::StatementFiles>& statements) {
  if (statements.empty()) return "no statements: no customer was charged anything in this run\n";
  std::vector<std::vector<std::string>> rows{{"customer", "owes", "open"}};
  for (const app::StatementFiles& files : statements)
    rows.push_back({files.customer_name,
                    files.statement.currency + " " + ForPeople(files.statement.total),
                    files.files.empty() ? "" : files.files.front().string()});
  return Aligned(rows, {false, true, false});
}

}  // namespace billwright::cli
