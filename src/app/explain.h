#pragma once

#include <string>
#include <vector>

#include "app/session.h"
#include "pipeline/explain.h"

namespace billwright::app {

/// As pipeline::ExplainId, on the run in force.
Result<std::vector<pipeline::ExplanationStep>> Explain(Session& session,
                                                       const BillingPeriod& period,
                                                       std::string_view id, int rows_shown);

}  // namespace billwright::app
