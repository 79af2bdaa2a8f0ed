#include "app/session.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>

#include "base/file.h"

namespace billwright::app {

Result<std::unique_ptr<Session>> Session::Open(const std::filesystem::path& start) {
  ASSIGN_OR_RETURN(const std::filesystem::path folder, books::FindWorkspace(start));
  ASSIGN_OR_RETURN(books::ReadResult read, books::Read(folder));
  return std::unique_ptr<Session>(new Session(std::move(read)));
}

Result<store::Store*> Session::OpenStore(store::Access access) {
  if (store_ && access == store::Access::kWrite && access_ == store::Access::kRead)
    return Fail(ErrorCode::kConflict, "the store is open for reading");
  if (!store_) {
    ASSIGN_OR_RETURN(store_, store::Store::Open(books().workspace.data, access));
    access_ = access;
  }
  return store_.get();
}

Result<engine::Engine*> Session::OpenEngine() {
  if (!engine_) {
    engine::EngineOptions options;
    if (!books().workspace.memory_limit.empty())
      options.memory_limit = books().workspace.memory_limit;
    options.threads = books().workspace.threads;
    options.temp_directory = TemporaryFolder() / fmt::format("billwright-{}", getpid());
    ASSIGN_OR_RETURN(engine_, engine::Engine::Open(options));
  }
  return engine_.get();
}

Result<pipeline::OpenRun*> Session::OpenRun(const BillingPeriod& period, std::string_view run_id) {
  ASSIGN_OR_RETURN(store::Store * store, OpenStore(store::Access::kRead));
  ASSIGN_OR_RETURN(engine::Engine * engine, OpenEngine());
  ASSIGN_OR_RETURN(run_, pipeline::OpenPublishedRun(period, run_id, *store, *engine));
  return run_.get();
}

namespace {

/// Refuses for the errors that `counts`.
Result<void> Require(const Session& session, bool (*counts)(const Finding&),
                     std::string_view undone) {
  const auto errors = std::count_if(
      session.read().findings.begin(), session.read().findings.end(), [&](const Finding& finding) {
        return finding.severity == Name(Severity::kError) && counts(finding);
      });
  if (errors == 0) return {};
  return Fail(
      ErrorCode::kInvalidInput,
      fmt::format("the books have {} {}; `billwright check` shows {}. Nothing was {}", errors,
                  errors == 1 ? "error" : "errors", errors == 1 ? "it" : "them", undone));
}

}  // namespace

Result<void> RequireUsableBooks(const Session& session) {
  return Require(session, [](const Finding&) { return true; }, "computed");
}

Result<void> RequireUsableSettings(const Session& session) {
  return Require(
      session, [](const Finding& finding) { return finding.where.starts_with("billwright.toml"); },
      "taken in");
}

}  // namespace billwright::app
