#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace billwright::ingest {

/// Follows UTF-8 text that comes in pieces; a character may be cut in two by their border.
class Utf8Check {
 public:
  /// Offset in `piece` of the first byte that is not UTF-8 (or is NUL, which no text holds);
  /// npos if there is none.
  size_t FirstWrong(std::string_view piece);
  /// False if the text ends in the middle of a character.
  bool Complete() const { return following_ == 0; }
  /// Of `wrong`, at which FirstWrong stopped, and the one that promised another: the latter, where
  /// there is one.
  char ByteToBlame(char wrong) const { return Complete() ? wrong : static_cast<char>(first_); }

 private:
  bool Accepts(unsigned char byte);

  unsigned char first_ = 0;      ///< of the character
  int following_ = 0;            ///< how many bytes of it are still to come
  unsigned char lowest_ = 0x80;  ///< range of the next of them
  unsigned char highest_ = 0xBF;
};

/// Follows the records of a csv text after its header, and says what is wrong with it and where:
/// the reader that the rules are written down in. CsvScanner reads by the same rules, many times
/// faster, and knows only whether they are kept; what it refuses is shown to this one.
///
/// Records end with LF or CRLF, the last one perhaps with nothing; blank lines are none.
class CsvCheck {
 public:
  /// `fields` as in the header; the text starts in `line` of the file.
  CsvCheck(std::string file, size_t fields, int64_t line);

  /// Checks the next piece of the text.
  /// Fails: kInvalidInput with file and line, for the first of the text that is wrong: a record
  /// with
  ///        more or fewer fields than the header; a quote inside a field without quotes, text after
  ///        a closing quote; a carriage return alone; a byte that is not UTF-8; a record that is
  ///        longer than kLongestRecord.
  Result<void> Add(std::string_view piece);

  /// The text is over. Fails: as Add; a quote that is never closed.
  Result<void> Finish();

  int64_t records() const { return records_; }

  /// In bytes. Longer ones come from a quote that nobody closed.
  static constexpr int64_t kLongestRecord = 1'000'000;

 private:
  enum class State {
    kRecordStart,
    kFieldStart,
    kPlain,        ///< inside a field without quotes
    kQuoted,       ///< inside a field with quotes
    kQuote,        ///< after a quote inside quotes: the end of the field, or half of a double one
    kReturn,       ///< after a carriage return outside quotes
    kBlankReturn,  ///< the same, in a line without anything else
  };

  Result<void> AddText(std::string_view piece);
  /// Passes over bytes that need no decision, from `at` on; gives the next one that does.
  size_t SkipOrdinary(std::string_view piece, size_t at);
  // Each is false if the byte cannot be where it is.
  bool Take(char byte);
  bool TakeQuote();
  bool TakeLineFeed();
  bool EndRecord();
  /// Why the byte cannot be where it is.
  std::unexpected<Error> Explain(char byte) const;
  std::unexpected<Error> WrongEncoding(char byte) const;
  std::unexpected<Error> Wrong(std::string message, int64_t line) const;

  std::string file_;
  int64_t expected_fields_;
  State state_ = State::kRecordStart;
  int64_t line_;            ///< of the next byte
  int64_t record_line_;     ///< where the record starts
  int64_t quote_line_ = 0;  ///< where the last quoted field opens
  int64_t fields_ = 0;      ///< complete ones of this record
  int64_t position_ = 0;    ///< of the next byte, counted from the first piece
  int64_t record_position_ = 0;
  int64_t records_ = 0;
  Utf8Check utf8_;
};

}  // namespace billwright::ingest
