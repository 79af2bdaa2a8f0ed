#pragma once

#include <string>
#include <vector>

#include "model/table.h"

namespace billwright {

/// How much a finding matters. Stored as text; never renamed.
enum class Severity { kInfo, kWarning, kError };

std::string_view Name(Severity severity);

/// Something a person should know about data or books. Never an exception, never a log line only.
struct Finding {
  std::string severity;  ///< "info", "warning", "error"
  std::string code;      ///< stable, e.g. "account.unassigned"; the list is docs/findings.md
  std::string subject;   ///< what it is about: an account, a commitment, a file, a rule
  std::string message;   ///< a sentence for a person, with what to do
  Decimal amount;        ///< money at stake; 0 where none
  std::string currency;  ///< empty where no money is at stake
  std::string where;     ///< "books/accounts.csv:12:5", a delivered file and row, or empty

  static Finding Make(Severity severity, std::string code, std::string subject,
                      std::string message);
  Finding& At(std::string place);
  Finding& Worth(Decimal amount_at_stake, std::string currency_code);
};

using Findings = std::vector<Finding>;

template <>
const Table<Finding>& TableOf<Finding>();

}  // namespace billwright
