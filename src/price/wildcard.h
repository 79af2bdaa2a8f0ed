#pragma once

#include <string_view>

namespace billwright::price {

/// True if the whole of `text` fits `pattern`, in which `*` stands for any run of characters, also
/// none, and `?` for exactly one. Everything else stands for itself; case counts.
bool MatchesWildcard(std::string_view pattern, std::string_view text);

}  // namespace billwright::price
