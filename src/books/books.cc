#include "books/books.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "books/reading.h"

namespace billwright::books {
namespace {

/// Files that the design names and that are read by nobody yet.
constexpr std::array<std::string_view, 3> kLaterFiles{"branding", "fx.csv", "shared_accounts.toml"};
constexpr std::array<std::string_view, 6> kFiles{"accounts.csv",  "charges.csv", "customers.toml",
                                                 "policies.toml", "pricebooks",  "taxes.toml"};

template <typename Records>
auto* FindById(Records& records, std::string_view id) {
  const auto found = std::lower_bound(
      records.begin(), records.end(), id,
      [](const auto& record, std::string_view wanted) { return record.id < wanted; });
  return found != records.end() && found->id == id ? &*found : nullptr;
}

void ReportUnread(Reading& reading, const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  if (name.starts_with('.') || std::find(kFiles.begin(), kFiles.end(), name) != kFiles.end())
    return;
  const std::string file = "books/" + name;
  if (std::find(kLaterFiles.begin(), kLaterFiles.end(), name) != kLaterFiles.end()) {
    reading.mistakes.AddAboutFile(Severity::kWarning, file, "book.not_offered",
                                  fmt::format("{} is not read yet: nothing in it counts.", file));
    return;
  }
  const std::string extension = path.extension().string();
  if (extension != ".toml" && extension != ".csv") return;
  std::string hint = DidYouMean(name, kFiles);
  if (!hint.empty()) hint += ' ';
  reading.mistakes.AddAboutFile(
      Severity::kWarning, file, "book.unknown_file",
      fmt::format("Nothing reads {}. {}Books are: {}.", file, hint, Listed(kFiles)));
}

/// A book whose name is mistyped would be silently absent.
void CheckFileNames(Reading& reading) {
  std::error_code error;
  const std::filesystem::path folder = reading.folder / "books";
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error))
    ReportUnread(reading, at->path());
}

}  // namespace

const Customer* Books::FindCustomer(std::string_view id) const { return FindById(customers, id); }

const PriceBook* Books::FindPriceBook(std::string_view id) const {
  return FindById(price_books, id);
}

bool ReadResult::usable() const {
  return std::none_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.severity == Name(Severity::kError);
  });
}

Result<std::filesystem::path> FindWorkspace(const std::filesystem::path& start) {
  std::error_code error;
  std::filesystem::path folder = std::filesystem::absolute(start, error).lexically_normal();
  if (error)
    return Fail(ErrorCode::kIo, fmt::format("cannot find {}: {}", start.string(), error.message()));
  if (folder.filename().empty()) folder = folder.parent_path();  // "acme/" and "acme" are the same
  while (true) {
    if (std::filesystem::exists(folder / kWorkspaceFile, error)) return folder;
    if (!folder.has_relative_path()) break;
    folder = folder.parent_path();
  }
  return Fail(ErrorCode::kNotFound,
              fmt::format("{} is in no workspace: neither it nor a folder above holds a {}; make a "
                          "workspace with `billwright init DIR`",
                          start.string(), kWorkspaceFile));
}

Result<ReadResult> Read(const std::filesystem::path& workspace_folder) {
  Reading reading;
  std::error_code error;
  reading.folder = std::filesystem::absolute(workspace_folder, error).lexically_normal();
  if (error)
    return Fail(ErrorCode::kIo,
                fmt::format("cannot find {}: {}", workspace_folder.string(), error.message()));
  if (reading.folder.filename().empty()) reading.folder = reading.folder.parent_path();
  RETURN_IF_ERROR(ReadWorkspaceFile(reading));
  RETURN_IF_ERROR(ReadPriceBooks(reading));
  RETURN_IF_ERROR(ReadCustomers(reading));
  RETURN_IF_ERROR(ReadAccounts(reading));
  CheckCustomersAgainstAccounts(reading);
  RETURN_IF_ERROR(ReadPolicies(reading));
  RETURN_IF_ERROR(ReadCharges(reading));
  RETURN_IF_ERROR(ReadTaxes(reading));
  CheckFileNames(reading);
  return ReadResult{std::move(reading.books), reading.mistakes.InOrder()};
}

}  // namespace billwright::books
