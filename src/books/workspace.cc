#include <fmt/core.h>

#include "books/reading.h"
#include "books/toml_reader.h"

namespace billwright::books {
namespace {

constexpr std::string_view kDefaultData = "data";
constexpr std::string_view kDefaultMemory = "1GB";
constexpr int kMostThreads = 1024;

const Shape kFileShape{"billwright.toml",
                       {"currency", "data", "reseller", "source", "engine", "notify", "watch",
                        "quality", "retention"}};
const Shape kResellerShape{
    "[reseller]", {"name", "address", "tax_id", "email", "payment_details"}, {"currency", "data"}};
const Shape kEngineShape{"[engine]", {"memory_limit", "threads"}, {"currency", "data"}};

/// Whether a relative path, read by its letters, ends up outside the folder that it starts from.
bool Leaves(const std::filesystem::path& relative) {
  const std::filesystem::path normal = relative.lexically_normal();
  return !normal.empty() && *normal.begin() == "..";
}

void ReadData(Reading& reading, Entry& file) {
  WorkspaceSettings& workspace = reading.books.workspace;
  workspace.data = workspace.folder / kDefaultData;
  const std::string written = file.Text("data");
  if (written.empty()) return;
  const std::filesystem::path normal =
      (std::filesystem::path(written) / "").lexically_normal().parent_path();
  const bool own = !normal.empty() && normal != "." && *normal.begin() != "books";
  if (normal.is_absolute() || Leaves(normal) || !own) {
    file.Error("data", "workspace.path",
               fmt::format("\"data\" must be a folder of its own inside the workspace, such as "
                           "\"data\", not \"{}\".",
                           written));
    return;
  }
  workspace.data = workspace.folder / normal;
}

void ReadReseller(Reading& reading, const SourceText& source, const Value& table) {
  Entry reseller = reading.Open(source, table, kResellerShape);
  WorkspaceSettings& workspace = reading.books.workspace;
  if (reseller.Require("name")) workspace.reseller_name = reseller.Text("name");
  workspace.reseller_address = reseller.Lines("address");
  workspace.reseller_tax_id = reseller.Text("tax_id");
  workspace.reseller_email = reseller.Get("email", kEmail).value_or("");
  workspace.payment_details = reseller.Lines("payment_details");
}

void ReadEngine(Reading& reading, const SourceText& source, const Value& table) {
  Entry engine = reading.Open(source, table, kEngineShape);
  WorkspaceSettings& workspace = reading.books.workspace;
  if (const auto memory = engine.Get("memory_limit", kMemory)) workspace.memory_limit = *memory;
  workspace.threads = engine.WholeNumber("threads", 0, kMostThreads).value_or(0);
}

}  // namespace

Result<void> ReadWorkspaceFile(Reading& reading) {
  WorkspaceSettings& workspace = reading.books.workspace;
  workspace.folder = reading.folder;
  workspace.data = reading.folder / kDefaultData;
  workspace.memory_limit = kDefaultMemory;
  ASSIGN_OR_RETURN(auto source, Load(reading, kWorkspaceFile, Presence::kRequired));
  if (!source) return {};
  const Value root = ReadToml(*source, reading.mistakes);
  Entry file = reading.Open(*source, root, kFileShape);
  if (file.Require("currency"))
    workspace.currency = file.Get("currency", kCurrencyCode).value_or("");
  ReadData(reading, file);
  if (file.Require("reseller"))
    if (const Value* table = file.Table("reseller")) ReadReseller(reading, *source, *table);
  if (const Value* table = file.Table("engine")) ReadEngine(reading, *source, *table);
  ReadSources(reading, *source, file);
  ReadNotify(reading, *source, file);
  ReadWatch(reading, *source, file);
  ReadQuality(reading, *source, file);
  ReadRetention(reading, *source, file);
  return {};
}

}  // namespace billwright::books
