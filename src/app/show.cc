#include <fmt/core.h>

#include <algorithm>

#include "app/use_cases.h"
#include "model/finding.h"
#include "model/proof.h"
#include "pipeline/stage_views.h"

namespace billwright::app {

namespace {

std::string TableNames() {
  std::string names;
  for (const pipeline::KnownTable& known : pipeline::KnownTables())
    names += fmt::format("{}, ", known.table.name);
  return names + "finding, proof";
}

/// Shares are kept by the month; by window they are computed again, by the same function.
Result<Frame> SharesByWindow(pipeline::OpenRun& run) {
  ASSIGN_OR_RETURN(const pipeline::AllocationView view, pipeline::AllocationView::Of(run.state));
  ASSIGN_OR_RETURN(const std::vector<Share> shares, allocate::SharesByWindow(view.input()));
  return ToFrame(shares);
}

Result<Frame> WholeTable(pipeline::OpenRun& run, const ShowRequest& request) {
  const auto asks_for = [&](std::string_view column) {
    return std::find(request.by.begin(), request.by.end(), column) != request.by.end();
  };
  if (request.table == "finding") return ToFrame(run.findings);
  if (request.table == "proof") return ToFrame(run.proof);
  if (request.table == "share" && asks_for("window_start")) return SharesByWindow(run);
  for (const pipeline::KnownTable& known : pipeline::KnownTables())
    if (known.table.name == request.table)
      return run.state.engine->ReadParquet(
          pipeline::TableFile(run.folder / known.stage, known.table.name, known.table.version));
  return Fail(ErrorCode::kInvalidInput, fmt::format("there is no table \"{}\"; the tables are: {}",
                                                    request.table, TableNames()));
}

}  // namespace

Result<Frame> Show(Session& session, const ShowRequest& request) {
  ASSIGN_OR_RETURN(pipeline::OpenRun * run, session.OpenRun(request.period, request.run_id));
  ASSIGN_OR_RETURN(Frame frame, WholeTable(*run, request));
  if (!request.customer.empty()) {
    ASSIGN_OR_RETURN(frame, Where(frame, "customer_id", request.customer));
  }
  if (request.by.empty()) return frame;
  return SumBy(frame, request.by);
}

}  // namespace billwright::app
