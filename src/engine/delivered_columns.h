#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/contract.h"
#include "model/delivery.h"

// The columns of one delivered file as SQL expressions of the types that line items have, whatever
// types they were delivered in: the inner part of the line_item view.

namespace billwright::engine {

/// The delivered columns of one file by their folded names; the first of a name wins.
class FileColumns {
 public:
  explicit FileColumns(const DeliveryFile& file);
  const DeliveredColumn* Find(std::string_view name) const;

 private:
  std::unordered_map<std::string, const DeliveredColumn*> by_name_;
};

/// One column as it is read.
struct ReadColumn {
  std::string name;
  std::string expression;
  std::string delivered;  ///< the contract's name of the column that it is of; empty if the file
                          ///< has none
  /// True where a value is there and is none of its type: no number, no map. Empty if it cannot
  /// fail.
  std::string failed;
  std::string failure;  ///< the reason of such a row's quarantine
};

/// All columns that the contract reads, in its order, each once: typed NULL, or an empty text,
/// where the file has none of its columns. Of several columns of a text the first that has a value
/// counts; of others, the first that the file has.
std::vector<ReadColumn> ReadColumns(const Contract& contract, const FileColumns& file);

/// The texts that mean nothing become NULL: CASE WHEN … END.
std::string WithoutEmptyTexts(const std::string& source, const Contract& contract);
/// The same of a text in a column of numbers.
std::string WithoutEmptyNumbers(const std::string& source, const Contract& contract);

bool IsTextType(std::string_view type);

/// Maps come as maps, or as text with a JSON object; what else holds keys and values (a struct, a
/// map with other keys) is read as such text.
bool IsMapOfTextKeys(std::string_view type);
std::string JsonOf(const DeliveredColumn& map);

}  // namespace billwright::engine
