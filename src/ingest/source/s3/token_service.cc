#include "ingest/source/s3/token_service.h"

#include <chrono>

#include "base/file.h"
#include "ingest/source/s3/credential_answers.h"
#include "ingest/source/s3/endpoint.h"

namespace billwright::ingest::s3 {

namespace {

constexpr int kOk = 200;
constexpr int kNotFound = 404;
constexpr int kServerErrors = 500;
constexpr std::string_view kVersion = "2011-06-15";
constexpr std::string_view kDefaultSession = "billwright";

/// Tries again while it may help.
Result<net::HttpResponse> SendPatiently(const net::HttpRequest& request,
                                        const net::Patience& patience) {
  net::HttpClient client(patience);
  net::Backoff backoff(patience);
  while (true) {
    auto response = client.Send(request);
    const bool may_pass = response ? response->status >= kServerErrors : response.error().may_pass;
    if (may_pass && backoff.Sleep()) continue;
    if (response) return *std::move(response);
    return Fail(ErrorCode::kIo, request.url + ": " + response.error().text);
  }
}

Result<Credentials> AskTokenService(net::NamedValues form, const Credentials* taker,
                                    const std::string& region, const Environment& environment,
                                    const net::Patience& patience) {
  std::string url = environment("AWS_ENDPOINT_URL_STS");
  if (url.empty()) url = "https://sts." + region + "." + DomainOf(region);
  ASSIGN_OR_RETURN(const Endpoint endpoint, ParseEndpoint(url));
  form.emplace_back("Version", kVersion);
  RequestToSign to_sign{.method = "POST",
                        .host = endpoint.host,
                        .path = endpoint.path + "/",
                        .query = {},
                        .headers = {{"content-type", "application/x-www-form-urlencoded"}},
                        .body = QueryText(std::move(form))};
  net::HttpRequest request{.method = "POST",
                           .url = endpoint.scheme + "://" + endpoint.host + to_sign.path,
                           .headers = to_sign.headers,
                           .body = to_sign.body};
  if (taker != nullptr) request.headers = Sign(to_sign, *taker, region, "sts", UtcTime::Now());
  ASSIGN_OR_RETURN(const net::HttpResponse response, SendPatiently(request, patience));
  if (response.status == kOk) return ReadTokenServiceAnswer(response.body);
  const std::string said = ReadServerError(response.body).ToString();
  return Fail(response.status >= kServerErrors ? ErrorCode::kIo : ErrorCode::kInvalidInput,
              "the token service answered " + std::to_string(response.status) +
                  (said.empty() ? "" : ", " + said));
}

std::string_view SessionName(const std::string& name) {
  return name.empty() ? kDefaultSession : std::string_view(name);
}

}  // namespace

Result<Credentials> TakeRole(const Role& role, const Credentials& taker, const std::string& region,
                             const Environment& environment, const net::Patience& patience) {
  net::NamedValues form{{"Action", "AssumeRole"},
                        {"RoleArn", role.arn},
                        {"RoleSessionName", std::string(SessionName(role.session_name))}};
  if (!role.external_id.empty()) form.emplace_back("ExternalId", role.external_id);
  if (!role.duration_seconds.empty()) form.emplace_back("DurationSeconds", role.duration_seconds);
  return AskTokenService(std::move(form), &taker, region, environment, patience);
}

Result<Credentials> TakeWebIdentity(const WebIdentity& identity, const std::string& region,
                                    const Environment& environment, const net::Patience& patience) {
  if (identity.role_arn.empty())
    return Fail(ErrorCode::kInvalidInput, "AWS_ROLE_ARN, the role to take, is not set");
  ASSIGN_OR_RETURN(std::string token, ReadFile(identity.token_file));
  while (token.ends_with('\n')) token.pop_back();
  return AskTokenService({{"Action", "AssumeRoleWithWebIdentity"},
                          {"RoleArn", identity.role_arn},
                          {"RoleSessionName", std::string(SessionName(identity.session_name))},
                          {"WebIdentityToken", token}},
                         nullptr, region, environment, patience);
}

Result<Credentials> AskContainer(const std::string& url, const std::string& token,
                                 const net::Patience& patience) {
  net::HttpRequest request{.url = url, .headers = {}, .body = {}, .use_proxy = false};
  if (!token.empty()) request.headers.emplace_back("authorization", token);
  ASSIGN_OR_RETURN(const net::HttpResponse response, SendPatiently(request, patience));
  if (response.status != kOk)
    return Fail(ErrorCode::kInvalidInput, "it answered " + std::to_string(response.status));
  return ReadJsonCredentials(response.body);
}

Result<std::optional<Credentials>> AskMachine(const std::string& url) {
  net::Patience short_patience;
  short_patience.attempts = 2;
  short_patience.connect = std::chrono::seconds(1);
  short_patience.stall_seconds = 2;
  const net::HttpRequest for_token{.method = "PUT",
                                   .url = url + "/latest/api/token",
                                   .headers = {{"x-aws-ec2-metadata-token-ttl-seconds", "21600"}},
                                   .body = {},
                                   .use_proxy = false};
  ASSIGN_OR_RETURN(const net::HttpResponse token, SendPatiently(for_token, short_patience));
  if (token.status != kOk)
    return Fail(ErrorCode::kIo, "the metadata service answered " + std::to_string(token.status));
  net::HttpRequest request{.url = url + "/latest/meta-data/iam/security-credentials/",
                           .headers = {{"x-aws-ec2-metadata-token", token.body}},
                           .body = {},
                           .use_proxy = false};
  ASSIGN_OR_RETURN(const net::HttpResponse role, SendPatiently(request, short_patience));
  if (role.status == kNotFound || role.body.empty()) return std::nullopt;
  request.url += role.body.substr(0, role.body.find('\n'));
  ASSIGN_OR_RETURN(const net::HttpResponse answer, SendPatiently(request, short_patience));
  if (answer.status != kOk)
    return Fail(ErrorCode::kInvalidInput,
                "the metadata service answered " + std::to_string(answer.status));
  ASSIGN_OR_RETURN(Credentials credentials, ReadJsonCredentials(answer.body));
  return credentials;
}

}  // namespace billwright::ingest::s3
