#include "books/treatments.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "model/line_item.h"

namespace billwright::books {
namespace {

const Shape kTreatmentShape{"[[treatment]]",
                            {"id", "kind", "treatment", "customers", "from", "to"}};
constexpr std::array kTreatments{Choice<Treatment>{"pass", Treatment::kPass},
                                 Choice<Treatment>{"retain", Treatment::kRetain},
                                 Choice<Treatment>{"drop", Treatment::kDrop}};

std::vector<Choice<LineItemKind>> KindsThatNeedTreatment() {
  std::vector<Choice<LineItemKind>> kinds;
  for (int i = 0; i <= static_cast<int>(LineItemKind::kUnknown); ++i) {
    const auto kind = static_cast<LineItemKind>(i);
    if (NeedsTreatment(kind)) kinds.push_back({Name(kind), kind});
  }
  return kinds;
}

bool IsPricedByBook(std::string_view name) {
  for (int i = 0; i < static_cast<int>(LineItemKind::kUnknown); ++i) {
    const auto kind = static_cast<LineItemKind>(i);
    if (Name(kind) == name) return !NeedsTreatment(kind);
  }
  return false;
}

void ReadKind(Entry& entry, TreatmentRule& rule) {
  if (!entry.Require("kind")) return;
  const std::vector<Choice<LineItemKind>> kinds = KindsThatNeedTreatment();
  if (const std::string name = entry.Text("kind"); IsPricedByBook(name)) {
    std::vector<std::string_view> names;
    for (const Choice<LineItemKind>& kind : kinds) names.push_back(kind.name);
    entry.Error("kind", "treatment.not_for_kind",
                fmt::format("A treatment cannot be given for \"{}\": usage is priced by the price "
                            "book, commitments are allocated by their policy. Kinds with "
                            "treatments: {}.",
                            name, Listed(names)));
    return;
  }
  rule.kind = entry.Choose<LineItemKind>("kind", kinds).value_or(LineItemKind::kUnknown);
}

/// "treatment:tax"; a second one for the same kind is "treatment:tax-2", so that a charge names
/// one.
std::string DefaultId(LineItemKind kind, KnownNames& ids) {
  const std::string first = fmt::format("treatment:{}", Name(kind));
  std::string id = first;
  for (int count = 2; !ids.Add(id); ++count) id = fmt::format("{}-{}", first, count);
  return id;
}

TreatmentRule ReadTreatment(Reading& reading, const SourceText& source, const Value& table,
                            KnownNames& ids) {
  Entry entry = reading.Open(source, table, kTreatmentShape);
  TreatmentRule rule;
  rule.position = entry.position();
  ReadKind(entry, rule);
  if (const std::optional<std::string> id = entry.Get("id", kId)) {
    rule.id = *id;
    if (!ids.Add(*id))
      entry.Error("id", "book.duplicate_id", fmt::format("There are two treatments \"{}\".", *id));
  } else {
    rule.id = DefaultId(rule.kind, ids);
  }
  entry.SetSubject(rule.id);
  if (entry.Require("treatment"))
    rule.treatment =
        entry.Choose<Treatment>("treatment", kTreatments, {"recompute"}).value_or(Treatment::kDrop);
  rule.customers = CustomersIn(reading, entry, "customers");
  entry.Months(rule.from, rule.to);
  return rule;
}

}  // namespace

void ReadTreatments(Reading& reading, const SourceText& source, Entry& file) {
  KnownNames ids("treatment", std::string(kPoliciesFile));
  for (const Value* table : file.Tables("treatment"))
    reading.books.treatments.push_back(ReadTreatment(reading, source, *table, ids));
}

}  // namespace billwright::books
