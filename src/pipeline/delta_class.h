#pragma once

#include <span>
#include <string_view>

#include "model/line_item.h"

namespace billwright::pipeline {

/// Why rows differ between two versions of a month. Named as text in tables; never renamed.
enum class DeltaClass {
  kLateUsage,        ///< usage that the old version did not have, or had less of
  kUsageTakenBack,   ///< usage that the new version does not have, or has less of
  kRestatedRate,     ///< the same usage for other money
  kCoverageChanged,  ///< the same usage, covered by another commitment, or no longer by none
  kCommitmentFee,    ///< recurring fees of Savings Plans and reservations
  kNewPurchase,      ///< upfront payments and other one-time fees
  kSupportFee,       ///< AWS Support: billed when the month's usage is known
  kTax,
  kCredit,
  kRefund,
  kDiscount,         ///< discount rows of AWS's programmes
  kInvoiceIdFilled,  ///< the same money, which now has its invoice
  kTagBackfill,      ///< the same money, with other tags
  kOther,            ///< the same money, and other words about it; or a kind of row without a class
};

/// "late usage", "usage taken back", …
std::string_view Name(DeltaClass delta_class);
std::span<const DeltaClass> AllDeltaClasses();

/// What is known of rows that are about the same thing, in the old version and in the new one.
struct DeltaTraits {
  LineItemTraits line_item;
  bool has_old = false;
  bool has_new = false;
  bool same_money = false;  ///< unblended, amortised and public cost
  int64_t more_usage = 0;   ///< 1: the new version has more; −1: less; 0: as much
  /// Usage about the same thing went from one type or commitment to another, as much in all.
  bool covered_otherwise = false;
  bool invoice_filled = false;  ///< rows without an invoice have one now
  bool same_tags = false;
};

/// The first that fits: rows that are new or gone, and rows whose money differs, by their kind and
/// usage; then, of rows of the same money, invoice, tags, other.
DeltaClass ClassOf(const DeltaTraits& traits);

}  // namespace billwright::pipeline
