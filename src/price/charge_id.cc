#include "price/charge_id.h"

#include <array>
#include <charconv>
#include <string_view>
#include <type_traits>

#include "base/digest.h"

namespace billwright::price {

namespace {

constexpr size_t kDigits = 16;

/// With its length before it, so that neighbours cannot run together.
void AppendField(std::string& text, std::string_view field) {
  std::array<char, 24> length;
  const auto end = std::to_chars(length.begin(), length.end() - 1, field.size());
  *end.ptr = ':';
  text.append(length.data(), static_cast<size_t>(end.ptr + 1 - length.data()));
  text.append(field);
}

void AppendValue(std::string& text, const std::string& value) { AppendField(text, value); }
void AppendValue(std::string& text, UtcTime value) {
  AppendField(text, std::to_string(value.seconds));
}
void AppendValue(std::string& text, int64_t value) { AppendField(text, std::to_string(value)); }
void AppendValue(std::string& text, bool value) { AppendField(text, value ? "1" : "0"); }
void AppendValue(std::string& text, Decimal value) { AppendField(text, value.ToString()); }

}  // namespace

std::string ChargeIds::Of(const Charge& charge) {
  const Table<Charge>& table = TableOf<Charge>();
  key_.clear();
  AppendField(key_, table.name);
  AppendField(key_, std::to_string(table.version));
  for (const Column<Charge>& column : table.columns)
    if (column.key)
      std::visit([&](auto member) { AppendValue(key_, charge.*member); }, column.member);
  return DigestOf(key_).substr(0, kDigits);
}

}  // namespace billwright::price
