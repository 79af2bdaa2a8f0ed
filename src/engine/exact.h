#pragma once

#include "duckdb.h"

namespace billwright::engine {

/// Registers exact(), quantity(), finer_rest(), decimal_places() and instant() on a
/// connection (all connections of the database see them). Returns false if DuckDB refuses.
bool RegisterExact(duckdb_connection connection);

}  // namespace billwright::engine
