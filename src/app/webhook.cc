#include "app/webhook.h"

#include <fmt/core.h>

#include "base/digest.h"
#include "net/http.h"

namespace billwright::app {

namespace {

constexpr net::Patience kPatience{.attempts = 1,
                                  .connect = std::chrono::milliseconds(5000),
                                  .stall_seconds = 10,
                                  .total = std::chrono::seconds(15)};

}  // namespace

std::string SignatureOf(std::string_view body, std::string_view secret, UtcTime now) {
  return fmt::format("t={},v1={}", now.seconds,
                     Hexadecimal(HmacSha256(secret, fmt::format("{}.{}", now.seconds, body))));
}

Result<void> PostWebhook(const std::string& url, const std::string& body, std::string_view secret,
                         UtcTime now) {
  net::HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.body = body;
  request.headers = {{"Content-Type", "application/json"}};
  request.use_proxy = url.starts_with("https://");  // plain http is for this machine only
  if (!secret.empty())
    request.headers.emplace_back("Billwright-Signature", SignatureOf(body, secret, now));
  const auto response = net::HttpClient(kPatience).Send(request);
  if (!response) return Fail(ErrorCode::kIo, response.error().text);
  constexpr int kSuccess = 200;
  constexpr int kAfterSuccess = 300;
  if (response->status < kSuccess || response->status >= kAfterSuccess)
    return Fail(ErrorCode::kIo, fmt::format("the webhook answered {}", response->status));
  return {};
}

}  // namespace billwright::app
