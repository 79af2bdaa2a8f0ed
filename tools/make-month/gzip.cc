#include "gzip.h"

#include <zlib.h>

#include "base/check.h"

namespace billwright::make_month {

namespace {

/// Fast, and the repetition of a report is found anyway.
constexpr int kLevel = 4;
constexpr int kRawWindow = -15;
constexpr int kMemory = 8;

void AppendLittleEndian(std::string& out, uint64_t value) {
  for (int byte = 0; byte < 4; ++byte) out += static_cast<char>(value >> (8 * byte) & 0xff);
}

}  // namespace

GzipJoin::Piece GzipJoin::Deflate(std::string_view text) {
  Piece piece;
  piece.size = text.size();
  z_stream stream{};
  CHECK(deflateInit2(&stream, kLevel, Z_DEFLATED, kRawWindow, kMemory, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string input(text);  // zlib's interface is older than const
  piece.crc = static_cast<uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(input.data()), static_cast<uInt>(input.size())));
  // A sync flush ends on a whole byte: pieces can be put one behind the other.
  piece.deflated.resize(deflateBound(&stream, static_cast<uLong>(input.size())) + 16);
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(piece.deflated.data());
  stream.avail_out = static_cast<uInt>(piece.deflated.size());
  CHECK(deflate(&stream, Z_SYNC_FLUSH) == Z_OK && stream.avail_in == 0 && stream.avail_out > 0);
  piece.deflated.resize(stream.total_out);
  deflateEnd(&stream);
  return piece;
}

std::string GzipJoin::Header() {
  // No name and no time: the same rows give the same bytes.
  return std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
}

const std::string& GzipJoin::Append(const Piece& piece) {
  crc_ = static_cast<uint32_t>(crc32_combine(crc_, piece.crc, static_cast<z_off_t>(piece.size)));
  size_ += piece.size;
  return piece.deflated;
}

std::string GzipJoin::Trailer() const {
  std::string trailer("\x03\0", 2);  // an empty last block
  AppendLittleEndian(trailer, crc_);
  AppendLittleEndian(trailer, size_ & 0xffffffffu);
  return trailer;
}

}  // namespace billwright::make_month
