#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace billwright::ingest {

/// Finds the fields of the records of a csv text, by the rules of CsvCheck: a batch of records
/// after another, small enough to stay in the cache. It looks at 64 bytes at once, and knows only
/// whether the rules are kept; CsvCheck says which one is not, and where.
class CsvScanner {
 public:
  /// `fields` of a record, as in the header: 1 at least.
  explicit CsvScanner(size_t fields);

  /// From now on of this text, which must stay: whole records. Only the last of the file may end
  /// without a line feed.
  void Start(std::string_view text, bool is_last);

  /// Goes to the next batch. False at the end of the text, or if it breaks a rule.
  bool Next();
  /// Whether the text breaks a rule; known when Next is false.
  bool is_wrong() const { return is_wrong_; }

  /// Records of this batch.
  size_t records() const { return records_; }
  /// A field of this batch as it stands in the text, with its quotes.
  std::string_view Delivered(size_t record, size_t field) const {
    const uint32_t* const bounds = &bounds_[record * stride_ + field];
    const uint32_t start = bounds[0] + 1;
    return {text_.data() + start, bounds[1] - start};
  }
  /// Line feeds seen so far, in fields too.
  int64_t lines() const { return lines_; }

 private:
  struct Marks;

  void KeepUnfinished();
  void ScanWindow();
  Marks Look(const char* bytes, uint64_t present);
  void TakeMarks(uint64_t ends, uint64_t line_feeds, size_t base);
  void EndRecord(size_t at);
  void EndText();

  size_t stride_;  ///< bounds of a record: where it starts, and its fields' ends
  size_t batch_;   ///< records that are enough
  std::string_view text_;
  bool is_last_ = false;
  bool is_wrong_ = false;
  bool is_at_end_ = false;
  size_t position_ = 0;  ///< in text_, of the next window

  /// By record: the byte before its first one, then the byte after each field.
  std::vector<uint32_t> bounds_;
  size_t records_ = 0;
  size_t bound_count_ = 0;
  int64_t lines_ = 0;

  // What the byte before the next window was.
  uint64_t in_quotes_ = 0;  ///< all ones if it is within quotes
  uint64_t may_open_ = 0;   ///< 1 if a quote may follow it: it ends a field, or closes quotes
  uint64_t after_closing_ = 0;
  uint64_t after_return_ = 0;
  bool has_high_ = false;  ///< anything but ASCII so far
};

/// The value of a field with quotes around it, as it stands in the text: what is between them, and
/// half of each pair inside. `unescaped` holds it where it is not a part of the text.
std::string_view Unquoted(std::string_view delivered, std::string& unescaped);

}  // namespace billwright::ingest
