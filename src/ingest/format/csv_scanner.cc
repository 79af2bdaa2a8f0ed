#include "ingest/format/csv_scanner.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "ingest/format/bytes64.h"
#include "ingest/format/csv_check.h"

namespace billwright::ingest {

namespace {

/// Fields of a batch: their bounds and their text fit into a cache of the second level.
constexpr size_t kBatchFields = 16'384;
constexpr size_t kWindow = Bytes64::kSize;

/// Bit i is set if an odd number of bits up to and with i is: within quotes, from the opening one
/// up to the byte before the closing one.
uint64_t OddSoFar(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

bool IsUtf8(std::string_view text) {
  Utf8Check check;
  return check.FirstWrong(text) == std::string_view::npos && check.Complete();
}

}  // namespace

/// What the bytes of a window are, outside of quotes.
struct CsvScanner::Marks {
  uint64_t commas = 0;
  uint64_t line_feeds = 0;
};

CsvScanner::CsvScanner(size_t fields)
    : stride_(fields + 1), batch_(std::max<size_t>(kBatchFields / fields, 64)) {
  // A batch that is not full, an unfinished record, and what a window adds: two bounds for a byte.
  bounds_.resize((batch_ + 2) * stride_ + 2 * kWindow);
}

void CsvScanner::Start(std::string_view text, bool is_last) {
  text_ = text;
  is_last_ = is_last;
  is_wrong_ = false;
  position_ = 0;
  records_ = 0;
  bound_count_ = 0;
  bounds_[bound_count_++] = UINT32_MAX;  // the byte before the first, modulo 2³²
  lines_ = 0;
  is_at_end_ = false;
  in_quotes_ = 0;
  may_open_ = 1;
  after_closing_ = 0;
  after_return_ = 0;
  has_high_ = false;
}

bool CsvScanner::Next() {
  KeepUnfinished();
  while (records_ < batch_ && position_ < text_.size() && !is_wrong_) ScanWindow();
  if (records_ < batch_ && !is_wrong_ && !is_at_end_) EndText();
  return records_ > 0 && !is_wrong_;
}

void CsvScanner::KeepUnfinished() {
  const auto unfinished = bounds_.begin() + static_cast<ptrdiff_t>(records_ * stride_);
  const auto end = bounds_.begin() + static_cast<ptrdiff_t>(bound_count_);
  bound_count_ = static_cast<size_t>(end - unfinished);
  std::copy(unfinished, end, bounds_.begin());
  records_ = 0;
}

void CsvScanner::ScanWindow() {
  const size_t left = text_.size() - position_;
  Marks marks;
  if (left >= kWindow) {
    marks = Look(text_.data() + position_, ~uint64_t{0});
  } else {
    std::array<char, kWindow> rest{};
    std::copy_n(text_.data() + position_, left, rest.data());
    marks = Look(rest.data(), (uint64_t{1} << left) - 1);
  }
  if (is_wrong_) return;
  TakeMarks(marks.commas | marks.line_feeds, marks.line_feeds, position_);
  position_ += std::min(left, kWindow);
}

CsvScanner::Marks CsvScanner::Look(const char* bytes, uint64_t present) {
  const Bytes64 window(bytes);
  const uint64_t quotes = window.Equal('"');
  const uint64_t returns = window.Equal('\r');
  const uint64_t all_line_feeds = window.Equal('\n');
  const uint64_t quoted = OddSoFar(quotes) ^ in_quotes_;
  const uint64_t closing = quotes & ~quoted;
  const Marks marks{window.Equal(',') & ~quoted, all_line_feeds & ~quoted};
  const uint64_t ends = marks.commas | marks.line_feeds;
  const uint64_t bare_returns = returns & ~quoted;
  const uint64_t may_open = ends | closing;
  const uint64_t wrong =
      // A quote opens a field, or is the second one of a pair.
      (quotes & quoted & ~(may_open << 1 | may_open_)) |
      // After the closing quote there is the end of the field, or the second one of a pair.
      ((closing << 1 | after_closing_) & ~(ends | bare_returns | quotes)) |
      ((bare_returns << 1 | after_return_) & ~marks.line_feeds) | window.Equal('\0');
  is_wrong_ = (wrong & present) != 0;
  has_high_ = has_high_ || window.HasHigh();
  lines_ += std::popcount(all_line_feeds);
  const int last = 63 - std::countl_zero(present);
  in_quotes_ = (quoted >> last & 1) != 0 ? ~uint64_t{0} : 0;
  may_open_ = may_open >> last & 1;
  after_closing_ = closing >> last & 1;
  after_return_ = bare_returns >> last & 1;
  return marks;
}

void CsvScanner::TakeMarks(uint64_t ends, uint64_t line_feeds, size_t base) {
  while (ends != 0) {
    const int bit = std::countr_zero(ends);
    const size_t at = base + static_cast<size_t>(bit);
    if ((line_feeds >> bit & 1) != 0)
      EndRecord(at);
    else
      bounds_[bound_count_++] = static_cast<uint32_t>(at);
    ends &= ends - 1;
  }
  if (bound_count_ - records_ * stride_ > stride_) is_wrong_ = true;
}

void CsvScanner::EndRecord(size_t at) {
  const size_t first_bound = records_ * stride_;
  const size_t start = bounds_[first_bound] + 1;  // modulo 2³²
  const size_t end = at > start && text_[at - 1] == '\r' ? at - 1 : at;
  if (end == start && bound_count_ == first_bound + 1) {  // a blank line
    bounds_[first_bound] = static_cast<uint32_t>(at);
    return;
  }
  bounds_[bound_count_++] = static_cast<uint32_t>(end);
  const size_t bytes = std::min(at + 1, text_.size()) - start;
  if (bound_count_ != first_bound + stride_ ||
      bytes > static_cast<size_t>(CsvCheck::kLongestRecord)) {
    is_wrong_ = true;
    return;
  }
  ++records_;
  bounds_[bound_count_++] = static_cast<uint32_t>(at);
}

void CsvScanner::EndText() {
  is_at_end_ = true;
  const bool is_ended = text_.empty() || text_.back() == '\n';
  is_wrong_ = in_quotes_ != 0 || (!is_ended && !is_last_) || (has_high_ && !IsUtf8(text_));
  if (!is_ended && !is_wrong_) EndRecord(text_.size());
}

std::string_view Unquoted(std::string_view delivered, std::string& unescaped) {
  std::string_view value = delivered.substr(1, delivered.size() - 2);
  size_t quote = value.find('"');
  if (quote == std::string_view::npos) return value;
  unescaped.clear();
  while (quote != std::string_view::npos) {
    unescaped += value.substr(0, quote + 1);
    value.remove_prefix(quote + 2);
    quote = value.find('"');
  }
  unescaped += value;
  return unescaped;
}

}  // namespace billwright::ingest
