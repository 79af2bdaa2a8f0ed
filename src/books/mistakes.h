#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/finding.h"

// A mistake in a book is shown as its author sees it: the line itself, a caret under the column,
// and what was expected. Nothing stops at the first one; all of them are collected and put in
// order.

namespace billwright::books {

/// Line and column from 1; columns count characters. 0: the whole file, the whole line.
struct Place {
  int64_t line = 0;
  int column = 0;
  friend auto operator<=>(const Place&, const Place&) = default;
};

/// The text of one book, by line.
class SourceText {
 public:
  /// `file` is relative to the workspace: "books/customers.toml". A byte order mark is dropped.
  SourceText(std::string file, std::string text);

  const std::string& file() const { return file_; }
  std::string_view text() const { return text_; }
  /// Without its line break; empty if there is no such line.
  std::string_view line(int64_t number) const;
  /// The rest of the text from a place on.
  std::string_view from(Place place) const;
  SourcePosition At(Place place) const { return {file_, place.line, place.column}; }
  /// Where the text stops being UTF-8; line 0 if it never does.
  Place FirstInvalidUtf8() const;

  /// False when a mistake of form hides a part: then what seems to be missing may only be hidden,
  /// and nobody should complain about it.
  bool complete() const { return complete_; }
  void MarkIncomplete() { complete_ = false; }
  /// True if nothing behind a mistake of form could be read: then whole entries may be hidden.
  bool cut_short() const { return cut_short_; }
  void MarkCutShort() { complete_ = false, cut_short_ = true; }

 private:
  std::string file_;
  std::string text_;
  std::vector<size_t> line_starts_;
  bool complete_ = true;
  bool cut_short_ = false;
};

/// Collects findings about books.
class Mistakes {
 public:
  /// Adds `message`, and below it the line with a caret where `place` names a line.
  void Add(Severity severity, const SourceText& source, Place place, std::string code,
           std::string subject, std::string_view message);
  /// About a file that is not there.
  void AddAboutFile(Severity severity, const std::string& file, std::string code,
                    std::string_view message);

  size_t count() const { return placed_.size(); }
  /// By file, line and column.
  Findings InOrder() const;

 private:
  struct Placed {
    SourcePosition position;
    Finding finding;
  };
  std::vector<Placed> placed_;
};

}  // namespace billwright::books
