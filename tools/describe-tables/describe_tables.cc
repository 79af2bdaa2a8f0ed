#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "model/finding.h"
#include "model/proof.h"
#include "pipeline/table_files.h"

// The second part of docs/tables.md: every table of a run, from the one list of columns that each
// record has. The first part of the page is written by hand, down to the marker.
//
//   describe-tables              prints the second part
//   describe-tables PAGE         checks that the page ends with it
//   describe-tables PAGE --write renews the page

namespace billwright {
namespace {

constexpr std::string_view kMarker = "<!-- Made by describe-tables from here on. -->\n";

/// A column that others build on: it keeps its name, type and meaning.
struct Kept {
  std::string_view table;
  std::vector<std::string_view> columns;
};

const std::vector<Kept>& KeptColumns() {
  static const std::vector<Kept> kept = {
      {"cell",
       {"customer_id", "span_start", "payer_account_id", "usage_account_id", "service", "region",
        "usage_type", "operation", "pricing_unit", "line_item_type", "commitment_arn", "invoice_id",
        "legal_entity", "currency", "rows", "usage_amount", "unblended_cost",
        "public_on_demand_cost", "amortised_cost"}},
      {"share",
       {"payer_account_id", "commitment_arn", "commitment_kind", "window_start",
        "owner_customer_id", "policy_id", "method", "customer_id", "currency", "on_demand_value",
        "effective_cost", "benefit_share", "passed", "retained", "attributed_cost", "price_basis",
        "unused_borne", "cap_excess"}},
      {"cell_share",
       {"customer_id", "span_start", "payer_account_id", "usage_account_id", "service", "region",
        "usage_type", "operation", "pricing_unit", "line_item_type", "commitment_arn", "invoice_id",
        "legal_entity", "currency", "benefit_share", "passed"}},
      {"charge",
       {"charge_id", "customer_id", "rule_id", "basis", "usage_account_id", "service", "region",
        "usage_type", "line_item_type", "commitment_arn", "currency", "quantity", "cost",
        "charge"}},
      {"statement_line",
       {"statement_id", "line_id", "customer_id", "section", "service", "description", "quantity",
        "unit", "currency", "list_amount", "discount", "amount"}},
      {"margin_line", {"customer_id", "service", "source", "currency", "amount"}},
      {"proof",
       {"stage", "identity", "subject", "left", "right", "difference", "tolerance", "holds"}},
  };
  return kept;
}

const Kept* FindKept(std::string_view table) {
  const auto found = std::ranges::find(KeptColumns(), table, &Kept::table);
  return found == KeptColumns().end() ? nullptr : &*found;
}

bool Contains(const std::vector<std::string_view>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::vector<pipeline::KnownTable> AllTables() {
  std::vector<pipeline::KnownTable> tables = pipeline::KnownTables();
  tables.push_back({"", Describe<Finding>()});
  tables.push_back({"", Describe<ProofLine>()});
  return tables;
}

/// What is promised and not there, as sentences; empty when all promises hold.
std::string BrokenPromises(const std::vector<pipeline::KnownTable>& tables) {
  std::string broken;
  for (const Kept& kept : KeptColumns()) {
    const auto found = std::ranges::find(
        tables, kept.table, [](const pipeline::KnownTable& known) { return known.table.name; });
    for (const std::string_view column : kept.columns)
      if (found == tables.end() ||
          std::ranges::find(found->table.columns, column, &ColumnDescription::name) ==
              found->table.columns.end())
        broken += fmt::format("others build on column {} of table {}, and it is not there\n",
                              column, kept.table);
  }
  return broken;
}

/// A bar ends a cell of a markdown table.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string Section(const pipeline::KnownTable& known) {
  const TableDescription& table = known.table;
  const Kept* kept = FindKept(table.name);
  std::string text = fmt::format(
      "\n### {}\n\n{} Made by {}, version {}.\n\n", table.name, table.comment,
      known.stage.empty() ? "every stage" : fmt::format("stage {}", known.stage), table.version);
  text += kept == nullptr ? "| column | type | key | what |\n| --- | --- | --- | --- |\n"
                          : "| column | type | key | kept | what |\n"
                            "| --- | --- | --- | --- | --- |\n";
  int position = 0;
  for (const ColumnDescription& column : table.columns) {
    const std::string key = column.key ? fmt::format(" {} ", ++position) : " ";
    text += fmt::format("| `{}` | {} |{}|", column.name, Name(column.type), key);
    if (kept != nullptr) text += Contains(kept->columns, column.name) ? " yes |" : " |";
    text += fmt::format(" {} |\n", Escaped(column.comment));
  }
  return text;
}

std::string Described(const std::vector<pipeline::KnownTable>& tables) {
  std::string text =
      "\n## All tables\n\n| table | stage | version | others build on it | what |\n"
      "| --- | --- | --- | --- | --- |\n";
  for (const auto& [stage, table] : tables)
    text += fmt::format("| [`{0}`](#{0}) | {1} | {2} |{3}| {4} |\n", table.name,
                        stage.empty() ? "every" : stage, table.version,
                        FindKept(table.name) != nullptr ? " yes " : " ", Escaped(table.comment));
  for (const pipeline::KnownTable& known : tables) text += Section(known);
  return text;
}

int Complain(const std::string& text) {
  std::fputs(("describe-tables: " + text + "\n").c_str(), stderr);
  return 1;
}

int CheckOrRenew(const std::string& page, bool write, const std::string& described) {
  const Result<std::string> text = ReadFile(page);
  if (!text) return Complain(text.error().ToString());
  const size_t marker = text->find(kMarker);
  if (marker == std::string::npos)
    return Complain(page + " has no line " + std::string(kMarker.substr(0, kMarker.size() - 1)));
  const std::string expected = text->substr(0, marker) + std::string(kMarker) + described;
  if (*text == expected) return 0;
  if (!write)
    return Complain(page + " is not what the tables are; renew it:\n  build/dev/describe-tables " +
                    "docs/tables.md --write");
  if (const Result<void> written = WriteFileAtomically(page, expected); !written)
    return Complain(written.error().ToString());
  return 0;
}

int Main(const std::vector<std::string>& arguments) {
  const std::vector<pipeline::KnownTable> tables = AllTables();
  if (const std::string broken = BrokenPromises(tables); !broken.empty()) return Complain(broken);
  const std::string described = Described(tables);
  if (arguments.empty()) return std::fputs(described.c_str(), stdout) < 0 ? 1 : 0;
  const bool write = arguments.size() == 2 && arguments[1] == "--write";
  if (arguments.size() > 1 && !write) return Complain("usage: describe-tables [PAGE [--write]]");
  return CheckOrRenew(arguments[0], write, described);
}

}  // namespace
}  // namespace billwright

int main(int argc, char** argv) {
  return billwright::Main({argv + 1, argv + argc});
}
