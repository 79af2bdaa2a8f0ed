#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace billwright::ingest {

/// The identity of a delivery with files of these SHA-256 digests: 16 hexadecimal digits. The order
/// of the files and their names do not matter.
std::string DeliveryIdOf(std::vector<std::string> file_digests);

/// The identity of the `part`th (from 1) delivery of files that hold several:
/// "0123456789abcdef-1".
std::string DividedId(const std::string& delivery_id, int64_t part);

/// The identity of the files that a delivery is the whole or a part of.
std::string WholeId(const std::string& delivery_id);

}  // namespace billwright::ingest
