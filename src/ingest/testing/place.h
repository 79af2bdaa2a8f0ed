#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "ingest/ingest.h"
#include "ingest/testing/report.h"

namespace billwright::ingest::testing {

/// A test with a folder of its own, files in it, and an engine.
class Place : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name =
        (std::filesystem::temp_directory_path() / "billwright-ingest-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    std::filesystem::create_directory(folder_ / "in");
  }
  void TearDown() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::filesystem::path in() const { return folder_ / "in"; }

  engine::Engine& Engine() {
    if (engine_ == nullptr) {
      auto opened = engine::Engine::Open(
          {.memory_limit = "1GB", .threads = 2, .temp_directory = folder_ / "temp"});
      CHECK(opened.has_value(), opened ? "" : opened.error().ToString());
      engine_ = *std::move(opened);
    }
    return *engine_;
  }

  /// Puts a file below in(), with the folders it needs.
  void Put(const std::string& name, std::string_view text) {
    std::filesystem::create_directories((in() / name).parent_path());
    std::ofstream file(in() / name, std::ios::binary);
    file << text;
  }
  void PutParquet(const std::string& name, const Report& report) {
    report.WriteParquet(Engine(), (in() / name).string());
  }

  /// The one delivery of a report that is not divided.
  static Result<Received> OnlyOf(Result<std::vector<Received>> all) {
    if (!all) return Fail(std::move(all.error()));
    CHECK(all->size() == 1, std::to_string(all->size()) + " deliveries in the test's report");
    return std::move(all->front());
  }

  /// Takes in what one candidate of in() holds.
  Result<Received> TakeIn() {
    ASSIGN_OR_RETURN(const std::vector<Candidate> candidates, Discover(in()));
    CHECK(candidates.size() == 1,
          std::to_string(candidates.size()) + " reports in the test's folder");
    return OnlyOf(Receive(candidates.front(), Engine(), Out()));
  }
  /// Takes in a report that must be fine.
  Received Taken() {
    Result<Received> received = TakeIn();
    CHECK(received.has_value(), received ? "" : received.error().ToString());
    return *std::move(received);
  }
  /// The text of the error that TakeIn must end with; without what was being done.
  std::string Refusal() {
    const Result<Received> received = TakeIn();
    if (received) return "(taken in)";
    const Error& error = received.error();
    if (!error.position()) return error.message();
    return error.position()->ToString() + ": " + error.message();
  }

  /// A folder that does not exist yet.
  std::filesystem::path Out() { return folder_ / ("out-" + std::to_string(++count_)); }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<engine::Engine> engine_;
  int count_ = 0;
};

/// The finding of that code; there must be one at most. An empty one if there is none.
inline Finding FindingOf(const Received& received, std::string_view code) {
  Finding found;
  for (const Finding& finding : received.findings) {
    if (finding.code != code) continue;
    EXPECT_TRUE(found.code.empty()) << "more than one finding " << code;
    found = finding;
  }
  return found;
}

/// The lines of the proof that do not hold, as "identity: subject".
inline std::vector<std::string> FailedIdentities(const Received& received) {
  std::vector<std::string> failed;
  for (const ProofLine& line : received.proof)
    if (!line.holds) failed.push_back(line.identity + ": " + line.subject);
  return failed;
}

}  // namespace billwright::ingest::testing
