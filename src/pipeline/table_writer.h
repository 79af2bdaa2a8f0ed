#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/error.h"
#include "pipeline/table_files.h"

namespace billwright::pipeline {

/// Writes the tables of stages to their folders beside the stages that come next: writing Parquet
/// takes as long as computing what is in it. Has an engine of its own.
///
/// Threads: Add and Finish from one thread.
class TableWriter {
 public:
  /// Starts its thread, which opens its engine meanwhile.
  TableWriter();
  ~TableWriter();
  TableWriter(const TableWriter&) = delete;
  TableWriter& operator=(const TableWriter&) = delete;

  void Add(std::vector<StageTable> tables, std::filesystem::path stage_folder);
  /// Waits for all that was added. Fails: the first failure of a write.
  Result<void> Finish();

 private:
  struct Task {
    std::vector<StageTable> tables;
    std::filesystem::path folder;
  };
  void Work();

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  bool closed_ = false;
  std::optional<Error> error_;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace billwright::pipeline
