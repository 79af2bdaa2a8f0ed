#pragma once

#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace billwright::ingest {

/// 64 bytes of text, looked at together: bit i of a mask stands for byte i.
class Bytes64 {
 public:
  static constexpr size_t kSize = 64;

#if defined(__SSE2__)
  explicit Bytes64(const char* bytes) {
    for (int part = 0; part < 4; ++part)
      parts_[part] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
  }

  /// The bytes that are `byte`.
  uint64_t Equal(char byte) const {
    const __m128i wanted = _mm_set1_epi8(byte);
    uint64_t mask = 0;
    for (int part = 0; part < 4; ++part)
      mask |=
          uint64_t{static_cast<uint16_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(parts_[part], wanted)))}
          << (16 * part);
    return mask;
  }

  /// Whether any byte is not ASCII.
  bool HasHigh() const {
    return _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(parts_[0], parts_[1]),
                                          _mm_or_si128(parts_[2], parts_[3]))) != 0;
  }

 private:
  __m128i parts_[4];
#else
  explicit Bytes64(const char* bytes) { std::memcpy(bytes_, bytes, kSize); }

  uint64_t Equal(char byte) const {
    uint64_t mask = 0;
    for (size_t i = 0; i < kSize; ++i) mask |= uint64_t{bytes_[i] == byte} << i;
    return mask;
  }

  bool HasHigh() const {
    unsigned char all = 0;
    for (const char byte : bytes_) all = static_cast<unsigned char>(all | byte);
    return all >= 0x80;
  }

 private:
  char bytes_[kSize];
#endif
};

}  // namespace billwright::ingest
