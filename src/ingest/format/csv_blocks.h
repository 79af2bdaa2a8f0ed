#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ingest/format/byte_source.h"

namespace billwright::ingest {

/// A part of a csv text: whole records, if the text keeps the rules up to its end.
struct CsvBlock {
  std::vector<char> buffer;  ///< grows to what it must hold, and is used again for the next block
  size_t size = 0;
  bool is_last = false;

  std::string_view text() const { return {buffer.data(), size}; }
};

/// Cuts the text of a csv file, after its header, into blocks that can be read apart from each
/// other. Where it cuts depends on the text alone.
///
/// It looks at nothing but quotes and line feeds: a record ends at a line feed with an even number
/// of quotes before it. That is so as long as the text keeps the rules of CsvCheck; the first place
/// where it does not is in the block where one finds it by reading the blocks in order.
///
/// Threads: one at a time.
class CsvBlocks {
 public:
  /// `rest` is what was read from `source` beyond the header. `size` is that of a block, in bytes,
  /// and must be more than CsvCheck::kLongestRecord where records are to be whole.
  CsvBlocks(ByteSource& source, std::string rest, size_t size = kSize);

  /// The next block; false if there is none. A block without the end of a record has the end of the
  /// text, or a record that is too long. Fails: as source.Read.
  Result<bool> Next(CsvBlock& block);

  /// Large enough for row groups that compress well, small enough that a few of them are little.
  static constexpr size_t kSize = size_t{32} << 20;

 private:
  Result<void> Fill(CsvBlock& block);
  /// Where the last record of the text ends, in whose end the quotes are as in_quotes_ says.
  size_t EndOfRecords(std::string_view text) const;

  ByteSource& source_;
  std::string rest_;  ///< what was read and is in no block
  size_t block_size_;
  bool in_quotes_ = false;  ///< at the end of what was read
  bool at_end_ = false;
};

}  // namespace billwright::ingest
