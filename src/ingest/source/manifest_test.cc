#include "ingest/source/manifest.h"

#include <gmock/gmock.h>

namespace billwright::ingest {
namespace {

using ::testing::ElementsAre;

/// "bucket|key bytes rows" of each file, or what is wrong.
std::vector<std::string> Files(std::string_view text) {
  const Result<Manifest> manifest = ReadManifest(text);
  if (!manifest) return {manifest.error().message()};
  std::vector<std::string> lines;
  for (const Manifest::File& file : manifest->files)
    lines.push_back(file.bucket + "|" + file.key + " " + std::to_string(file.bytes) + " " +
                    std::to_string(file.rows));
  return lines;
}

TEST(Manifest, OfTheCostAndUsageReport) {
  const auto manifest = ReadManifest(R"({
    "assemblyId": "9e41a9a2-a820-4572-8c9e-df096ab9b3c4", "account": "123456789012",
    "columns": [{"category": "identity", "name": "LineItemId"},
                {"category": "resourceTags", "name": "user:Owner", "type": "OptionalString"}],
    "charset": "UTF-8", "compression": "GZIP", "contentType": "text/csv",
    "reportId": "12345678d03c", "reportName": "hourly-cost-and-usage",
    "billingPeriod": {"start": "20180101T000000.000Z", "end": "20180201T000000.000Z"},
    "bucket": "cost-reports", "additionalArtifactKeys": [],
    "reportKeys": ["p/hourly/20180101-20180201/a/hourly-1.csv.gz",
                   "p/hourly/20180101-20180201/a/hourly-2.csv.gz"]})");
  ASSERT_TRUE(manifest.has_value()) << manifest.error().ToString();
  EXPECT_EQ(manifest->export_name, "hourly-cost-and-usage");
  EXPECT_EQ(manifest->assembly_id, "9e41a9a2-a820-4572-8c9e-df096ab9b3c4");
  EXPECT_EQ(manifest->period_start, "20180101T000000.000Z");
  EXPECT_EQ(manifest->files.size(), 2u);
  EXPECT_EQ(manifest->files[1].bucket, "cost-reports");
  EXPECT_EQ(manifest->files[1].key, "p/hourly/20180101-20180201/a/hourly-2.csv.gz");
  EXPECT_EQ(manifest->columns[0], "identity/LineItemId");
  EXPECT_EQ(manifest->columns[1], "resourceTags/user:Owner");
}

TEST(Manifest, OfDataExports) {
  const auto manifest = ReadManifest(R"({
    "executionId": "77aa", "columns": [{"name": "bill_bill_type", "type": "string"}],
    "exportArn": "arn:aws:bcm-data-exports:us-east-1:123456789012:export/cur2-a1-)"
                                     R"(01234567-89ab-cdef-0123-456789abcdef",
    "dataFiles": ["s3://bucket/prefix/cur2-a1/data/BILLING_PERIOD=2026-04/)"
                                     R"(cur2-a1-00001.csv.gz"]})");
  ASSERT_TRUE(manifest.has_value()) << manifest.error().ToString();
  EXPECT_EQ(manifest->export_name, "cur2-a1");
  EXPECT_EQ(manifest->assembly_id, "77aa");
  EXPECT_EQ(manifest->files[0].bucket, "bucket");
  EXPECT_EQ(manifest->files[0].key,
            "prefix/cur2-a1/data/BILLING_PERIOD=2026-04/cur2-a1-00001.csv.gz");
  EXPECT_EQ(manifest->columns[0], "bill_bill_type");
}

TEST(Manifest, OfAzure) {
  EXPECT_THAT(Files(R"({"manifestVersion": "2024-04-01", "byteCount": 241, "blobCount": 1,
    "exportConfig": {"exportName": "focus"}, "runInfo": {"runId": "r1", "startDate": "2024-03-01"},
    "blobs": [{"blobName": "a/part_0_0001.csv", "byteCount": 241, "dataRowCount": 2}]})"),
              ElementsAre("|a/part_0_0001.csv 241 2"));
}

TEST(Manifest, SaysWhatIsWrong) {
  EXPECT_THAT(Files(""), ElementsAre("it is no JSON, or was cut short"));
  EXPECT_THAT(Files(R"({"reportKeys": ["a/b.csv)"), ElementsAre("it is no JSON, or was cut short"));
  EXPECT_THAT(Files(R"({"reportKeys": "a.csv"})"), ElementsAre("\"reportKeys\" is no list"));
  EXPECT_THAT(Files(R"({"dataFiles": [1]})"),
              ElementsAre("\"dataFiles\" holds something that is no text"));
  EXPECT_THAT(Files(R"({"blobs": [1]})"),
              ElementsAre("\"blobs\" holds something that is no object"));
  const auto other = ReadManifest(R"({"name": "an app"})");
  EXPECT_EQ(other.error().code(), ErrorCode::kUnsupported);
  EXPECT_EQ(
      other.error().message(),
      "it lists no files: expected \"reportKeys\" (Cost and Usage Report), \"dataFiles\" (Data "
      "Exports) or \"blobs\" (Azure)");
}

TEST(Manifest, ColumnsMayBeNamesAloneAndNeverRefuse) {
  const auto columns = [](const std::string& list) {
    return ReadManifest(R"({"reportKeys": ["a.csv"], "columns": )" + list + "}").value().columns;
  };
  EXPECT_THAT(columns(R"(["bill/InvoiceId", "lineItem/UsageAmount"])"),
              ElementsAre("bill/InvoiceId", "lineItem/UsageAmount"));
  EXPECT_THAT(columns(R"([{"category": "bill"}])"), ElementsAre());
  EXPECT_THAT(columns(R"({"bill": 1})"), ElementsAre());
  EXPECT_THAT(columns("[1, null]"), ElementsAre());
}

TEST(Manifest, NamesNothingThatClimbs) {
  for (const std::string key : {"../a.csv", "a/../b.csv", "a/./b.csv", "..", "", "a/", "a/.."})
    EXPECT_THAT(Files("{\"reportKeys\": [\"" + key + "\"]}"),
                ElementsAre("\"" + key + "\" is not the name of a file"));
  EXPECT_THAT(Files(R"({"dataFiles": ["s3://bucket"]})"),
              ElementsAre("\"\" is not the name of a file"));
}

TEST(Manifest, IsKnownByItsName) {
  EXPECT_TRUE(IsManifestName("hourly-Manifest.json"));
  EXPECT_TRUE(IsManifestName("cur2-manifest.json"));
  EXPECT_TRUE(IsManifestName("manifest.json"));
  EXPECT_FALSE(IsManifestName("hourly.json"));
  EXPECT_FALSE(IsManifestName("Manifest.json.gz"));
}

}  // namespace
}  // namespace billwright::ingest
