#pragma once

#include <string>

#include "monitor/morning.h"

namespace billwright::monitor {

/// The morning as one html page that needs no network and no script: the verdict, a table of
/// payers, the calendar of deliveries, plots of rows and cost by day, the findings with their money
/// and what to do, the sources, the older months. Everything from outside is escaped.
std::string PageHtml(const Morning& morning);

}  // namespace billwright::monitor
