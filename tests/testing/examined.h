#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "ingest/ingest.h"
#include "pipeline/derivation.h"
#include "pipeline/table_files.h"
#include "quality/assess.h"
#include "testing/good_month.h"
#include "testing/scratch.h"

// Takes reports in and holds them against all rules, as a workspace would, without one.

namespace billwright::testing {

/// Names and bytes of the files of one report.
using Files = std::vector<std::pair<std::string, std::string>>;

inline Files AsFile(const Month& month) { return {{"cur-00001.csv", month.AsCsv()}}; }

/// A report that was taken in, or why it was refused.
struct TakenIn {
  std::optional<quality::KnownDelivery> known;
  Findings findings;  ///< of ingest
  std::string refusal;
};

class Examiner {
 public:
  Examiner() {
    auto opened = engine::Engine::Open(
        {.memory_limit = "1GB", .threads = 2, .temp_directory = scratch_ / "temp"});
    CHECK(opened.has_value(), opened ? "" : opened.error().ToString());
    engine_ = *std::move(opened);
  }

  engine::Engine& engine() { return *engine_; }

  TakenIn TakeIn(const Files& files, int64_t version, const std::string& written_at) {
    const std::filesystem::path place = scratch_ / ("in-" + std::to_string(++count_));
    for (const auto& [name, bytes] : files) Write(place / name, bytes);
    TakenIn taken;
    const auto candidates = ingest::Discover(place);
    if (!candidates) {
      taken.refusal = candidates.error().ToString();
      return taken;
    }
    auto received = ingest::Receive(candidates->front(), *engine_,
                                    scratch_ / ("out-" + std::to_string(count_)));
    if (!received) {
      taken.refusal = received.error().ToString();
      return taken;
    }
    if (received->empty()) {
      taken.refusal = "the report has no rows";
      return taken;
    }
    taken.findings = received->front().findings;
    taken.known = Keep(received->front(), version, written_at);
    return taken;
  }

 private:
  quality::KnownDelivery Keep(ingest::Received& received, int64_t version,
                              const std::string& written_at) {
    const std::filesystem::path folder = scratch_ / ("tables-" + std::to_string(count_));
    const auto written = pipeline::WriteTables(pipeline::ChecksOf(received), folder, *engine_);
    CHECK(written.has_value(), written ? "" : written.error().ToString());
    received.delivery.version = version;
    received.delivery.delivered_at = written_at;
    const auto file = [&]<typename R>(const std::vector<R>&) {
      return pipeline::TableFile(folder, TableOf<R>().name, TableOf<R>().version);
    };
    return {received.delivery,   written_at,          file(received.totals),
            file(received.days), file(received.fees), file(received.column_uses)};
  }

  Scratch scratch_;
  std::unique_ptr<engine::Engine> engine_;
  int count_ = 0;
};

}  // namespace billwright::testing
