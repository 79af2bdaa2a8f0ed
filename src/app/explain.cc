#include "app/explain.h"

namespace billwright::app {

Result<std::vector<pipeline::ExplanationStep>> Explain(Session& session,
                                                       const BillingPeriod& period,
                                                       std::string_view id, int rows_shown) {
  ASSIGN_OR_RETURN(pipeline::OpenRun * run, session.OpenRun(period));
  return pipeline::ExplainId(*run, id, rows_shown);
}

}  // namespace billwright::app
