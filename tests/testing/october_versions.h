#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/deliveries.h"
#include "app/use_cases.h"
#include "base/check.h"
#include "ingest/testing/report.h"
#include "pipeline/arrival.h"
#include "testing/scratch.h"

// A workspace into which tests put one version of a month after another.

namespace billwright::testing {

inline constexpr BillingPeriod kOctober{2026, 10};

class OctoberVersions : public ::testing::Test {
 protected:
  OctoberVersions() {
    EXPECT_TRUE(books::Init(workspace()));
    std::filesystem::create_directories(in());
  }
  std::filesystem::path workspace() const { return scratch_ / "acme"; }
  std::filesystem::path in() const { return scratch_ / "in"; }
  std::filesystem::path data() const { return workspace() / "data"; }

  std::unique_ptr<app::Session> Open() {
    auto session = app::Session::Open(workspace());
    EXPECT_TRUE(session) << session.error().ToString();
    return std::move(*session);
  }
  /// Takes one file in, as a person who names it.
  std::vector<pipeline::IntakeResult> Ingest(const std::string& name, const std::string& text) {
    Write(in() / name, text);
    return IngestAgain(name);
  }
  std::vector<pipeline::IntakeResult> IngestAgain(const std::string& name) {
    auto session = Open();
    auto intakes = app::Ingest(*session, {in() / name}, {});
    EXPECT_TRUE(intakes) << intakes.error().ToString();
    EXPECT_FALSE(intakes->front().error) << intakes->front().error->ToString();
    for (const pipeline::IntakeResult& report : intakes->front().reports) {
      EXPECT_FALSE(report.error) << report.error->ToString();
    }
    return std::move(intakes->front().reports);
  }
  std::string Id(const std::string& name, const std::string& text) {
    return Ingest(name, text).front().received.delivery.delivery_id;
  }
  pipeline::AgainResult Again(const std::vector<std::string>& names = {}) {
    auto results = app::DeriveAgain(*Open(), names, {});
    EXPECT_TRUE(results) << results.error().ToString();
    CHECK(results && results->size() == 1, "one delivery is derived again");
    return std::move(results->front());
  }
  /// Publishes a report as a program with other rules would have: what it derived is changed first.
  std::string PublishAs(const std::string& name, const std::string& text,
                        const std::function<void(ingest::Received&)>& change) {
    Write(in() / name, text);
    auto session = Open();
    store::Store& store = **session->OpenStore(store::Access::kWrite);
    engine::Engine& engine = **session->OpenEngine();
    const auto candidates = *ingest::Discover(in() / name);
    pipeline::Arrival arrival;
    arrival.candidate = &candidates.front();
    EXPECT_TRUE(pipeline::Receive(arrival, {}, store, engine));
    ingest::Received& received = arrival.received.front();
    change(received);
    EXPECT_TRUE(pipeline::SealDerivation(received, received.folder, engine));
    received.delivery.ingest_version = 1;
    return store.PublishDeliveries({{received.delivery, received.folder}}, name)
        ->front()
        .delivery_id;
  }
  Delivery InForce() {
    auto session = Open();
    store::Store& store = **session->OpenStore(store::Access::kRead);
    return store.CurrentDeliveries(kOctober)->front().delivery;
  }
  std::string Run() {
    auto outcome = app::Run(*Open(), {kOctober, "", {}});
    EXPECT_TRUE(outcome) << outcome.error().ToString();
    return outcome ? outcome->run.run_id : std::string();
  }

  Scratch scratch_;
};

inline const ingest::testing::Report kMonth(R"(
  type   service    cost  start                 product_name
  Usage  AmazonEC2  1.25  2026-10-01T00:00:00Z  Elastic Compute Cloud
  Usage  AmazonEC2  0.75  2026-10-01T01:00:00Z  Elastic Compute Cloud
  Usage  AmazonS3   0.5   2026-10-01T00:00:00Z  Simple Storage Service
)");

}  // namespace billwright::testing
