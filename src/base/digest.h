#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace billwright {

/// A digest that is fed piece by piece.
class Hasher {
 public:
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void Add(const void* bytes, size_t size);
  void Add(std::string_view text) { Add(text.data(), text.size()); }
  /// A text with its length before it, so that neighbours cannot run together.
  void AddField(std::string_view text);
  /// Two hexadecimal digits for each byte. The object is spent.
  std::string Finish();

 protected:
  enum class Algorithm { kSha256, kMd5 };
  explicit Hasher(Algorithm algorithm);
  ~Hasher();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

class Sha256 : public Hasher {
 public:
  Sha256() : Hasher(Algorithm::kSha256) {}
};

/// Says whether bytes arrived as they were sent, where the other side knows no better digest; no
/// proof against intent.
class Md5 : public Hasher {
 public:
  Md5() : Hasher(Algorithm::kMd5) {}
};

std::string DigestOf(std::string_view text);

/// HMAC-SHA256 of the text: 32 bytes, not digits.
std::string HmacSha256(std::string_view key, std::string_view text);

/// Two lower-case hexadecimal digits for each byte.
std::string Hexadecimal(std::string_view bytes);

Result<std::string> DigestOfFile(const std::filesystem::path& path);

}  // namespace billwright
