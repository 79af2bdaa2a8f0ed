#include <fmt/core.h>

#include <algorithm>

#include "books/price_rules.h"
#include "books/reading.h"
#include "books/toml_reader.h"

namespace billwright::books {
namespace {

const Shape kFileShape{"A price book", {"name", "currency", "rule"}};

std::string ReadBookCurrency(Entry& file, const std::string& workspace_currency) {
  const std::optional<std::string> currency = file.Get("currency", kCurrencyCode);
  if (currency && !workspace_currency.empty() && *currency != workspace_currency)
    file.Error("currency", "currency.no_exchange",
               fmt::format("This price book is in {}, the workspace in {}: exchange is not offered "
                           "yet. Write its rates in {}.",
                           *currency, workspace_currency, workspace_currency));
  return currency.value_or(workspace_currency);
}

Result<void> ReadPriceBook(Reading& reading, const std::string& file_name) {
  ASSIGN_OR_RETURN(auto source, Load(reading, file_name, Presence::kOptional));
  PriceBook book;
  book.id = std::filesystem::path(file_name).stem().string();
  if (!kId.parse(book.id))
    reading.mistakes.AddAboutFile(
        Severity::kError, file_name, "book.bad_value",
        fmt::format("The name of the file is the id of the price book: it must be {}.",
                    kId.expected));
  reading.price_books.Add(book.id);
  if (!source) return {};
  const Value root = ReadToml(*source, reading.mistakes);
  Entry file = reading.Open(*source, root, kFileShape);
  file.SetSubject(book.id);
  book.name = file.Has("name") ? file.Text("name") : book.id;
  book.position = source->At({});
  book.currency = ReadBookCurrency(file, reading.books.workspace.currency);
  book.rules = ReadRules(reading, *source, file);
  if (!file.Has("rule") && source->complete())
    reading.mistakes.AddAboutFile(
        Severity::kError, file_name, "rule.none",
        "A price book needs at least one [[rule]]: without one, nothing has a price.");
  reading.books.price_books.push_back(std::move(book));
  return {};
}

}  // namespace

Result<void> ReadPriceBooks(Reading& reading) {
  std::vector<std::string> names;
  std::error_code error;
  const std::filesystem::path folder = reading.folder / kPriceBooksFolder;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error))
    if (at->path().extension() == ".toml") names.push_back(at->path().filename().string());
  if (error && error != std::errc::no_such_file_or_directory)
    return Fail(ErrorCode::kIo,
                fmt::format("cannot list {}: {}", folder.string(), error.message()));
  std::sort(names.begin(), names.end());
  for (const std::string& name : names)
    RETURN_IF_ERROR(ReadPriceBook(reading, std::string(kPriceBooksFolder) + "/" + name));
  std::sort(reading.books.price_books.begin(), reading.books.price_books.end(),
            [](const PriceBook& a, const PriceBook& b) { return a.id < b.id; });
  return {};
}

}  // namespace billwright::books
