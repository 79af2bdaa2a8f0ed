#include "ingest/format/text_column.h"

#include <snappy.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "ingest/format/parquet_encoding.h"
#include "ingest/format/thrift.h"

namespace billwright::ingest {

namespace {

constexpr size_t kFirstSlots = 64;
constexpr size_t kLengthSize = 4;

// A dictionary is given up when it is larger than this, or when after so many values most of them
// have been new: identifiers of rows, say.
constexpr size_t kLargestDictionary = size_t{4} << 20;
constexpr size_t kFirstLook = 32'768;

uint64_t Load64(const char* bytes) {
  uint64_t value = 0;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

uint64_t Load32(const char* bytes) {
  uint32_t value = 0;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

__extension__ using Uint128 = unsigned __int128;

uint64_t Mix(uint64_t a, uint64_t b) {
  const Uint128 product = static_cast<Uint128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

/// Only to find values quickly: nothing that is written depends on it.
uint64_t HashOf(std::string_view value) {
  constexpr uint64_t kOdd1 = 0x9E3779B97F4A7C15;
  constexpr uint64_t kOdd2 = 0xD1B54A32D192ED03;
  const char* bytes = value.data();
  size_t left = value.size();
  uint64_t hash = kOdd1 ^ left;
  for (; left > 16; left -= 16, bytes += 16)
    hash = Mix(Load64(bytes) ^ kOdd2, Load64(bytes + 8) ^ hash);
  uint64_t first = 0;
  uint64_t last = 0;
  if (left >= 8) {
    first = Load64(bytes);
    last = Load64(bytes + left - 8);
  } else if (left >= 4) {
    first = Load32(bytes);
    last = Load32(bytes + left - 4);
  } else if (left > 0) {
    first = static_cast<unsigned char>(bytes[0]);
    last = static_cast<uint64_t>(static_cast<unsigned char>(bytes[left / 2])) << 8 |
           static_cast<unsigned char>(bytes[left - 1]);
  }
  return Mix(first ^ kOdd2, last ^ hash);
}

// Of parquet.thrift in github.com/apache/parquet-format.
constexpr int32_t kDataPage = 0;
constexpr int32_t kDictionaryPage = 2;
constexpr int32_t kPlain = 0;
constexpr int32_t kHybrid = 3;
constexpr int32_t kDictionaryNumbers = 8;

/// Appends a page, with its header; returns the bytes it would have without compression.
size_t AppendPage(std::string_view page, int32_t type, size_t values, int32_t encoding,
                  std::string& out) {
  std::string compressed(snappy::MaxCompressedLength(page.size()), '\0');
  size_t size = 0;
  snappy::RawCompress(page.data(), page.size(), compressed.data(), &size);
  ThriftStruct header;
  header.Integer(1, type)
      .Integer(2, static_cast<int32_t>(page.size()))
      .Integer(3, static_cast<int32_t>(size));
  ThriftStruct of_type;
  of_type.Integer(1, static_cast<int32_t>(values)).Integer(2, encoding);
  if (type == kDataPage)
    header.Struct(5, of_type.Integer(3, kHybrid).Integer(4, kHybrid));
  else
    header.Struct(7, of_type);
  const std::string bytes = header.Finished();
  out += bytes;
  out.append(compressed, 0, size);
  return bytes.size() + page.size();
}

}  // namespace

TextColumn::TextColumn() : slots_(kFirstSlots) {}

void TextColumn::Add(std::string_view value) {
  Present(true);
  if (has_dictionary_) {
    // Neighbours are often alike: no need to look for the value then.
    if (numbers_.empty() || ValueOf(numbers_.back()) != value)
      numbers_.push_back(NumberOf(value));
    else
      numbers_.push_back(numbers_.back());
    if (!DictionaryPays()) GiveUpDictionary();
  } else {
    AppendFixed32(value.size(), values_);
    values_ += value;
  }
}

std::string_view TextColumn::ValueOf(uint32_t number) const {
  const size_t start = (number == 0 ? 0 : entry_ends_[number - 1]) + kLengthSize;
  return {values_.data() + start, entry_ends_[number] - start};
}

uint32_t TextColumn::NumberOf(std::string_view value) {
  const uint64_t hash = HashOf(value);
  const auto tag = static_cast<uint32_t>(hash >> 32);
  const size_t mask = slots_.size() - 1;
  for (size_t at = hash & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.number == 0) {
      slots_[at] = {tag, static_cast<uint32_t>(entry_ends_.size()) + 1};
      return AddEntry(value);
    }
    if (slot.tag == tag && ValueOf(slot.number - 1) == value) return slot.number - 1;
  }
}

uint32_t TextColumn::AddEntry(std::string_view value) {
  AppendFixed32(value.size(), values_);
  values_ += value;
  entry_ends_.push_back(static_cast<uint32_t>(values_.size()));
  if (2 * entry_ends_.size() > slots_.size()) Grow();
  return static_cast<uint32_t>(entry_ends_.size()) - 1;
}

void TextColumn::Grow() {
  slots_.assign(4 * slots_.size(), {});
  const size_t mask = slots_.size() - 1;
  for (uint32_t number = 0; number < entry_ends_.size(); ++number) {
    const uint64_t hash = HashOf(ValueOf(number));
    size_t at = hash & mask;
    while (slots_[at].number != 0) at = (at + 1) & mask;
    slots_[at] = {static_cast<uint32_t>(hash >> 32), number + 1};
  }
}

bool TextColumn::DictionaryPays() const {
  if (values_.size() > kLargestDictionary) return false;
  return numbers_.size() != kFirstLook || 10 * entry_ends_.size() < 9 * numbers_.size();
}

void TextColumn::GiveUpDictionary() {
  std::string values;
  for (const uint32_t number : numbers_) {
    const std::string_view value = ValueOf(number);
    AppendFixed32(value.size(), values);
    values += value;
  }
  values_ = std::move(values);
  has_dictionary_ = false;
  numbers_.clear();
  entry_ends_.clear();
}

std::string TextColumn::DataPage() const {
  std::string levels;
  AppendHybridBits(present_, rows_, levels);
  std::string page;
  AppendFixed32(levels.size(), page);
  page += levels;
  if (!has_dictionary_) {
    page += values_;
  } else if (!numbers_.empty()) {
    const int bits = std::max(1, static_cast<int>(std::bit_width(entry_ends_.size() - 1)));
    page += static_cast<char>(bits);
    AppendHybrid(numbers_, bits, page);
  }
  return page;
}

ColumnPages TextColumn::Write(std::string& out) {
  ColumnPages pages;
  size_t present = 0;
  for (const uint64_t word : present_) present += static_cast<size_t>(std::popcount(word));
  pages.values = static_cast<int64_t>(rows_);
  pages.nulls = static_cast<int64_t>(rows_ - present);
  const size_t start = out.size();
  const bool has_dictionary_page = has_dictionary_ && present > 0;
  size_t uncompressed = 0;
  if (has_dictionary_page)
    uncompressed += AppendPage(values_, kDictionaryPage, entry_ends_.size(), kPlain, out);
  const size_t data_start = out.size();
  uncompressed += AppendPage(DataPage(), kDataPage, rows_,
                             has_dictionary_page ? kDictionaryNumbers : kPlain, out);
  pages.uncompressed_bytes = static_cast<int64_t>(uncompressed);
  pages.dictionary_bytes = static_cast<int64_t>(data_start - start);
  pages.data_bytes = static_cast<int64_t>(out.size() - data_start);
  Clear();
  return pages;
}

void TextColumn::Clear() {
  rows_ = 0;
  present_.clear();
  has_dictionary_ = true;
  values_.clear();
  entry_ends_.clear();
  numbers_.clear();
  slots_.assign(kFirstSlots, {});
}

}  // namespace billwright::ingest
