#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"
#include "engine/engine.h"
#include "model/delivery.h"

namespace billwright::ingest {

/// Reads the columns of every file of a delivery whose files are kept in `folder`, and says where
/// each is stored. Sets: files' columns, stored, and of Parquet rows.
/// Fails: kInvalidInput, naming the file: no Parquet, no header; kIo; kStore.
Result<void> ReadColumns(const std::filesystem::path& folder, engine::Engine& engine,
                         Delivery& delivery);

/// Where a file that is not Parquet is written as such, relative to the delivery's folder: under
/// its own name, or its digest if that is very long.
std::string StoredPath(const DeliveryFile& file);

/// Writes what is not Parquet once more as Parquet, where ReadColumns said. Sets: files' rows.
/// Fails: as ConvertCsv.
Result<void> StoreFiles(const std::filesystem::path& folder, engine::Engine& engine,
                        Delivery& delivery);

}  // namespace billwright::ingest
