#include "net/http.h"

#include <curl/curl.h>

#include <mutex>

#include "base/ascii.h"
#include "base/check.h"

namespace billwright::net {

namespace {

/// A body that no sink takes is an answer in XML or JSON: this is more than any of them has.
constexpr size_t kLongestBody = size_t{64} << 20;
constexpr int kSuccess = 200;
constexpr int kAfterSuccess = 300;
constexpr long kYes = 1;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

/// What arrives while a request is under way.
struct Arrival {
  CURL* curl = nullptr;
  const Sink* sink = nullptr;
  HttpResponse response;
  std::optional<Error> of_sink;
  bool too_long = false;
};

int StatusOf(CURL* curl) {
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  return static_cast<int>(status);
}

size_t TakeHeader(const char* bytes, size_t size, size_t count, void* to) {
  auto& arrival = *static_cast<Arrival*>(to);
  std::string_view line(bytes, size * count);
  if (line.starts_with("HTTP/")) arrival.response.headers.clear();  // after "100 Continue"
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) return size * count;
  std::string name = LowerCase(line.substr(0, colon));
  line.remove_prefix(colon + 1);
  if (line.ends_with('\n')) line.remove_suffix(1);
  arrival.response.headers[std::move(name)] = std::string(Trimmed(line));
  return size * count;
}

size_t TakeBody(const char* bytes, size_t size, size_t count, void* to) {
  auto& arrival = *static_cast<Arrival*>(to);
  const std::string_view piece(bytes, size * count);
  const int status = StatusOf(arrival.curl);
  if (*arrival.sink && status >= kSuccess && status < kAfterSuccess) {
    arrival.response.status = status;
    Result<void> taken = (*arrival.sink)(arrival.response, piece);
    if (taken) return piece.size();
    arrival.of_sink = std::move(taken.error());
    return CURL_WRITEFUNC_ERROR;
  }
  if (arrival.response.body.size() + piece.size() > kLongestBody) {
    arrival.too_long = true;
    return CURL_WRITEFUNC_ERROR;
  }
  arrival.response.body.append(piece);
  return piece.size();
}

/// Whether the same request may well succeed in a moment.
bool MayPass(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return true;
    default:
      return false;
  }
}

HeaderList HeadersOf(const HttpRequest& request) {
  HeaderList headers;
  const auto add = [&headers](const std::string& line) {
    headers.reset(curl_slist_append(headers.release(), line.c_str()));
  };
  for (const auto& [name, value] : request.headers)
    add(name + (value.empty() ? ";" : ": ") + value);
  add("Expect:");
  add("Accept:");
  return headers;
}

/// How every request is sent.
void SetManners(CURL* curl, const Patience& patience) {
  constexpr long kSlowest = 64;  // bytes a second: below that for long, nothing arrives
  const std::chrono::milliseconds total = patience.total;
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, kYes);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, kYes);  // "a/../b" is the name of an object
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "billwright");
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(patience.connect.count()));
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, kSlowest);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(patience.stall_seconds));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(total.count()));
}

/// The request must outlive its sending.
void SetRequest(CURL* curl, const HttpRequest& request) {
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  if (!request.use_proxy) curl_easy_setopt(curl, CURLOPT_PROXY, "");
  if (request.method == "HEAD") {
    curl_easy_setopt(curl, CURLOPT_NOBODY, kYes);
  } else if (request.method != "GET") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
}

}  // namespace

struct HttpClient::State {
  CURL* curl = nullptr;
  Patience patience;
  char error_text[CURL_ERROR_SIZE] = {};

  ~State() { curl_easy_cleanup(curl); }
};

std::string HttpResponse::Header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

UtcTime ParseHttpDate(const std::string& text) {
  const time_t seconds = curl_getdate(text.c_str(), nullptr);
  return seconds < 0 ? UtcTime::Beginning() : UtcTime{static_cast<int64_t>(seconds)};
}

HttpClient::HttpClient(const Patience& patience) : state_(std::make_unique<State>()) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  state_->curl = curl_easy_init();
  CHECK(state_->curl != nullptr, "libcurl");
  state_->patience = patience;
}

HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

std::expected<HttpResponse, HttpTrouble> HttpClient::Send(const HttpRequest& request,
                                                          const Sink& sink) {
  CURL* curl = state_->curl;
  curl_easy_reset(curl);  // keeps the connection
  Arrival arrival{.curl = curl, .sink = &sink};
  const HeaderList headers = HeadersOf(request);
  state_->error_text[0] = '\0';
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, state_->error_text);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &TakeHeader);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &arrival);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &TakeBody);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &arrival);
  SetManners(curl, state_->patience);
  SetRequest(curl, request);
  const CURLcode code = curl_easy_perform(curl);
  if (code == CURLE_OK) {
    arrival.response.status = StatusOf(curl);
    return std::move(arrival.response);
  }
  HttpTrouble trouble{
      .text = state_->error_text[0] != '\0' ? state_->error_text : curl_easy_strerror(code),
      .may_pass = MayPass(code),
      .of_sink = std::move(arrival.of_sink)};
  if (arrival.too_long) trouble.text = "the answer is longer than any that is expected";
  return std::unexpected(std::move(trouble));
}

}  // namespace billwright::net
