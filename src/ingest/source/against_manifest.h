#pragma once

#include "ingest/received.h"
#include "ingest/source/candidate.h"
#include "model/delivery.h"
#include "model/finding.h"

namespace billwright::ingest {

/// Compares the files with what their manifest says about them: columns (in any order and spelling)
/// and, where it gives them, rows. Nothing without a manifest.
///
/// Findings: manifest.columns (a warning for each file that lacks some, an info for what the
///           manifest does not list), manifest.rows (error)
Findings CheckAgainstManifest(const Candidate& candidate, const Delivery& delivery);

/// Adds what a manifest says of whose bill it is, where its rows are of another month, or its
/// account is in none of them.
///
/// Findings: manifest.other_bill (warning)
void CheckBillAgainstManifest(const Candidate& candidate, std::vector<Received>& all);

}  // namespace billwright::ingest
