#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "engine/contracts.h"
#include "ingest/contract/contract.h"
#include "model/line_item.h"
#include "model/line_item_columns.h"

// The contracts against headers that we did not write: every column of them is known, and is what
// its contract says.

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string TextOf(const std::string& name) {
  std::ifstream file(std::string(BILLWRIGHT_SOURCE_DIR) + "/tests/data/" + name);
  CHECK(file.good(), name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The "category" and "name" of each column of a legacy manifest, as its csv writes them.
std::vector<std::string> OfManifest(const std::string& name) {
  const std::string text = TextOf(name);
  const auto value = [&](std::string_view key, size_t& at) {
    at = text.find("\"" + std::string(key) + "\"", at);
    if (at == std::string::npos) return std::string();
    const size_t begin = text.find('"', text.find(':', at)) + 1;
    at = text.find('"', begin);
    return text.substr(begin, at - begin);
  };
  std::vector<std::string> names;
  for (size_t at = text.find("\"columns\""); at != std::string::npos;) {
    const std::string category = value("category", at);
    if (at != std::string::npos) names.push_back(category + "/" + value("name", at));
  }
  return names;
}

/// The header of a csv file without commas in its names; or the first field of every line.
std::vector<std::string> Fields(std::string line) {
  std::vector<std::string> names;
  std::stringstream text(line);
  for (std::string field; std::getline(text, field, ',');) {
    std::erase(field, '"');
    std::erase(field, '\r');
    names.push_back(field);
  }
  return names;
}

std::vector<std::string> Header(const std::string& name) {
  const std::string text = TextOf(name);
  return Fields(text.substr(0, text.find('\n')));
}

std::vector<std::string> Unknown(std::string_view format, const std::vector<std::string>& names) {
  std::vector<std::string> unknown;
  for (const std::string& name : names)
    if (!engine::ContractOf(format).Knows(name)) unknown.push_back(name);
  return unknown;
}

TEST(KnownColumns, OfTwoYearsOfLegacyManifests) {
  for (const auto& [name, count] : {std::pair{"legacy-manifest-2018-01.json", 168},
                                    std::pair{"legacy-manifest-2019-01.json", 205},
                                    std::pair{"legacy-manifest-2019-12.json", 275}}) {
    const std::vector<std::string> columns = OfManifest(std::string("schemas/") + name);
    EXPECT_EQ(std::ssize(columns), count) << name;
    EXPECT_THAT(Unknown(kLegacyCur, columns), IsEmpty()) << name;
  }
}

TEST(KnownColumns, OfACur2ExportWithTheirTypes) {
  std::stringstream lines(TextOf("schemas/cur2-columns.csv"));
  std::string line;
  std::getline(lines, line);
  int count = 0;
  while (std::getline(lines, line)) {
    const std::vector<std::string> fields = Fields(line);
    const ContractColumn* const column = engine::ContractOf(kCur2).Find(fields[0]);
    ASSERT_NE(column, nullptr) << fields[0];
    ++count;
    const bool number = column->type == DeliveredType::kMoney ||
                        column->type == DeliveredType::kQuantity ||
                        column->type == DeliveredType::kRate;
    EXPECT_TRUE(number || fields[1] != "double") << fields[0];
    EXPECT_TRUE(column->type == DeliveredType::kTime || fields[1] != "timestamp") << fields[0];
  }
  EXPECT_EQ(count, 127);
}

TEST(KnownColumns, OfFocusFiles) {
  EXPECT_THAT(Unknown(kFocus10, Header("focus/focus-1.0-sample.csv")), ElementsAre("Id"));
  EXPECT_THAT(Unknown(kFocus12, Header("focus/focus-1.2-generated-100.csv")), IsEmpty());
}

TEST(KnownColumns, OfAFamilyNeedMoreThanItsPrefix) {
  const Contract& legacy = engine::ContractOf(kLegacyCur);
  EXPECT_TRUE(legacy.Knows("product/queueType"));
  EXPECT_TRUE(legacy.Knows("resourceTags/user:cost:center"));
  EXPECT_TRUE(legacy.Knows("costCategory/Charge type"));
  EXPECT_TRUE(legacy.Knows("discount/NewProgramDiscount"));
  EXPECT_FALSE(legacy.Knows("lineItem/QuantumCost"));
  EXPECT_FALSE(legacy.Knows("resourceTags/"));
  EXPECT_TRUE(engine::ContractOf(kFocus10).Knows("x_BillingProfileId"));
}

TEST(KnownColumns, UnknownOnesAreReportedOnce) {
  Delivery delivery;
  delivery.format = kLegacyCur;
  for (const char* name : {"a-1.csv", "a-2.csv"}) {
    DeliveryFile& file = delivery.files.emplace_back();
    file.name = name;
    for (const std::string column : {"lineItem/UsageType", "lineItem/Quantum", "lineItem/Tunnel",
                                     "resourceTags/user:Owner", "resourceTags/user:OWNER"})
      file.columns.push_back({column, column, "VARCHAR"});
  }
  std::vector<std::string> said;
  for (const Finding& finding : CheckColumns(delivery))
    said.push_back(finding.severity + " " + finding.code + " " + finding.subject + ": " +
                   finding.message);
  EXPECT_THAT(
      said, ElementsAre(
                "info column.unknown lineItem/Quantum: 2 columns are in no contract of legacy "
                "CUR: lineItem/Quantum, lineItem/Tunnel. They are kept as delivered and not read.",
                "info column.folded_names resourceTags/user:Owner: resourceTags/user:Owner, "
                "resourceTags/user:OWNER differ in case or separators alone. All are kept; tools "
                "that fold names (Athena, Redshift) show one of them. Agree on one spelling of "
                "the tag key."));
}

TEST(Contracts, ReadAllThatALineItemNeeds) {
  for (const Contract& contract : engine::Contracts()) {
    for (const ContractColumn& column : contract.columns) {
      EXPECT_FALSE(column.meaning.empty()) << column.name;
      EXPECT_FALSE(column.presence == Presence::kRequired && column.reads.empty()) << column.name;
    }
    if (!contract.view.empty()) continue;
    for (const ContractColumn& column : contract.columns) {
      if (column.reads.empty()) continue;
      const auto known = LineItemColumns();
      EXPECT_TRUE(std::ranges::any_of(
          known, [&](const LineItemColumn& item) { return item.name == column.reads; }))
          << contract.format << " reads " << column.name << " as " << column.reads;
    }
  }
}

TEST(Contracts, KnowTheLineItemTypesThatTheLaterStagesKnow) {
  std::vector<std::string> known;
  for (const LineItemTypeRow& row : KnownLineItemTypes()) known.emplace_back(row.type);
  for (const std::string_view format : {kLegacyCur, kCur2})
    for (const ClosedSet& set : engine::ContractOf(format).sets)
      EXPECT_THAT(set.values, ::testing::UnorderedElementsAreArray(known)) << format;
}

TEST(Contracts, NeedColumnsThatTheyHave) {
  for (const Contract& contract : engine::Contracts())
    for (const ColumnNeed& need : contract.needs)
      for (const std::string& column : need.columns)
        EXPECT_NE(contract.Find(column), nullptr) << contract.format << " " << column;
}

}  // namespace
}  // namespace billwright::ingest
