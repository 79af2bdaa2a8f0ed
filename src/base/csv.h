#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace billwright {

/// One field of a csv record with the place where it starts.
struct CsvField {
  std::string text;
  int line = 0;
  int column = 0;  ///< in characters (code points) from 1
};

struct CsvRecord {
  std::vector<CsvField> fields;
  int line = 0;  ///< where the record starts
};

/// Reads RFC 4180 text: comma, double quotes, LF or CRLF, line breaks inside quotes; a UTF-8 byte
/// order mark is skipped. Blank lines and, when `comments`, lines that start with '#' are skipped.
///
/// Fails: kInvalidInput with position for a quote that is not closed, or text after a closing
/// quote.
Result<std::vector<CsvRecord>> ReadCsv(std::string_view text, std::string_view file,
                                       bool comments = false);

/// The first record of `text`, which may be the beginning of a longer file.
Result<CsvRecord> ReadCsvHeader(std::string_view text, std::string_view file);

/// "-12", "+0.5", "-7.0E-10", of whatever size: what a spreadsheet takes for a number.
bool IsNumber(std::string_view text);

/// A field as csv: quoted when it must be. A cell never starts a formula for a spreadsheet: text
/// that begins with = + - @ or a tab, and is not a number, gets a leading apostrophe.
std::string CsvQuote(std::string_view field);

}  // namespace billwright
