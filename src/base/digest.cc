#include "base/digest.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <vector>

#include "base/check.h"
#include "base/file.h"

namespace billwright {

struct Hasher::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();

  explicit State(const EVP_MD* algorithm) {
    CHECK(EVP_DigestInit_ex(context, algorithm, nullptr) == 1, "libcrypto: a digest");
  }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Hasher::Hasher(Algorithm algorithm)
    : state_(std::make_unique<State>(algorithm == Algorithm::kMd5 ? EVP_md5() : EVP_sha256())) {}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::Add(const void* bytes, size_t size) {
  CHECK(state_ != nullptr, "a digest that was finished");
  CHECK(EVP_DigestUpdate(state_->context, bytes, size) == 1, "libcrypto: a digest");
}

void Hasher::AddField(std::string_view text) {
  std::array<unsigned char, 8> length;  // little-endian on every machine: digests are for ever
  for (size_t i = 0; i < length.size(); ++i)
    length[i] = static_cast<unsigned char>(uint64_t{text.size()} >> (8 * i));
  Add(length.data(), length.size());
  Add(text);
}

std::string Hasher::Finish() {
  CHECK(state_ != nullptr, "a digest that was finished");
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned int size = 0;
  CHECK(EVP_DigestFinal_ex(state_->context, bytes.data(), &size) == 1, "libcrypto: a digest");
  state_.reset();
  return Hexadecimal({reinterpret_cast<const char*>(bytes.data()), size});
}

std::string DigestOf(std::string_view text) {
  Sha256 digest;
  digest.Add(text);
  return digest.Finish();
}

std::string HmacSha256(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned int size = 0;
  CHECK(key.size() <= INT_MAX, "a key of HMAC");  // libcrypto counts it in an int
  const unsigned char* done =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes.data(), &size);
  CHECK(done != nullptr, "libcrypto: HMAC");
  return {reinterpret_cast<const char*>(bytes.data()), size};
}

std::string Hexadecimal(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char letter : bytes) {
    const auto byte = static_cast<unsigned char>(letter);
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

Result<std::string> DigestOfFile(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(FileDescriptor file, FileDescriptor::Open(path, O_RDONLY, "read"));
  Sha256 digest;
  std::vector<char> buffer(size_t{1} << 20);
  while (true) {
    ASSIGN_OR_RETURN(const size_t size, file.Read(buffer.data(), buffer.size()));
    if (size == 0) return digest.Finish();
    digest.Add(buffer.data(), size);
  }
}

}  // namespace billwright
