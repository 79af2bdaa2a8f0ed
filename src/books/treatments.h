#pragma once

#include "books/reading.h"

namespace billwright::books {

/// Reads the [[treatment]]s of policies.toml, in order.
///
/// Findings: treatment.not_for_kind, book.not_offered, book.duplicate_id, and those of Entry
void ReadTreatments(Reading& reading, const SourceText& source, Entry& file);

}  // namespace billwright::books
