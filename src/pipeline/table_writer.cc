#include "pipeline/table_writer.h"

namespace billwright::pipeline {

namespace {

/// Little is needed: rows go from our memory into row groups.
const engine::EngineOptions kWriterOptions{
    .memory_limit = "512MB", .threads = 2, .temp_directory = {}};

}  // namespace

TableWriter::TableWriter() : thread_([this] { Work(); }) {}

TableWriter::~TableWriter() { (void)Finish(); }

void TableWriter::Add(std::vector<StageTable> tables, std::filesystem::path stage_folder) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back({std::move(tables), std::move(stage_folder)});
  }
  changed_.notify_one();
}

Result<void> TableWriter::Finish() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
  if (error_) return Fail(*error_);
  return {};
}

void TableWriter::Work() {
  Result<std::unique_ptr<engine::Engine>> engine = engine::Engine::Open(kWriterOptions);
  while (true) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return closed_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
      if (error_) continue;
    }
    const Result<void> written =
        engine ? WriteTables(task.tables, task.folder, **engine) : Fail(engine.error());
    if (written) continue;
    const std::lock_guard lock(mutex_);
    error_ = written.error();
  }
}

}  // namespace billwright::pipeline
