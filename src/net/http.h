#pragma once

#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "net/patience.h"

namespace billwright::net {

using NamedValues = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  NamedValues headers;
  std::string body;       ///< of a POST or PUT
  bool use_proxy = true;  ///< as the environment says; not for addresses of the machine itself
};

struct HttpResponse {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in small letters
  std::string body;                            ///< what no sink took

  /// Empty if there is none.
  std::string Header(const std::string& name) const;
};

/// The time of a header: "Tue, 24 Nov 2026 09:10:35 GMT"; Beginning() if it is none.
UtcTime ParseHttpDate(const std::string& text);

/// Why no answer came, or not all of it.
struct HttpTrouble {
  std::string text;              ///< "cannot connect to …: Connection refused"
  bool may_pass = false;         ///< trying again may help
  std::optional<Error> of_sink;  ///< the sink refused: this is why
};

/// Takes the body of a good answer (2xx) as it comes, with the answer's status and headers.
using Sink = std::function<Result<void>(const HttpResponse& head, std::string_view piece)>;

/// Sends one request at a time over a connection that stays open. Tries once, follows no redirect,
/// speaks only http and https, checks certificates.
///
/// Threads: one.
class HttpClient {
 public:
  explicit HttpClient(const Patience& patience);
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  /// An answer of any status is an answer. A body that ends before its Content-Length is trouble
  /// that may pass.
  std::expected<HttpResponse, HttpTrouble> Send(const HttpRequest& request,
                                                const Sink& sink = nullptr);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace billwright::net
