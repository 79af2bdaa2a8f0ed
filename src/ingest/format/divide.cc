#include "ingest/format/divide.h"

#include <fmt/core.h>

#include <system_error>

#include "base/embedded.h"
#include "base/file.h"
#include "engine/line_item_view.h"
#include "ingest/delivery_id.h"
#include "ingest/format/read_columns.h"
#include "ingest/source/keep_files.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

std::string IsOf(const Part& part) {
  return fmt::format(
      "COALESCE(payer_account_id = {} AND DATE_TRUNC('month', billing_period_start) = "
      "CAST({} AS TIMESTAMP), FALSE)",
      engine::Literal(part.payer_account_id), engine::Literal(part.period_start.ToString()));
}

std::string ConditionOf(const std::vector<Part>& parts, size_t index) {
  std::string condition = IsOf(parts[index]);
  if (index > 0) return condition;
  std::string others;
  for (size_t i = 1; i < parts.size(); ++i)
    others += (others.empty() ? "" : " OR ") + IsOf(parts[i]);
  return others.empty() ? "TRUE" : fmt::format("NOT ({})", others);
}

}  // namespace

Result<std::vector<Part>> PartsOf(const Delivery& delivery, const fs::path& folder,
                                  engine::Engine& engine) {
  const std::string rows = engine::LineItemView(delivery, folder, /*accepted_only=*/false);
  ASSIGN_OR_RETURN(
      const Frame frame,
      engine.Query(engine::Fill(EmbeddedText("sql/ingest/parts.sql"), {{"line_item", rows}})));
  std::vector<Part> parts;
  for (size_t row = 0; row < frame.row_count(); ++row)
    parts.push_back(
        {frame.column("payer_account_id").text()[row], frame.column("period_start").times()[row]});
  return parts;
}

Result<Delivery> StorePart(const Delivery& delivery, const fs::path& folder,
                           const std::vector<Part>& parts, size_t index, const fs::path& to,
                           engine::Engine& engine) {
  Delivery part = delivery;
  part.divided = true;
  part.delivery_id = DividedId(delivery.delivery_id, static_cast<int64_t>(index) + 1);
  const std::string rows = engine::LineItemView(delivery, folder, /*accepted_only=*/false);
  for (DeliveryFile& file : part.files) {
    const fs::path from = folder / file.stored;
    file.stored = StoredPath(file);
    RETURN_IF_ERROR(MakeFolders((to / file.stored).parent_path()));
    RETURN_IF_ERROR(
        engine.Execute(engine::Fill(EmbeddedText("sql/ingest/store_part.sql"),
                                    {{"row", engine::Identifier(engine::RowColumn(file))},
                                     {"from", engine::NumberedParquetRows(from)},
                                     {"line_item", rows},
                                     {"name", engine::Literal(file.name)},
                                     {"condition", ConditionOf(parts, index)},
                                     {"to", engine::Literal((to / file.stored).string())}})));
    ASSIGN_OR_RETURN(file.rows, engine.CountParquetRows(to / file.stored));
  }
  return part;
}

Result<void> ShareKept(const Delivery& delivery, const fs::path& from, const fs::path& to) {
  for (const DeliveryFile& file : delivery.files) {
    RETURN_IF_ERROR(MakeFolders((to / file.kept).parent_path()));
    std::error_code error;
    fs::create_hard_link(from / file.kept, to / file.kept, error);
    if (error) fs::copy(from / file.kept, to / file.kept, fs::copy_options::copy_symlinks, error);
    if (error) return FileError("write", to / file.kept, error.value());
  }
  return {};
}

}  // namespace billwright::ingest
