#include "ingest/source/s3/client.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "ingest/source/s3/credential_answers.h"
#include "ingest/source/s3/listing.h"

namespace billwright::ingest::s3 {

namespace {

constexpr int kOk = 200;
constexpr int kPartial = 206;
constexpr int kSuccessEnds = 300;
constexpr int kMoved = 301;
constexpr int kRedirect = 307;
constexpr int kBadRequest = 400;
constexpr int kForbidden = 403;
constexpr int kNoSuch = 404;
constexpr int kTimedOut = 408;
constexpr int kChanged = 412;
constexpr int kTooMany = 429;

bool MayPass(int status) {
  return status == kTimedOut || status == kTooMany || status == 500 || status == 502 ||
         status == 503 || status == 504;
}

int64_t NumberOf(const std::string& text) {
  int64_t number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// "bytes 0-1/4" → 0 and 4. −1 for what is not there.
std::pair<int64_t, int64_t> RangeOf(const std::string& text) {
  const size_t blank = text.find(' ');
  const size_t slash = text.find('/');
  if (blank == std::string::npos || slash == std::string::npos) return {-1, -1};
  return {NumberOf(text.substr(blank + 1)), NumberOf(text.substr(slash + 1))};
}

Object Describe(const std::string& key, const net::HttpResponse& response) {
  constexpr size_t kMd5Digits = 32;
  Object object;
  object.key = key;
  const std::string range = response.Header("content-range");
  object.bytes =
      range.empty() ? NumberOf(response.Header("content-length")) : RangeOf(range).second;
  object.etag = WithoutQuotes(response.Header("etag"));
  object.version_id = response.Header("x-amz-version-id");
  if (object.version_id == "null") object.version_id.clear();  // of before there were versions
  object.modified_at = net::ParseHttpDate(response.Header("last-modified"));
  const std::string encryption = response.Header("x-amz-server-side-encryption");
  object.etag_is_md5 = object.etag.size() == kMd5Digits && !encryption.starts_with("aws:kms") &&
                       response.Header("x-amz-server-side-encryption-customer-algorithm").empty();
  return object;
}

/// What the server said, in one line: "403, AccessDenied: Access Denied".
std::string Said(int status, const ServerError& error) {
  const std::string text = error.ToString();
  return std::to_string(status) + (text.empty() ? "" : ", " + text);
}

bool IsAboutWho(const ServerError& error) {
  return error.code == "InvalidAccessKeyId" || error.code == "SignatureDoesNotMatch" ||
         error.code == "ExpiredToken" || error.code == "InvalidToken" ||
         error.code == "TokenRefreshRequired";
}

std::string Advice(const ServerError& error) {
  if (error.code == "RequestTimeTooSkewed") return "Set the clock of this machine";
  if (error.code == "ExpiredToken" || error.code == "TokenRefreshRequired")
    return "Sign in again, or name a profile that renews itself";
  if (IsAboutWho(error)) return "Correct them, or name another profile";
  if (error.code == "InvalidObjectState")
    return "It lies in an archive: restore it, or copy it to a bucket of another storage class";
  return "Allow s3:ListBucket of the bucket and s3:GetObject, s3:GetObjectVersion of its objects";
}

}  // namespace

/// What to ask for, and who takes the answer's body.
struct Client::Call {
  std::string method = "GET";
  std::string bucket;
  std::string key;
  net::NamedValues query;
  Pin pin;
  std::optional<Part> part;
  const std::function<Result<void>(std::string_view)>* sink = nullptr;

  std::string Name() const { return Address{bucket, key}.ToString(); }
};

/// One call, until it succeeds or nothing more may help.
class Client::Attempts {
 public:
  Attempts(Client& client, const Call& call)
      : client_(client), call_(call), backoff_(client.server_->patience()) {}

  Result<net::HttpResponse> Run() {
    while (true) {
      ASSIGN_OR_RETURN(credentials_, client_.server_->credentials().Get());
      region_ = client_.server_->region();
      taken_before_ = taken_;
      auto response = client_.http_.Send(Request(), MakeSink());
      if (response && IsDone(*response)) return *std::move(response);
      if (taken_ > taken_before_) backoff_.Progressed();
      if (!response) {
        if (response.error().of_sink) return std::unexpected(*std::move(response.error().of_sink));
        if (response.error().may_pass && backoff_.Sleep()) continue;
        return Fail(ErrorCode::kIo, call_.Name() + ": " + response.error().text + Tries());
      }
      if (MayChange(*response)) continue;
      const bool is_short = response->status < kSuccessEnds;
      if ((is_short || MayPass(response->status)) && backoff_.Sleep(AskedFor(*response))) continue;
      return Refused(*response);
    }
  }

 private:
  net::HttpRequest Request() const {
    const Endpoint endpoint = client_.server_->AddressOf(region_, call_.bucket, call_.key);
    RequestToSign to_sign{.method = call_.method,
                          .host = endpoint.host,
                          .path = endpoint.path,
                          .query = call_.query,
                          .headers = {},
                          .body = {}};
    if (!call_.pin.version_id.empty())
      to_sign.query.emplace_back("versionId", call_.pin.version_id);
    if (call_.part)
      to_sign.headers.emplace_back("range", fmt::format("bytes={}-{}", call_.part->first + taken_,
                                                        call_.part->first + call_.part->bytes - 1));
    if (!call_.pin.etag.empty())
      to_sign.headers.emplace_back("if-match", "\"" + call_.pin.etag + "\"");
    net::HttpRequest request{.method = call_.method,
                             .url = endpoint.scheme + "://" + endpoint.host + endpoint.path,
                             .headers = Sign(to_sign, credentials_, region_, "s3", UtcTime::Now()),
                             .body = {}};
    if (!to_sign.query.empty()) request.url += "?" + QueryText(to_sign.query);
    return request;
  }

  net::Sink MakeSink() {
    if (call_.sink == nullptr) return nullptr;
    return [this](const net::HttpResponse& head, std::string_view piece) -> Result<void> {
      RETURN_IF_ERROR(CheckHead(head));
      if (taken_ + static_cast<int64_t>(piece.size()) > call_.part->bytes)
        return Fail(ErrorCode::kIo, call_.Name() + ": the server sent more than was asked for");
      RETURN_IF_ERROR((*call_.sink)(piece));
      taken_ += static_cast<int64_t>(piece.size());
      return {};
    };
  }

  /// Whether these are the bytes that were asked for, of the version that was asked for.
  Result<void> CheckHead(const net::HttpResponse& head) const {
    const std::string etag = WithoutQuotes(head.Header("etag"));
    if (!call_.pin.etag.empty() && !etag.empty() && etag != call_.pin.etag) return IsAnother();
    const int64_t first = call_.part->first + taken_before_;
    const bool fits =
        head.status == kPartial ? RangeOf(head.Header("content-range")).first == first : first == 0;
    if (!fits)
      return Fail(ErrorCode::kIo, call_.Name() +
                                      ": the server sent another part than it was asked "
                                      "for");
    return {};
  }

  Error Another() const {
    return Error(ErrorCode::kConflict,
                 call_.Name() + " is another object now than the one that was found (" +
                     (call_.pin.version_id.empty() ? "ETag " + call_.pin.etag
                                                   : "version " + call_.pin.version_id) +
                     ")");
  }
  std::unexpected<Error> IsAnother() const { return std::unexpected(Another()); }

  bool IsDone(const net::HttpResponse& response) const {
    if (response.status < kOk || response.status >= kSuccessEnds) return false;
    return call_.sink == nullptr || taken_ == call_.part->bytes;
  }

  std::chrono::seconds AskedFor(const net::HttpResponse& response) const {
    return std::chrono::seconds(std::max<int64_t>(0, NumberOf(response.Header("retry-after"))));
  }

  /// Another region, or new credentials: once each.
  bool MayChange(const net::HttpResponse& response) {
    const ServerError error = ReadServerError(response.body);
    std::string region = response.Header("x-amz-bucket-region");
    if (region.empty()) region = error.region;
    const bool is_elsewhere =
        response.status == kMoved || response.status == kRedirect || response.status == kBadRequest;
    if (is_elsewhere && !region.empty() && !moved_ && region != region_) {
      moved_ = true;
      client_.server_->SetRegion(region);
      return true;
    }
    if ((error.code == "ExpiredToken" || error.code == "TokenRefreshRequired") && !renewed_) {
      renewed_ = true;
      client_.server_->credentials().Forget();
      return true;
    }
    return false;
  }

  std::string Tries() const {
    return backoff_.attempts() == 1 ? "" : fmt::format(" (tried {} times)", backoff_.attempts());
  }

  std::unexpected<Error> Refused(const net::HttpResponse& response) const {
    const ServerError error = ReadServerError(response.body);
    const std::string name = call_.Name();
    const std::string said = Said(response.status, error);
    if (response.status < kSuccessEnds)
      return Fail(ErrorCode::kIo, fmt::format("{}: the answer ends after {} of {} bytes{}", name,
                                              taken_, call_.part->bytes, Tries()));
    if (response.status == kChanged) return IsAnother();
    if (error.code == "NoSuchBucket")
      return Fail(
          ErrorCode::kNotFound,
          fmt::format("there is no bucket {} (the server answered {}). Correct its name, or "
                      "the endpoint",
                      call_.bucket, said));
    if (response.status == kNoSuch)
      return Fail(ErrorCode::kNotFound,
                  fmt::format("there is no {} (the server answered {})", name, said));
    if (response.status == kForbidden || IsAboutWho(error))
      return Fail(ErrorCode::kIo,
                  fmt::format("{}: refused to {} of {} (the server answered {}). {}", name,
                              "the access key " + credentials_.access_key, credentials_.origin,
                              said, Advice(error)));
    return Fail(ErrorCode::kIo, fmt::format("{}: the server answered {}{}", name, said, Tries()));
  }

  Client& client_;
  const Call& call_;
  net::Backoff backoff_;
  // Of this attempt: another thread may set the server's meanwhile.
  Credentials credentials_;
  std::string region_;
  int64_t taken_ = 0;         ///< bytes of the part that the sink has
  int64_t taken_before_ = 0;  ///< when this attempt began
  bool moved_ = false;
  bool renewed_ = false;
};

Client::Client(std::shared_ptr<Server> server)
    : server_(std::move(server)), http_(server_->patience()) {}

Result<net::HttpResponse> Client::Send(const Call& call) { return Attempts(*this, call).Run(); }

Result<std::vector<Object>> Client::List(const std::string& bucket, const std::string& prefix) {
  std::vector<Object> objects;
  std::string token;
  while (true) {
    Call call;
    call.bucket = bucket;
    call.query = {{"list-type", "2"}, {"encoding-type", "url"}, {"prefix", prefix}};
    if (!token.empty()) call.query.emplace_back("continuation-token", token);
    ASSIGN_OR_RETURN(const net::HttpResponse response, Send(call));
    Result<ListingPage> page = ReadListingPage(response.body);
    const std::string place = Address{bucket, prefix}.ToString();
    if (!page) return Fail(ErrorCode::kIo, place + ": " + page.error().message());
    for (Object& object : page->objects)
      if (!object.key.ends_with('/')) objects.push_back(std::move(object));
    if (page->next.empty()) return objects;
    if (page->next == token)
      return Fail(ErrorCode::kIo, place + ": the listing does not come to an end");
    token = std::move(page->next);
  }
}

Result<Object> Client::Head(const std::string& bucket, const std::string& key, const Pin& pin) {
  Call call;
  call.pin = pin;
  call.method = "HEAD";
  call.bucket = bucket;
  call.key = key;
  ASSIGN_OR_RETURN(const net::HttpResponse response, Send(call));
  return Describe(key, response);
}

Result<Client::Content> Client::Read(const std::string& bucket, const std::string& key,
                                     int64_t most) {
  Call call;
  call.bucket = bucket;
  call.key = key;
  call.query = {};
  ASSIGN_OR_RETURN(net::HttpResponse response, Send(call));
  if (static_cast<int64_t>(response.body.size()) > most)
    return Fail(ErrorCode::kInvalidInput, fmt::format("{} has {} bytes: more than is expected here",
                                                      call.Name(), response.body.size()));
  Object object = Describe(key, response);
  return Content{std::move(response.body), std::move(object)};
}

Result<Object> Client::Get(const std::string& bucket, const std::string& key, const Pin& pin,
                           const Part& part,
                           const std::function<Result<void>(std::string_view)>& sink) {
  Call call;
  call.bucket = bucket;
  call.key = key;
  call.pin = pin;
  call.part = part;
  call.sink = &sink;
  ASSIGN_OR_RETURN(const net::HttpResponse response, Send(call));
  return Describe(key, response);
}

}  // namespace billwright::ingest::s3
