#include "pipeline/runner.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "base/check.h"
#include "base/digest.h"
#include "base/fault.h"
#include "base/file.h"
#include "pipeline/table_writer.h"

namespace billwright::pipeline {

namespace fs = std::filesystem;

namespace {

/// The folder of the run that keeps the books as they were.
constexpr std::string_view kBooksFolder = "workspace";

std::unexpected<Error> IoError(const fs::path& path, const std::error_code& error) {
  return Fail(ErrorCode::kIo, path.string() + ": " + error.message());
}

/// The books are copied before they are used, and read from the copy: what is kept with the run is
/// what the run used, whatever is edited meanwhile.
Result<books::Books> TakeBooks(const fs::path& workspace, const fs::path& target) {
  RETURN_IF_ERROR(MakeFolders(target));
  std::error_code error;
  fs::copy_file(workspace / "billwright.toml", target / "billwright.toml", error);
  if (!error) fs::copy(workspace / "books", target / "books", fs::copy_options::recursive, error);
  if (error) return IoError(target, error);
  ASSIGN_OR_RETURN(books::ReadResult read, books::Read(target));
  if (!read.usable())
    return Fail(ErrorCode::kInvalidInput,
                "the books were changed meanwhile and have errors; `billwright check` shows them. "
                "Nothing was computed");
  return std::move(read.books);
}

/// The same output under another run: hard links, so that every run's folder is whole by itself.
Result<void> LinkFolder(const fs::path& from, const fs::path& to) {
  RETURN_IF_ERROR(MakeFolders(to));
  ASSIGN_OR_RETURN(const std::vector<fs::path> files, ListFolder(from));
  for (const fs::path& file : files) {
    std::error_code error;
    fs::create_hard_link(file, to / file.filename(), error);
    if (error) {  // a file system without links
      error.clear();
      fs::copy_file(file, to / file.filename(), error);
    }
    if (error) return IoError(to, error);
  }
  return {};
}

std::string KeyOf(const Stage& stage, const RunState& state,
                  const std::map<std::string_view, std::string>& digests) {
  Sha256 key;
  key.AddField(stage.name);
  key.AddField(std::to_string(stage.version));
  key.AddField(state.period.ToString());
  if (stage.reads_rows)
    for (const reduce::Source& source : state.sources) {
      key.AddField(source.delivery.delivery_id);
      // What was derived by a program that took no digest of it is known by the delivery alone.
      const std::string& digest = source.delivery.derivation_digest;
      if (!digest.empty()) key.AddField(digest);
    }
  for (const std::string_view input : stage.inputs) key.AddField(digests.at(input));
  key.AddField(stage.books_digest(*state.books));
  return key.Finish();
}

Result<void> CheckProof(const Stage& stage, const Proof& proof) {
  std::string broken;
  int64_t count = 0;
  for (const ProofLine& line : proof) {
    if (line.holds || !line.hard) continue;
    if (++count == 1)
      broken = fmt::format("{} for {}: {} on the left, {} on the right, {} apart", line.identity,
                           line.subject, line.left.ToString(), line.right.ToString(),
                           line.difference.ToString());
  }
  if (count == 0) return {};
  return Fail(
      ErrorCode::kConflict,
      fmt::format("the proof of stage {} does not hold; nothing was published. {}{}", stage.name,
                  broken, count == 1 ? "" : fmt::format(" (and {} more)", count - 1)));
}

/// One run on its way to publication.
class RunInProgress {
 public:
  RunInProgress(const RunRequest& request, RunState& state, store::Store& store, fs::path staging)
      : request_(request), state_(state), store_(store), staging_(std::move(staging)) {}

  Result<void> DoStage(const Stage& stage) {
    if (stage.name == request_.from_stage) forced_ = true;
    if (request_.on_stage) request_.on_stage(stage, nullptr);
    const std::string key = KeyOf(stage, state_, digests_);
    const fs::path folder = staging_ / stage.name;
    ASSIGN_OR_RETURN(const bool reused, Reuse(stage, key, folder));
    if (!reused) RETURN_IF_ERROR(Compute(stage, key, folder));
    digests_[stage.name] = run_.stages.back().digest;
    if (request_.on_stage) request_.on_stage(stage, &run_.stages.back());
    FAULT_POINT("run.stage_written");
    return {};
  }

  /// Waits until every table is written.
  Result<void> Finish() { return writer_.Finish(); }

  store::RunRecord& run() { return run_; }
  Findings& findings() { return findings_; }
  Proof& proof() { return proof_; }

 private:
  Result<bool> Reuse(const Stage& stage, const std::string& key, const fs::path& folder) {
    if (forced_) return false;
    const auto started = std::chrono::steady_clock::now();
    ASSIGN_OR_RETURN(const auto found, store_.FindStage(stage.name, key));
    if (!found) return false;
    RETURN_IF_ERROR(LinkFolder(found->first, folder));
    state_.tables.SetFolder(stage.name, folder);
    ASSIGN_OR_RETURN(Findings findings, ReadTable<Finding>(folder, *state_.engine));
    ASSIGN_OR_RETURN(Proof proof, ReadTable<ProofLine>(folder, *state_.engine));
    Append(std::move(findings), std::move(proof));
    run_.stages.push_back(found->second);
    run_.stages.back().milliseconds = MillisecondsSince(started);
    return true;
  }

  Result<void> Compute(const Stage& stage, const std::string& key, const fs::path& folder) {
    CheckContext context(fmt::format("stage {} of {}", stage.name, state_.period.ToString()));
    const auto started = std::chrono::steady_clock::now();
    Result<StageOutput> computed = stage.compute(state_);
    if (!computed)
      return Fail(std::move(computed.error())
                      .While(fmt::format("stage {} of {}", stage.name, state_.period.ToString())));
    StageOutput& output = *computed;
    RETURN_IF_ERROR(CheckProof(stage, output.proof));
    output.tables.push_back(ToStageTable(output.proof));
    output.tables.push_back(ToStageTable(output.findings));
    const std::string digest = DigestOfResults(output.tables);
    ASSIGN_OR_RETURN(const auto before, store_.FindStage(stage.name, key));
    if (before && before->second.digest != digest)
      return Fail(
          ErrorCode::kCorrupt,
          fmt::format("stage {} was computed again from the same inputs and differs: digest "
                      "{} in {}, {} now; nothing was published",
                      stage.name, before->second.digest, before->first.string(), digest));
    run_.stages.push_back({std::string(stage.name), key, digest, output.rows, output.amount,
                           MillisecondsSince(started), false});
    writer_.Add(std::move(output.tables), folder);
    Append(std::move(output.findings), std::move(output.proof));
    return {};
  }

  void Append(Findings findings, Proof proof) {
    std::move(findings.begin(), findings.end(), std::back_inserter(findings_));
    std::move(proof.begin(), proof.end(), std::back_inserter(proof_));
  }

  static int64_t MillisecondsSince(std::chrono::steady_clock::time_point started) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 started)
        .count();
  }

  const RunRequest& request_;
  RunState& state_;
  store::Store& store_;
  fs::path staging_;
  bool forced_ = false;
  std::map<std::string_view, std::string> digests_;
  TableWriter writer_;
  store::RunRecord run_;
  Findings findings_;
  Proof proof_;
};

Result<std::vector<reduce::Source>> SourcesOf(const BillingPeriod& period, store::Store& store) {
  ASSIGN_OR_RETURN(const std::vector<store::DeliveryRecord> deliveries,
                   store.CurrentDeliveries(period));
  std::vector<reduce::Source> sources;
  for (const store::DeliveryRecord& record : deliveries) {
    RETURN_IF_ERROR(store.CheckFolder(record.delivery));
    sources.push_back({record.delivery, store.FolderOfDelivery(record.delivery.delivery_id),
                       store.DerivedFolder(record.delivery)});
  }
  return sources;
}

/// The run's name: the period and a digest of its stages' keys. Same inputs, same name.
void NameRun(store::RunRecord& run) {
  Sha256 keys;
  Sha256 outputs;
  for (const store::StageRecord& stage : run.stages) {
    keys.AddField(stage.key);
    outputs.AddField(stage.digest);
  }
  run.run_id = fmt::format("{}-{}", run.period.ToString(), keys.Finish().substr(0, 12));
  run.digest = outputs.Finish();
}

}  // namespace

Result<RunOutcome> RunPeriod(const RunRequest& request, const fs::path& workspace,
                             store::Store& store, engine::Engine& engine) {
  if (!request.from_stage.empty() && FindStage(request.from_stage) == nullptr) {
    std::string names;
    for (const Stage& stage : Stages())
      names += fmt::format("{}{}", names.empty() ? "" : ", ", stage.name);
    return Fail(
        ErrorCode::kInvalidInput,
        fmt::format("there is no stage \"{}\"; the stages are: {}", request.from_stage, names));
  }
  ASSIGN_OR_RETURN(std::vector<reduce::Source> sources, SourcesOf(request.period, store));
  if (sources.empty())
    return Fail(ErrorCode::kNotFound,
                fmt::format("there is no delivery of {}; `billwright ingest` takes in what the "
                            "sources of the workspace have",
                            request.period.ToString()));
  ASSIGN_OR_RETURN(const fs::path staging, store.NewStagingFolder());
  ASSIGN_OR_RETURN(const books::Books books, TakeBooks(workspace, staging / kBooksFolder));
  RunState state{request.period, &books, std::move(sources), &engine, {}};
  RunInProgress progress(request, state, store, staging);
  for (const Stage& stage : Stages()) RETURN_IF_ERROR(progress.DoStage(stage));
  RETURN_IF_ERROR(progress.Finish());

  RunOutcome outcome;
  outcome.run = std::move(progress.run());
  outcome.run.period = request.period;
  for (const reduce::Source& source : state.sources) {
    outcome.run.delivery_ids.push_back(source.delivery.delivery_id);
    outcome.run.derivations.push_back(source.delivery.derived);
  }
  NameRun(outcome.run);
  outcome.findings = std::move(progress.findings());
  outcome.proof = std::move(progress.proof());
  ASSIGN_OR_RETURN(const auto published, store.PublishedRuns(request.period));
  outcome.was_in_force = !published.empty() && published.back() == outcome.run.run_id;
  RETURN_IF_ERROR(store.PublishRun(outcome.run, staging));
  return outcome;
}

Result<std::unique_ptr<OpenRun>> OpenPublishedRun(const BillingPeriod& period,
                                                  std::string_view run_id, store::Store& store,
                                                  engine::Engine& engine) {
  auto open = std::make_unique<OpenRun>();
  Result<std::optional<store::RunRecord>> found =
      run_id.empty() ? store.CurrentRun(period) : store.FindRun(run_id);
  if (!found) return Fail(std::move(found.error()));
  if (!*found)
    return Fail(ErrorCode::kNotFound,
                run_id.empty() ? fmt::format("{0} has no run yet; `billwright run {0}` makes one",
                                             period.ToString())
                               : fmt::format("there is no run {}", run_id));
  open->record = std::move(**found);
  if (open->record.period != period)
    return Fail(ErrorCode::kInvalidInput,
                fmt::format("run {} is of {}, not of {}", open->record.run_id,
                            open->record.period.ToString(), period.ToString()));
  if (!open->record.pruned_at.empty())
    return Fail(ErrorCode::kNotFound,
                fmt::format("run {} was pruned at {}; `billwright run {}` "
                            "computes the period from what there is now",
                            open->record.run_id, open->record.pruned_at, period.ToString()));
  open->folder = store.FolderOfRun(open->record.run_id);
  ASSIGN_OR_RETURN(books::ReadResult books, books::Read(open->folder / kBooksFolder));
  if (!books.usable())
    return Fail(ErrorCode::kCorrupt, "the books kept with run " + open->record.run_id +
                                         " do not read: " + books.findings.front().message);
  open->books = std::move(books.books);
  open->state.period = open->record.period;
  open->state.books = &open->books;
  open->state.engine = &engine;
  for (size_t i = 0; i < open->record.delivery_ids.size(); ++i) {
    const std::string& delivery_id = open->record.delivery_ids[i];
    ASSIGN_OR_RETURN(const auto derivation,
                     store.FindDerivation(delivery_id, open->record.derivations[i]));
    if (!derivation)
      return Fail(ErrorCode::kCorrupt, "run " + open->record.run_id + " refers to delivery " +
                                           delivery_id + ", which the catalog does not know");
    const Delivery& delivery = derivation->delivery;
    open->state.sources.push_back(
        {delivery, store.FolderOfDelivery(delivery_id), store.DerivedFolder(delivery)});
  }
  std::sort(open->state.sources.begin(), open->state.sources.end(),
            [](const reduce::Source& a, const reduce::Source& b) {
              return a.delivery.payer_account_id < b.delivery.payer_account_id;
            });
  for (const Stage& stage : Stages()) {
    const fs::path folder = open->folder / stage.name;
    open->state.tables.SetFolder(stage.name, folder);
    ASSIGN_OR_RETURN(Findings findings, ReadTable<Finding>(folder, engine));
    ASSIGN_OR_RETURN(Proof proof, ReadTable<ProofLine>(folder, engine));
    std::move(findings.begin(), findings.end(), std::back_inserter(open->findings));
    std::move(proof.begin(), proof.end(), std::back_inserter(open->proof));
    if (stage.name == "ingest") open->of_ingest = open->findings.size();
  }
  return open;
}

}  // namespace billwright::pipeline
