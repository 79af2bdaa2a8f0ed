#pragma once

#include <iterator>
#include <span>
#include <string_view>

namespace billwright {

/// A file of the source tree (sql/, assets/) that was put into the program at build time.
struct EmbeddedFile {
  std::string_view name;  ///< relative to the tree's root: "sql/reduce/cells.sql"
  std::string_view text;
};

/// All of them, ordered by name.
std::span<const EmbeddedFile> EmbeddedFiles();

/// The text of one. CHECKs that there is such a file.
std::string_view EmbeddedText(std::string_view name);

}  // namespace billwright
