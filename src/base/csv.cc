#include "base/csv.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"

namespace billwright {

namespace {

/// Walks over the text and knows where it is. Columns count code points, not bytes.
class CsvReader {
 public:
  CsvReader(std::string_view text, std::string_view file, bool comments)
      : text_(text), file_(file), comments_(comments) {
    static constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
  }

  /// The next record, or nothing at the end of the text.
  Result<std::optional<CsvRecord>> Next() {
    while (!AtEnd() && SkipsLine()) SkipLine();
    if (AtEnd()) return std::nullopt;
    CsvRecord record;
    record.line = line_;
    while (true) {
      CsvField field;
      field.line = line_;
      field.column = column_;
      if (!AtEnd() && Peek() == '"') {
        RETURN_IF_ERROR(ReadQuoted(field.text));
      } else {
        ReadPlain(field.text);
      }
      record.fields.push_back(std::move(field));
      if (AtEnd()) return record;
      if (Peek() != ',') {
        SkipLineEnd();
        return record;
      }
      Advance();
    }
  }

 private:
  bool AtEnd() const { return at_ == text_.size(); }
  char Peek() const { return text_[at_]; }

  bool AtLineEnd() const {
    if (AtEnd() || Peek() == '\n') return true;
    return Peek() == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] == '\n');
  }

  void Advance() {
    const char passed = text_[at_++];
    if (passed == '\n') {
      ++line_;
      column_ = 1;
    } else if (AtEnd() || (static_cast<unsigned char>(Peek()) & 0xC0) != 0x80) {
      ++column_;  // the next byte starts a code point
    }
  }

  void SkipLineEnd() {
    if (!AtEnd() && Peek() == '\r') Advance();
    if (!AtEnd()) Advance();
  }

  /// Blank, or a comment.
  bool SkipsLine() const {
    if (comments_ && Peek() == '#') return true;
    size_t at = at_;
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t' || text_[at] == '\r')) ++at;
    return at == text_.size() || text_[at] == '\n';
  }

  void SkipLine() {
    while (!AtEnd() && Peek() != '\n') Advance();
    if (!AtEnd()) Advance();
  }

  void ReadPlain(std::string& field) {
    const size_t start = at_;
    while (!AtLineEnd() && Peek() != ',') Advance();
    field = text_.substr(start, at_ - start);
  }

  Result<void> ReadQuoted(std::string& field) {
    const SourcePosition opening = Here();
    Advance();
    while (true) {
      if (AtEnd())
        return Fail(
            Error(ErrorCode::kInvalidInput, "the quote that opens here is never closed", opening));
      if (Peek() == '"') {
        Advance();
        if (AtEnd() || Peek() != '"') break;
      }
      field += Peek();
      Advance();
    }
    if (AtLineEnd() || Peek() == ',') return {};
    return Fail(Error(ErrorCode::kInvalidInput,
                      "text after a closing quote; expected a comma or the end of the line "
                      "(a quote inside quotes is written twice)",
                      Here()));
  }

  SourcePosition Here() const { return {std::string(file_), line_, column_}; }

  std::string_view text_;
  std::string_view file_;
  bool comments_;
  size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
};

}  // namespace

bool IsNumber(std::string_view text) {
  const auto skip_digits = [&] {
    const size_t before = text.size();
    while (!text.empty() && IsDigit(text.front())) text.remove_prefix(1);
    return before - text.size();
  };
  const auto skip_sign = [&] {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  };
  skip_sign();
  size_t digits = skip_digits();
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    digits += skip_digits();
  }
  if (digits == 0) return false;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    skip_sign();
    if (skip_digits() == 0) return false;
  }
  return text.empty();
}

Result<std::vector<CsvRecord>> ReadCsv(std::string_view text, std::string_view file,
                                       bool comments) {
  CsvReader reader(text, file, comments);
  std::vector<CsvRecord> records;
  while (true) {
    ASSIGN_OR_RETURN(std::optional<CsvRecord> record, reader.Next());
    if (!record) return records;
    records.push_back(*std::move(record));
  }
}

Result<CsvRecord> ReadCsvHeader(std::string_view text, std::string_view file) {
  CsvReader reader(text, file, /*comments=*/false);
  ASSIGN_OR_RETURN(std::optional<CsvRecord> record, reader.Next());
  if (!record)
    return Fail(Error(ErrorCode::kInvalidInput,
                      "the file is empty; expected a line of column names",
                      {std::string(file), 0, 0}));
  return *std::move(record);
}

std::string CsvQuote(std::string_view field) {
  static constexpr std::string_view kFormulaStarts = "=+-@\t\r";
  std::string text(field);
  if (!field.empty() && kFormulaStarts.find(field.front()) != std::string_view::npos &&
      !IsNumber(field))
    text.insert(text.begin(), '\'');
  const bool must_be_quoted = text.find_first_of(",\"\r\n") != std::string::npos ||
                              text.starts_with('#') || text.starts_with(' ') || text.ends_with(' ');
  if (!must_be_quoted) return text;
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"') quoted += '"';
    quoted += letter;
  }
  return quoted + '"';
}

}  // namespace billwright
