#include <charconv>
#include <cstdio>
#include <filesystem>
#include <string_view>

#include "ingest/format/csv_header.h"
#include "ingest/format/csv_to_parquet.h"
#include "ingest/source/report_file.h"

// The conversion of a csv.gz file to Parquet alone, by the code of ingest.
//
//   bench-convert FILE.csv.gz TARGET [THREADS]

namespace billwright::ingest {
namespace {

Result<int64_t> Convert(const std::filesystem::path& from, const std::filesystem::path& to,
                        int threads) {
  ASSIGN_OR_RETURN(const auto engine, engine::Engine::Open({}));
  DeliveryFile file;
  file.name = from.filename().string();
  {
    ASSIGN_OR_RETURN(const auto source, OpenCsv(from, kCsvGz, file.name));
    ASSIGN_OR_RETURN(const CsvHeader header, ReadHeader(*source, file.name));
    file.columns = StoredColumns(header.names);
  }
  RETURN_IF_ERROR(ConvertCsv(from, kCsvGz, to, *engine, file, threads));
  return file.rows;
}

}  // namespace
}  // namespace billwright::ingest

int main(int argc, char** argv) {
  int threads = billwright::ingest::ConversionThreads();
  const std::string_view wanted = argc == 4 ? argv[3] : "";
  std::from_chars(wanted.data(), wanted.data() + wanted.size(), threads);
  if (argc < 3 || argc > 4 || threads < 1) {
    std::fputs("usage: bench-convert FILE.csv.gz TARGET [THREADS]\n", stderr);
    return 2;
  }
  const auto rows = billwright::ingest::Convert(argv[1], argv[2], threads);
  if (!rows) {
    std::fprintf(stderr, "bench-convert: %s\n", rows.error().ToString().c_str());
    return 1;
  }
  std::printf("%lld rows\n", static_cast<long long>(*rows));
  return 0;
}
