#include "engine/contracts.h"

#include <gmock/gmock.h>

namespace billwright::engine {
namespace {

std::string Wrong(const std::string& text) {
  const auto contract = ReadContract(text, "contracts/x.toml");
  return contract ? "read" : contract.error().ToString();
}

TEST(Contracts, AreFour) {
  std::vector<std::string> formats;
  for (const Contract& contract : Contracts()) formats.push_back(contract.format);
  EXPECT_THAT(formats, ::testing::ElementsAre("cur_2.0", "focus_1.0", "focus_1.2", "legacy_cur"));
}

TEST(ReadContract, ReadsWhatIsWritten) {
  const auto contract = ReadContract(R"(
format = "x"
title = "X"
provider = "aws"
columns = [
  { name = "Cost", type = "money", presence = "required", reads = "unblended_cost", meaning = "m" },
  { name = "p", type = "map", presence = "optional", keys = { region = "region" }, meaning = "m" },
]
families = [{ prefix = "tag_", type = "text", presence = "tags", meaning = "m" }]
sets = [{ column = "kind", values = ["A", "B"], any_case = true, reason = "kind is not known" }]
rules = [{ reason = "Cost is empty", when = "unblended_cost IS NULL", after_numbers = true }]
needs = [{ line_item_type = "RIFee", columns = ["Cost"] }]
)",
                                     "contracts/x.toml");
  ASSERT_TRUE(contract.has_value()) << contract.error().ToString();
  EXPECT_EQ(contract->Reading("unblended_cost").name, "Cost");
  EXPECT_EQ(contract->columns[0].presence, Presence::kRequired);
  EXPECT_EQ(contract->columns[1].keys.front().second, "region");
  EXPECT_EQ(contract->FamilyOf("Tag/Owner")->prefix, "tag_");
  EXPECT_TRUE(contract->sets[0].any_case);
  EXPECT_TRUE(contract->rules[0].after_numbers);
  EXPECT_EQ(contract->needs[0].columns.front(), "Cost");
  EXPECT_FALSE(contract->rounds_finer_money);
}

TEST(ReadContract, NamesWhatIsWrong) {
  EXPECT_EQ(Wrong("format = \"x\"\n"), "contracts/x.toml:1:1: \"title\" is missing");
  EXPECT_EQ(Wrong("format = \"x\"\ntitle = \"X\"\ncolour = 1\n"),
            "contracts/x.toml:3:10: \"colour\" is not known here");
  EXPECT_EQ(Wrong("format = \"x\"\ntitle = \"X\"\ncolumns = [{ name = \"a\", type = \"gold\", "
                  "presence = \"required\", meaning = \"m\" }]\n"),
            "contracts/x.toml:3:12: \"gold\" is no type");
  EXPECT_EQ(Wrong("format = \"x\"\ntitle = \"X\"\ncolumns = [\n"
                  "{ name = \"line_item/A\", type = \"text\", presence = \"optional\", meaning = "
                  "\"m\" },\n{ name = \"lineItemA\", type = \"text\", presence = \"optional\", "
                  "meaning = \"m\" }]\n"),
            "contracts/x.toml: lineItemA is there twice");
}

}  // namespace
}  // namespace billwright::engine
