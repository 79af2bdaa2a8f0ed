#include "ingest/source/s3/sign.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/digest.h"
#include "ingest/source/s3/address.h"

namespace billwright::ingest::s3 {

namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

/// "20130524T000000Z".
std::string Compact(UtcTime time) {
  std::string text = time.ToString();
  std::erase_if(text, [](char letter) { return letter == '-' || letter == ':'; });
  return text;
}

}  // namespace

std::string QueryText(net::NamedValues query) {
  for (auto& [name, value] : query) {
    name = UriEncode(name, /*keep_slash=*/false);
    value = UriEncode(value, /*keep_slash=*/false);
  }
  std::ranges::sort(query);
  std::string text;
  for (const auto& [name, value] : query) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

net::NamedValues Sign(const RequestToSign& request, const Credentials& credentials,
                      std::string_view region, std::string_view service, UtcTime now) {
  const std::string time = Compact(now);
  const std::string date = time.substr(0, 8);
  const std::string payload = DigestOf(request.body);
  net::NamedValues sent = request.headers;
  sent.emplace_back("x-amz-content-sha256", payload);
  sent.emplace_back("x-amz-date", time);
  if (!credentials.session_token.empty())
    sent.emplace_back("x-amz-security-token", credentials.session_token);

  net::NamedValues headers = sent;
  headers.emplace_back("host", request.host);
  std::ranges::sort(headers);
  std::string header_lines;
  std::string names;
  for (const auto& [name, value] : headers) {
    header_lines += name + ":" + std::string(Trimmed(value)) + "\n";
    names += (names.empty() ? "" : ";") + name;
  }
  const std::string canonical = request.method + "\n" + request.path + "\n" +
                                QueryText(request.query) + "\n" + header_lines + "\n" + names +
                                "\n" + payload;
  const std::string scope =
      date + "/" + std::string(region) + "/" + std::string(service) + "/aws4_request";
  const std::string to_sign =
      std::string(kAlgorithm) + "\n" + time + "\n" + scope + "\n" + DigestOf(canonical);
  std::string key = HmacSha256("AWS4" + credentials.secret_key, date);
  for (const std::string_view part : {region, service, std::string_view("aws4_request")})
    key = HmacSha256(key, part);
  sent.emplace_back("authorization", std::string(kAlgorithm) +
                                         " Credential=" + credentials.access_key + "/" + scope +
                                         ",SignedHeaders=" + names +
                                         ",Signature=" + Hexadecimal(HmacSha256(key, to_sign)));
  return sent;
}

}  // namespace billwright::ingest::s3
