#pragma once

#include "duckdb.h"

namespace billwright::engine {

/// Registers exact() and quantity() for DOUBLE and VARCHAR on a connection (all connections of the
/// database see them). Returns false if DuckDB refuses.
bool RegisterExact(duckdb_connection connection);

}  // namespace billwright::engine
