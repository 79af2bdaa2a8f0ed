#include "base/embedded.h"

#include "base/check.h"

namespace billwright {

std::string_view EmbeddedText(std::string_view name) {
  for (const EmbeddedFile& file : EmbeddedFiles())
    if (file.name == name) return file.text;
  CHECK(false, name);
}

}  // namespace billwright
