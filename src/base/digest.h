#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace billwright {

/// SHA-256, fed piece by piece.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void Add(const void* bytes, size_t size);
  void Add(std::string_view text) { Add(text.data(), text.size()); }
  /// A text with its length before it, so that neighbours cannot run together.
  void AddField(std::string_view text);
  /// 64 hexadecimal digits. The object is spent.
  std::string Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string DigestOf(std::string_view text);

/// HMAC-SHA256 of the text: 32 bytes, not digits.
std::string HmacSha256(std::string_view key, std::string_view text);

/// Two lower-case hexadecimal digits for each byte.
std::string Hexadecimal(std::string_view bytes);

Result<std::string> DigestOfFile(const std::filesystem::path& path);

}  // namespace billwright
