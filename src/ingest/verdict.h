#pragma once

#include <string>
#include <vector>

#include "ingest/received.h"

namespace billwright::ingest {

/// What a person wants to know about a delivery, a line each: what it is, what was rejected, what
/// was found, whether the identities hold. Of many findings of one code the first three. The first
/// line:
///
///   legacy CUR, parquet, 1 file, 119,307 rows, payer 836060457634, October 2018, USD
///   4,064.4831315379
std::vector<std::string> Verdict(const Received& received);

}  // namespace billwright::ingest
