#include "report/rounding.h"

#include <array>
#include <string_view>

#include "base/check.h"
#include "money/split.h"

namespace billwright::report {

namespace {

constexpr std::array<std::string_view LineGroup::*, 3> kLevels = {
    &LineGroup::customer_id, &LineGroup::account, &LineGroup::service};

/// Where each part starts: neighbours that agree in `level` are one part; below the last level each
/// line is one.
std::vector<size_t> PartStarts(std::span<const LineGroup> lines, size_t level) {
  std::vector<size_t> starts;
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool starts_part = i == 0 || level == kLevels.size() ||
                             lines[i].*kLevels[level] != lines[i - 1].*kLevels[level];
    if (starts_part) starts.push_back(i);
  }
  return starts;
}

void RoundLevel(std::span<const LineGroup> lines, std::span<const Decimal> values, Decimal total,
                int places, size_t level, std::span<Decimal> rounded) {
  if (lines.size() == 1) {
    rounded[0] = total;
    return;
  }
  const std::vector<size_t> starts = PartStarts(lines, level);
  if (level == kLevels.size()) {
    const std::vector<Decimal> parts = RoundToTotal(values, total, places);
    std::copy(parts.begin(), parts.end(), rounded.begin());
    return;
  }
  if (starts.size() == 1) return RoundLevel(lines, values, total, places, level + 1, rounded);
  std::vector<Decimal> sums(starts.size());
  for (size_t part = 0; part < starts.size(); ++part) {
    const size_t end = part + 1 < starts.size() ? starts[part + 1] : lines.size();
    for (size_t i = starts[part]; i < end; ++i) sums[part] += values[i];
  }
  const std::vector<Decimal> totals = RoundToTotal(sums, total, places);
  for (size_t part = 0; part < starts.size(); ++part) {
    const size_t begin = starts[part];
    const size_t count = (part + 1 < starts.size() ? starts[part + 1] : lines.size()) - begin;
    RoundLevel(lines.subspan(begin, count), values.subspan(begin, count), totals[part], places,
               level + 1, rounded.subspan(begin, count));
  }
}

}  // namespace

std::vector<Decimal> RoundLines(std::span<const LineGroup> lines, std::span<const Decimal> values,
                                Decimal total, int places) {
  CHECK(lines.size() == values.size());
  std::vector<Decimal> rounded(lines.size());
  if (!lines.empty()) RoundLevel(lines, values, total, places, 0, rounded);
  return rounded;
}

}  // namespace billwright::report
