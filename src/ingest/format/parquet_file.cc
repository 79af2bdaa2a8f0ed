#include "ingest/format/parquet_file.h"

#include <fcntl.h>

#include "base/check.h"
#include "ingest/format/parquet_encoding.h"
#include "ingest/format/thrift.h"

namespace billwright::ingest {

namespace {

constexpr std::string_view kMagic = "PAR1";

// Numbers of fields and of values are those of parquet.thrift.
constexpr int32_t kByteArray = 6;
constexpr int32_t kOptional = 1;
constexpr int32_t kUtf8 = 0;
constexpr int32_t kPlain = 0;
constexpr int32_t kHybrid = 3;
constexpr int32_t kDictionaryNumbers = 8;
constexpr int32_t kSnappy = 1;

ThriftStruct Column(std::string_view name, const ColumnPages& pages, int64_t start) {
  ThriftStruct meta;
  meta.Integer(1, kByteArray);
  if (pages.dictionary_bytes > 0)
    meta.Integers(2, {kPlain, kHybrid, kDictionaryNumbers});
  else
    meta.Integers(2, {kPlain, kHybrid});
  meta.Texts(3, {name})
      .Integer(4, kSnappy)
      .Long(5, pages.values)
      .Long(6, pages.uncompressed_bytes)
      .Long(7, pages.dictionary_bytes + pages.data_bytes)
      .Long(9, start + pages.dictionary_bytes);
  if (pages.dictionary_bytes > 0) meta.Long(11, start);
  ThriftStruct statistics;
  statistics.Long(3, pages.nulls);
  meta.Struct(12, statistics);
  ThriftStruct column;
  column.Long(2, 0).Struct(3, meta);
  return column;
}

std::string Schema(const std::vector<std::string>& names) {
  ThriftStruct root;
  root.Text(4, "delivered").Integer(5, static_cast<int32_t>(names.size()));
  std::string elements = root.Finished();
  for (const std::string& name : names) {
    ThriftStruct text_type;
    text_type.Struct(1, ThriftStruct());
    ThriftStruct element;
    element.Integer(1, kByteArray)
        .Integer(3, kOptional)
        .Text(4, name)
        .Integer(6, kUtf8)
        .Struct(10, text_type);
    elements += element.Finished();
  }
  return elements;
}

}  // namespace

Result<ParquetFile> ParquetFile::Create(const std::filesystem::path& path,
                                        const std::vector<std::string>& column_names) {
  ASSIGN_OR_RETURN(FileDescriptor opened,
                   FileDescriptor::Open(path, O_WRONLY | O_CREAT | O_TRUNC, "write"));
  ParquetFile file(std::move(opened), column_names);
  RETURN_IF_ERROR(file.Write(kMagic));
  return file;
}

Result<void> ParquetFile::Append(const RowGroup& group) {
  CHECK(group.columns.size() == names_.size());
  std::string columns;
  int64_t start = size_;
  int64_t uncompressed = 0;
  for (size_t i = 0; i < names_.size(); ++i) {
    const ColumnPages& pages = group.columns[i];
    CHECK(pages.values == group.rows, names_[i]);
    columns += Column(names_[i], pages, start).Finished();
    start += pages.dictionary_bytes + pages.data_bytes;
    uncompressed += pages.uncompressed_bytes;
  }
  CHECK(start == size_ + static_cast<int64_t>(group.bytes.size()));
  RETURN_IF_ERROR(Write(group.bytes));
  ThriftStruct described;
  described.Structs(1, names_.size(), columns).Long(2, uncompressed).Long(3, group.rows);
  groups_ += described.Finished();
  ++group_count_;
  rows_ += group.rows;
  return {};
}

Result<void> ParquetFile::Finish() {
  std::string end = Footer();
  AppendFixed32(end.size(), end);
  end += kMagic;
  RETURN_IF_ERROR(Write(end));
  return file_.Close();
}

Result<void> ParquetFile::Write(std::string_view bytes) {
  RETURN_IF_ERROR(file_.Write(bytes));
  size_ += static_cast<int64_t>(bytes.size());
  return {};
}

std::string ParquetFile::Footer() const {
  ThriftStruct footer;
  footer.Integer(1, 1)
      .Structs(2, names_.size() + 1, Schema(names_))
      .Long(3, rows_)
      .Structs(4, group_count_, groups_)
      .Text(6, "Billwright");
  return footer.Finished();
}

}  // namespace billwright::ingest
