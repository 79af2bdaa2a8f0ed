#include <fmt/core.h>

#include <array>
#include <map>

#include "books/csv_table.h"
#include "books/reading.h"

namespace billwright::books {
namespace {

const CsvShape kColumns{{"id", "customer", "description", "kind", "amount"},
                        {"base", "recurs", "from", "to"}};
const Shape kShape{
    "A line", {"id", "customer", "description", "kind", "amount", "base", "recurs", "from", "to"}};

constexpr std::array kKinds{Choice<bool>{"flat", false}, Choice<bool>{"percent", true}};
constexpr std::array kRecurrences{Choice<bool>{"once", true}, Choice<bool>{"monthly", false}};
constexpr int64_t kMostMoney = 1'000'000'000'000;
constexpr int64_t kMostPercent = 1000;

class ChargesReader {
 public:
  ChargesReader(Reading& reading, const SourceText& source) : reading_(reading), source_(source) {}

  CustomLine Read(const Value& record) {
    Entry entry = reading_.Open(source_, record, kShape);
    CustomLine line;
    line.position = entry.position();
    ReadId(entry, line);
    ReadCustomer(entry, line);
    if (entry.Require("description")) line.description = entry.Text("description");
    ReadAmount(entry, line);
    ReadMonths(entry, line);
    return line;
  }

 private:
  void ReadId(Entry& entry, CustomLine& line) {
    if (!entry.Require("id")) return;
    line.id = entry.Get("id", kId).value_or("");
    entry.SetSubject(line.id);
    const auto [first, is_new] = first_lines_.emplace(line.id, entry.place().line);
    if (!is_new && !line.id.empty())
      entry.Error("id", "book.duplicate_id",
                  fmt::format("There are two charges \"{}\": the first is on line {}.", line.id,
                              first->second));
  }

  void ReadCustomer(Entry& entry, CustomLine& line) {
    if (!entry.Require("customer")) return;
    line.customer_id = entry.Text("customer");
    if (line.customer_id == kHouse)
      entry.Error("customer", "customer.house",
                  "The house gets no statement, so nothing can be charged to it.");
    else
      entry.Refers({line.customer_id, entry.PlaceOf("customer")}, reading_.customers,
                   "book.unknown_customer");
  }

  void ReadAmount(Entry& entry, CustomLine& line) {
    if (!entry.Require("kind")) return;
    const std::optional<bool> is_percent = entry.Choose<bool>("kind", kKinds);
    if (!entry.Require("amount") || !is_percent) return;
    line.is_percent = *is_percent;
    const int64_t least = line.is_percent ? -100 : -kMostMoney;
    const int64_t most = line.is_percent ? kMostPercent : kMostMoney;
    line.amount = entry.Number("amount", least, most).value_or(Decimal());
    line.base = entry.Text("base");
    if (line.is_percent && line.base.empty())
      entry.Error("base", "charge.base",
                  "A per cent needs a \"base\": \"all\", \"usage\" or the product code of a "
                  "service, such as \"AmazonEC2\".");
    if (!line.is_percent && !line.base.empty())
      entry.Error("base", "charge.base", "A flat amount has no \"base\": leave it empty.");
  }

  void ReadMonths(Entry& entry, CustomLine& line) {
    bool once = false;
    if (entry.Has("recurs")) once = entry.Choose<bool>("recurs", kRecurrences).value_or(false);
    if (!once) return entry.Months(line.from, line.to);
    if (entry.Has("to"))
      entry.Error("to", "charge.months",
                  "What is charged once has no end: name its month as \"from\", and leave \"to\" "
                  "empty.");
    if (!entry.Require("from")) return;
    const std::optional<BillingPeriod> month = entry.Get("from", kMonth);
    if (!month) return;
    line.from = *month;
    line.to = month->Next();
  }

  Reading& reading_;
  const SourceText& source_;
  std::map<std::string, int64_t> first_lines_;
};

}  // namespace

Result<void> ReadCharges(Reading& reading) {
  ASSIGN_OR_RETURN(auto source, Load(reading, kChargesFile, Presence::kOptional));
  if (!source) return {};
  ChargesReader reader(reading, *source);
  ReadCsvTable(*source, reading.mistakes, kColumns, [&](const Value& record) {
    reading.books.custom_lines.push_back(reader.Read(record));
  });
  return {};
}

}  // namespace billwright::books
