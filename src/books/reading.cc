#include "books/reading.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/file.h"

namespace billwright::books {

Result<std::optional<SourceText>> Load(Reading& reading, std::string_view file, Presence presence) {
  const std::string name(file);
  const std::filesystem::path path = reading.folder / name;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    if (error && error != std::errc::no_such_file_or_directory)
      return Fail(ErrorCode::kIo, fmt::format("cannot read {}: {}", name, error.message()));
    if (presence == Presence::kRequired)
      reading.mistakes.AddAboutFile(
          Severity::kError, name, "book.missing",
          fmt::format("{} is missing: `billwright init` writes one to begin with.", name));
    return std::nullopt;
  }
  ASSIGN_OR_RETURN(std::string text, ReadFile(path));
  SourceText source(name, std::move(text));
  const Place invalid = source.FirstInvalidUtf8();
  if (invalid.line == 0) return source;
  // The line itself is not shown: its bytes would spoil the terminal and every JSON file.
  reading.mistakes.AddAboutFile(
      Severity::kError, name, "book.not_utf8",
      fmt::format("Line {}, column {} holds a character that is not UTF-8: save the file as UTF-8.",
                  invalid.line, invalid.column));
  return std::nullopt;
}

std::vector<std::string> CustomersIn(Reading& reading, Entry& entry, std::string_view key) {
  std::vector<std::string> customers;
  for (const Written& name : entry.Names(key)) {
    if (name.text == kHouse)
      entry.Report(Severity::kError, name.place, "customer.house",
                   "The house is the reseller itself: it gets no statement, and cannot be named "
                   "here.");
    else if (entry.Refers(name, reading.customers, "book.unknown_customer"))
      customers.push_back(name.text);
  }
  std::sort(customers.begin(), customers.end());
  customers.erase(std::unique(customers.begin(), customers.end()), customers.end());
  return customers;
}

}  // namespace billwright::books
