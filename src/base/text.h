#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Text as a reader sees it, on a screen, in a page or in a document.

namespace billwright {

/// `text` as one line of valid UTF-8: bytes that are none become U+FFFD; line breaks, tabs and
/// other control characters a blank; characters that reverse the direction of what follows are left
/// out.
std::string CleanText(std::string_view text);

/// The same of each line: line breaks stay.
std::string CleanLines(std::string_view text);

/// CleanText of at most `most` characters, with "…" for the rest: a value from a file in a
/// sentence.
std::string ShortText(std::string_view text, size_t most);

/// `text` for an HTML element or a quoted attribute.
std::string EscapeHtml(std::string_view text);

/// "-1234567.5" as "-1,234,567.5".
std::string WithThousands(std::string number);

/// Columns a terminal gives the text: one for each character.
size_t WidthOf(std::string_view text);

/// "a, b and 3 more": of the texts at most `most`.
std::string SomeOf(const std::vector<std::string>& texts, size_t most);

/// Rows of cells as aligned text, two blanks between; `right` says which columns go to the right.
std::string Aligned(const std::vector<std::vector<std::string>>& rows,
                    const std::vector<bool>& right);

}  // namespace billwright
