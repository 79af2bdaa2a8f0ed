#include "books/mistakes.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace billwright::books {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr size_t kWidestLine = 120;

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// Bytes of the UTF-8 character that starts with `lead`; 0 if none does.
size_t LengthOfCharacter(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte < 0x80) return 1;
  if (byte >= 0xC2 && byte < 0xE0) return 2;
  if (byte >= 0xE0 && byte < 0xF0) return 3;
  return byte >= 0xF0 && byte < 0xF5 ? 4 : 0;
}

/// 0xE0 0x80 and 0xF0 0x80 start overlong forms, 0xED 0xA0 surrogates, 0xF4 0x90 is past the end.
bool IsAllowedSecond(char lead, char second) {
  const auto a = static_cast<unsigned char>(lead);
  const auto b = static_cast<unsigned char>(second);
  if (a == 0xE0) return b >= 0xA0;
  if (a == 0xED) return b < 0xA0;
  if (a == 0xF0) return b >= 0x90;
  return a != 0xF4 || b < 0x90;
}

size_t OffsetOfCharacter(std::string_view line, int characters) {
  size_t offset = 0;
  for (; characters > 0 && offset < line.size(); --characters) {
    ++offset;
    while (offset < line.size() && IsContinuation(line[offset])) ++offset;
  }
  return offset;
}

/// The line and a caret line below it, both cut to what fits on a screen around the caret.
std::string Show(std::string_view line, Place place) {
  size_t caret = OffsetOfCharacter(line, std::max(place.column - 1, 0));
  std::string_view before_cut;
  std::string_view after_cut;
  if (line.size() > kWidestLine) {
    size_t start = caret > kWidestLine / 2 ? caret - kWidestLine / 2 : 0;
    while (start > 0 && IsContinuation(line[start])) --start;
    size_t end = std::min(line.size(), start + kWidestLine);
    while (end < line.size() && IsContinuation(line[end])) ++end;
    if (start > 0) before_cut = "…";
    if (end < line.size()) after_cut = "…";
    line = line.substr(start, end - start);
    caret -= start;
  }
  const std::string number = fmt::format("{}", place.line);
  std::string shown = fmt::format("\n  {} | {}{}{}", number, before_cut, line, after_cut);
  if (place.column == 0) return shown;
  shown +=
      fmt::format("\n  {} | {}", std::string(number.size(), ' '), before_cut.empty() ? "" : " ");
  for (const char byte : line.substr(0, caret))
    if (!IsContinuation(byte)) shown += byte == '\t' ? '\t' : ' ';
  return shown + '^';
}

}  // namespace

SourceText::SourceText(std::string file, std::string text)
    : file_(std::move(file)), text_(std::move(text)) {
  if (text_.starts_with(kByteOrderMark)) text_.erase(0, kByteOrderMark.size());
  line_starts_.push_back(0);
  for (size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1))
    line_starts_.push_back(at + 1);
}

std::string_view SourceText::line(int64_t number) const {
  if (number < 1 || static_cast<size_t>(number) > line_starts_.size()) return {};
  std::string_view rest = text().substr(line_starts_[static_cast<size_t>(number) - 1]);
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

std::string_view SourceText::from(Place place) const {
  if (place.line < 1 || static_cast<size_t>(place.line) > line_starts_.size()) return {};
  const std::string_view rest = text().substr(line_starts_[static_cast<size_t>(place.line) - 1]);
  return rest.substr(OffsetOfCharacter(rest, place.column - 1));
}

Place SourceText::FirstInvalidUtf8() const {
  size_t at = 0;
  while (at < text_.size()) {
    const size_t length = LengthOfCharacter(text_[at]);
    bool valid = length > 0 && at + length <= text_.size();
    for (size_t i = 1; valid && i < length; ++i) valid = IsContinuation(text_[at + i]);
    if (valid && length > 1) valid = IsAllowedSecond(text_[at], text_[at + 1]);
    if (!valid) break;
    at += length;
  }
  if (at == text_.size()) return {};
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), at);
  const std::string_view before = text().substr(*(after - 1), at - *(after - 1));
  const auto characters =
      std::count_if(before.begin(), before.end(), [](char byte) { return !IsContinuation(byte); });
  return {static_cast<int>(after - line_starts_.begin()), static_cast<int>(characters) + 1};
}

void Mistakes::Add(Severity severity, const SourceText& source, Place place, std::string code,
                   std::string subject, std::string_view message) {
  std::string text(message);
  if (place.line > 0) text += Show(source.line(place.line), place);
  const SourcePosition position = source.At(place);
  Finding finding = Finding::Make(severity, std::move(code), std::move(subject), std::move(text));
  finding.At(position.ToString());
  placed_.push_back({position, std::move(finding)});
}

void Mistakes::AddAboutFile(Severity severity, const std::string& file, std::string code,
                            std::string_view message) {
  Finding finding = Finding::Make(severity, std::move(code), file, std::string(message));
  finding.At(file);
  placed_.push_back({{file, 0, 0}, std::move(finding)});
}

Findings Mistakes::InOrder() const {
  std::vector<Placed> placed = placed_;
  std::stable_sort(placed.begin(), placed.end(),
                   [](const Placed& a, const Placed& b) { return a.position < b.position; });
  Findings findings;
  findings.reserve(placed.size());
  for (Placed& one : placed) findings.push_back(std::move(one.finding));
  return findings;
}

}  // namespace billwright::books
