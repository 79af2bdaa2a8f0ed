#pragma once

#include <string>

#include "monitor/morning.h"

// The one place of this layer that writes and reads JSON. Money is text, exact; times are UTC.

namespace billwright::monitor {

/// Grows when a member of the document is renamed, retyped or taken away, not when one is added.
inline constexpr int kMorningSchema = 1;

/// The morning as a JSON document; docs/monitoring.md describes every member.
std::string MorningJson(const Morning& morning);

}  // namespace billwright::monitor
