#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "model/frame.h"
#include "money/decimal.h"

// Tables to standard output, and the small words that all commands use.

namespace billwright::cli {

enum class TableFormat { kTable, kCsv, kJson, kParquet };

std::optional<TableFormat> ParseTableFormat(std::string_view name);

/// A table for a person when standard output is a terminal, csv when not.
TableFormat DefaultTableFormat();

/// Prints a frame. Amounts are exact in every format; in JSON they are strings.
/// Fails: kIo; for kParquet kConflict if standard output is a terminal.
Result<void> PrintFrame(const Frame& frame, TableFormat format);

/// Writes a text to standard output, all of it. Fails: kIo.
Result<void> PrintText(const std::string& text);

/// The frame as aligned text: numbers to the right, with thousands separated.
std::string AlignedText(const Frame& frame);
std::string CsvText(const Frame& frame);
std::string JsonText(const Frame& frame);

/// "1,234.5": exact, with at least `places` decimals and thousands separated.
std::string ForPeople(Decimal amount, int places = 2);
std::string ForPeople(int64_t count);

/// "3 findings", "1 finding".
std::string Count(int64_t number, std::string_view singular, std::string_view plural);

}  // namespace billwright::cli
