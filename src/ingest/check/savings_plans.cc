#include "ingest/check/savings_plans.h"

#include <fmt/core.h>

#include <array>
#include <span>

#include "base/embedded.h"
#include "model/commitment.h"

namespace billwright::ingest {

namespace {

/// Both sides of an identity in one hour, and by how much they may differ.
struct Sides {
  Decimal left;
  Decimal right;
  Decimal tolerance;

  Decimal difference() const { return left - right; }
  bool holds() const { return difference().Abs() <= tolerance; }
};

struct Identity {
  std::string_view name;
  std::string_view in_words;  ///< what it means when it fails
  Sides (*sides)(const SavingsPlanHour&, const SavingsPlanDigits&);
  bool needs_usage;  ///< says nothing about hours whose usage is not there yet
};

constexpr std::array kIdentities = {
    Identity{"Σ effective = used (worst hour)",
             "the effective cost of the covered rows is not the used commitment of the fee row",
             [](const SavingsPlanHour& hour, const SavingsPlanDigits& digits) {
               return Sides{hour.effective, hour.used,
                            digits.effective.Tolerance(hour.covered_rows) +
                                digits.used.Tolerance(hour.fee_rows)};
             },
             true},
    Identity{"total = recurring + amortised upfront (worst hour)",
             "the total commitment is not its recurring and its amortised upfront part",
             [](const SavingsPlanHour& hour, const SavingsPlanDigits& digits) {
               return Sides{hour.total, hour.recurring + hour.amortized_upfront,
                            digits.total.Tolerance(hour.fee_rows) +
                                digits.recurring.Tolerance(hour.fee_rows) +
                                digits.amortized_upfront.Tolerance(hour.fee_rows)};
             },
             false},
    Identity{"Σ covered + Σ negation = 0 (worst hour)",
             "the negation does not cancel the unblended cost of the covered rows",
             [](const SavingsPlanHour& hour, const SavingsPlanDigits& digits) {
               return Sides{hour.covered + hour.negation, Decimal{},
                            digits.unblended.Tolerance(hour.covered_rows + hour.negation_rows)};
             },
             false},
    Identity{"unblended fee = recurring (worst hour)",
             "the unblended cost of the fee row is not the recurring commitment",
             [](const SavingsPlanHour& hour, const SavingsPlanDigits& digits) {
               return Sides{hour.fee, hour.recurring,
                            digits.unblended.Tolerance(hour.fee_rows) +
                                digits.recurring.Tolerance(hour.fee_rows)};
             },
             false},
    Identity{"used above total = 0 (worst hour)", "more commitment is used than there is",
             [](const SavingsPlanHour& hour, const SavingsPlanDigits& digits) {
               return Sides{
                   std::max(hour.used - hour.total, Decimal{}), Decimal{},
                   digits.used.Tolerance(hour.fee_rows) + digits.total.Tolerance(hour.fee_rows)};
             },
             false},
};

/// What one identity says about the hours of one plan.
struct Verdict {
  Sides worst;  ///< of the hour that differs most beyond its tolerance
  int64_t failed_hours = 0;
  const SavingsPlanHour* first_failed = nullptr;
  Decimal at_stake;  ///< Σ of the failed hours' differences
};

Verdict Judge(const Identity& identity, std::span<const SavingsPlanHour> plan,
              const SavingsPlanDigits& digits, UtcTime last_usage) {
  Verdict verdict;
  bool first = true;
  for (const SavingsPlanHour& hour : plan) {
    if (identity.needs_usage && hour.start > last_usage) continue;
    const Sides sides = identity.sides(hour, digits);
    const auto beyond = [](const Sides& of) { return of.difference().Abs() - of.tolerance; };
    if (first || beyond(sides) > beyond(verdict.worst)) verdict.worst = sides;
    first = false;
    if (sides.holds()) continue;
    ++verdict.failed_hours;
    if (verdict.first_failed == nullptr) verdict.first_failed = &hour;
    verdict.at_stake += sides.difference().Abs();
  }
  return verdict;
}

Finding Failed(const Identity& identity, const Verdict& verdict, const SavingsPlanDigits& digits,
               const std::string& currency) {
  const SavingsPlanHour& hour = *verdict.first_failed;
  const Sides sides = identity.sides(hour, digits);
  const std::string_view without_fee =
      identity.needs_usage && hour.fee_rows == 0 ? ", and there is no fee row" : std::string_view{};
  return Finding::Make(
             Severity::kError, "commitment.identity", hour.arn,
             fmt::format("In {} {} of this Savings Plan {}; the first is {}: {} against {}{}. The "
                         "report may be incomplete: look for a missing file, or take it in again.",
                         verdict.failed_hours, verdict.failed_hours == 1 ? "hour" : "hours",
                         identity.in_words, hour.start.ToString(), sides.left.ToString(),
                         sides.right.ToString(), without_fee))
      .At(hour.start.ToString())
      .Worth(verdict.at_stake, currency);
}

/// Rows that name no plan are of who knows how many: nothing can be held against each other.
Finding Unnamed(std::span<const SavingsPlanHour> hours, const std::string& currency) {
  int64_t rows = 0;
  int64_t fee_rows = 0;
  Decimal at_stake;
  for (const SavingsPlanHour& hour : hours) {
    rows += hour.covered_rows + hour.negation_rows + hour.fee_rows;
    fee_rows += hour.fee_rows;
    at_stake += hour.effective + hour.fee;
  }
  return Finding::Make(
             Severity::kWarning, "commitment.unnamed", hours.front().arn,
             fmt::format(
                 "{} of Savings Plans name none: the column of its ARN is empty or missing. "
                 "They are taken as one plan, {}, and what must agree within a plan is not "
                 "checked. Ask who made the report for the ARNs: AWS gives them.",
                 rows == 1 ? "1 row" : fmt::format("{} rows", rows),
                 fee_rows == 0 ? "without any fee" : "with all their fees"))
      .Worth(at_stake, currency);
}

/// The hours of the plan that starts at `at`.
std::span<const SavingsPlanHour> PlanAt(std::span<const SavingsPlanHour> hours, size_t at) {
  size_t end = at;
  while (end < hours.size() && hours[end].arn == hours[at].arn) ++end;
  return hours.subspan(at, end - at);
}

/// Fee rows of an open month for hours that are still to come.
Findings FutureHours(const SavingsPlanHours& hours, UtcTime last_usage,
                     const std::string& currency) {
  int64_t future = 0;
  Decimal unused;
  for (const SavingsPlanHour& hour : hours.hours) {
    if (hour.start <= last_usage || hour.fee_rows == 0) continue;
    ++future;
    unused += hour.total - hour.used;
  }
  if (future == 0) return {};
  return {Finding::Make(Severity::kInfo, "commitment.future_hours", "Savings Plans",
                        fmt::format("{} fee rows are of hours after the last usage ({}): the month "
                                    "is open, and their commitment counts as unused until their "
                                    "usage comes. Take the final report in before you close.",
                                    future, last_usage.ToString()))
              .Worth(unused, currency)};
}

}  // namespace

Result<SavingsPlanHours> ReadSavingsPlanHours(const std::string& line_item_view,
                                              engine::Engine& engine) {
  ASSIGN_OR_RETURN(const Frame frame,
                   engine.Query(engine::Fill(EmbeddedText("sql/ingest/savings_plan_hours.sql"),
                                             {{"line_item", line_item_view}})));
  SavingsPlanHours result;
  result.hours.reserve(frame.row_count());
  for (size_t row = 0; row < frame.row_count(); ++row) {
    const auto integer = [&](std::string_view name) { return frame.column(name).integers()[row]; };
    const auto decimal = [&](std::string_view name) { return frame.column(name).decimals()[row]; };
    result.hours.push_back(
        {frame.column("commitment_arn").text()[row], frame.column("usage_start").times()[row],
         integer("covered_rows"), integer("negation_rows"), integer("fee_rows"),
         decimal("effective"), decimal("covered"), decimal("negation"), decimal("fee"),
         decimal("total"), decimal("used"), decimal("recurring"), decimal("amortized_upfront")});
    result.digits.effective.See(integer("effective_places"));
    result.digits.unblended.See(integer("unblended_places"));
    result.digits.total.See(integer("total_places"));
    result.digits.used.See(integer("used_places"));
    result.digits.recurring.See(integer("recurring_places"));
    result.digits.amortized_upfront.See(integer("amortized_upfront_places"));
  }
  return result;
}

CommitmentCheck CheckSavingsPlans(const SavingsPlanHours& hours, UtcTime last_usage,
                                  const std::string& currency) {
  CommitmentCheck check;
  check.findings = FutureHours(hours, last_usage, currency);
  const std::span<const SavingsPlanHour> all(hours.hours);
  for (size_t at = 0; at < all.size();) {
    const std::span<const SavingsPlanHour> plan = PlanAt(all, at);
    at += plan.size();
    if (plan.front().arn == kUnnamedSavingsPlan) {
      check.findings.push_back(Unnamed(plan, currency));
      continue;
    }
    for (const Identity& identity : kIdentities) {
      const Verdict verdict = Judge(identity, plan, hours.digits, last_usage);
      check.proof.push_back(ProofLine::MakeNear("ingest", std::string(identity.name),
                                                plan.front().arn, verdict.worst.left,
                                                verdict.worst.right, verdict.worst.tolerance));
      if (verdict.failed_hours > 0)
        check.findings.push_back(Failed(identity, verdict, hours.digits, currency));
    }
  }
  return check;
}

}  // namespace billwright::ingest
