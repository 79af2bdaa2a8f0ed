#pragma once

#include <string>
#include <vector>

namespace billwright::ingest {

/// The identity of a delivery with files of these SHA-256 digests: 16 hexadecimal digits. The order
/// of the files and their names do not matter.
std::string DeliveryIdOf(std::vector<std::string> file_digests);

}  // namespace billwright::ingest
