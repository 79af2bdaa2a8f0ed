#include <fmt/core.h>

#include <array>
#include <filesystem>

#include "base/embedded.h"
#include "base/file.h"
#include "books/books.h"
#include "books/reading.h"

namespace billwright::books {
namespace {

struct InitFile {
  std::string_view asset;
  std::string_view path;
};

/// billwright.toml is the last: a folder that holds one is a workspace, whole.
constexpr std::array kInitFiles{
    InitFile{"assets/init/README.md", "README.md"},
    InitFile{"assets/init/gitignore", ".gitignore"},
    InitFile{"assets/init/books/customers.toml", kCustomersFile},
    InitFile{"assets/init/books/accounts.csv", kAccountsFile},
    InitFile{"assets/init/books/policies.toml", kPoliciesFile},
    InitFile{"assets/init/books/pricebooks/standard.toml", "books/pricebooks/standard.toml"},
    InitFile{"assets/init/books/charges.csv", kChargesFile},
    InitFile{"assets/init/books/taxes.toml", kTaxesFile},
    InitFile{"assets/init/billwright.toml", kWorkspaceFile}};
constexpr std::array<std::string_view, 2> kInitFolders{"books/pricebooks", "deliveries"};

std::unexpected<Error> CannotMake(const std::filesystem::path& path, const std::error_code& error) {
  return Fail(ErrorCode::kIo, fmt::format("cannot make {}: {}", path.string(), error.message()));
}

/// What is there is kept: a README of the reader's own, or the files of an init that was cut short.
Result<void> WriteIfAbsent(const std::filesystem::path& path, std::string_view text) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) return {};
  return WriteFileAtomically(path, text);
}

}  // namespace

Result<void> Init(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return CannotMake(folder, error);
  if (std::filesystem::exists(folder / kWorkspaceFile, error))
    return Fail(ErrorCode::kConflict, fmt::format("{} is a workspace already: it holds a {}",
                                                  folder.string(), kWorkspaceFile));
  for (const std::string_view name : kInitFolders) {
    std::filesystem::create_directories(folder / name, error);
    if (error) return CannotMake(folder / name, error);
  }
  for (const InitFile& file : kInitFiles)
    RETURN_IF_ERROR(WriteIfAbsent(folder / file.path, EmbeddedText(file.asset)));
  return {};
}

}  // namespace billwright::books
