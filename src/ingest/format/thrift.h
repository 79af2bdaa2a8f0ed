#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace billwright::ingest {

/// Writes Thrift's compact protocol: what the headers and the footer of a Parquet file are written
/// in (github.com/apache/thrift, doc/specs/thrift-compact-protocol.md). Fields of a struct are
/// written in ascending order of their ids.
class ThriftStruct {
 public:
  ThriftStruct& Integer(int field, int32_t value) {
    Begin(field, kI32);
    return Zigzag(value);
  }
  ThriftStruct& Long(int field, int64_t value) {
    Begin(field, kI64);
    return Zigzag(value);
  }
  ThriftStruct& Text(int field, std::string_view value) {
    Begin(field, kBinary);
    return Binary(value);
  }
  ThriftStruct& Struct(int field, const ThriftStruct& value) {
    Begin(field, kStruct);
    bytes_ += value.Finished();
    return *this;
  }
  /// `items` are finished structs, one after another.
  ThriftStruct& Structs(int field, size_t count, std::string_view items) {
    BeginList(field, count, kStruct);
    bytes_ += items;
    return *this;
  }
  ThriftStruct& Integers(int field, std::initializer_list<int32_t> values) {
    BeginList(field, values.size(), kI32);
    for (const int32_t value : values) Zigzag(value);
    return *this;
  }
  ThriftStruct& Texts(int field, std::initializer_list<std::string_view> values) {
    BeginList(field, values.size(), kBinary);
    for (const std::string_view value : values) Binary(value);
    return *this;
  }

  std::string Finished() const { return bytes_ + '\0'; }

 private:
  enum Type : uint8_t { kI32 = 5, kI64 = 6, kBinary = 8, kList = 9, kStruct = 12 };

  void Byte(unsigned value) { bytes_ += static_cast<char>(value); }
  ThriftStruct& Varint(uint64_t value) {
    for (; value >= 0x80; value >>= 7) Byte(static_cast<unsigned>(value & 0x7f) | 0x80u);
    Byte(static_cast<unsigned>(value));
    return *this;
  }
  ThriftStruct& Zigzag(int64_t value) {
    return Varint((static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63));
  }
  ThriftStruct& Binary(std::string_view value) {
    Varint(value.size());
    bytes_ += value;
    return *this;
  }
  /// No struct of Parquet has gaps of more than 15 between its fields.
  void Begin(int field, Type type) {
    Byte(static_cast<unsigned>(field - last_field_) << 4 | type);
    last_field_ = field;
  }
  void BeginList(int field, size_t count, Type type) {
    Begin(field, kList);
    if (count < 15) {
      Byte(static_cast<unsigned>(count) << 4 | type);
    } else {
      Byte(0xf0u | type);
      Varint(count);
    }
  }

  std::string bytes_;
  int last_field_ = 0;
};

}  // namespace billwright::ingest
