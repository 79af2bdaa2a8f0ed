#include "ingest/format/csv_blocks.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "ingest/format/bytes64.h"

namespace billwright::ingest {

namespace {

/// Small enough that what was inflated is still in the cache when its quotes are counted.
constexpr size_t kPiece = size_t{256} << 10;

/// Whether the text has an odd number of quotes.
bool IsOdd(std::string_view text) {
  uint64_t sum = 0;
  while (text.size() >= Bytes64::kSize) {
    sum ^= Bytes64(text.data()).Equal('"');
    text.remove_prefix(Bytes64::kSize);
  }
  return ((std::popcount(sum) + std::count(text.begin(), text.end(), '"')) & 1) != 0;
}

}  // namespace

CsvBlocks::CsvBlocks(ByteSource& source, std::string rest, size_t size)
    : source_(source), rest_(std::move(rest)), block_size_(size), in_quotes_(IsOdd(rest_)) {}

Result<bool> CsvBlocks::Next(CsvBlock& block) {
  block.size = 0;
  block.is_last = at_end_;
  if (at_end_) return false;
  RETURN_IF_ERROR(Fill(block));
  block.is_last = at_end_;
  if (!at_end_) {
    const size_t end = EndOfRecords(block.text());
    rest_ = block.text().substr(end);
    block.size = end;
  }
  return block.size > 0;
}

Result<void> CsvBlocks::Fill(CsvBlock& block) {
  block.buffer.resize(std::max(block.buffer.size(), rest_.size()));
  std::copy(rest_.begin(), rest_.end(), block.buffer.begin());
  block.size = std::exchange(rest_, {}).size();
  while (block.size < block_size_) {
    const size_t wanted = std::min(kPiece, block_size_ - block.size);
    if (block.buffer.size() < block.size + wanted)
      block.buffer.resize(std::min(block_size_, 2 * (block.size + wanted)));
    ASSIGN_OR_RETURN(const size_t size, source_.Read({block.buffer.data() + block.size, wanted}));
    if (IsOdd({block.buffer.data() + block.size, size})) in_quotes_ = !in_quotes_;
    block.size += size;
    at_end_ = size < wanted;
    if (at_end_) break;
  }
  return {};
}

size_t CsvBlocks::EndOfRecords(std::string_view text) const {
  bool in_quotes = in_quotes_;
  for (size_t at = text.size(); at > 0; --at) {
    if (text[at - 1] == '"') in_quotes = !in_quotes;
    if (text[at - 1] == '\n' && !in_quotes) return at;
  }
  return text.size();
}

}  // namespace billwright::ingest
