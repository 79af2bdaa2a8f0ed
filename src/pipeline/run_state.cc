#include "pipeline/run_state.h"

#include "hierarchy/hierarchy.h"

namespace billwright::pipeline {

void RunTables::SetFolder(std::string_view stage, const std::filesystem::path& folder) {
  ForEach([&](std::string_view of_stage, auto& table) {
    if (of_stage == stage) table.SetFolder(folder);
  });
}

const std::vector<KnownTable>& KnownTables() {
  static const std::vector<KnownTable> tables = [] {
    std::vector<KnownTable> known;
    RunTables().ForEach([&]<typename T>(std::string_view stage, T&) {
      known.push_back({stage, Describe<typename T::Record>()});
    });
    return known;
  }();
  return tables;
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
