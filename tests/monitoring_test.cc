#include <fcntl.h>
#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <utility>

#include "app/morning.h"
#include "app/notify.h"
#include "app/subprocess.h"
#include "app/use_cases.h"
#include "app/watch.h"
#include "app/webhook.h"
#include "monitor/json.h"
#include "monitoring/webhook_server.h"
#include "testing/scratch.h"

// The morning of a real workspace: the screen, what a watcher does, who is told.

namespace billwright {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using testing::WebhookServer;

constexpr const char* kOctoberFile = "deliveries/Oct2018-WorkshopCUR-00001.snappy.parquet";
/// As the books of the workshop leave it: the account belongs to nobody, an error of each run.
constexpr const char* kAccountLine = "836060457634,011254002932,brightwater,,\n";

class Monitoring : public ::testing::Test {
 protected:
  Monitoring() { testing::CopyWorkshop(folder()); }

  std::filesystem::path folder() const { return scratch_ / "workshop"; }
  testing::Printed Billwright(const std::string& arguments, const std::string& environment = "") {
    return testing::Billwright(scratch_, "-C " + folder().string() + " " + arguments, environment);
  }
  void Configure(const std::string& toml) {
    testing::Write(folder() / "billwright.toml",
                   testing::Read(folder() / "billwright.toml") + toml);
  }
  void Ingest() { ASSERT_EQ(Billwright("ingest").status, 0); }
  monitor::Morning Morning(std::string_view now = "2018-12-02T08:00:00Z") {
    const auto session = app::Session::Open(folder());
    auto morning = app::CollectMorning(**session, *UtcTime::Parse(now));
    EXPECT_TRUE(morning) << morning.error().ToString();
    return *std::move(morning);
  }
  std::filesystem::path DeliveryFolder(const std::string& period) {
    for (const monitor::Month& month : Morning().months)
      if (month.period.ToString() == period)
        return folder() / "data/deliveries" / month.payers.at(0).InUse()->delivery_id;
    return {};
  }
  void LoseOctober() { std::filesystem::remove_all(DeliveryFolder("2018-10")); }
  std::string Told() { return testing::Read(folder() / "told.txt"); }

  testing::Scratch scratch_;
};

// --- the screen

TEST_F(Monitoring, TheScreenSaysThatThePayersDataIsThere) {
  Ingest();
  const testing::Printed screen = Billwright("status --at 2018-12-02T08:00:00Z");
  EXPECT_EQ(screen.status, 0);
  EXPECT_THAT(screen.out, StartsWith("Payer 836060457634: "));
  EXPECT_THAT(screen.out, HasSubstr("nothing wrong"));
  EXPECT_THAT(screen.out, HasSubstr("to be run: 2018-11, 2018-10\n"));
  EXPECT_THAT(screen.out, HasSubstr("November 2018: over, AWS may still restate it; never run\n"));
  EXPECT_THAT(screen.out, HasSubstr("124,340  3,505.33  first delivery"));
  EXPECT_THAT(screen.out, HasSubstr("2018-10  1 payer, 119,307 rows, USD 4,064.48, never run"));
}

TEST_F(Monitoring, ARunningMonthThatNobodyDeliversIsMissed) {
  Ingest();
  EXPECT_EQ(Billwright("status --at 2018-12-02T23:59:59Z").status, 0);
  const testing::Printed screen = Billwright("status --at 2018-12-03T00:00:00Z");
  EXPECT_EQ(screen.status, 1);
  EXPECT_THAT(screen.out, StartsWith("1 of 1 payer needs you: 836060457634 2018-12: no data\n"));
  EXPECT_THAT(screen.out, HasSubstr("December 2018: open, day 3 of 31; nothing was delivered\n"));
  // An archive is no alarm.
  EXPECT_EQ(Billwright("status --at 2019-01-03T00:00:00Z").status, 0);
}

TEST_F(Monitoring, WhatIsAnAlarmIsWrittenInTheWorkspace) {
  Ingest();
  Configure("[quality]\n\"delivery.missing\" = \"off\"\n");
  const testing::Printed off = Billwright("status --at 2018-12-05T08:00:00Z");
  EXPECT_EQ(off.status, 0);
  EXPECT_THAT(off.out, HasSubstr("nothing wrong"));
  testing::Edit(folder() / "billwright.toml", "\"off\"", "{ severity = \"warning\" }");
  const testing::Printed warning = Billwright("status --at 2018-12-05T08:00:00Z");
  EXPECT_EQ(warning.status, 0);
  EXPECT_THAT(warning.out, HasSubstr("warning  2018-12 836060457634  delivery.missing: "));
  testing::Edit(folder() / "billwright.toml", "severity = \"warning\"", "threshold = \"240 h\"");
  EXPECT_EQ(Billwright("status --at 2018-12-10T23:59:59Z").status, 0);
  EXPECT_EQ(Billwright("status --at 2018-12-11T00:00:00Z").status, 1);
}

TEST_F(Monitoring, OneLostFolderIsShownAsLostAndHidesNothing) {
  Ingest();
  LoseOctober();
  const testing::Printed screen = Billwright("status --at 2018-12-02T08:00:00Z");
  EXPECT_EQ(screen.status, 1);
  EXPECT_THAT(screen.out,
              StartsWith("1 of 1 payer needs you: 836060457634 2018-10: lost: files are gone\n"));
  EXPECT_THAT(screen.out, HasSubstr("lost: files are gone  billwright ingest\n"));
  EXPECT_THAT(screen.out, HasSubstr("124,340  3,505.33"));
  EXPECT_THAT(screen.out,
              HasSubstr("USD 4,064.48  delivery.lost: The newest version does not read any"));
  Ingest();  // as it says
  EXPECT_EQ(Billwright("status --at 2018-12-02T08:00:00Z").status, 0);
}

TEST_F(Monitoring, ADamagedTableIsShownAsLost) {
  Ingest();
  testing::Write(DeliveryFolder("2018-10") / "finding-v1.parquet", "no Parquet");
  const std::string october = DeliveryFolder("2018-10").filename();
  EXPECT_THAT(Billwright("status").out, AllOf(HasSubstr("2018-10: lost: files are gone\n"),
                                              HasSubstr("billwright ingest --again " + october)));
}

TEST_F(Monitoring, ALostRunIsShownAndItsMonthCanBeRunAgain) {
  Ingest();
  ASSERT_EQ(Billwright("run 2018-10").status, 0);
  std::filesystem::remove_all(folder() / "data/runs");
  const testing::Printed screen = Billwright("status");
  EXPECT_EQ(screen.status, 1);
  EXPECT_THAT(screen.out, HasSubstr("the run of 2018-10: its folder is lost"));
  EXPECT_EQ(Billwright("run 2018-10").status, 0);
  EXPECT_THAT(Billwright("status").out, Not(HasSubstr("lost")));
}

TEST_F(Monitoring, ARefusedReportIsAFindingOfItsOwnUntilItIsTakenIn) {
  Ingest();
  const std::filesystem::path reports = folder() / "deliveries/cur/20181101-20181201";
  std::filesystem::create_directories(reports);
  testing::Write(reports / "cur-Manifest.json", R"({"assemblyId": "a", "account": "836060457634",
      "billingPeriod": {"start": "20181101T000000.000Z", "end": "20181201T000000.000Z"},
      "compression": "GZIP", "contentType": "text/csv",
      "reportKeys": ["cur/20181101-20181201/a/cur-1.csv.gz"]})");
  testing::Write(folder() / "deliveries/broken.parquet", "no Parquet");
  EXPECT_EQ(Billwright("ingest").status, 1);
  const monitor::Morning morning = Morning();
  std::vector<std::string> refused;
  for (const Observation& observation : morning.observations)
    if (observation.finding.severity == "error")
      refused.push_back(observation.finding.code + " " + observation.payer_account_id + " " +
                        (observation.period ? observation.period->ToString() : ""));
  EXPECT_THAT(refused, ::testing::UnorderedElementsAre("manifest.file_missing 836060457634 2018-11",
                                                       "delivery.refused 836060457634 "));
  EXPECT_THAT(Billwright("status --at 2018-12-02T08:00:00Z").out,
              StartsWith("1 of 1 payer needs you: 836060457634 2018-11: newest version refused, "
                         "still on version 1; 1 error\n"));
  std::filesystem::remove_all(folder() / "deliveries/cur");
  std::filesystem::remove(folder() / "deliveries/broken.parquet");
  Ingest();
  EXPECT_EQ(Billwright("status --at 2018-12-02T08:00:00Z").status, 0);
}

TEST_F(Monitoring, ATimeThatNobodyMeansIsWrongUsage) {
  const testing::Printed printed = Billwright("status --at 0001-01-01T00:00:00Z");
  EXPECT_EQ(printed.status, 2);
  EXPECT_THAT(printed.err, HasSubstr("--at: there was no cloud then: 0001-01-01T00:00:00Z"));
}

TEST_F(Monitoring, BeforeTheFirstIngestNothingIsWell) {
  testing::Edit(folder() / "billwright.toml", "[[source]]\n",
                "[[source]]\npayers = [\"111122223333\"]\n");
  const testing::Printed screen = Billwright("status --at 2018-12-05T08:00:00Z");
  EXPECT_EQ(screen.status, 1);
  EXPECT_THAT(screen.out, StartsWith("1 of 1 payer needs you: 111122223333 2018-12: no data, none "
                                     "ever came; source workshop was never looked at\n"));
  EXPECT_THAT(Billwright("status --at 2018-12-05T08:00:00Z --format openmetrics").out,
              HasSubstr("billwright_delivery_there{payer=\"111122223333\",period=\"2018-12\","));
}

TEST_F(Monitoring, AMonthThatLacksItsLastDaysIsToldByStatusRunAndStatement) {
  const std::string november = folder() / "deliveries/Nov2018-WorkshopCUR-00001.snappy.parquet";
  auto engine = *engine::Engine::Open({.threads = 1, .temp_directory = folder() / "temp"});
  ASSERT_TRUE(engine->Execute(
      "COPY (SELECT * FROM " + engine::Literal(november) +
      " WHERE line_item_usage_start_date < TIMESTAMP '2018-11-24' OR line_item_line_item_type NOT "
      "IN ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage')) TO " +
      engine::Literal(november + ".new") + " (FORMAT parquet)"));
  std::filesystem::rename(november + ".new", november);
  ASSERT_EQ(Billwright("ingest").status, 1);
  const testing::Printed screen = Billwright("status --at 2018-12-04T08:00:00Z");
  EXPECT_EQ(screen.status, 1);
  EXPECT_THAT(screen.out, HasSubstr("USD 814.94  period.unfinished: November 2018 is over"));
  EXPECT_THAT(
      Billwright("findings 2018-11").out,
      HasSubstr("its usage is from 1 November 2018 to 23 November 2018: the last 7 days are "
                "missing."));
  const testing::Printed run = Billwright("run 2018-11");
  EXPECT_EQ(run.status, 1);
  EXPECT_THAT(run.err, HasSubstr("period.unfinished"));
  const testing::Printed statement = Billwright("statement 2018-11");
  EXPECT_EQ(statement.status, 1);
  EXPECT_THAT(statement.err, HasSubstr("[period.unfinished]"));
}

TEST_F(Monitoring, FindingsWithoutAPeriodAreThoseOfIngestToo) {
  Ingest();
  EXPECT_THAT(Billwright("findings --format table").out, HasSubstr("[column.missing_family]"));
  EXPECT_THAT(Billwright("findings 2018-10 --format csv").out,
              AllOf(HasSubstr("Oct2018-WorkshopCUR"), Not(HasSubstr("Nov2018-WorkshopCUR"))));
}

TEST_F(Monitoring, FindingsOfAMonthAreThoseOfTheRulesTooHoweverOldItIs) {
  Ingest();
  EXPECT_THAT(Billwright("findings").out, Not(HasSubstr("cost.anomaly")));
  EXPECT_THAT(Billwright("findings 2018-10").out, HasSubstr("cost.anomaly"));
  EXPECT_THAT(Billwright("findings 2018-10 --payer 836060457634").out, HasSubstr("cost.anomaly"));
  const testing::Printed other = Billwright("findings 2018-10 --payer 111111111111");
  EXPECT_EQ(other.status, 0);
  EXPECT_EQ(other.out,
            "severity,code,subject,message,amount,currency,where,payer_account_id,period\n");
}

TEST_F(Monitoring, TheSameMorningComesAsJsonCsvMetricsAndAPage) {
  Ingest();
  EXPECT_THAT(Billwright("status --format json").out,
              HasSubstr(R"("unblended_cost": "3505.3269681268")"));
  EXPECT_THAT(Billwright("status --format csv").out, StartsWith("period,payer_account_id,"));
  EXPECT_THAT(Billwright("status --format openmetrics").out, HasSubstr("} 3505.3269681268\n"));
  const std::string files = " --metrics-file " + (scratch_ / "m.prom").string() + " --page " +
                            (scratch_ / "page.html").string();
  EXPECT_EQ(Billwright("status" + files).status, 0);
  EXPECT_EQ(testing::Read(scratch_ / "page.html").substr(0, 15), "<!DOCTYPE html>");
  EXPECT_TRUE(testing::Read(scratch_ / "m.prom").ends_with("# EOF\n"));
  const testing::Printed nowhere = Billwright("status --page /nowhere/page.html");
  EXPECT_EQ(nowhere.status, 3);
  EXPECT_THAT(nowhere.err, HasSubstr("/nowhere/page.html"));
  EXPECT_EQ(Billwright("status --at yesterday").status, 2);
  EXPECT_EQ(Billwright("status --format xml").status, 2);
}

// --- the watcher

TEST_F(Monitoring, OneRoundTakesInRunsAndWrites) {
  Configure("[watch]\nmetrics_file = \"out/m.prom\"\npage = \"out/page.html\"\n");
  std::filesystem::create_directories(folder() / "out");
  const testing::Printed round = Billwright("watch --once");
  EXPECT_EQ(round.status, 0) << round.err;
  EXPECT_THAT(round.err, HasSubstr("billwright: source workshop: version 1 of 2018-10 for payer "
                                   "836060457634, 119,307 rows, USD 4,064.48\n"));
  EXPECT_THAT(round.err, HasSubstr("billwright: 2018-11: run 2018-11-"));
  EXPECT_THAT(testing::Read(folder() / "out/m.prom"),
              AllOf(HasSubstr("billwright_run_up_to_date{period=\"2018-11\"} 1\n"),
                    HasSubstr("billwright_source_poll_success{source=\"workshop\"} 1\n")));
  EXPECT_TRUE(std::filesystem::exists(folder() / "out/page.html"));
  // Nothing new: nothing is taken in, nothing is run.
  const testing::Printed again = Billwright("watch --once");
  EXPECT_THAT(again.err, AllOf(Not(HasSubstr("version")), Not(HasSubstr(": run "))));
}

TEST_F(Monitoring, AMistakeInAPriceBookKeepsNoDeliveryOut) {
  testing::Edit(folder() / "books/pricebooks/standard.toml", "percent = 4", "percent = \"x\"");
  const testing::Printed round = Billwright("watch --once");
  EXPECT_EQ(round.status, 1);
  EXPECT_THAT(round.err, HasSubstr("version 1 of 2018-10"));
  EXPECT_THAT(round.err, HasSubstr("2018-10 is to be run, but the books have errors"));
  EXPECT_THAT(round.err, HasSubstr("but the books have 1 error"));
}

TEST_F(Monitoring, AFailingSourceIsExitStatusThreeAndStaysOnTheScreen) {
  Ingest();
  std::filesystem::rename(folder() / "deliveries", folder() / "elsewhere");
  const testing::Printed round = Billwright("watch --once");
  EXPECT_NE(round.status, 0);
  EXPECT_THAT(round.err, HasSubstr("source workshop"));
  const testing::Printed screen = Billwright("status");
  EXPECT_EQ(screen.status, 1);
  EXPECT_THAT(screen.out, HasSubstr("but source workshop failed"));
  EXPECT_THAT(screen.out, HasSubstr("source.poll_failed: workshop: It could not be read at"));
  std::filesystem::rename(folder() / "elsewhere", folder() / "deliveries");
  EXPECT_EQ(Billwright("watch --once").status, 0);
  EXPECT_THAT(Billwright("status").out, Not(HasSubstr("failed")));
}

TEST_F(Monitoring, ASourceThatFailsBeforeTheFirstDeliveryIsOnTheScreen) {
  std::filesystem::remove_all(folder() / "deliveries");
  EXPECT_EQ(Billwright("watch --once").status, 3);
  const testing::Printed screen = Billwright("status");
  EXPECT_EQ(screen.status, 1);
  EXPECT_THAT(screen.out, StartsWith("nothing has been ingested yet; source workshop failed\n"));
}

TEST_F(Monitoring, ARefusedReportIsOnTheScreen) {
  testing::Write(folder() / "deliveries/broken-00001.parquet", "no Parquet");
  EXPECT_EQ(Billwright("watch --once").status, 1);
  EXPECT_THAT(Billwright("status").out, HasSubstr("delivery.refused: "));
}

/// A watcher that works as a process of its own.
class Service {
 public:
  /// `stop_at`: the fault point where it stops until StopBy(); empty: none.
  Service(const std::filesystem::path& folder, const std::filesystem::path& log,
          const char* stop_at = "") {
    process_ = fork();
    if (process_ != 0) return;
    setenv("BILLWRIGHT_STOP", stop_at, 1);
    const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    dup2(file, STDERR_FILENO);
    execl(BILLWRIGHT_BINARY_DIR "/billwright", "billwright", "-C", folder.c_str(), "watch",
          "--every", "1h", nullptr);
    _exit(127);
  }
  ~Service() {
    if (process_ > 0) kill(process_, SIGKILL), waitpid(process_, nullptr, 0);
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// Waits until it stands at its fault point; false if it ended before.
  bool StandsStill() {
    int status = 0;
    return waitpid(process_, &status, WUNTRACED) == process_ && WIFSTOPPED(status);
  }

  /// Its exit status after the signal; −1 if it did not end by itself.
  int StopBy(int signal) {
    kill(process_, signal);
    kill(process_, SIGCONT);
    int status = 0;
    waitpid(std::exchange(process_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t process_ = 0;
};

bool Eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 1200; ++i) {
    if (condition()) return true;
    usleep(50'000);
  }
  return false;
}

TEST_F(Monitoring, AServiceEndsCleanlyAndASecondOneSaysThatThereIsOne) {
  const std::filesystem::path log = scratch_ / "watch.log";
  Service service(folder(), log);
  ASSERT_TRUE(Eventually([&] {
    return testing::Read(log).find("Payer 836060457634") != std::string::npos;
  })) << testing::Read(log);
  const testing::Printed second = Billwright("watch --once");
  EXPECT_EQ(second.status, 1);
  EXPECT_THAT(second.err, HasSubstr("watches this workspace already"));
  EXPECT_EQ(service.StopBy(SIGTERM), 0);
  EXPECT_THAT(testing::Read(log), HasSubstr("billwright: stopped by a signal\n"));
  EXPECT_EQ(Billwright("watch --once").status, 0);
}

TEST_F(Monitoring, ASignalLetsTheStepThatIsUnderWayEnd) {
  const std::filesystem::path log = scratch_ / "watch.log";
  Service service(folder(), log, "publish.before_commit");
  ASSERT_TRUE(service.StandsStill());  // half way through taking in
  EXPECT_EQ(service.StopBy(SIGTERM), 0);
  EXPECT_THAT(testing::Read(log),
              AllOf(HasSubstr("version 1 of 2018-10"), Not(HasSubstr(": run "))));
  EXPECT_EQ(Morning().months.size(), 2u);
}

// --- from one morning to the next

books::Receiver OfWarnings() {
  books::Receiver receiver;
  receiver.id = "ops";
  receiver.min_severity = Severity::kWarning;
  return receiver;
}

/// What the catalog knows when all of these arrived.
std::vector<store::NotificationRecord> Remembered(const std::vector<app::Notice>& notices) {
  std::vector<store::NotificationRecord> records;
  for (const app::Notice& notice : notices)
    records.push_back({notice.fingerprint, "ops", "2018-12-02T08:00:00Z", 1});
  return records;
}

std::vector<std::string> Bodies(const std::vector<app::Notice>& notices) {
  std::vector<std::string> bodies;
  for (const app::Notice& notice : notices) bodies.push_back(notice.body);
  return bodies;
}

TEST_F(Monitoring, WhatWasFoundInAMonthThatIsNotLookedIntoAnyMoreIsNotOver) {
  Ingest();
  const auto first = app::NoticesFor(OfWarnings(), Morning("2018-12-02T08:00:00Z"), {});
  ASSERT_THAT(Bodies(first), Contains(HasSubstr(R"("code":"cost.anomaly")")));
  // October ended more than 62 days ago, and November is newer.
  const auto later =
      app::NoticesFor(OfWarnings(), Morning("2019-01-03T08:00:00Z"), Remembered(first));
  EXPECT_THAT(Bodies(later), Not(Contains(HasSubstr("2018-10"))));
}

TEST_F(Monitoring, ATableThatDoesNotReadEndsNoFindingAndHidesNoOtherMonth) {
  Ingest();
  const auto first = app::NoticesFor(OfWarnings(), Morning(), {});
  const std::filesystem::path november = DeliveryFolder("2018-11") / "delivery_day-v1.parquet";
  const std::string good = testing::Read(november);
  testing::Write(november, "no Parquet");
  const testing::Printed screen = Billwright("status --at 2018-12-02T08:00:00Z");
  EXPECT_EQ(screen.status, 1);
  EXPECT_THAT(screen.out, StartsWith("1 of 1 payer needs you: 836060457634 2018-11: 1 error"));
  EXPECT_THAT(screen.out, HasSubstr("delivery.unchecked: "));
  EXPECT_THAT(screen.out, HasSubstr("2018-10 836060457634  USD 104.59  cost.anomaly: "));
  const auto second = app::NoticesFor(OfWarnings(), Morning(), Remembered(first));
  ASSERT_EQ(second.size(), 1u);
  EXPECT_THAT(second[0].body, HasSubstr(R"("event":"finding")"));
  EXPECT_THAT(second[0].body, HasSubstr(R"("code":"delivery.unchecked")"));
  // Its end is told when the table reads again.
  testing::Write(november, good);
  std::vector<store::NotificationRecord> known = Remembered(first);
  known.push_back(Remembered(second).front());
  const auto third = app::NoticesFor(OfWarnings(), Morning(), known);
  ASSERT_EQ(third.size(), 1u);
  EXPECT_THAT(third[0].body, AllOf(HasSubstr(R"("event":"resolved")"),
                                   HasSubstr(R"("code":"delivery.unchecked")")));
}

TEST_F(Monitoring, AMonthThatCannotBeCheckedKeepsItsFindings) {
  Ingest();
  const auto first = app::NoticesFor(OfWarnings(), Morning(), {});
  testing::Write(DeliveryFolder("2018-10") / "delivery_day-v1.parquet", "no Parquet");
  // November is compared with October, so neither can be checked.
  EXPECT_EQ(Morning().assessed.bills.size(), 0u);
  for (const std::string& body :
       Bodies(app::NoticesFor(OfWarnings(), Morning(), Remembered(first))))
    EXPECT_THAT(body, HasSubstr(R"("event":"finding")"));
}

// --- who is told

TEST_F(Monitoring, ACommandIsToldOnceAndThatItIsOver) {
  Configure("[[notify]]\nid = \"ops\"\ncommand = [\"sh\", \"-c\", \"cat >> told.txt\"]\n");
  testing::Edit(folder() / "books/accounts.csv", kAccountLine, "");
  EXPECT_EQ(Billwright("watch --once").status, 1);
  EXPECT_THAT(Told(), HasSubstr(R"("event":"finding")"));
  EXPECT_THAT(Told(), HasSubstr(R"("code":"account.unassigned")"));
  const std::string told = Told();
  EXPECT_EQ(Billwright("watch --once").status, 1);
  EXPECT_EQ(Told(), told);  // once
  testing::Write(folder() / "books/accounts.csv",
                 testing::Read(folder() / "books/accounts.csv") + kAccountLine);
  EXPECT_EQ(Billwright("run 2018-10").status, 0);
  EXPECT_EQ(Billwright("run 2018-11").status, 0);
  EXPECT_EQ(Billwright("watch --once").status, 0);
  EXPECT_THAT(Told().substr(told.size()),
              AllOf(HasSubstr(R"("event":"resolved")"), HasSubstr("account.unassigned"),
                    Not(HasSubstr(R"("event":"finding")"))));
}

TEST_F(Monitoring, AWebhookThatFailsTwiceIsToldInTheEndAndSigned) {
  WebhookServer server;
  server.WillAnswer({500, 503});
  Configure("[[notify]]\nid = \"ops\"\nwebhook = \"" + server.url() +
            "\"\nsecret_env = \"HOOK_SECRET\"\ncodes = [\"delivery.lost\"]\n");
  Ingest();
  LoseOctober();
  // What is lost would come back from the source: a stale one is looked at.
  std::filesystem::remove(folder() / kOctoberFile);
  const std::string environment = "HOOK_SECRET=s3cret";
  EXPECT_THAT(Billwright("watch --once", environment).err,
              HasSubstr("receiver ops: the webhook answered 500"));
  EXPECT_THAT(Billwright("watch --once", environment).err,
              HasSubstr("receiver ops: the webhook answered 503"));
  EXPECT_THAT(Billwright("watch --once", environment).err, HasSubstr("told 1 finding"));
  EXPECT_THAT(Billwright("watch --once", environment).err, Not(HasSubstr("told")));
  const std::vector<WebhookServer::Request> requests = server.requests();
  ASSERT_EQ(requests.size(), 3u);
  for (const WebhookServer::Request& request : requests) {
    EXPECT_THAT(request.head, StartsWith("POST /hook HTTP/1.1\r\n"));
    EXPECT_EQ(request.Header("Content-Type"), "application/json");
    EXPECT_TRUE(WebhookServer::IsSigned(request, "s3cret"));
    EXPECT_FALSE(WebhookServer::IsSigned(request, "other"));
    EXPECT_THAT(request.body, AllOf(HasSubstr(R"("code":"delivery.lost")"),
                                    HasSubstr(R"("amount":"4064.4831315379")")));
  }
}

TEST_F(Monitoring, AFailingReceiverStopsNobodyElse) {
  WebhookServer server;
  server.WillAnswer({500});
  Configure(
      "[[notify]]\nid = \"first\"\nwebhook = \"" + server.url() +
      "\"\nmin_severity = \"info\"\n"
      "[[notify]]\nid = \"second\"\ncommand = [\"/no/such/program\"]\nmin_severity = \"info\"\n"
      "[[notify]]\nid = \"third\"\ncommand = [\"sh\", \"-c\", \"exit 7\"]\n"
      "min_severity = \"info\"\n"
      "[[notify]]\nid = \"fourth\"\ncommand = [\"sh\", \"-c\", \"cat >> told.txt\"]\n"
      "min_severity = \"info\"\n");
  const testing::Printed round = Billwright("watch --once");
  EXPECT_EQ(round.status, 0);
  EXPECT_THAT(round.err, HasSubstr("receiver first: the webhook answered 500"));
  EXPECT_THAT(round.err, HasSubstr("receiver second: cannot start /no/such/program: No such file"));
  EXPECT_THAT(round.err, HasSubstr("receiver third: sh ended with status 7"));
  EXPECT_THAT(Told(), HasSubstr("column.missing_family"));
}

TEST_F(Monitoring, NothingIsSentWithoutItsSignature) {
  WebhookServer server;
  Configure("[[notify]]\nid = \"ops\"\nwebhook = \"" + server.url() +
            "\"\nsecret_env = \"NOT_THERE_AT_ALL\"\nmin_severity = \"info\"\n");
  EXPECT_THAT(Billwright("watch --once").err,
              HasSubstr("the environment has no NOT_THERE_AT_ALL: nothing is sent without its "
                        "signature"));
  EXPECT_TRUE(server.requests().empty());
}

TEST(Webhook, IsSignedAsItsReceiverComputes) {
  // Computed with: printf '1764230400.{"a":1}' | openssl dgst -sha256 -hmac key
  EXPECT_EQ(app::SignatureOf(R"({"a":1})", "key", UtcTime{1764230400}),
            "t=1764230400,v1=14448dff9f08c3532e1372f990e47bd6f596745b82322dfd62824ae851ef8b2d");
}

TEST(Program, HasNoShellAndIsKilledWhenItTakesTooLong) {
  const testing::Scratch scratch;
  const auto start = std::chrono::steady_clock::now();
  const Result<void> slow =
      app::RunProgram({"sleep", "60"}, "", scratch.folder(), std::chrono::seconds(1));
  ASSERT_FALSE(slow);
  EXPECT_EQ(slow.error().message(), "sleep was not done within 1 s");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
  // $(…) and ; are text.
  EXPECT_TRUE(app::RunProgram({"test", "$(id); x", "=", "$(id); x"}, "", scratch.folder(),
                              std::chrono::seconds(20)));
  // A program that does not read its input is not waited for.
  EXPECT_TRUE(app::RunProgram({"true"}, std::string(1 << 20, 'x'), scratch.folder(),
                              std::chrono::seconds(20)));
}

TEST(Notify, WaitsLongerEachTimeAndNeverMoreThanAnHour) {
  std::vector<int64_t> waits;
  for (int failures = 1; failures <= 8; ++failures)
    waits.push_back(app::WaitAfter(failures).count());
  EXPECT_EQ(waits, (std::vector<int64_t>{60, 120, 240, 480, 960, 1920, 3600, 3600}));
}

TEST(Notify, WantsBySeverityAndCode) {
  books::Receiver receiver;
  const Finding error = Finding::Make(Severity::kError, "delivery.lost", "x", "y");
  const Finding warning = Finding::Make(Severity::kWarning, "delivery.shrunk", "x", "y");
  EXPECT_TRUE(app::Wants(receiver, error));
  EXPECT_FALSE(app::Wants(receiver, warning));
  receiver.min_severity = Severity::kWarning;
  EXPECT_TRUE(app::Wants(receiver, warning));
  receiver.codes = {"row.quarantined", "delivery.*"};
  EXPECT_TRUE(app::Wants(receiver, warning));
  receiver.codes = {"delivery.lost"};
  EXPECT_FALSE(app::Wants(receiver, warning));
}

}  // namespace
}  // namespace billwright
