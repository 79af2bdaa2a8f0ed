#include "pipeline/drift.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/file.h"
#include "ingest/source/manifest.h"

namespace billwright::pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Columns of one type each: "a=DOUBLE", or "b", a text.
std::vector<DeliveredColumn> Columns(const std::vector<std::string>& written) {
  std::vector<DeliveredColumn> columns;
  for (const std::string& text : written) {
    const size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    columns.push_back(
        {name, name, equals == std::string::npos ? "VARCHAR" : text.substr(equals + 1)});
  }
  return columns;
}

/// "added x -> VARCHAR"
std::vector<std::string> Changes(const std::vector<std::string>& before,
                                 const std::vector<std::string>& after) {
  std::vector<std::string> changes;
  for (const ColumnChange& change : Drift(Columns(before), Columns(after)))
    changes.push_back(change.change + " " + change.name + " " + change.before + "->" +
                      change.after);
  return changes;
}

TEST(Drift, TheSameColumnsDoNotDrift) { EXPECT_THAT(Changes({"a", "b"}, {"a", "b"}), IsEmpty()); }

TEST(Drift, ColumnsComeAndGo) {
  EXPECT_THAT(Changes({"a", "b"}, {"a", "c"}),
              ElementsAre("gone b VARCHAR->", "added c ->VARCHAR"));
}

TEST(Drift, AStringWhereADoubleWasIsRetyped) {
  EXPECT_THAT(Changes({"cost=DOUBLE"}, {"cost=VARCHAR"}),
              ElementsAre("retyped cost DOUBLE->VARCHAR"));
}

TEST(Drift, TheFewestColumnsHaveMoved) {
  EXPECT_THAT(Changes({"a", "b", "c", "d"}, {"b", "c", "d", "a"}), ElementsAre("moved a 1->4"));
  EXPECT_THAT(Changes({"a", "b", "c", "d"}, {"d", "a", "b", "c"}), ElementsAre("moved d 4->1"));
}

TEST(Drift, AColumnThatComesInBetweenMovesNoOther) {
  EXPECT_THAT(Changes({"a", "b"}, {"x", "a", "y", "b"}),
              ElementsAre("added x ->VARCHAR", "added y ->VARCHAR"));
}

TEST(Drift, AnotherSpellingIsTheSameColumn) {
  EXPECT_THAT(Changes({"lineItem/UnblendedCost"}, {"line_item_unblended_cost"}),
              ElementsAre("respelled line_item_unblended_cost lineItem/UnblendedCost->"
                          "line_item_unblended_cost"));
}

TEST(Drift, ColumnsThatDifferByCaseAloneStayApart) {
  EXPECT_THAT(Changes({"user:Owner"}, {"user:OWNER", "user:Owner"}),
              ElementsAre("added user:OWNER ->VARCHAR"));
  EXPECT_THAT(Changes({"user:Owner", "user:OWNER"}, {"user:OWNER"}),
              ElementsAre("gone user:Owner VARCHAR->"));
}

/// What a manifest of AWS's lists, as columns of text.
std::vector<DeliveredColumn> OfManifest(const std::string& month) {
  const auto text = ReadFile(std::filesystem::path(BILLWRIGHT_SOURCE_DIR) / "tests/data/schemas" /
                             ("legacy-manifest-" + month + ".json"));
  const auto manifest = ingest::ReadManifest(text.value());
  return Columns(manifest.value().columns);
}

TEST(Drift, TwoYearsOfARealReport) {
  std::vector<std::string> counts;
  for (const auto& [before, after] :
       {std::pair("2018-01", "2019-01"), std::pair("2019-01", "2019-12")}) {
    std::map<std::string, int> by_change;
    for (const ColumnChange& change : Drift(OfManifest(before), OfManifest(after)))
      ++by_change[change.change];
    std::string text = std::to_string(OfManifest(after).size()) + ":";
    for (const auto& [change, count] : by_change)
      text += " " + change + " " + std::to_string(count);
    counts.push_back(text);
  }
  // Counted by another program.
  EXPECT_THAT(counts, ElementsAre("205: added 39 gone 2", "275: added 77 gone 7"));
}

}  // namespace
}  // namespace billwright::pipeline
