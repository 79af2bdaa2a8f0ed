#include "monitor/metrics.h"

#include <gmock/gmock.h>

#include "base/file.h"
#include "monitor/testing/mornings.h"

namespace billwright::monitor {
namespace {

using namespace testing;
using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(Metrics, DescribeEachFamilyBeforeItsSamples) {
  EXPECT_THAT(MetricsText(MorningOf({GoodPayer("111111111111")})),
              HasSubstr("# TYPE billwright_delivery_age_seconds gauge\n"
                        "# UNIT billwright_delivery_age_seconds seconds\n"
                        "# HELP billwright_delivery_age_seconds How long ago the delivery in use "
                        "was written.\n"
                        "billwright_delivery_age_seconds{payer=\"111111111111\",period=\"2026-11\","
                        "provider=\"aws\",source=\"main\"} 6480\n"));
}

TEST(Metrics, HaveAmountsInFull) {
  PayerMonth payer = GoodPayer("111111111111");
  payer.versions.back().unblended_cost = Of("4064.4831315379");
  payer.versions.back().quarantined_cost = Of("-0.000000000001");
  const std::string metrics = MetricsText(MorningOf({payer}));
  EXPECT_THAT(metrics, HasSubstr("source=\"main\",currency=\"USD\"} 4064.4831315379\n"));
  EXPECT_THAT(metrics, HasSubstr("source=\"main\",currency=\"USD\"} -0.000000000001\n"));
}

TEST(Metrics, CountFindingsBySeverityAndCode) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.observations = {Error("1", "5"), Error("1", "-7.5"), Warning("1", "1")};
  const std::string metrics = MetricsText(morning);
  EXPECT_THAT(metrics, HasSubstr("billwright_findings{payer=\"1\",period=\"2026-11\",severity="
                                 "\"error\",code=\"row.quarantined\"} 2\n"));
  EXPECT_THAT(metrics,
              HasSubstr("billwright_findings_at_stake{payer=\"1\",period=\"2026-11\",severity="
                        "\"error\",code=\"row.quarantined\",currency=\"USD\"} 12.5\n"));
}

TEST(Metrics, EscapeWhatComesFromOutside) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.months[0].payers[0].source_id = "a\"b\\c";
  morning.sources = {{"x\ny", "/in", "2026-11-24T07:00:00Z", "", "gone"}};
  const std::string metrics = MetricsText(morning);
  EXPECT_THAT(metrics, HasSubstr(R"(source="a\"b\\c")"));
  EXPECT_THAT(metrics, HasSubstr("billwright_source_poll_success{source=\"x y\"} 0\n"));
}

/// tests/monitoring/metrics_judge.py reads it with a parser that is not ours.
TEST(Metrics, WriteASample) {
  Morning morning = MorningOf({GoodPayer("1")});
  morning.months[0].payers[0].source_id = "a\"b\\c {d=\"e\"} # ü";
  morning.observations = {Error("1", "-0.000000000001")};
  ASSERT_TRUE(
      WriteFileAtomically(BILLWRIGHT_BINARY_DIR "/metrics-sample.txt", MetricsText(morning)));
}

TEST(Metrics, SayWhatIsNotThere) {
  Morning morning = MorningOf({GoodPayer("1")});
  Lack(morning.months[0].payers[0]);
  morning.observations = {Missing("1")};
  morning.months[0].run = Standing::kOlderData;
  const std::string metrics = MetricsText(morning);
  EXPECT_THAT(metrics, HasSubstr("billwright_delivery_there{payer=\"1\",period=\"2026-11\","
                                 "provider=\"aws\",source=\"main\"} 0\n"));
  EXPECT_THAT(metrics, HasSubstr("billwright_run_up_to_date{period=\"2026-11\"} 0\n"));
  EXPECT_THAT(metrics, HasSubstr("billwright_all_well 0\n"));
  EXPECT_THAT(metrics, EndsWith("\n# EOF\n"));
}

}  // namespace
}  // namespace billwright::monitor
