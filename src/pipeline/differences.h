#pragma once

#include <string>
#include <vector>

#include "ingest/received.h"
#include "model/frame.h"

namespace billwright::pipeline {

/// One thing about a delivery that is not what it was. Texts, for people and for tables alike.
struct Difference {
  std::string what;     ///< "rows accepted", "control total", "column", "finding", "table", …
  std::string subject;  ///< of what: a file and column, a line item type and invoice, a code
  std::string before;   ///< empty: it was not there
  std::string after;    ///< empty: it is not there any more

  friend bool operator==(const Difference&, const Difference&) = default;
};

/// What differs between two derivations of the same files: counts and money, columns, control
/// totals, findings (but for their wording), services, identities. Nothing if nothing differs.
/// Pure.
std::vector<Difference> DifferencesOf(const ingest::Received& before,
                                      const ingest::Received& after);

}  // namespace billwright::pipeline
