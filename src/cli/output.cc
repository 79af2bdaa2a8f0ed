#include "cli/output.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/csv.h"
#include "base/file.h"
#include "engine/engine.h"

namespace billwright::cli {

std::optional<TableFormat> ParseTableFormat(std::string_view name) {
  if (name == "table") return TableFormat::kTable;
  if (name == "csv") return TableFormat::kCsv;
  if (name == "json") return TableFormat::kJson;
  if (name == "parquet") return TableFormat::kParquet;
  return std::nullopt;
}

TableFormat DefaultTableFormat() {
  return isatty(STDOUT_FILENO) != 0 ? TableFormat::kTable : TableFormat::kCsv;
}

namespace {

bool IsNumber(const FrameColumn& column) {
  return column.type() == ColumnType::kDecimal || column.type() == ColumnType::kInteger;
}

}  // namespace

std::string ForPeople(Decimal amount, int places) { return WithThousands(amount.ToString(places)); }
std::string ForPeople(int64_t count) { return WithThousands(std::to_string(count)); }

std::string Count(int64_t number, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", ForPeople(number), number == 1 ? singular : plural);
}

std::string AlignedText(const Frame& frame) {
  std::vector<std::vector<std::string>> rows(1);
  std::vector<bool> right;
  for (const FrameColumn& column : frame.columns) {
    rows[0].push_back(column.name);
    right.push_back(IsNumber(column));
  }
  for (size_t row = 0; row < frame.row_count(); ++row) {
    std::vector<std::string>& cells = rows.emplace_back();
    for (size_t i = 0; i < frame.columns.size(); ++i) {
      const FrameColumn& column = frame.columns[i];
      if (column.type() == ColumnType::kDecimal)
        cells.push_back(ForPeople(column.decimals()[row]));
      else
        cells.push_back(frame.TextAt(i, row));
    }
  }
  return Aligned(rows, right);
}

std::string CsvText(const Frame& frame) {
  std::string text;
  for (size_t i = 0; i < frame.columns.size(); ++i)
    text += (i == 0 ? "" : ",") + CsvQuote(frame.columns[i].name);
  text += "\n";
  for (size_t row = 0; row < frame.row_count(); ++row) {
    for (size_t i = 0; i < frame.columns.size(); ++i) {
      if (i > 0) text += ',';
      const std::string cell = frame.TextAt(i, row);
      text += IsNumber(frame.columns[i]) ? cell : CsvQuote(cell);
    }
    text += '\n';
  }
  return text;
}

std::string JsonText(const Frame& frame) {
  std::string text = "[";
  for (size_t row = 0; row < frame.row_count(); ++row) {
    text += row == 0 ? "\n  {" : ",\n  {";
    for (size_t i = 0; i < frame.columns.size(); ++i) {
      const FrameColumn& column = frame.columns[i];
      if (i > 0) text += ", ";
      text += nlohmann::json(column.name).dump() + ": ";
      const bool bare =
          column.type() == ColumnType::kInteger || column.type() == ColumnType::kBoolean;
      const std::string cell = frame.TextAt(i, row);
      text += bare ? cell
                   : nlohmann::json(cell).dump(-1, ' ', false,
                                               nlohmann::json::error_handler_t::replace);
    }
    text += "}";
  }
  return text + (frame.row_count() == 0 ? "]\n" : "\n]\n");
}

Result<void> PrintText(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return Fail(ErrorCode::kIo, "standard output cannot be written");
  return {};
}

namespace {

Result<void> PrintParquet(const Frame& frame) {
  if (isatty(STDOUT_FILENO) != 0)
    return Fail(ErrorCode::kConflict,
                "Parquet is not for a terminal; redirect standard output into a file");
  const std::filesystem::path path =
      TemporaryFolder() / fmt::format("billwright-{}.parquet", getpid());
  ASSIGN_OR_RETURN(const auto engine, engine::Engine::Open({}));
  const Result<void> written = engine->WriteParquet(frame, path);
  Result<std::string> bytes = written ? ReadFile(path) : Fail(written.error());
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  if (!bytes) return Fail(std::move(bytes.error()));
  return PrintText(*bytes);
}

}  // namespace

Result<void> PrintFrame(const Frame& frame, TableFormat format) {
  switch (format) {
    case TableFormat::kTable:
      return PrintText(AlignedText(frame));
    case TableFormat::kCsv:
      return PrintText(CsvText(frame));
    case TableFormat::kJson:
      return PrintText(JsonText(frame));
    case TableFormat::kParquet:
      return PrintParquet(frame);
  }
  return {};
}

}  // namespace billwright::cli
