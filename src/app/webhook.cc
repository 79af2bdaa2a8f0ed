#include "app/webhook.h"

#include <fmt/core.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/check.h"
#include "ingest/source/s3/http.h"

namespace billwright::app {

namespace {

constexpr ingest::s3::Patience kPatience{.attempts = 1,
                                         .connect = std::chrono::milliseconds(5000),
                                         .stall_seconds = 10,
                                         .total = std::chrono::seconds(15)};

std::string HmacSha256(std::string_view key, std::string_view text) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const unsigned char* done =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes, &size);
  CHECK(done != nullptr, "HMAC");
  std::string hexadecimal;
  for (unsigned int i = 0; i < size; ++i) hexadecimal += fmt::format("{:02x}", bytes[i]);
  return hexadecimal;
}

}  // namespace

std::string SignatureOf(std::string_view body, std::string_view secret, UtcTime now) {
  return fmt::format("t={},v1={}", now.seconds,
                     HmacSha256(secret, fmt::format("{}.{}", now.seconds, body)));
}

Result<void> PostWebhook(const std::string& url, const std::string& body, std::string_view secret,
                         UtcTime now) {
  ingest::s3::HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.body = body;
  request.headers = {{"Content-Type", "application/json"}};
  request.use_proxy = url.starts_with("https://");  // plain http is for this machine only
  if (!secret.empty())
    request.headers.emplace_back("Billwright-Signature", SignatureOf(body, secret, now));
  const auto response = ingest::s3::HttpClient(kPatience).Send(request);
  if (!response) return Fail(ErrorCode::kIo, response.error().text);
  constexpr int kSuccess = 200;
  constexpr int kAfterSuccess = 300;
  if (response->status < kSuccess || response->status >= kAfterSuccess)
    return Fail(ErrorCode::kIo, fmt::format("the webhook answered {}", response->status));
  return {};
}

}  // namespace billwright::app
