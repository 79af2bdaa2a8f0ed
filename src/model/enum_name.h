#pragma once

#include <optional>
#include <string_view>

namespace billwright {

/// The value from the first (0) to `last` whose Name() is `name`: names read back are those
/// written.
template <typename Enum>
std::optional<Enum> ParseEnumName(std::string_view name, Enum last) {
  for (int i = 0; i <= static_cast<int>(last); ++i)
    if (Name(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace billwright
