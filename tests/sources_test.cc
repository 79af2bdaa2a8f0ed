#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "testing/good_month.h"
#include "testing/scratch.h"

// Folders as sources: what is read again, and what may not be written.

namespace billwright {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Somebody who may write nothing that is not given to him.
constexpr unsigned kNobody = 65534;

class Sources : public ::testing::Test {
 protected:
  Sources() {
    fs::permissions(scratch_.folder(), fs::perms(0755));
    fs::create_directory(workspace());
    testing::Write(workspace() / "billwright.toml",
                   "currency = \"USD\"\n[reseller]\nname = \"R\"\n"
                   "[quality]\n\"period.unfinished\" = \"off\"\n"
                   "[[source]]\nid = \"main\"\npath = \"" +
                       inbox().string() + "\"\n");
    fs::create_directory(workspace() / "books");
    fs::create_directory(inbox());
  }

  fs::path workspace() const { return scratch_ / "workspace"; }
  fs::path inbox() const { return scratch_ / "inbox"; }
  fs::path report() const { return inbox() / "cur.csv"; }

  /// A report of the first day of October, in which the first hour costs this.
  void PutReport(const std::string& cost) const {
    testing::Month month = testing::GoodMonth({2018, 10}, 1);
    month.rows.front()["lineItem/UnblendedCost"] = cost;
    testing::Write(report(), month.AsCsv());
  }
  testing::Printed Billwright(const std::string& arguments, const std::string& as = "") const {
    return testing::Billwright(scratch_, "-C " + workspace().string() + " " + arguments, as);
  }
  /// What the workspace has in force.
  std::string Deliveries() const { return Billwright("versions 2018-10").out; }
  /// Before a command that somebody else gives. Tests run as root, whom no permission stops.
  static std::string AsNobody() {
    const std::string nobody = std::to_string(kNobody);
    return ::geteuid() == 0 ? "setpriv --reuid=" + nobody + " --regid=" + nobody + " --clear-groups"
                            : "";
  }
  /// Takes the source in as somebody else.
  testing::Printed IngestAsNobody() const { return Billwright("ingest", AsNobody()); }
  static void Give(const fs::path& folder) {
    if (::geteuid() != 0) return;
    const std::string owner = std::to_string(kNobody) + ":" + std::to_string(kNobody);
    ASSERT_EQ(std::system(("chown -R " + owner + " " + folder.string()).c_str()), 0);
  }

  testing::Scratch scratch_;
};

/// Counts how often a file is opened or read from.
class Watched {
 public:
  explicit Watched(const fs::path& path) : events_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    EXPECT_GE(::inotify_add_watch(events_, path.c_str(), IN_OPEN | IN_ACCESS), 0);
  }
  ~Watched() { ::close(events_); }

  bool WasRead() const {
    char buffer[4096];
    return ::read(events_, buffer, sizeof(buffer)) > 0;
  }

 private:
  int events_;
};

TEST_F(Sources, AFileThatDidNotChangeIsNotReadAgain) {
  PutReport("0.50");
  ASSERT_EQ(Billwright("ingest").status, 0);
  const Watched report_file(report());
  // It had changed a moment before: whether it changed since, only its bytes tell.
  EXPECT_THAT(Billwright("ingest").out, HasSubstr("known already"));
  EXPECT_TRUE(report_file.WasRead());
  std::this_thread::sleep_for(std::chrono::seconds(6));
  EXPECT_THAT(Billwright("ingest").out, HasSubstr("known already"));  // it is noted how it looks
  EXPECT_TRUE(report_file.WasRead());
  EXPECT_THAT(Billwright("ingest").out, HasSubstr("known already"));
  EXPECT_FALSE(report_file.WasRead());
  fs::last_write_time(report(), fs::last_write_time(report()) - std::chrono::hours(1));
  EXPECT_THAT(Billwright("ingest").out, HasSubstr("known already"));
  EXPECT_TRUE(report_file.WasRead());
}

TEST_F(Sources, AFileThatWasRewrittenAndLooksTheSameIsNoticed) {
  PutReport("0.50");
  const fs::file_time_type time = fs::last_write_time(report());
  const uintmax_t size = fs::file_size(report());
  std::this_thread::sleep_for(std::chrono::seconds(6));
  ASSERT_THAT(Billwright("ingest").out, HasSubstr("version 1 of 2018-10"));
  PutReport("0.51");
  fs::last_write_time(report(), time);
  ASSERT_EQ(fs::file_size(report()), size);
  EXPECT_THAT(Billwright("ingest").out, HasSubstr("version 2 of 2018-10"));
  PutReport("0.52");  // within the same second, perhaps
  fs::last_write_time(report(), time);
  EXPECT_THAT(Billwright("ingest").out, HasSubstr("version 3 of 2018-10"));
}

TEST_F(Sources, AReportWithoutRowsIsPassedOver) {
  const std::string header = testing::GoodMonth({2018, 10}, 1).AsCsv();
  testing::Write(report(), header.substr(0, header.find('\n') + 1));
  testing::Printed printed = Billwright("ingest");
  EXPECT_EQ(printed.status, 0);
  EXPECT_THAT(printed.out, HasSubstr("cur: passed over\n    info: delivery.empty: " +
                                     report().string() + " has no rows: nothing is taken in"));
  PutReport("0.50");
  ASSERT_EQ(Billwright("ingest").status, 0);
  const std::string before = Deliveries();
  testing::Write(report(), header.substr(0, header.find('\n') + 1));
  printed = Billwright("ingest");
  EXPECT_EQ(printed.status, 0);
  EXPECT_THAT(printed.out, HasSubstr("warning: delivery.empty: " + report().string() +
                                     " has no rows. Version 1 of 2018-10, with "));
  EXPECT_EQ(Deliveries(), before);
}

TEST_F(Sources, ATableOfSomethingElseIsPassedOverBesideAReport) {
  testing::Write(inbox() / "commitments.csv", "ContractId,BillingCurrency\n1,USD\n");
  EXPECT_EQ(Billwright("ingest").status, 1);
  PutReport("0.50");
  const testing::Printed printed = Billwright("ingest");
  EXPECT_EQ(printed.status, 0);
  EXPECT_THAT(printed.out, HasSubstr("commitments: passed over\n    info: delivery.no_bill: "));
  EXPECT_THAT(printed.out, HasSubstr("version 1 of 2018-10"));
}

TEST_F(Sources, ReportsThatNobodyCanPutInOrderAreToldOnceByTheirPlaces) {
  for (const std::string name : {"a.csv", "b.csv", "c.csv", "d.csv"}) {
    testing::Month month = testing::GoodMonth({2018, 10}, 1);
    month.rows.front()["lineItem/LineItemDescription"] = name;
    testing::Write(inbox() / name, month.AsCsv());
  }
  const testing::Printed printed = Billwright("ingest");
  EXPECT_EQ(printed.status, 1);
  EXPECT_THAT(printed.out,
              HasSubstr("4 reports of payer 999999999999 for 2018-10 are new here (" +
                        (inbox() / "a.csv").string() + ", " + (inbox() / "b.csv").string() + ", " +
                        (inbox() / "c.csv").string() + " and 1 more); which"));
  EXPECT_EQ(printed.out.find("refused", printed.out.find("refused") + 1), std::string::npos);
}

TEST_F(Sources, APlaceThatIsNamedByHandMendsADamagedFile) {
  PutReport("0.50");
  ASSERT_EQ(Billwright("ingest").status, 0);
  fs::path kept;
  for (const auto& entry : fs::recursive_directory_iterator(workspace() / "data"))
    if (entry.path().filename() == "cur.csv") kept = entry.path();
  std::string text = testing::Read(kept);
  text[text.size() / 2] ^= 1;
  testing::Write(kept, text);
  ASSERT_EQ(Billwright("ingest --again").status, 3);
  const testing::Printed printed = Billwright("ingest " + report().string());
  EXPECT_THAT(printed.out, HasSubstr("what was lost of it is back"));
  EXPECT_EQ(Billwright("ingest --again").status, 0);
}

TEST_F(Sources, AFolderThatMayOnlyBeReadIsTakenIn) {
  PutReport("0.50");
  fs::permissions(report(), fs::perms(0444));
  fs::permissions(inbox(), fs::perms(0555));
  Give(workspace());
  const testing::Printed printed = IngestAsNobody();
  EXPECT_EQ(printed.status, 0) << printed.err;
  EXPECT_THAT(printed.out, HasSubstr("version 1 of 2018-10"));
  EXPECT_THAT(Deliveries(), HasSubstr("999999999999"));
}

TEST_F(Sources, AWorkspaceThatMayNotBeWrittenStaysAsItIs) {
  PutReport("0.50");
  ASSERT_EQ(Billwright("ingest").status, 0);
  const std::string before = Deliveries();
  PutReport("0.51");
  Give(workspace());
  const fs::path data = workspace() / "data";
  for (const fs::path& locked : {data / "deliveries", data}) {
    if (::geteuid() == 0) {
      ASSERT_EQ(::chown(locked.c_str(), 0, 0), 0);
    }
    fs::permissions(locked, fs::perms(0555));
    const testing::Printed refused = IngestAsNobody();
    EXPECT_EQ(refused.status, 3) << locked;
    EXPECT_THAT(refused.err + refused.out, HasSubstr(locked.string())) << locked;
    EXPECT_THAT(refused.err + refused.out, HasSubstr(": Permission denied\n")) << locked;
    EXPECT_EQ(Deliveries(), before) << locked;
    fs::permissions(locked, fs::perms(0755));
    Give(locked);
  }
  EXPECT_THAT(IngestAsNobody().out, HasSubstr("version 2 of 2018-10"));
}

TEST_F(Sources, WhoMayOnlyReadReadsWhatIsInForce) {
  PutReport("0.50");
  ASSERT_EQ(Billwright("ingest").status, 0);
  const std::string before = Deliveries();
  const fs::path data = workspace() / "data";
  for (const auto& [folder, catalog] : {std::pair(0555, 0666), std::pair(0777, 0444)}) {
    fs::permissions(data, fs::perms(folder));
    fs::permissions(data / "catalog.db", fs::perms(catalog));
    const testing::Printed printed = Billwright("versions 2018-10", AsNobody());
    EXPECT_EQ(printed.status, 0) << printed.err;
    EXPECT_EQ(printed.out, before);
  }
}

TEST_F(Sources, AFolderThatMayNotBeReadIsNamed) {
  PutReport("0.50");
  const fs::path locked = inbox() / "older" / "2017";
  fs::create_directories(locked);
  fs::permissions(locked, fs::perms::none);
  Give(workspace());
  EXPECT_THAT(IngestAsNobody().out,
              HasSubstr("cannot read " + locked.string() + ": Permission denied"));
  fs::permissions(locked, fs::perms(0700));  // to be removed
}

}  // namespace
}  // namespace billwright
