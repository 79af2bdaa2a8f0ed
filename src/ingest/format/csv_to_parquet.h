#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "ingest/format/byte_source.h"
#include "model/delivery.h"

namespace billwright::ingest {

/// Opens a csv or csv.gz file. Fails: as OpenPlain and OpenGzip.
Result<std::unique_ptr<ByteSource>> OpenCsv(const std::filesystem::path& path,
                                            std::string_view encoding, std::string name);

/// Writes a csv or csv.gz file once more as Parquet: every column as text, every row, in order.
///
/// The bytes pass through our own checks (gzip.cc, csv_check.h) before the engine sees them,
/// through a pipe, in pieces: memory does not grow with the file. The engine is told the columns
/// and never guesses. Empty is NULL; quotes around nothing are an empty text.
///
/// Sets: file.rows, as counted by our own reading.
/// Fails: kInvalidInput, naming file.name and line or byte; kIo; kStore. What was written to `to`
///        is removed then.
Result<void> ConvertCsv(const std::filesystem::path& from, std::string_view encoding,
                        const std::filesystem::path& to, engine::Engine& engine,
                        DeliveryFile& file);

}  // namespace billwright::ingest
