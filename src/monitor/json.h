#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "monitor/morning.h"

// The one place of this layer that writes and reads JSON. Money is text, exact; times are UTC.

namespace billwright::monitor {

/// Grows when a member of the document is renamed, retyped or taken away, not when one is added.
inline constexpr int kMorningSchema = 1;

/// What a notification is about.
enum class Event { kFinding, kResolved };
std::string_view Name(Event event);

/// IdentityOf() as a JSON list, which the catalog keeps.
std::string FingerprintOf(const Observation& observation);
/// An observation with what its fingerprint says, and nothing else. nullopt if it is none.
std::optional<Observation> ObservationIn(std::string_view fingerprint);

/// What a receiver is sent. `id` in it is short and the same for a finding and its resolution.
std::string NoticeJson(Event event, const Observation& observation, const std::string& reseller,
                       UtcTime now);

/// The morning as a JSON document; docs/monitoring.md describes every member.
std::string MorningJson(const Morning& morning);

}  // namespace billwright::monitor
