#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/cell.h"

namespace billwright::reduce {

/// A key of a cell that is a text column of a line item as it is. The reduction groups by these,
/// and the rows of a cell are found by them: one list for both.
struct TextKey {
  std::string_view column;  ///< of the line_item view
  std::string Cell::* member;
};

std::span<const TextKey> TextKeys();

}  // namespace billwright::reduce
