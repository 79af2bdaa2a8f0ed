#include "report/render/text.h"

#include <algorithm>
#include <cstdint>

#include "money/money.h"

namespace billwright::report {

namespace {

constexpr std::string_view kMinus = "\u2212";
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

void SeparateThousands(std::string& digits) {
  size_t end_of_group = std::min(digits.find('.'), digits.size());
  while (end_of_group > 3) {
    end_of_group -= 3;
    digits.insert(end_of_group, 1, ',');
  }
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

std::string AmountForPeople(Decimal amount, const Currency& currency) {
  if (!amount.IsNegative()) return FormatForPeople(amount, currency);
  return std::string(kMinus) + FormatForPeople(amount.Abs(), currency);
}

std::string QuantityForPeople(Decimal quantity) {
  constexpr int kPlaces = 4;
  const Decimal rounded = RoundTo(quantity.Abs(), kPlaces, RoundingMode::kHalfEven);
  const std::string sign = quantity.IsNegative() ? std::string(kMinus) : std::string();
  if (rounded.IsZero() && !quantity.IsZero()) return sign + "< 0.0001";
  std::string text = rounded.ToString();
  SeparateThousands(text);
  return sign + text;
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

}  // namespace billwright::report
