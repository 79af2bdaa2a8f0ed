#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace billwright::make_month {

/// A gzip file of one member, made of pieces that were deflated apart: by many threads, and with
/// the same bytes whatever their number.
class GzipJoin {
 public:
  struct Piece {
    std::string deflated;
    uint32_t crc = 0;
    uint64_t size = 0;  ///< of the text
  };
  /// Pure; for any thread.
  static Piece Deflate(std::string_view text);

  static std::string Header();
  /// The bytes to write for the piece that comes next.
  const std::string& Append(const Piece& piece);
  std::string Trailer() const;

 private:
  uint32_t crc_ = 0;
  uint64_t size_ = 0;
};

}  // namespace billwright::make_month
