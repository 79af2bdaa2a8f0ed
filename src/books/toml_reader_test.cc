#include "books/toml_reader.h"

#include "books/testing/books_fixture.h"

namespace billwright::books {
namespace {

std::string MistakesIn(const std::string& text) {
  SourceText source("f.toml", text);
  Mistakes mistakes;
  ReadToml(source, mistakes);
  std::string messages;
  for (const Finding& finding : mistakes.InOrder())
    messages += finding.where + ": " + finding.message + "\n";
  return messages;
}

Value TreeOf(const std::string& text) {
  SourceText source("f.toml", text);
  Mistakes mistakes;
  Value value = ReadToml(source, mistakes);
  EXPECT_TRUE(mistakes.InOrder().empty());
  return value;
}

TEST(TomlReader, KeepsDigitsAsWritten) {
  const Value tree =
      TreeOf("a = 0.1234567890123456789\nb = -7.2500 # text\nc = 1_000\nd = [1.10,2]\n");
  EXPECT_EQ(tree.Find("a")->text, "0.1234567890123456789");
  EXPECT_EQ(tree.Find("b")->text, "-7.2500");
  EXPECT_EQ(tree.Find("c")->text, "1000");
  EXPECT_EQ(tree.Find("d")->items[0].text, "1.10");
  EXPECT_EQ(tree.Find("d")->items[1].text, "2");
}

TEST(TomlReader, KeepsDatesAsWritten) {
  const Value tree =
      TreeOf("a = 2018-10-01 # day\nb = 2018-10-01 14:00:00Z\nc = 2018-10-01T14:00:00+01:00\n");
  EXPECT_EQ(tree.Find("a")->text, "2018-10-01");
  EXPECT_EQ(tree.Find("b")->text, "2018-10-01 14:00:00Z");
  EXPECT_EQ(tree.Find("c")->text, "2018-10-01T14:00:00+01:00");
}

TEST(TomlReader, KnowsPlacesByCharacterInAnyText) {
  const Value tree =
      TreeOf("\xEF\xBB\xBFz = \"Müller\"\r\na = { \"Straße\" = 1.5, y = [true] }\r\n");
  ASSERT_EQ(tree.entries.size(), 2);
  EXPECT_EQ(tree.entries[0].key, "z");  // in the order of the file
  EXPECT_EQ(tree.entries[0].value.text, "Müller");
  EXPECT_EQ(tree.entries[0].value.place, (Place{1, 5}));
  const KeyedValue& street = tree.Find("a")->entries[0];
  EXPECT_EQ(street.place, (Place{2, 7}));
  EXPECT_EQ(street.value.place, (Place{2, 18}));
  EXPECT_EQ(street.value.text, "1.5");
  EXPECT_EQ(tree.Find("a")->entries[1].value.items[0].text, "true");
}

TEST(TomlReader, GoesOnBehindAMistake) {
  EXPECT_EQ(MistakesIn("a = \"open\nb = 1\nc = abc\nd = 5%\ne = 1\ne = 2\n"),
            "f.toml:1:10: The closing quote of this text is missing.\n"
            "  1 | a = \"open\n"
            "    |          ^\n"
            "f.toml:3:5: This is not TOML: could not determine value type. A text is written in "
            "quotes, a number as 12 or -7.25.\n"
            "  3 | c = abc\n"
            "    |     ^\n"
            "f.toml:4:6: This is not TOML: expected digit, saw '%'. Leave the per cent sign out.\n"
            "  4 | d = 5%\n"
            "    |      ^\n"
            "f.toml:6:5: This is not TOML: cannot redefine existing integer 'e'.\n"
            "  6 | e = 2\n"
            "    |     ^\n");
}

TEST(TomlReader, StopsAtABrokenHeader) {
  EXPECT_EQ(MistakesIn("[[a]\nb = 1\n[[a]]\nc = abc\n"),
            "f.toml:1:5: This is not TOML: expected ']', saw '\\n'. Is a list above this line "
            "not closed, or this line not by \"]]\"?\n"
            "  1 | [[a]\n"
            "    |     ^\n");
}

TEST(TomlReader, SaysWhatToDo) {
  EXPECT_EQ(MistakesIn("a = “text”\n"),
            "f.toml:1:5: This is not TOML: could not determine value type. Quotes must be the "
            "plain ones: \"text\".\n"
            "  1 | a = “text”\n"
            "    |     ^\n");
  EXPECT_EQ(MistakesIn("a = −5\n"),
            "f.toml:1:5: This is not TOML: could not determine value type. The minus sign must "
            "be the plain one: -5.\n"
            "  1 | a = −5\n"
            "    |     ^\n");
  EXPECT_EQ(MistakesIn("a : 5\n"),
            "f.toml:1:3: This is not TOML: expected '=', saw ':'.\n"
            "  1 | a : 5\n"
            "    |   ^\n");
  EXPECT_EQ(MistakesIn("a = 1,5\n"),
            "f.toml:1:6: This is not TOML: expected a comment or whitespace, saw ','.\n"
            "  1 | a = 1,5\n"
            "    |      ^\n");
  EXPECT_EQ(MistakesIn("a = [\"x\" \"y\"]\n"),
            "f.toml:1:10: This is not TOML: expected comma or closing ']', saw '\"'.\n"
            "  1 | a = [\"x\" \"y\"]\n"
            "    |          ^\n");
  EXPECT_EQ(MistakesIn("[a]\nb = 1\n[a]\nb = 2\n"),
            "f.toml:3:1: This table is there already. An entry of which there may be many is "
            "written in double brackets: [[name]].\n"
            "  3 | [a]\n"
            "    | ^\n");
}

TEST(TomlReader, ListThatIsNeverClosed) {
  EXPECT_EQ(MistakesIn("a = [\n  \"x\",\n\n[[b]]\nc = 1\n"),
            "f.toml:4:3: This is not TOML: could not determine value type. Is a list above this "
            "line not closed, or this line not by \"]]\"?\n"
            "  4 | [[b]]\n"
            "    |   ^\n");
}

}  // namespace
}  // namespace billwright::books
