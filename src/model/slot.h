#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace billwright {

/// What the books say of accounts in one period, compiled for the reduction: which stretches of the
/// month (spans) must be kept apart, for which accounts, and whose each one is.
///
/// A span starts at the period's start or where a book entry that matters to the row changes: a
/// price rule for all accounts, an assignment for its account. Rows dated outside the period belong
/// to the first or the last span.
struct SlotMap {
  /// Sorted; `house` and `unassigned` among them. Coverage::customer_index counts in this list.
  std::vector<std::string> customer_ids;
  int64_t unassigned = 0;  ///< position of "unassigned"
  /// Starts of all spans of the period, sorted; the first is the period's start.
  std::vector<UtcTime> span_starts;
  /// Positions in span_starts that hold for every account (price rules), the first always.
  std::vector<int64_t> common_spans;

  /// A stretch of one account: half-open; the first begins at Beginning(), the last ends at Open().
  struct Stretch {
    UtcTime from;
    UtcTime to;
    int64_t span = 0;      ///< position in span_starts
    int64_t customer = 0;  ///< position in customer_ids
  };
  /// By payer and account. Accounts that no book names have no entry.
  std::map<std::pair<std::string, std::string>, std::vector<Stretch>, std::less<>> accounts;

  /// Whether the account's stretches are cut elsewhere than at the common spans.
  bool Moves(const std::vector<Stretch>& stretches) const {
    return stretches.size() > common_spans.size();
  }
  /// Position of the customer who has the account in a span.
  int64_t CustomerOf(const std::string& payer, const std::string& account, int64_t span) const;
};

}  // namespace billwright
