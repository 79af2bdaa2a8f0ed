#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace billwright::ingest {

/// How the rows of a file are written. Stored as text in Delivery::encoding; never renamed.
inline constexpr std::string_view kCsv = "csv";
inline constexpr std::string_view kCsvGz = "csv.gz";
inline constexpr std::string_view kCsvZip = "csv.zip";
inline constexpr std::string_view kParquet = "parquet";

/// What the name of a report's file says.
struct ReportFileName {
  std::string report;         ///< without part number and extensions: "Oct2018-WorkshopCUR"
  std::string_view encoding;  ///< kCsv, kCsvGz, kCsvZip, kParquet
  int64_t part = kNoPart;     ///< 2 of "report-00002.csv"

  static constexpr int64_t kNoPart = -1;
};

/// Reads "Oct2018-WorkshopCUR-00001.snappy.parquet". A part number is "-" or "_" and digits at the
/// end of the stem; a month ("cur-2018-10", "cur_201810") or a day ("20181001") is not one, so that
/// two months in one folder stay two reports. nullopt for a name that is none of a report: another
/// extension, hidden files, what editors and browsers leave behind.
std::optional<ReportFileName> ParseReportFileName(std::string_view name);

}  // namespace billwright::ingest
