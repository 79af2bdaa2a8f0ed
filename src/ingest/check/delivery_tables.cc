#include "ingest/check/delivery_tables.h"

#include <fmt/core.h>

#include <map>
#include <optional>

#include "base/embedded.h"
#include "engine/delivered_columns.h"
#include "ingest/contract/contract.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

template <typename Record>
Result<std::vector<Record>> Examined(std::string_view statement, const std::string& payer,
                                     engine::Engine& engine) {
  ASSIGN_OR_RETURN(Frame frame, engine.Query(engine::Fill(EmbeddedText(statement),
                                                          {{"payer", engine::Literal(payer)}})));
  ASSIGN_OR_RETURN(std::vector<Record> rows, FromFrame<Record>(std::move(frame)));
  SortByKey(rows);
  return rows;
}

using Uses = std::map<std::string, ColumnUse>;

void AddUse(const std::string& column, int64_t rows, Decimal cost, Uses& uses) {
  ColumnUse& use = uses[column];
  use.column = column;
  use.rows += rows;
  use.unblended_cost += cost;
}

/// One stored file: its costs and its rows, as a statement names them.
struct StoredFile {
  std::string cost;
  std::string rows;
};

Result<void> CountTags(const std::vector<const DeliveredColumn*>& tags, const StoredFile& file,
                       engine::Engine& engine, Uses& uses) {
  std::string counts;
  std::string columns = file.cost + " AS cost";
  for (size_t i = 0; i < tags.size(); ++i) {
    columns += fmt::format(", {} AS tag_{}", engine::Identifier(tags[i]->stored_name), i);
    counts += fmt::format(
        "{0}COUNT(NULLIF(tag_{1}, '')) AS rows_{1}, "
        "COALESCE(SUM(CASE WHEN tag_{1} <> '' THEN cost END), 0) AS cost_{1}",
        i == 0 ? "" : ", ", i);
  }
  ASSIGN_OR_RETURN(
      const Frame frame,
      engine.Query(engine::Fill(EmbeddedText("sql/ingest/tag_uses.sql"),
                                {{"counts", counts}, {"columns", columns}, {"rows", file.rows}})));
  for (size_t i = 0; i < tags.size(); ++i)
    AddUse(tags[i]->name, frame.columns[2 * i].integers().front(),
           frame.columns[2 * i + 1].decimals().front(), uses);
  return {};
}

/// The keys of a map; of a text that is none, a NULL as its only key.
std::string KeysOf(const DeliveredColumn& map) {
  if (engine::IsMapOfTextKeys(map.type))
    return fmt::format("map_keys({})", engine::Identifier(map.stored_name));
  return fmt::format(
      "CASE WHEN is_json_object({0}) THEN json_keys({0}) WHEN {0} <> '' "
      "THEN [CAST(NULL AS VARCHAR)] END",
      engine::JsonOf(map));
}

Finding Unreadable(const DeliveredColumn& map, int64_t rows, Decimal cost,
                   const std::string& currency) {
  return Finding::Make(Severity::kWarning, "map.unreadable", map.name,
                       fmt::format("In {} the column {} holds a text that is not a JSON object: "
                                   "what it says is not seen. Correct what delivers the report.",
                                   rows == 1 ? "1 row" : fmt::format("{} rows", rows), map.name))
      .Worth(cost, currency);
}

Result<void> CountKeys(const DeliveredColumn& map, const StoredFile& file,
                       const std::string& currency, engine::Engine& engine, Uses& uses,
                       Findings& findings) {
  ASSIGN_OR_RETURN(const Frame frame,
                   engine.Query(engine::Fill(
                       EmbeddedText("sql/ingest/map_key_uses.sql"),
                       {{"keys", KeysOf(map)}, {"cost", file.cost}, {"rows", file.rows}})));
  for (size_t row = 0; row < frame.row_count(); ++row) {
    const int64_t rows = frame.column("row_count").integers()[row];
    const Decimal cost = frame.column("unblended_cost").decimals()[row];
    if (frame.column("is_unreadable").booleans()[row] != 0)
      findings.push_back(Unreadable(map, rows, cost, currency));
    else
      AddUse(fmt::format("{}[{}]", map.name, frame.column("map_key").text()[row]), rows, cost,
             uses);
  }
  return {};
}

std::string CostOf(const DeliveryFile& file, const Contract& contract) {
  const DeliveredColumn* const cost = FindReading(file, contract, "unblended_cost");
  if (cost == nullptr) return fmt::format("CAST(0 AS {})", engine::MoneyType());
  const std::string name = engine::Identifier(cost->stored_name);
  const bool direct = cost->type == "DOUBLE" || cost->type == "VARCHAR";
  return fmt::format("{}({})", contract.rounds_finer_money ? "quantity" : "exact",
                     direct ? name : fmt::format("CAST({} AS VARCHAR)", name));
}

Result<void> CountIn(const DeliveryFile& file, const Contract& contract, const fs::path& folder,
                     const std::string& currency, engine::Engine& engine, Uses& uses,
                     Findings& findings) {
  const StoredFile stored{CostOf(file, contract), engine::ParquetRows(folder / file.stored)};
  std::vector<const DeliveredColumn*> tags;
  for (const DeliveredColumn& column : file.columns) {
    const std::optional<DeliveredType> tag = contract.TagTypeOf(column.name);
    if (tag == DeliveredType::kMap)
      RETURN_IF_ERROR(CountKeys(column, stored, currency, engine, uses, findings));
    if (tag == DeliveredType::kText && column.type == "VARCHAR") tags.push_back(&column);
  }
  return tags.empty() ? Result<void>() : CountTags(tags, stored, engine, uses);
}

}  // namespace

Result<std::vector<DeliveryDay>> DaysOf(const std::string& payer, engine::Engine& engine) {
  return Examined<DeliveryDay>("sql/ingest/delivery_days.sql", payer, engine);
}

Result<std::vector<DeliveryFee>> FeesOf(const std::string& payer, engine::Engine& engine) {
  return Examined<DeliveryFee>("sql/ingest/delivery_fees.sql", payer, engine);
}

Result<std::vector<ColumnUse>> CountColumnUses(const Delivery& delivery, const Contract& contract,
                                               const fs::path& folder, engine::Engine& engine,
                                               Findings& findings) {
  Uses uses;
  for (const DeliveryFile& file : delivery.files)
    RETURN_IF_ERROR(CountIn(file, contract, folder, delivery.currency, engine, uses, findings));
  std::vector<ColumnUse> result;
  for (auto& [column, use] : uses) {
    use.payer_account_id = delivery.payer_account_id;
    result.push_back(std::move(use));
  }
  return result;
}

}  // namespace billwright::ingest
