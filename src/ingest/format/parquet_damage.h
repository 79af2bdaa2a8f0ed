#pragma once

#include <filesystem>

#include "base/error.h"
#include "engine/engine.h"
#include "model/delivery.h"

// Parquet is read where it lies, by the engine: what is wrong with a file shows as a statement that
// fails, anywhere. This tells a person which file it is.

namespace billwright::ingest {

/// What the engine said about the file at `path`, as the fault of the delivered file:
/// kInvalidInput, its name, one sentence. Other errors stay what they are.
Error AboutParquet(const Error& error, const DeliveryFile& file, const std::filesystem::path& path);

/// Why a delivery could not be examined: if the engine failed, its Parquet files are read to the
/// end, and the first that cannot be is named as above. Else `error` itself.
Error WhyNotRead(const Error& error, const Delivery& delivery, const std::filesystem::path& folder,
                 engine::Engine& engine);

}  // namespace billwright::ingest
