#include "ingest/format/csv_check.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>

namespace billwright::ingest {

size_t Utf8Check::FirstWrong(std::string_view piece) {
  size_t at = 0;
  while (at < piece.size()) {
    if (following_ == 0) {  // eight plain bytes at once
      uint64_t eight = 0;
      while (at + sizeof(eight) <= piece.size()) {
        std::memcpy(&eight, piece.data() + at, sizeof(eight));
        constexpr uint64_t kHighBits = 0x8080808080808080;
        constexpr uint64_t kOnes = 0x0101010101010101;
        if ((eight & kHighBits) != 0 || ((eight - kOnes) & kHighBits) != 0) break;
        at += sizeof(eight);
      }
      if (at == piece.size()) break;
    }
    if (!Accepts(static_cast<unsigned char>(piece[at]))) return at;
    ++at;
  }
  return std::string_view::npos;
}

bool Utf8Check::Accepts(unsigned char byte) {
  if (following_ > 0) {
    if (byte < lowest_ || byte > highest_) return false;
    lowest_ = 0x80;
    highest_ = 0xBF;
    --following_;
    return true;
  }
  if (byte < 0x80) return byte != 0;
  first_ = byte;
  // First bytes of a character; some of them narrow the second (no overlong forms, no surrogates,
  // nothing above U+10FFFF).
  if (byte >= 0xC2 && byte <= 0xDF) {
    following_ = 1;
  } else if (byte >= 0xE0 && byte <= 0xEF) {
    following_ = 2;
    if (byte == 0xE0) lowest_ = 0xA0;
    if (byte == 0xED) highest_ = 0x9F;
  } else if (byte >= 0xF0 && byte <= 0xF4) {
    following_ = 3;
    if (byte == 0xF0) lowest_ = 0x90;
    if (byte == 0xF4) highest_ = 0x8F;
  }
  return following_ > 0;
}

CsvCheck::CsvCheck(std::string file, size_t fields, int64_t line)
    : file_(std::move(file)),
      expected_fields_(static_cast<int64_t>(fields)),
      line_(line),
      record_line_(line) {}

Result<void> CsvCheck::Add(std::string_view piece) {
  const size_t wrong = utf8_.FirstWrong(piece);
  RETURN_IF_ERROR(AddText(piece.substr(0, wrong)));
  if (wrong != std::string_view::npos) return WrongEncoding(utf8_.ByteToBlame(piece[wrong]));
  return {};
}

Result<void> CsvCheck::AddText(std::string_view piece) {
  const int64_t start = position_;
  for (size_t at = SkipOrdinary(piece, 0); at < piece.size(); at = SkipOrdinary(piece, at + 1)) {
    position_ = start + static_cast<int64_t>(at) + 1;
    if (!Take(piece[at])) return Explain(piece[at]);
  }
  position_ = start + static_cast<int64_t>(piece.size());
  if (position_ - record_position_ > kLongestRecord) return Explain('\0');
  return {};
}

Result<void> CsvCheck::Finish() {
  if (state_ == State::kQuoted)
    return Wrong("the quote that opens here is never closed", quote_line_);
  if (!utf8_.Complete()) return Wrong("the file ends in the middle of a character", line_);
  if (state_ == State::kRecordStart || state_ == State::kBlankReturn) return {};
  if (!EndRecord()) return Explain('\n');
  return {};
}

size_t CsvCheck::SkipOrdinary(std::string_view piece, size_t at) {
  const auto is_special = [](char byte) {
    return byte == ',' || byte == '\n' || byte == '"' || byte == '\r';
  };
  if (state_ == State::kQuoted) {
    const size_t quote = std::min(piece.find('"', at), piece.size());
    line_ += std::count(piece.begin() + static_cast<ptrdiff_t>(at),
                        piece.begin() + static_cast<ptrdiff_t>(quote), '\n');
    return quote;
  }
  if (state_ == State::kPlain || state_ == State::kFieldStart || state_ == State::kRecordStart) {
    const size_t start = at;
    while (at < piece.size() && !is_special(piece[at])) ++at;
    if (at > start) state_ = State::kPlain;
  }
  return at;
}

bool CsvCheck::Take(char byte) {
  const bool after_return = state_ == State::kReturn || state_ == State::kBlankReturn;
  if (after_return && byte != '\n') return false;
  switch (byte) {
    case ',':
      ++fields_;
      state_ = State::kFieldStart;
      return true;
    case '"':
      return TakeQuote();
    case '\r':
      state_ = state_ == State::kRecordStart ? State::kBlankReturn : State::kReturn;
      return true;
    case '\n':
      return TakeLineFeed();
    default:
      return false;  // only after a closing quote: elsewhere it is passed over
  }
}

bool CsvCheck::TakeQuote() {
  switch (state_) {
    case State::kRecordStart:
    case State::kFieldStart:
      quote_line_ = line_;
      state_ = State::kQuoted;
      return true;
    case State::kQuoted:
      state_ = State::kQuote;
      return true;
    case State::kQuote:
      state_ = State::kQuoted;
      return true;
    default:
      return false;
  }
}

bool CsvCheck::TakeLineFeed() {
  const bool is_blank = state_ == State::kRecordStart || state_ == State::kBlankReturn;
  if (!is_blank && !EndRecord()) return false;
  ++line_;
  record_line_ = line_;
  record_position_ = position_;
  state_ = State::kRecordStart;
  return true;
}

bool CsvCheck::EndRecord() {
  const bool too_long = position_ - record_position_ > kLongestRecord;
  if (fields_ + 1 != expected_fields_ || too_long) return false;
  ++records_;
  fields_ = 0;
  return true;
}

std::unexpected<Error> CsvCheck::Explain(char byte) const {
  if (position_ - record_position_ > kLongestRecord)
    return Wrong(fmt::format("the row that starts here is longer than {} bytes; a quote in it is "
                             "probably not closed",
                             kLongestRecord),
                 record_line_);
  if (state_ == State::kReturn || state_ == State::kBlankReturn) {
    if (byte != '\n')
      return Wrong("a carriage return without a line feed; lines end with LF or CRLF", line_);
  } else if (byte == '"') {
    return Wrong(fmt::format("a quote inside field {}, which does not begin with one", fields_ + 1),
                 line_);
  } else if (byte != '\n') {
    return Wrong(fmt::format("text after the closing quote of field {}, which opened in line {} (a "
                             "quote inside quotes is written twice)",
                             fields_ + 1, quote_line_),
                 line_);
  }
  return Wrong(fmt::format("the row has {} {}; expected {}, as in the header", fields_ + 1,
                           fields_ == 0 ? "field" : "fields", expected_fields_),
               record_line_);
}

std::unexpected<Error> CsvCheck::WrongEncoding(char byte) const {
  if (byte == '\0') return Wrong("a NUL byte: the file is damaged, or not UTF-8", line_);
  return Wrong(fmt::format("byte 0x{:02x} is not UTF-8", static_cast<unsigned char>(byte)), line_);
}

std::unexpected<Error> CsvCheck::Wrong(std::string message, int64_t line) const {
  return Fail(Error(ErrorCode::kInvalidInput, std::move(message), {file_, line, 0}));
}

}  // namespace billwright::ingest
