#include "ingest/source/report_file.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"

namespace billwright::ingest {

namespace {

struct Extension {
  std::string_view text;
  std::string_view encoding;
};

/// The longer ones first: a name takes the first that fits.
constexpr std::array kExtensions = {
    Extension{".snappy.parquet", kParquet},
    Extension{".gz.parquet", kParquet},
    Extension{".zstd.parquet", kParquet},
    Extension{".parquet", kParquet},
    Extension{".csv.gz", kCsvGz},
    Extension{".csv.zip", kCsvZip},
    Extension{".csv", kCsv},
};

bool IsYear(std::string_view digits) {
  return digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
}

bool IsMonth(std::string_view digits) {
  return digits.size() == 2 && digits >= "01" && digits <= "12";
}

/// "201810" and "20181001".
bool IsCompactDate(std::string_view digits) {
  return (digits.size() == 6 || digits.size() == 8) && IsYear(digits.substr(0, 4)) &&
         IsMonth(digits.substr(4, 2));
}

/// How many characters the digits at the end of `text` are.
size_t DigitsAtEnd(std::string_view text) {
  const auto first = std::find_if_not(text.rbegin(), text.rend(), IsDigit);
  return static_cast<size_t>(first - text.rbegin());
}

/// "report-2018" before "-10": then "-10" is a month, not a part.
bool EndsWithYear(std::string_view text) {
  return IsYear(text.substr(text.size() - DigitsAtEnd(text)));
}

std::string_view WithoutPartNumber(std::string_view stem) {
  const size_t count = DigitsAtEnd(stem);
  if (count == 0 || count == stem.size()) return stem;
  const std::string_view digits = stem.substr(stem.size() - count);
  const char separator = stem[stem.size() - count - 1];
  if (separator != '-' && separator != '_') return stem;
  const std::string_view rest = stem.substr(0, stem.size() - count - 1);
  const bool is_date = IsCompactDate(digits) || (IsMonth(digits) && EndsWithYear(rest));
  return rest.empty() || is_date ? stem : rest;
}

/// Of "-00002"; kNoPart of an empty text. More digits than a number holds count as none.
int64_t PartNumber(std::string_view text) {
  int64_t part = ReportFileName::kNoPart;
  if (!text.empty()) std::from_chars(text.data() + 1, text.data() + text.size(), part);
  return part;
}

}  // namespace

std::optional<ReportFileName> ParseReportFileName(std::string_view name) {
  if (name.starts_with('.') || name.starts_with('~')) return std::nullopt;
  const std::string lower = LowerCase(name);
  for (const Extension& extension : kExtensions) {
    if (!lower.ends_with(extension.text) || lower.size() == extension.text.size()) continue;
    const std::string_view stem = name.substr(0, name.size() - extension.text.size());
    const std::string_view report = WithoutPartNumber(stem);
    return ReportFileName{std::string(report), extension.encoding,
                          PartNumber(stem.substr(report.size()))};
  }
  return std::nullopt;
}

}  // namespace billwright::ingest
