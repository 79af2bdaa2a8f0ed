#pragma once

#include <string>

#include "monitor/morning.h"

namespace billwright::monitor {

/// The morning in the OpenMetrics text format, for a scrape or for the textfile collector of a node
/// exporter. Every family is a gauge, so that a reader of the older Prometheus text format
/// understands it too. Amounts are written exactly; what reads them makes floats of them.
/// Reference: OpenMetrics 1.0, "Text format" (Prometheus documentation).
std::string MetricsText(const Morning& morning);

}  // namespace billwright::monitor
