#include "model/statement_recipients.h"

#include <gtest/gtest.h>

#include <string>

namespace billwright {
namespace {

/// "web < acme": who is above whom, and on whose statement the first one is.
std::string Path(std::span<const Customer> customers, std::string_view id) {
  std::string text;
  for (const Customer* customer : StatementRecipients(customers).PathOf(id))
    text += (text.empty() ? "" : " < ") + customer->id;
  return text;
}

Customer Unit(std::string id, std::string parent) {
  return {.id = std::move(id), .parent = std::move(parent), .own_statement = false};
}

TEST(StatementRecipients, GoUpToTheNearestStatement) {
  const std::vector<Customer> customers{{.id = "group"},
                                        {.id = "acme", .parent = "group"},
                                        Unit("web", "acme"),
                                        Unit("web-eu", "web")};
  EXPECT_EQ(Path(customers, "web-eu"), "web-eu < web < acme");
  EXPECT_EQ(Path(customers, "acme"), "acme");
  EXPECT_EQ(Path(customers, "nobody"), "");
}

TEST(StatementRecipients, TheTopmostGetsOneWhereNobodyHas) {
  const std::vector<Customer> customers{
      {.id = "house"}, Unit("acme", "house"), Unit("web", "acme"), Unit("alone", "")};
  EXPECT_EQ(Path(customers, "web"), "web < acme");
  EXPECT_EQ(Path(customers, "alone"), "alone");
}

TEST(StatementRecipients, TheHouseAndUnassignedHaveNone) {
  const std::vector<Customer> customers{{.id = "house"}, {.id = "unassigned"}};
  EXPECT_EQ(Path(customers, "house"), "");
  EXPECT_EQ(Path(customers, "unassigned"), "");
}

TEST(StatementRecipients, ACircleEnds) {
  const std::vector<Customer> customers{Unit("a", "b"), Unit("b", "a")};
  EXPECT_EQ(Path(customers, "a"), "a < b");
}

}  // namespace
}  // namespace billwright
