#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "engine/engine.h"
#include "ingest/format/byte_source.h"
#include "model/delivery.h"

namespace billwright::ingest {

/// Opens a csv, csv.gz or csv.zip file. Fails: as OpenPlain, OpenGzip and OpenZip.
Result<std::unique_ptr<ByteSource>> OpenCsv(const std::filesystem::path& path,
                                            std::string_view encoding, std::string name);

/// As many as there are cores, but not more than are of use beside one that inflates.
int ConversionThreads();

/// Writes a csv or csv.gz file once more as Parquet: every column as text, every row, in order.
///
/// The file is read once, by our own reading (gzip.cc, CsvBlocks, CsvScanner, TextColumn), a block
/// at a time on each thread: memory does not grow with the file. Empty is NULL; quotes around
/// nothing are an empty text. What is written does not depend on `threads`.
///
/// Sets:  file.rows, as counted by our own reading; the engine reads the same from what was
/// written. Fails: kInvalidInput, naming file.name and line or byte, for the first thing in the
/// file that is
///        wrong; kIo; kStore. What was written to `to` is removed then.
Result<void> ConvertCsv(const std::filesystem::path& from, std::string_view encoding,
                        const std::filesystem::path& to, engine::Engine& engine, DeliveryFile& file,
                        int threads = ConversionThreads());

}  // namespace billwright::ingest
