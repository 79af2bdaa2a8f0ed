#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

using testing::ElementsAre;

class NotifyTest : public BooksTest {
 protected:
  std::string Findings(const std::string& toml) {
    Append("billwright.toml", toml);
    return Text(Read().findings);
  }
  bool ParsesWebhook(const std::string& url) {
    const size_t before = Read().findings.size();
    Append("billwright.toml", "[[notify]]\nid = \"r" + std::to_string(++receivers_) +
                                  "\"\nwebhook = \"" + url + "\"\n");
    return Read().findings.size() == before;
  }

 private:
  int receivers_ = 0;
};

TEST_F(NotifyTest, HoldsWhatIsWritten) {
  Append("billwright.toml", R"([[notify]]
id = "on-call"
webhook = "https://alerts.example.com/hook?team=a"
secret_env = "HOOK_SECRET"
codes = ["delivery.*", "row.quarantined"]
[[notify]]
id = "mail"
command = ["/usr/bin/mail-finding", "--to", "billing@acme.example"]
min_severity = "warning"
[watch]
every = "2h"
metrics_file = "/var/lib/node/billwright.prom"
page = "public/index.html"
run = false
)");
  const WorkspaceSettings workspace = Good().workspace;
  ASSERT_EQ(workspace.receivers.size(), 2);
  EXPECT_EQ(workspace.receivers[0].id, "on-call");
  EXPECT_EQ(workspace.receivers[0].webhook, "https://alerts.example.com/hook?team=a");
  EXPECT_EQ(workspace.receivers[0].secret_env, "HOOK_SECRET");
  EXPECT_EQ(workspace.receivers[0].min_severity, Severity::kError);
  EXPECT_THAT(workspace.receivers[0].codes, ElementsAre("delivery.*", "row.quarantined"));
  EXPECT_THAT(workspace.receivers[1].command,
              ElementsAre("/usr/bin/mail-finding", "--to", "billing@acme.example"));
  EXPECT_EQ(workspace.receivers[1].min_severity, Severity::kWarning);
  EXPECT_EQ(workspace.watch.every_seconds, 7200);
  EXPECT_EQ(workspace.watch.metrics_file, "/var/lib/node/billwright.prom");
  EXPECT_EQ(workspace.watch.page, folder_ / "public/index.html");
  EXPECT_FALSE(workspace.watch.run);
}

TEST_F(NotifyTest, WatchesEveryHalfHourUnlessItIsWritten) {
  const WorkspaceSettings workspace = Good().workspace;
  EXPECT_EQ(workspace.watch.every_seconds, 1800);
  EXPECT_TRUE(workspace.watch.run);
  EXPECT_TRUE(workspace.watch.page.empty());
}

TEST_F(NotifyTest, AReceiverHasOneWayToBeTold) {
  EXPECT_THAT(
      Findings("[[notify]]\nid = \"ops\"\n"),
      testing::StartsWith("error notify.one_way billwright.toml:4:1: [[notify]] needs one of "
                          "\"command\" and \"webhook\"."));
}

TEST_F(NotifyTest, OnlyThisMachineIsSpokenToWithoutEncryption) {
  EXPECT_TRUE(ParsesWebhook("http://127.0.0.1:8080/x"));
  EXPECT_TRUE(ParsesWebhook("http://localhost/x"));
  EXPECT_TRUE(ParsesWebhook("http://[::1]:1/x"));
  EXPECT_FALSE(ParsesWebhook("http://alerts.example.com/x"));
  EXPECT_FALSE(ParsesWebhook("http://localhost.example.com/x"));
  EXPECT_FALSE(ParsesWebhook("http://127.0.0.1@example.com/x"));
  EXPECT_FALSE(ParsesWebhook("https://user:secret@example.com/x"));
  EXPECT_FALSE(ParsesWebhook("http://localhost:x@example.com/x"));
  EXPECT_FALSE(ParsesWebhook("ftp://example.com/x"));
  EXPECT_FALSE(ParsesWebhook("https://"));
  EXPECT_FALSE(ParsesWebhook("https://example.com/a b"));
}

TEST_F(NotifyTest, TheSecretItselfIsNotForTheBook) {
  EXPECT_THAT(Findings("[[notify]]\nid = \"ops\"\nwebhook = \"https://a.example\"\n"
                       "secret_env = \"whsec_abc123\"\n"),
              testing::HasSubstr("the secret itself belongs into the environment."));
}

TEST_F(NotifyTest, IntervalsHaveAUnit) {
  for (const auto& [text, seconds] : std::vector<std::pair<std::string, int64_t>>{
           {"10s", 10}, {"30m", 1800}, {"2h", 7200}, {"7d", 604800}})
    EXPECT_EQ(ParseWatchInterval(text).value(), seconds);
  for (const char* text : {"", "30", "m", "-5m", "9s", "8d", "30 m", "1w", "99999999999999999999s"})
    EXPECT_FALSE(ParseWatchInterval(text)) << text;
}

TEST_F(NotifyTest, CodesLookLikeCodes) {
  EXPECT_THAT(Findings("[[notify]]\nid = \"ops\"\ncommand = \"x\"\ncodes = [\"Delivery\"]\n"),
              testing::HasSubstr("\"codes\" must hold codes of findings such as "
                                 "\"row.quarantined\", or \"row.*\", not \"Delivery\"."));
}

}  // namespace
}  // namespace billwright::books
