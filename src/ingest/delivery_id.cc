#include "ingest/delivery_id.h"

#include <algorithm>

#include "base/digest.h"

namespace billwright::ingest {

std::string DeliveryIdOf(std::vector<std::string> file_digests) {
  constexpr size_t kDigits = 16;
  // Not in order of names: the same files under other names are the same delivery.
  std::ranges::sort(file_digests);
  Sha256 sha;
  for (const std::string& digest : file_digests) sha.AddField(digest);
  return sha.Finish().substr(0, kDigits);
}

std::string WholeId(const std::string& delivery_id) {
  return delivery_id.substr(0, delivery_id.rfind('-'));
}

std::string DividedId(const std::string& delivery_id, int64_t part) {
  return delivery_id + "-" + std::to_string(part);
}

}  // namespace billwright::ingest
