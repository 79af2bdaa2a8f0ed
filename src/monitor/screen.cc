#include "monitor/screen.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/text.h"
#include "monitor/attention.h"
#include "monitor/change.h"
#include "monitor/month_text.h"
#include "monitor/words.h"

namespace billwright::monitor {

namespace {

/// Lines kept for findings, and for months that are only summed up.
constexpr size_t kLinesForFindings = 9;
constexpr size_t kLinesForOldMonths = 6;
constexpr size_t kWidestWrong = 44;
/// Of a finding's first line, below which the next ones begin; and how many lines it may have.
constexpr size_t kIndent = 9;
constexpr size_t kLinesOfFinding = 3;

using Row = std::vector<std::string>;

/// The columns of a payer's line. In the order in which a narrow screen gives them up: the last
/// first.
enum Column : size_t { kPayer, kDelivered, kComplete, kRows, kCost, kChange, kWrong, kNext };
constexpr std::array<size_t, 4> kGivenUpFirst = {kDelivered, kRows, kChange, kCost};

struct Line {
  int rank = 0;  ///< 0: data is missing; 1: somebody is needed all the same; 2: neither
  Row cells;
};

std::string CostText(const PayerMonth& payer, const Version& version, const Morning& morning) {
  const std::string amount = Amount(version.unblended_cost);
  return payer.currency == morning.currency ? amount : payer.currency + " " + amount;
}

std::string ChangeText(const PayerMonth& payer, const Morning& morning) {
  const std::optional<Change> change = ChangeOf(payer, morning);
  if (!change) return "first delivery";
  if (change->as_expected) return change->ToString() + ", as expected";
  return change->ToString() + (change->why.empty() ? "" : ": " + change->why);
}

Line LineOf(const PayerMonth& payer, const Month& month, const Morning& morning) {
  const Attention attention = AttentionTo(payer, month, morning);
  Line line{!attention.needed ? 2 : attention.missing ? 0 : 1, Row(kNext + 1)};
  line.cells[kPayer] = payer.payer_account_id;
  line.cells[kWrong] = Clip(attention.wrong.empty() ? "nothing" : attention.wrong, kWidestWrong);
  line.cells[kNext] = attention.next;
  const Version* version = payer.InUse();
  if (version == nullptr) return line;
  line.cells[kDelivered] = TimeName(version->delivered_at);
  if (const auto complete = payer.CompleteTo()) line.cells[kComplete] = TimeName(*complete);
  line.cells[kRows] = Number(version->rows);
  line.cells[kCost] = CostText(payer, *version, morning);
  line.cells[kChange] = ChangeText(payer, morning);
  return line;
}

std::string MonthHeading(const Month& month, const Morning& morning) {
  const Attention attention = AttentionTo(month, morning);
  return fmt::format("{}: {}; {}{}", month.period.ToLongString(), AgeText(month, morning.now),
                     RunText(month).text, attention.wrong.empty() ? "" : ", " + attention.wrong);
}

/// "2026-09  20 payers, 1,204,112 rows, USD 34,120.11, run in force, nothing wrong"
std::string ShortLine(const Month& month, const Morning& morning) {
  const MonthTotals totals = TotalsOf(month);
  std::string text =
      fmt::format("{}  {}, {}", month.period.ToString(), Count(totals.payers, "payer", "payers"),
                  Count(totals.rows, "row", "rows"));
  if (!totals.costs.empty()) text += ", " + totals.costs;
  text += fmt::format(", {}, {}", RunText(month).text, WrongText(month, morning).text);
  const Attention attention = AttentionTo(month, morning);
  if (!attention.next.empty()) text += "; " + attention.next;
  return text;
}

/// Findings of one code, payer and month: they are told together.
struct Group {
  const Observation* worst = nullptr;  ///< the first as they are ranked
  int64_t count = 0;
  std::map<std::string, Decimal> money;  ///< by currency, without signs
};

/// Errors and warnings, in the order of the ranking, but the newest month before older ones.
std::vector<Group> GroupsOf(const Morning& morning) {
  std::vector<Group> groups;
  std::map<std::array<std::string, 4>, size_t> places;
  for (const Observation& observation : morning.observations) {
    const Finding& finding = observation.finding;
    if (finding.severity == Name(Severity::kInfo)) continue;
    const std::string period = observation.period ? observation.period->ToString() : "";
    const auto [place, added] = places.emplace(
        std::array{finding.severity, finding.code, observation.payer_account_id, period},
        groups.size());
    if (added) groups.push_back({&observation, 0, {}});
    Group& group = groups[place->second];
    ++group.count;
    if (!finding.currency.empty()) group.money[finding.currency] += finding.amount.Abs();
  }
  // "error" is less than "warning".
  std::ranges::stable_sort(groups, [](const Group& a, const Group& b) {
    const auto key = [](const Group& group) {
      return std::tuple(group.worst->finding.severity, !IsAboutMissingData(group.worst->finding));
    };
    if (key(a) != key(b)) return key(a) < key(b);
    return a.worst->period && b.worst->period && *b.worst->period < *a.worst->period;
  });
  return groups;
}

std::string FindingText(const Group& group) {
  const Observation& observation = *group.worst;
  std::string text = observation.finding.severity;
  text.resize(kIndent, ' ');
  std::string about = observation.period ? observation.period->ToString() : std::string();
  if (!observation.payer_account_id.empty())
    about += (about.empty() ? "" : " ") + observation.payer_account_id;
  if (!about.empty()) text += about + "  ";
  for (const auto& [currency, amount] : group.money)
    text += fmt::format("{} {}  ", currency, Amount(amount));
  if (group.count > 1) text += Number(group.count) + " of ";
  const std::string message = SentenceOf(observation);
  return text + observation.finding.code + ": " + CleanText(message.substr(0, message.find('\n')));
}

/// Puts the blocks together, within the screen.
class Screen {
 public:
  Screen(const Morning& morning, const ScreenSize& size) : morning_(morning), size_(size) {}

  std::string Text() {
    Add(VerdictOf(morning_).headline);
    if (!morning_.months.empty()) {
      ChooseMonths();
      AddPayers();
      AddShortMonths();
    }
    AddFindings();
    std::string text;
    for (const std::string& line : lines_) text += Clip(line, size_.columns) + "\n";
    return text;
  }

 private:
  void Add(std::string line) { lines_.push_back(std::move(line)); }
  size_t LinesLeft() const { return size_.lines - std::min(size_.lines, lines_.size()); }

  void ChooseMonths() {
    for (const Month& month : morning_.months)
      (IsShownInFull(month, morning_) ? full_ : short_).push_back(&month);
  }

  /// Heading, payers in need first, and how many more.
  struct Block {
    std::string heading;
    std::vector<Line> lines;
    size_t unshown = 0;
  };

  void AddPayers() {
    std::vector<Block> blocks;
    for (const Month* month : full_) {
      Block& block = blocks.emplace_back();
      block.heading = MonthHeading(*month, morning_);
      for (const PayerMonth& payer : month->payers)
        block.lines.push_back(LineOf(payer, *month, morning_));
      std::ranges::stable_sort(block.lines, {}, &Line::rank);
    }
    FitBlocks(blocks);
    const std::vector<std::string> table = Table(blocks);
    Add("");
    Add(table.front());
    size_t next = 1;
    for (const Block& block : blocks) {
      Add(block.heading);
      for (size_t i = 0; i < block.lines.size(); ++i) Add(table[next++]);
      if (block.unshown > 0) Add(fmt::format("  and {} more", block.unshown));
    }
  }

  /// Takes away what does not fit: of the oldest month first, payers without trouble first.
  void FitBlocks(std::vector<Block>& blocks) const {
    const size_t kept = kLinesForFindings + std::min(short_.size(), kLinesForOldMonths) +
                        (short_.empty() ? 0 : 1) + 3;
    const size_t room = size_.lines - std::min(size_.lines, kept);
    const auto used = [&] {
      size_t lines = 0;
      for (const Block& block : blocks)
        lines += 1 + block.lines.size() + (block.unshown > 0 ? 1 : 0);
      return lines;
    };
    for (const bool also_in_need : {false, true})
      for (auto block = blocks.rbegin(); block != blocks.rend(); ++block)
        while (used() > room && !block->lines.empty() &&
               (also_in_need || block->lines.back().rank == 2)) {
          block->lines.pop_back();
          ++block->unshown;
        }
  }

  /// The header and all lines, aligned; as many columns as the screen has room for.
  std::vector<std::string> Table(const std::vector<Block>& blocks) const {
    std::vector<size_t> columns = {kPayer, kDelivered, kComplete, kRows,
                                   kCost,  kChange,    kWrong,    kNext};
    std::vector<std::string> lines = Table(blocks, columns);
    for (const size_t column : kGivenUpFirst) {
      const bool fits = std::all_of(lines.begin(), lines.end(), [&](const std::string& line) {
        return WidthOf(line) <= size_.columns;
      });
      if (fits) break;
      std::erase(columns, column);
      lines = Table(blocks, columns);
    }
    return lines;
  }

  std::vector<std::string> Table(const std::vector<Block>& blocks,
                                 const std::vector<size_t>& columns) const {
    const Row header = {
        "payer", "delivered", "complete to", "rows", morning_.currency, "since the delivery before",
        "wrong", "do"};
    std::vector<Row> rows;
    std::vector<bool> right;
    const auto add = [&](const Row& cells) {
      Row& row = rows.emplace_back();
      for (const size_t column : columns) row.push_back(cells[column]);
    };
    add(header);
    for (const size_t column : columns) right.push_back(column == kRows || column == kCost);
    for (const Block& block : blocks)
      for (const Line& line : block.lines) add(line.cells);
    std::vector<std::string> lines;
    const std::string text = Aligned(rows, right);
    for (size_t start = 0; start < text.size();) {
      const size_t end = text.find('\n', start);
      lines.push_back(text.substr(start, end - start));
      start = end + 1;
    }
    return lines;
  }

  void AddShortMonths() {
    if (short_.empty()) return;
    Add("");
    const size_t shown =
        short_.size() <= kLinesForOldMonths ? short_.size() : kLinesForOldMonths - 1;
    for (size_t i = 0; i < shown; ++i) Add(ShortLine(*short_[i], morning_));
    if (shown < short_.size()) Add(fmt::format("and {} older months", short_.size() - shown));
  }

  /// Errors and warnings; notes are no news in most months.
  void AddFindings() {
    const std::vector<Group> groups = GroupsOf(morning_);
    if (groups.empty() || LinesLeft() < 2) return;
    Add("");
    int64_t left = 0;
    for (const Group& group : groups) left += group.count;
    for (const Group& group : groups) {
      const std::vector<std::string> lines =
          Wrapped(FindingText(group), size_.columns, kIndent, kLinesOfFinding);
      const bool is_last = left == group.count;
      if (lines.size() + (is_last ? 0 : 1) > LinesLeft()) break;
      for (const std::string& line : lines) Add(line);
      left -= group.count;
    }
    if (left > 0 && LinesLeft() > 0)
      Add(fmt::format("and {} more: billwright findings", Number(left)));
  }

  const Morning& morning_;
  const ScreenSize& size_;
  std::vector<const Month*> full_;
  std::vector<const Month*> short_;
  std::vector<std::string> lines_;
};

}  // namespace

std::string ScreenText(const Morning& morning, const ScreenSize& size) {
  return Screen(morning, size).Text();
}

}  // namespace billwright::monitor
