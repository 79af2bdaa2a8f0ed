#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "books/books.h"
#include "engine/engine.h"
#include "pipeline/runner.h"
#include "store/store.h"

// One function per thing a user can ask, for the command line now and for http later: they compute
// and return, and print nothing.

namespace billwright::app {

/// A workspace that was opened: its books as they are now, its store and engine when needed.
class Session {
 public:
  /// Finds the workspace at or above `start` and reads the books. Mistakes in them are findings of
  /// `read()`, not a failure. Fails: kNotFound, kIo.
  static Result<std::unique_ptr<Session>> Open(const std::filesystem::path& start);

  const books::ReadResult& read() const { return read_; }
  const books::Books& books() const { return read_.books; }
  const std::filesystem::path& folder() const { return read_.books.workspace.folder; }

  /// The store, opened on first use. Fails: as store::Store::Open; kConflict if it is open for
  /// reading and asked for writing.
  Result<store::Store*> OpenStore(store::Access access);
  /// Gives the store back, and with it the lock of writers. What was opened of it is gone.
  void CloseStore() {
    run_.reset();
    store_.reset();
  }
  /// The engine, opened on first use. Fails: kStore.
  Result<engine::Engine*> OpenEngine();
  /// A run of the period: the one in force unless `run_id` names another.
  Result<pipeline::OpenRun*> OpenRun(const BillingPeriod& period, std::string_view run_id = {});

 private:
  explicit Session(books::ReadResult read) : read_(std::move(read)) {}

  books::ReadResult read_;
  std::unique_ptr<store::Store> store_;
  store::Access access_ = store::Access::kRead;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<pipeline::OpenRun> run_;
};

/// kInvalidInput, saying how many mistakes, if the books may not be used.
Result<void> RequireUsableBooks(const Session& session);
/// The same of billwright.toml alone: a mistake in a price book keeps no delivery out.
Result<void> RequireUsableSettings(const Session& session);

}  // namespace billwright::app
