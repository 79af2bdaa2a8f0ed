#include <gmock/gmock.h>

#include "app/use_cases.h"
#include "pipeline/delivery_tables.h"
#include "testing/scratch.h"

// What the rules say of the two real months: nothing that a sensible person would call noise.

namespace billwright {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RealQuality : public ::testing::Test {
 protected:
  void SetUp() override {
    testing::CopyWorkshop(scratch_ / "workspace");
    session_ = *app::Session::Open(scratch_ / "workspace");
    const auto intakes = app::Ingest(*session_, {}, {}, {}, {});
    ASSERT_TRUE(intakes) << intakes.error().ToString();
  }

  static std::vector<std::string> Lines(const pipeline::Assessment& assessment) {
    std::vector<std::string> lines;
    for (const Observation& observation : assessment.observations)
      lines.push_back(observation.finding.code + ": " + observation.finding.subject + ": " +
                      observation.finding.message);
    return lines;
  }
  std::vector<std::string> Period(const BillingPeriod& period, std::string_view now) {
    return Lines(pipeline::AssessPeriod(period, Records(), {}, UtcTime::Parse(now).value(), Store(),
                                        Engine()));
  }
  std::vector<store::DeliveryRecord> Records() { return *Store().Deliveries(); }
  store::Store& Store() { return **session_->OpenStore(store::Access::kWrite); }
  engine::Engine& Engine() { return **session_->OpenEngine(); }

  testing::Scratch scratch_;
  std::unique_ptr<app::Session> session_;
};

TEST_F(RealQuality, OctoberHadTwoDearDaysOfGlue) {
  EXPECT_THAT(
      Period({2018, 10}, "2018-12-10T08:00:00Z"),
      ElementsAre("cost.anomaly: 836060457634 AWSGlue: USD 105.71 on 10 October 2018, the dearest "
                  "of 2 days since 10 October 2018; usually 52.85 to 52.86 on the 9 days before. "
                  "USD 104.59 more than usual in all."));
}

TEST_F(RealQuality, NovemberIsQuiet) {
  EXPECT_THAT(Period({2018, 11}, "2018-12-10T08:00:00Z"), IsEmpty());
}

TEST_F(RealQuality, OldMonthsRaiseNoAlarmYearsLater) {
  const UtcTime now = UtcTime::Parse("2026-11-24T08:00:00Z").value();
  EXPECT_THAT(Lines(pipeline::AssessArrivals(Records(), {}, {}, now, Engine())), IsEmpty());
  // The newest of each payer is looked into for ever.
  EXPECT_THAT(pipeline::LivelyPeriods(Records(), now), ElementsAre(BillingPeriod{2018, 11}));
  EXPECT_THAT(Period({2018, 11}, "2026-11-24T08:00:00Z"), IsEmpty());
}

}  // namespace
}  // namespace billwright
