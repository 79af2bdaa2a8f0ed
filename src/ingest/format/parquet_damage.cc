#include "ingest/format/parquet_damage.h"

#include <fmt/core.h>

#include "base/text.h"
#include "ingest/source/report_file.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

/// The first line of what the engine said, without the path of our copy.
std::string Reason(const std::string& message, const fs::path& path) {
  constexpr size_t kLongest = 200;
  std::string reason = message.substr(0, message.find('\n'));
  const size_t at = reason.find(path.string());
  if (at != std::string::npos) reason.replace(at, path.string().size(), path.filename().string());
  return ShortText(reason, kLongest);
}

}  // namespace

Error AboutParquet(const Error& error, const DeliveryFile& file, const fs::path& path) {
  // A file may also be too large for the memory that the engine has: that is not its fault.
  if (error.code() != ErrorCode::kStore || engine::IsOutOfMemory(error)) return error;
  return Error(
      ErrorCode::kInvalidInput,
      fmt::format("cannot be read as Parquet: it was cut short, damaged or written wrongly "
                  "({}); have it delivered again",
                  Reason(error.message(), path)),
      {file.name, 0, 0});
}

Error WhyNotRead(const Error& error, const Delivery& delivery, const fs::path& folder,
                 engine::Engine& engine) {
  if (error.code() != ErrorCode::kStore || delivery.encoding != kParquet) return error;
  for (const DeliveryFile& file : delivery.files) {
    const fs::path path = folder / file.stored;
    const Result<std::string> read = engine.DigestOfRows(engine::NumberedParquetRows(path));
    if (!read) return AboutParquet(read.error(), file, path);
  }
  return error;
}

}  // namespace billwright::ingest
