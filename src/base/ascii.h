#pragma once

#include <string>
#include <string_view>

// Letters and digits of ASCII, whatever the locale says. All other bytes stay as they are.

namespace billwright {

constexpr bool IsDigit(char letter) { return letter >= '0' && letter <= '9'; }

constexpr char LowerCase(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}
constexpr char UpperCase(char letter) {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

inline std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) letter = LowerCase(letter);
  return lower;
}
inline std::string UpperCase(std::string_view text) {
  std::string upper(text);
  for (char& letter : upper) letter = UpperCase(letter);
  return upper;
}

/// Without blanks, tabs and carriage returns at both ends.
constexpr std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace billwright
