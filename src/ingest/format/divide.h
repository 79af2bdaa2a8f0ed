#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "model/delivery.h"

// A report may hold the rows of several payers or months: FOCUS files of all of a company's clouds,
// a table that somebody exported. Each payer and month of them is a delivery of its own, whoever
// the providers of its rows are. Its stored files hold its rows alone, with the columns as they
// were and `#row`, the row's number in the delivered file; the delivered file itself stays whole in
// kept/.

namespace billwright::ingest {

/// One of the deliveries that a report holds.
struct Part {
  std::string payer_account_id;
  UtcTime period_start;
};

/// Those of a delivery whose files are stored in `folder`, from its accepted rows, in this order.
Result<std::vector<Part>> PartsOf(const Delivery& delivery, const std::filesystem::path& folder,
                                  engine::Engine& engine);

/// Writes the stored files of part `index` of `parts` below `to`/stored, and gives its delivery:
/// with the id of the whole and the part's number. A rejected row that is of no part is the first
/// part's, so that the parts add up to the whole.
///
/// Fails: kIo, kStore.
Result<Delivery> StorePart(const Delivery& delivery, const std::filesystem::path& folder,
                           const std::vector<Part>& parts, size_t index,
                           const std::filesystem::path& to, engine::Engine& engine);

/// Puts the kept files of `from` into `to` too, as hard links where the disk allows.
/// Fails: kIo.
Result<void> ShareKept(const Delivery& delivery, const std::filesystem::path& from,
                       const std::filesystem::path& to);

}  // namespace billwright::ingest
