// Any text as any book: reading never crashes, never loses a mistake, and what it finds wrong has a
// place.

#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/check.h"
#include "books/books.h"

namespace billwright {

namespace {

constexpr std::array<std::string_view, 7> kBooks = {
    "billwright.toml",     "books/customers.toml", "books/accounts.csv",
    "books/policies.toml", "books/charges.csv",    "books/taxes.toml",
    "books/pricebooks/standard.toml"};

/// A workspace whose books are good, in a folder of this process.
const std::filesystem::path& Workspace() {
  static const std::filesystem::path folder = [] {
    const auto path =
        std::filesystem::temp_directory_path() / ("billwright-fuzz-" + std::to_string(getpid()));
    CHECK(books::Init(path).has_value());
    std::atexit([] { std::filesystem::remove_all(Workspace()); });
    return path;
  }();
  return folder;
}

void Write(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

void ReadAs(std::string_view book, std::string_view text) {
  const std::filesystem::path path = Workspace() / book;
  const std::filesystem::path good = path.string() + ".good";
  if (!std::filesystem::exists(path)) Write(path, "");
  std::filesystem::rename(path, good);
  Write(path, text);
  const Result<books::ReadResult> read = books::Read(Workspace());
  CHECK(read.has_value(), "bad text is a finding, not a failure");
  for (const Finding& finding : read->findings)
    CHECK(!finding.where.empty(), finding.message + ": a finding has a place");
  if (read->usable()) (void)books::DigestOfPricing(read->books);
  std::filesystem::rename(good, path);
}

}  // namespace

}  // namespace billwright

/// The first byte says which book the rest is.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  billwright::ReadAs(billwright::kBooks[data[0] % billwright::kBooks.size()], text.substr(1));
  return 0;
}
