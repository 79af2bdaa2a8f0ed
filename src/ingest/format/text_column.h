#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace billwright::ingest {

/// What the footer of a Parquet file says of one column in one row group.
struct ColumnPages {
  int64_t values = 0;  ///< NULLs among them
  int64_t nulls = 0;
  int64_t uncompressed_bytes = 0;
  int64_t dictionary_bytes = 0;  ///< of the file; 0 without a dictionary
  int64_t data_bytes = 0;        ///< of the file
};

/// One column of text of one row group on its way to Parquet.
///
/// Values are kept once each, in a dictionary, and rows as their numbers in it; readers then do per
/// value what they would do per row. Where most values differ the dictionary is given up and they
/// are written one after another. Which it is depends on the values alone.
class TextColumn {
 public:
  TextColumn();

  void AddNull() { Present(false); }
  void Add(std::string_view value);

  /// Appends the pages to `out`, and begins anew.
  ColumnPages Write(std::string& out);

 private:
  /// Where a value of the dictionary is, if its hash begins like that; 0 for none.
  struct Slot {
    uint32_t tag = 0;
    uint32_t number = 0;  ///< in the dictionary, from 1 on
  };

  void Present(bool is_there) {
    if (rows_ % 64 == 0) present_.push_back(0);
    if (is_there) present_.back() |= uint64_t{1} << (rows_ % 64);
    ++rows_;
  }
  std::string_view ValueOf(uint32_t number) const;
  uint32_t NumberOf(std::string_view value);
  uint32_t AddEntry(std::string_view value);
  void Grow();
  bool DictionaryPays() const;
  void GiveUpDictionary();
  std::string DataPage() const;
  void Clear();

  size_t rows_ = 0;
  std::vector<uint64_t> present_;  ///< a bit for each row

  bool has_dictionary_ = true;
  std::string values_;                ///< of the dictionary or of the rows, each after its length
  std::vector<uint32_t> entry_ends_;  ///< in values_, of the dictionary
  std::vector<uint32_t> numbers_;     ///< in the dictionary from 0 on, of rows that are not NULL
  std::vector<Slot> slots_;           ///< a power of two
};

}  // namespace billwright::ingest
