#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/charge.h"
#include "money/decimal.h"
#include "report/commitment_name.h"
#include "report/recipients.h"
#include "report/section.h"

namespace billwright::report {

/// The charges that become one line: those that a reader cannot tell apart. The texts are views
/// into the charges or into LineGroups.
struct LineGroup {
  std::string_view recipient_id;  ///< whose statement
  std::string_view customer_id;   ///< whose charges: the recipient or a unit below it
  std::string_view account;
  std::string_view service;
  Section section = Section::kUsage;
  std::string_view region;
  std::string_view description;
  std::string_view unit;
  Decimal quantity;
  Decimal charge;                     ///< unrounded
  Decimal list_amount;                ///< unrounded
  std::span<const uint32_t> members;  ///< positions in the charges, ascending
  uint32_t table_order = 0;           ///< position among all groups in the order of statement_line
};

/// Charges grouped to lines, ordered by recipient, customer, account, service and then the rest:
/// the levels at which a statement is rounded.
class LineGroups {
 public:
  /// Charges that show nothing (charge 0, list 0), and those of customers without a statement, are
  /// in no group.  The charges must outlive this.
  static LineGroups Of(std::span<const Charge> charges, const Recipients& recipients,
                       const CommitmentOwners& owners);

  std::span<const LineGroup> groups() const { return groups_; }

 private:
  std::vector<LineGroup> groups_;
  std::vector<uint32_t> members_;
  std::deque<std::string> descriptions_;
};

}  // namespace billwright::report
