#include "monitor/json.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "monitor/testing/mornings.h"

namespace billwright::monitor {
namespace {

using namespace testing;
using Json = nlohmann::json;

TEST(MorningJson, HasTheSchemaThatIsDocumented) {
  Morning morning = MorningOf({GoodPayer("111111111111")});
  morning.observations = {Error("111111111111", "0.100000000001")};
  const Json json = Json::parse(MorningJson(morning));
  EXPECT_EQ(json["schema"], 1);
  EXPECT_EQ(json["at"], "2026-11-24T08:00:00Z");
  EXPECT_EQ(json["verdict"]["payers_in_need"], 1);
  const Json& payer = json["months"][0]["payers"][0];
  EXPECT_EQ(payer["complete_to"], "2026-11-24T00:00:00Z");
  EXPECT_EQ(payer["change"]["unblended_cost"], "130");
  EXPECT_EQ(payer["change"]["as_expected"], false);
  EXPECT_EQ(payer["change"]["why"], "row.quarantined");
  EXPECT_EQ(payer["versions"].size(), 2u);
  EXPECT_EQ(payer["next"], "billwright findings 2026-11");
  EXPECT_EQ(payer["lost"], nullptr);
  EXPECT_EQ(json["findings"][0]["amount"], "0.100000000001");
}

TEST(MorningJson, OfAnEmptyWorkspaceHasEmptyLists) {
  const Json json = Json::parse(MorningJson({}));
  EXPECT_TRUE(json["months"].is_array() && json["months"].empty());
  EXPECT_TRUE(json["findings"].empty());
}

TEST(MorningJson, IsUtf8WhateverComesFromOutside) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.observations = {Error("1", "1")};
  morning.observations[0].finding.message = "a\xFFz \"quoted\"\n";
  EXPECT_EQ(Json::parse(MorningJson(morning))["findings"][0]["message"], "a\uFFFDz \"quoted\"\n");
}

TEST(Fingerprint, IsTheSameForAnotherAmountAndMessage) {
  Observation before = Error("1", "5");
  Observation after = Error("1", "6");
  after.finding.message = "4 rows are rejected.";
  EXPECT_EQ(FingerprintOf(before), FingerprintOf(after));
  EXPECT_NE(FingerprintOf(before), FingerprintOf(Error("2", "5")));
  EXPECT_NE(FingerprintOf(before), FingerprintOf(Error("1", "5", "row.quarantined", kOctober)));
}

TEST(Fingerprint, SaysWhoseItIs) {
  Observation observation = Error("1", "5");
  observation.finding.where = "a \"file\".csv:3";
  const std::optional<Observation> again = ObservationIn(FingerprintOf(observation));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->finding.code, "row.quarantined");
  EXPECT_EQ(again->payer_account_id, "1");
  EXPECT_EQ(again->period, kNovember);
  EXPECT_EQ(again->finding.where, observation.finding.where);
  EXPECT_EQ(FingerprintOf(*again), FingerprintOf(observation));
  for (const char* other : {"", "[", "{}", "[1,2,3,4,5]", "[\"a\",\"b\",\"c\",\"x\",\"e\"]"})
    EXPECT_FALSE(ObservationIn(other)) << other;
}

TEST(NoticeJson, TellsAFindingAndItsEndUnderOneId) {
  const Observation observation = Error("1", "5");
  const Json told = Json::parse(
      NoticeJson(Event::kFinding, observation, "Lighthouse", At("2026-11-24T08:00:00Z")));
  EXPECT_EQ(told["event"], "finding");
  EXPECT_EQ(told["severity"], "error");
  EXPECT_EQ(told["amount"], "5");
  const Json end = Json::parse(
      NoticeJson(Event::kResolved, *ObservationIn(FingerprintOf(observation)), "Lighthouse", {}));
  EXPECT_EQ(end["event"], "resolved");
  EXPECT_EQ(end["id"], told["id"]);
  EXPECT_EQ(end["code"], "row.quarantined");
  EXPECT_FALSE(end.contains("severity"));
}

}  // namespace
}  // namespace billwright::monitor
