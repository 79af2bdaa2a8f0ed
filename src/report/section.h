#pragma once

#include <string_view>

namespace billwright::report {

/// The parts of a statement. Every section but kTax adds up to the subtotal. In the order of their
/// names, which is the order of the table; documents choose their own order.
enum class Section {
  kAdjustments,  ///< refunds, discounts that AWS bills as rows of their own, custom lines
  kCommitment,   ///< unused commitment that the customer bears; fees of commitments
  kCredits,
  kFees,  ///< subscriptions and one-off fees; AWS's own tax where it is passed on
  kMarketplace,
  kSupport,
  kTax,    ///< the reseller's own tax on the subtotal
  kUsage,  ///< metered usage, covered by a commitment or not
};

/// As stored in statement_line: "usage", "commitment", …
std::string_view Name(Section section);

/// Where a charge of this kind (Charge::kind) is shown. A kind nobody knows is an adjustment: it
/// was billed, so it is seen.
Section SectionOf(std::string_view kind);

}  // namespace billwright::report
