#include "ingest/check/reservations.h"

#include <fmt/core.h>

#include "base/embedded.h"

namespace billwright::ingest {

Result<ReservationMonths> ReadReservationMonths(const std::string& line_item_view,
                                                engine::Engine& engine) {
  ASSIGN_OR_RETURN(const Frame frame,
                   engine.Query(engine::Fill(EmbeddedText("sql/ingest/reservation_months.sql"),
                                             {{"line_item", line_item_view}})));
  ReservationMonths result;
  for (size_t row = 0; row < frame.row_count(); ++row) {
    const auto integer = [&](std::string_view name) { return frame.column(name).integers()[row]; };
    const auto decimal = [&](std::string_view name) { return frame.column(name).decimals()[row]; };
    result.months.push_back({frame.column("commitment_arn").text()[row], integer("covered_rows"),
                             integer("unpriced_rows"), integer("fee_rows"), integer("upfront_rows"),
                             decimal("effective"), decimal("unpriced_effective"),
                             decimal("covered_unblended"), decimal("fee"), decimal("upfront"),
                             decimal("amortized_upfront"), decimal("unused_amortized_upfront"),
                             decimal("unused_recurring")});
    result.digits.effective.See(integer("effective_places"));
    result.digits.unblended.See(integer("unblended_places"));
    result.digits.amortized_upfront.See(integer("amortized_upfront_places"));
    result.digits.unused_amortized_upfront.See(integer("unused_amortized_upfront_places"));
    result.digits.unused_recurring.See(integer("unused_recurring_places"));
  }
  return result;
}

Decimal ToleranceOf(const ReservationMonth& month, const ReservationDigits& digits) {
  return digits.effective.Tolerance(month.covered_rows) +
         digits.unblended.Tolerance(month.fee_rows) +
         digits.amortized_upfront.Tolerance(month.fee_rows) +
         digits.unused_amortized_upfront.Tolerance(month.fee_rows) +
         digits.unused_recurring.Tolerance(month.fee_rows);
}

namespace {

/// O = E is the only value that invents nothing, but a person must know that it was taken.
Finding WithoutPublicCost(const ReservationMonth& month, const std::string& currency,
                          const std::string& public_cost_column) {
  return Finding::Make(
             Severity::kWarning, "commitment.no_public_cost", month.arn,
             fmt::format("{} of {} rows that this reservation covered have no public on-demand "
                         "cost. They count as if it saved nothing: their value is their effective "
                         "cost, and nobody gets a benefit from them. Check that the report "
                         "delivers {}.",
                         month.unpriced_rows, month.covered_rows, public_cost_column))
      .Worth(month.unpriced_effective, currency);
}

}  // namespace

CommitmentCheck CheckReservations(const ReservationMonths& months, const Contract& contract,
                                  const std::string& currency,
                                  const std::string& public_cost_column) {
  CommitmentCheck check;
  for (const ReservationMonth& month : months.months) {
    if (month.unpriced_rows > 0)
      check.findings.push_back(WithoutPublicCost(month, currency, public_cost_column));
    if (!contract.tells_commitment_totals) continue;
    if (month.covered_rows + month.fee_rows == 0) continue;  // bought, and nothing more yet
    const ProofLine line = ProofLine::MakeNear(
        "ingest",
        "unblended fee + amortised upfront = Σ effective + unused recurring + unused amortised "
        "upfront",
        month.arn, month.fee + month.amortized_upfront,
        month.effective + month.unused_recurring + month.unused_amortized_upfront,
        ToleranceOf(month, months.digits));
    check.proof.push_back(line);
    if (line.holds) continue;
    check.findings.push_back(
        Finding::Make(
            Severity::kError, "commitment.identity", month.arn,
            fmt::format("The fee and amortised upfront payment of this reservation are {}, but its "
                        "usage and unused part are {}{}. The report may be incomplete: look for a "
                        "missing file, or take it in again.",
                        line.left.ToString(), line.right.ToString(),
                        month.fee_rows == 0 ? ", and there is no fee row" : ""))
            .Worth(line.difference.Abs(), currency));
  }
  return check;
}

}  // namespace billwright::ingest
