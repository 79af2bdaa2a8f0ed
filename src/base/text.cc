#include "base/text.h"

#include <algorithm>
#include <cstdint>

namespace billwright {

namespace {

constexpr std::string_view kReplacement = "\uFFFD";

struct Character {
  uint32_t code = 0;
  size_t size = 0;  ///< bytes; 0: not valid UTF-8 here
};

/// The character at the start of `text`: no overlong forms, no surrogates, nothing above U+10FFFF.
Character Decode(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return {};
  uint32_t code = first & (0xFFu >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3Fu);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  if (overlong || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF) return {};
  return {code, size};
}

bool IsControl(uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
}

bool TurnsDirection(uint32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

}  // namespace

std::string CleanText(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const Character character = Decode(text);
    if (character.size == 0) {
      clean += kReplacement;
    } else if (IsControl(character.code)) {
      clean += ' ';
    } else if (!TurnsDirection(character.code)) {
      clean += text.substr(0, character.size);
    }
    text.remove_prefix(std::max<size_t>(character.size, 1));
  }
  return clean;
}

std::string CleanLines(std::string_view text) {
  std::string clean;
  while (true) {
    const size_t end = text.find('\n');
    clean += CleanText(text.substr(0, end));
    if (end == std::string_view::npos) return clean;
    clean += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string ShortText(std::string_view text, size_t most) {
  // No character has more than four bytes: of a long text only the part that may be shown is read.
  std::string clean = CleanText(text.substr(0, 4 * most + 4));
  size_t end = 0;
  for (size_t characters = 0; end < clean.size(); ++end)
    if ((static_cast<unsigned char>(clean[end]) & 0xC0) != 0x80 && ++characters > most) break;
  if (end == clean.size()) return clean;
  clean.resize(end);
  return clean + "…";
}

std::string EscapeHtml(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string WithThousands(std::string number) {
  const size_t start = !number.empty() && number[0] == '-' ? 1 : 0;
  size_t end_of_group = std::min(number.find('.'), number.size());
  while (end_of_group > start + 3) {
    end_of_group -= 3;
    number.insert(end_of_group, 1, ',');
  }
  return number;
}

size_t WidthOf(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string SomeOf(const std::vector<std::string>& texts, size_t most) {
  std::string some;
  for (size_t i = 0; i < texts.size() && i < most; ++i) some += (i == 0 ? "" : ", ") + texts[i];
  if (texts.size() > most) some += " and " + std::to_string(texts.size() - most) + " more";
  return some;
}

std::string Aligned(const std::vector<std::vector<std::string>>& rows,
                    const std::vector<bool>& right) {
  std::vector<size_t> widths(right.size());
  for (const auto& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], WidthOf(row[i]));
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - WidthOf(row[i]), ' ');
      if (i > 0) line += "  ";
      line += right[i] ? blanks + row[i] : row[i] + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace billwright
