#include "ingest/check/delivery_tables.h"

#include <fmt/core.h>

#include <map>
#include <optional>

#include "base/embedded.h"
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

/// One stored file: its place and its costs, as a statement names them.
struct StoredFile {
  std::string cost;
  std::string from;
};

Result<void> CountTags(const std::vector<const DeliveredColumn*>& tags, const StoredFile& file,
                       engine::Engine& engine, Uses& uses) {
  std::string counts;
  for (size_t i = 0; i < tags.size(); ++i) {
    const std::string name = engine::Identifier(tags[i]->stored_name);
    counts += fmt::format(
        "{0}COUNT(NULLIF({1}, '')) AS rows_{2}, "
        "COALESCE(SUM(CASE WHEN {1} <> '' THEN cost END), 0) AS cost_{2}",
        i == 0 ? "" : ", ", name, i);
  }
  ASSIGN_OR_RETURN(
      const Frame frame,
      engine.Query(engine::Fill(EmbeddedText("sql/ingest/tag_uses.sql"),
                                {{"counts", counts}, {"cost", file.cost}, {"file", file.from}})));
  for (size_t i = 0; i < tags.size(); ++i)
    AddUse(tags[i]->name, frame.columns[2 * i].integers().front(),
           frame.columns[2 * i + 1].decimals().front(), uses);
  return {};
}

Result<void> CountKeys(const DeliveredColumn& map, const StoredFile& file, engine::Engine& engine,
                       Uses& uses) {
  const std::string column = engine::Identifier(map.stored_name);
  const std::string keys =
      map.type == "VARCHAR"
          ? fmt::format("CASE WHEN json_valid({0}) THEN json_keys({0}) END", column)
          : fmt::format("map_keys({})", column);
  ASSIGN_OR_RETURN(
      const Frame frame,
      engine.Query(engine::Fill(EmbeddedText("sql/ingest/map_key_uses.sql"),
                                {{"keys", keys}, {"cost", file.cost}, {"file", file.from}})));
  for (size_t row = 0; row < frame.row_count(); ++row)
    AddUse(fmt::format("{}[{}]", map.name, frame.column("map_key").text()[row]),
           frame.column("row_count").integers()[row],
           frame.column("unblended_cost").decimals()[row], uses);
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
                     engine::Engine& engine, Uses& uses) {
  const StoredFile stored{CostOf(file, contract), engine::Literal((folder / file.stored).string())};
  std::vector<const DeliveredColumn*> tags;
  for (const DeliveredColumn& column : file.columns) {
    const std::optional<DeliveredType> tag = contract.TagTypeOf(column.name);
    if (tag == DeliveredType::kMap) RETURN_IF_ERROR(CountKeys(column, stored, engine, uses));
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
                                               const fs::path& folder, engine::Engine& engine) {
  Uses uses;
  for (const DeliveryFile& file : delivery.files)
    RETURN_IF_ERROR(CountIn(file, contract, folder, engine, uses));
  std::vector<ColumnUse> result;
  for (auto& [column, use] : uses) {
    use.payer_account_id = delivery.payer_account_id;
    result.push_back(std::move(use));
  }
  return result;
}

}  // namespace billwright::ingest
