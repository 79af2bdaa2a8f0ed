#include "cli/delivery_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "cli/output.h"

namespace billwright::cli {

namespace {

constexpr size_t kLinesShown = 20;
constexpr size_t kValuesShown = 5;

std::string Money(const std::string& currency, Decimal amount) {
  return currency + " " + ForPeople(amount);
}

/// "2018-10, payer 836060457634, version 2"
std::string NameOf(const Delivery& delivery) {
  return fmt::format("{}, payer {}, version {}", delivery.period.ToString(),
                     delivery.payer_account_id, delivery.version);
}

std::string OutcomeText(const pipeline::AgainResult& result) {
  switch (result.outcome) {
    case pipeline::AgainResult::Outcome::kSame:
      return "nothing differs";
    case pipeline::AgainResult::Outcome::kDerived:
      return fmt::format("derivation {} is in force", result.after.derived);
    case pipeline::AgainResult::Outcome::kEarlier:
      return fmt::format("derivation {} is in force again",
                         result.after.derived.empty() ? "1" : result.after.derived);
    case pipeline::AgainResult::Outcome::kRestored:
      return "what was lost is back, nothing differs";
    case pipeline::AgainResult::Outcome::kRefused:
      return "refused";
  }
  return {};
}

}  // namespace

std::string AgainText(const std::vector<pipeline::AgainResult>& results) {
  std::string text;
  for (const pipeline::AgainResult& result : results) {
    text += fmt::format("{} ({}): {}\n", NameOf(result.before), result.before.delivery_id,
                        OutcomeText(result));
    for (const std::string& damage : {result.damage.kept, result.damage.derived})
      if (!damage.empty()) text += "  " + damage + "\n";
    if (result.error) text += "  " + result.error->ToString() + "\n";
    for (const pipeline::Difference& difference : result.differences)
      text += fmt::format("  {}{}{}: {} -> {}\n", difference.what,
                          difference.subject.empty() ? "" : " ", difference.subject,
                          difference.before.empty() ? "none" : difference.before,
                          difference.after.empty() ? "none" : difference.after);
  }
  return text;
}

std::string VersionsText(const std::vector<app::VersionLine>& versions) {
  if (versions.empty()) return "no deliveries yet; next: billwright ingest\n";
  std::vector<std::vector<std::string>> rows{{"period", "payer", "version", "delivery", "state",
                                              "received", "source", "rows", "quarantined",
                                              "unblended", "newest run"}};
  for (const app::VersionLine& line : versions) {
    const Delivery& delivery = line.record.delivery;
    rows.push_back(
        {delivery.period.ToString(), delivery.payer_account_id, std::to_string(delivery.version),
         delivery.delivery_id, line.state, line.record.received_at.substr(0, 16),
         delivery.source_id.empty() ? "by hand" : delivery.source_id, ForPeople(delivery.rows),
         ForPeople(delivery.quarantined_rows), Money(delivery.currency, delivery.unblended_cost),
         line.runs.empty() ? "" : line.runs.back()});
  }
  return Aligned(rows, {false, false, true, false, false, false, false, true, true, true, false});
}

namespace {

struct Sum {
  int64_t added = 0;
  int64_t removed = 0;
  int64_t restated = 0;
  Decimal change;
};

std::string ClassTable(const pipeline::Delta& delta) {
  std::map<std::string, Sum> sums;
  Sum all;
  for (const DeltaLine& line : delta.lines)
    for (Sum* sum : {&sums[line.delta_class], &all}) {
      sum->added += line.rows_added;
      sum->removed += line.rows_removed;
      sum->restated += line.rows_restated;
      sum->change += line.cost_change;
    }
  std::vector<std::pair<std::string, Sum>> sorted(sums.begin(), sums.end());
  std::ranges::stable_sort(sorted, [](const auto& a, const auto& b) {
    return a.second.change.Abs() > b.second.change.Abs();
  });
  sorted.emplace_back("all changes", all);
  std::vector<std::vector<std::string>> rows{
      {"why", "rows added", "removed", "restated", "unblended"}};
  for (const auto& [name, sum] : sorted)
    rows.push_back({name, ForPeople(sum.added), ForPeople(sum.removed), ForPeople(sum.restated),
                    Money(delta.new_version.currency, sum.change)});
  return Aligned(rows, {false, true, true, true, true});
}

std::string LargestLines(const pipeline::Delta& delta) {
  std::vector<DeltaLine> lines = delta.lines;
  std::ranges::stable_sort(lines, [](const DeltaLine& a, const DeltaLine& b) {
    return a.cost_change.Abs() > b.cost_change.Abs();
  });
  const size_t count = std::min(lines.size(), kLinesShown);
  std::vector<std::vector<std::string>> rows{
      {"unblended", "why", "account", "service", "type", "invoice", "rows"}};
  for (size_t i = 0; i < count; ++i) {
    const DeltaLine& line = lines[i];
    rows.push_back(
        {Money(line.currency, line.cost_change), line.delta_class, line.usage_account_id,
         line.service, line.line_item_type, line.invoice_id,
         fmt::format("+{} -{} ~{}", line.rows_added, line.rows_removed, line.rows_restated)});
  }
  std::string text = Aligned(rows, {true, false, false, false, false, false, true});
  if (lines.size() > count)
    text += fmt::format("and {} more lines: --format csv\n", lines.size() - count);
  return text;
}

std::string VersionText(const Delivery& delivery) {
  std::string text = fmt::format("version {}: {} rows, {}", delivery.version,
                                 ForPeople(delivery.rows - delivery.quarantined_rows),
                                 delivery.currency + " " + ForPeople(delivery.unblended_cost));
  if (delivery.quarantined_rows > 0)
    text += fmt::format("; beside {} quarantined with {}",
                        Count(delivery.quarantined_rows, "row", "rows"),
                        Money(delivery.currency, delivery.quarantined_cost));
  return text + "\n";
}

}  // namespace

std::string DeltaText(const pipeline::Delta& delta) {
  std::string text = fmt::format("{}, payer {}\n{}{}", delta.new_version.period.ToString(),
                                 delta.new_version.payer_account_id, VersionText(delta.old_version),
                                 VersionText(delta.new_version));
  if (!delta.not_compared.empty()) {
    text +=
        fmt::format("not compared, since only one has it: {}",
                    Count(static_cast<int64_t>(delta.not_compared.size()), "column", "columns"));
    for (size_t i = 0; i < std::min(delta.not_compared.size(), kValuesShown); ++i)
      text += (i == 0 ? " (" : ", ") + delta.not_compared[i];
    text += delta.not_compared.size() > kValuesShown ? ", …)\n" : ")\n";
  }
  if (delta.lines.empty()) return text + "nothing changed\n";
  Decimal change;
  for (const DeltaLine& line : delta.lines) change += line.cost_change;
  return fmt::format("{}\n{}\n{}\n{} {} {} = {}\n", text, ClassTable(delta), LargestLines(delta),
                     Money(delta.new_version.currency, delta.old_version.unblended_cost),
                     change < Decimal() ? "-" : "+", ForPeople(change.Abs()),
                     ForPeople(delta.new_version.unblended_cost));
}

std::string QuarantineText(const std::vector<QuarantinedRow>& rows) {
  if (rows.empty()) return "no row is quarantined\n";
  struct Reason {
    int64_t rows = 0;
    Decimal cost;
  };
  std::map<std::pair<std::string, std::string>, Reason> reasons;
  for (const QuarantinedRow& row : rows) {
    Reason& reason = reasons[{row.reason, row.currency}];
    ++reason.rows;
    reason.cost += row.unblended_cost;
  }
  std::vector<std::vector<std::string>> table{{"reason", "rows", "unblended"}};
  for (const auto& [key, reason] : reasons)
    table.push_back({key.first, ForPeople(reason.rows), Money(key.second, reason.cost)});
  std::string text = Aligned(table, {false, true, true}) + "\n";
  table = {{"period", "payer", "file:row", "reason", "account", "service", "type", "unblended"}};
  const size_t count = std::min(rows.size(), kLinesShown);
  for (size_t i = 0; i < count; ++i)
    table.push_back({rows[i].period, rows[i].payer_account_id,
                     fmt::format("{}:{}", rows[i].file, rows[i].row_number), rows[i].reason,
                     rows[i].usage_account_id, rows[i].service, rows[i].line_item_type,
                     Money(rows[i].currency, rows[i].unblended_cost)});
  text += Aligned(table, {false, false, false, false, false, false, false, true});
  if (rows.size() > count)
    text += fmt::format("and {} more: --format csv, or with all columns --to rows.csv\n",
                        ForPeople(static_cast<int64_t>(rows.size() - count)));
  return text;
}

namespace {

/// "2 columns added: a, b"
std::string ChangesText(const std::vector<DriftLine>& lines) {
  std::map<std::pair<std::string, std::string>, std::vector<const DriftLine*>> by_kind;
  for (const DriftLine& line : lines) by_kind[{line.what, line.change}].push_back(&line);
  std::string text;
  for (const auto& [kind, changed] : by_kind) {
    const bool plural = changed.size() > 1 && kind.second.ends_with(" value");
    text += fmt::format("    {}, {} {}{}: ", kind.first, changed.size(), kind.second,
                        plural ? "s" : "");
    for (size_t i = 0; i < std::min(changed.size(), kValuesShown); ++i) {
      const DriftLine& line = *changed[i];
      text += (i == 0 ? "" : ", ") + line.name;
      if (line.rows > 0)
        text += fmt::format(" ({}, {})", Count(line.rows, "row", "rows"),
                            Money(line.currency, line.unblended_cost));
      else if (!line.before.empty() && !line.after.empty())
        text += fmt::format(" ({} -> {})", line.before, line.after);
    }
    text += changed.size() > kValuesShown ? ", …\n" : "\n";
  }
  return text;
}

}  // namespace

std::string DriftText(const std::vector<pipeline::DriftStep>& steps) {
  if (steps.empty()) return "no deliveries yet; next: billwright ingest\n";
  std::string text;
  std::string source_before = "\n";
  for (const pipeline::DriftStep& step : steps) {
    const Delivery& delivery = step.record.delivery;
    const std::string source = fmt::format(
        "{}, payer {}", delivery.source_id.empty() ? "by hand" : "source " + delivery.source_id,
        delivery.payer_account_id);
    if (source != source_before) text += source + "\n";
    source_before = source;
    const std::string what =
        step.before.empty()  ? "the first"
        : step.lines.empty() ? "no drift"
                             : Count(static_cast<int64_t>(step.lines.size()), "change", "changes");
    text += fmt::format("  {}  {}, version {} ({}): {}\n", step.record.received_at.substr(0, 16),
                        delivery.period.ToString(), delivery.version, delivery.delivery_id, what);
    text += ChangesText(step.lines);
    if (!step.not_compared.empty())
      text += "    values were not compared: " + step.not_compared + "\n";
  }
  return text;
}

std::string PruneText(const std::vector<pipeline::PruneItem>& plan, bool done) {
  if (plan.empty()) return "nothing to prune: [retention] of billwright.toml lets nothing go\n";
  const Frame frame = pipeline::PruneFrame(plan);
  int64_t bytes = 0;
  for (const pipeline::PruneItem& item : plan) bytes += item.bytes;
  return AlignedText(frame) + fmt::format("{} of {} bytes{}\n",
                                          Count(static_cast<int64_t>(plan.size()), "item", "items"),
                                          ForPeople(bytes),
                                          done ? " deleted" : "; --yes deletes them");
}

}  // namespace billwright::cli
