// Any text as a manifest: reading never crashes, and no file that it names leaves the place.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "ingest/source/manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace billwright;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<ingest::Manifest> manifest = ingest::ReadManifest(text);
  if (!manifest) {
    CHECK(!manifest.error().message().empty(), "a refusal has a reason");
    return 0;
  }
  for (const ingest::Manifest::File& file : manifest->files) {
    CHECK(!file.key.empty(), "a file has a name");
    const std::string walled = "/" + file.key + "/";
    CHECK(walled.find("/../") == std::string::npos, "no file climbs out");
    CHECK(walled.find("/./") == std::string::npos, "no file names its folder");
  }
  return 0;
}
