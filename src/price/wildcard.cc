#include "price/wildcard.h"

#include <cstddef>

namespace billwright::price {

bool MatchesWildcard(std::string_view pattern, std::string_view text) {
  size_t at = 0;
  size_t star = std::string_view::npos;  // the last `*` seen, and how much text it has taken so far
  size_t taken = 0;
  size_t i = 0;
  while (i < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      taken = i;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == text[i])) {
      ++at;
      ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++taken;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

}  // namespace billwright::price
