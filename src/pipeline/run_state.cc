#include "pipeline/run_state.h"

#include "hierarchy/hierarchy.h"

namespace billwright::pipeline {

void RunTables::SetFolder(std::string_view stage, const std::filesystem::path& folder) {
  if (stage == "ingest") {
    control_totals.SetFolder(folder);
    service_names.SetFolder(folder);
  } else if (stage == "hierarchy") {
    cells.SetFolder(folder);
    commitments.SetFolder(folder);
    coverage.SetFolder(folder);
    coverage_customers.SetFolder(folder);
    windows.SetFolder(folder);
  } else if (stage == "allocate") {
    shares.SetFolder(folder);
    cell_shares.SetFolder(folder);
  } else if (stage == "price") {
    charges.SetFolder(folder);
  } else if (stage == "report") {
    statements.SetFolder(folder);
    statement_lines.SetFolder(folder);
    statement_line_charges.SetFolder(folder);
    statement_discounts.SetFolder(folder);
  } else if (stage == "attribute") {
    margin_lines.SetFolder(folder);
    bridge.SetFolder(folder);
  }
}

std::vector<std::string> PayersOf(const RunState& state) {
  std::vector<std::string> payers;
  for (const reduce::Source& source : state.sources)
    payers.push_back(source.delivery.payer_account_id);
  return payers;
}

SlotMap SlotsOf(const RunState& state) {
  const std::vector<std::string> payers = PayersOf(state);
  return hierarchy::CompileSlots({state.period, payers, state.books->customers,
                                  state.books->accounts, state.books->price_books});
}

}  // namespace billwright::pipeline
