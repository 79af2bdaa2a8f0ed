#pragma once

#include "books/mistakes.h"
#include "books/value.h"

namespace billwright::books {

/// Reads `source` as TOML. Mistakes of form are reported, and reading goes on behind them where
/// that is safe: the line is left out, and `source` is marked as incomplete, or as cut short.
///
/// Findings: book.syntax
Value ReadToml(SourceText& source, Mistakes& mistakes);

}  // namespace billwright::books
