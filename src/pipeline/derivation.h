#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "ingest/ingest.h"
#include "pipeline/table_files.h"
#include "store/store.h"

// What Billwright derives from the files of a delivery: Parquet of csv, and the tables of the
// checks. It is written when the delivery is taken in, and again when other rules give another
// result.

namespace billwright::pipeline {

/// The tables that are kept with a delivery: runs and the checks across deliveries read them.
std::vector<StageTable> ChecksOf(const ingest::Received& received);

/// Finishes what was derived: writes the tables into `folder`, and sets digest and rules of the
/// delivery. Its files are below `received.folder`. Not fsynced. Fails: kIo, kStore.
Result<void> SealDerivation(ingest::Received& received, const std::filesystem::path& folder,
                            engine::Engine& engine);

/// Reads the tables back. Fails: kCorrupt.
Result<ingest::Received> ReadDerivation(const Delivery& delivery, const store::Store& store,
                                        engine::Engine& engine);

/// What of a delivery is not as it was left.
struct Damage {
  std::string kept;     ///< why the files as delivered cannot be used; empty if they can
  std::string derived;  ///< the same of what was derived from them

  bool any() const { return !kept.empty() || !derived.empty(); }
};

/// Looks whether everything is there; with `thorough`, also whether every byte is. Fails: kIo.
Result<Damage> FindDamage(const Delivery& delivery, const store::Store& store, bool thorough,
                          engine::Engine& engine);

}  // namespace billwright::pipeline
