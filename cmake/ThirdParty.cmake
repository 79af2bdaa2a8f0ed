# What we build on. Debian's packages by their own config files; DuckDB from .third_party, where
# tools/setup puts it.
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CURL REQUIRED)
find_package(pugixml REQUIRED)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
find_package(Threads REQUIRED)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(isal REQUIRED IMPORTED_TARGET libisal)
pkg_check_modules(snappy REQUIRED IMPORTED_TARGET snappy)
pkg_check_modules(pango REQUIRED IMPORTED_TARGET pangocairo cairo-pdf)
find_package(GTest REQUIRED)
find_path(RAPIDCHECK_INCLUDE rapidcheck.h REQUIRED)
find_library(RAPIDCHECK_LIBRARY rapidcheck REQUIRED)

set(DUCKDB_DIR ${PROJECT_SOURCE_DIR}/.third_party/duckdb)
if(NOT EXISTS ${DUCKDB_DIR}/libduckdb.so)
  message(FATAL_ERROR "DuckDB is not there. Run tools/setup first: it fetches it, pinned by digest.")
endif()
add_library(duckdb SHARED IMPORTED)
set_target_properties(duckdb PROPERTIES
  IMPORTED_LOCATION ${DUCKDB_DIR}/libduckdb.so
  IMPORTED_NO_SONAME ON
  INTERFACE_INCLUDE_DIRECTORIES ${DUCKDB_DIR}
  INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${DUCKDB_DIR})
