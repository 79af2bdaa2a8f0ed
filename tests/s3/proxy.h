#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "s3/sockets.h"

// Stands between the client and a real server, and misbehaves as it is told. Requests are passed on
// byte for byte, so that their signatures stay good.

namespace billwright::testing {

/// What happens to one request.
struct Misdeed {
  std::string answer;                 ///< sent instead of the server's
  int64_t close_after = -1;           ///< bytes of the body; −1: all of it
  std::chrono::milliseconds wait{0};  ///< before the answer
  bool stalls = false;                ///< with close_after: says nothing more, but stays
};

inline Misdeed Answers(const std::string& status, const std::string& body = "",
                       const std::string& headers = "") {
  return {.answer = "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
                    "\r\nConnection: close\r\n" + headers + "\r\n" + body};
}

class Proxy {
 public:
  /// Asked for each request: the line ("GET /bucket/key HTTP/1.1"), and how many requests for the
  /// same piece came before: with that line, and a range that ends at the same byte. (Pieces are
  /// fetched side by side; a count over all of them would spread a plan over them by chance.)
  using Plan = std::function<Misdeed(const std::string& line, int before)>;

  explicit Proxy(uint16_t server, Plan plan = nullptr)
      : server_(server), plan_(std::move(plan)), listener_(Listen(port_)) {
    thread_ = std::thread([this] { Accept(); });
  }
  ~Proxy() {
    stopped_ = true;
    ::shutdown(listener_.number(), SHUT_RDWR);
    thread_.join();
    for (std::thread& each : connections_) each.join();
  }

  std::string endpoint() const { return "http://127.0.0.1:" + std::to_string(port_); }
  void SetPlan(Plan plan) {
    const std::lock_guard lock(mutex_);
    plan_ = std::move(plan);
    before_.clear();
    lines_.clear();
    heads_.clear();
  }
  /// The lines of all requests so far that hold `text`.
  std::vector<std::string> Requests(std::string_view text = "") const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> found;
    for (const std::string& line : lines_)
      if (line.find(text) != std::string::npos) found.push_back(line);
    return found;
  }
  /// All requests with their headers, as they came.
  std::vector<std::string> Heads() const {
    const std::lock_guard lock(mutex_);
    return heads_;
  }
  /// Bytes of bodies that went to the client.
  int64_t body_bytes() const { return body_bytes_; }

 private:
  void Accept() {
    while (!stopped_) {
      Socket client(::accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC));
      if (!client.is_open()) continue;
      connections_.emplace_back([this, client = std::move(client)] { Serve(client); });
    }
  }

  void Serve(const Socket& client) {
    std::string request;
    while (request.find("\r\n\r\n") == std::string::npos) {
      const std::string more = client.Receive();
      if (more.empty()) return;
      request += more;
    }
    const std::string line = request.substr(0, request.find("\r\n"));
    const Misdeed misdeed = Judge(line, request);
    for (auto left = misdeed.wait; left.count() > 0 && !stopped_; left -= kTick)
      std::this_thread::sleep_for(std::min(left, kTick));
    if (!misdeed.answer.empty()) {
      client.Send(misdeed.answer);
      return;
    }
    // One request a connection: the end of the answer is the end of the connection.
    request.insert(request.find("\r\n") + 2, "Connection: close\r\n");
    const Socket server = Connect(server_);
    if (!server.is_open() || !server.Send(request)) return;
    PassBack(server, client, misdeed);
  }

  Misdeed Judge(const std::string& line, const std::string& head) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(line);
    heads_.push_back(head);
    const int before = before_[line + EndOfRange(head)]++;
    return plan_ ? plan_(line, before) : Misdeed{};
  }

  void PassBack(const Socket& server, const Socket& client, const Misdeed& misdeed) {
    std::string head;
    int64_t body = -1;  // bytes of it so far; −1 within the head
    while (true) {
      std::string piece = server.Receive();
      if (piece.empty()) return;
      if (body < 0) {
        head += piece;
        const size_t end = head.find("\r\n\r\n");
        if (end == std::string::npos) continue;
        if (!client.Send(head.substr(0, end + 4))) return;
        piece = head.substr(end + 4);
        body = 0;
      }
      const bool is_cut = misdeed.close_after >= 0 &&
                          body + static_cast<int64_t>(piece.size()) > misdeed.close_after;
      if (is_cut) piece.resize(static_cast<size_t>(misdeed.close_after - body));
      body += static_cast<int64_t>(piece.size());
      // Counted before it is sent: the client may be done, and a test look, before this goes on.
      body_bytes_ += static_cast<int64_t>(piece.size());
      if (!client.Send(piece)) return;
      if (!is_cut) continue;
      while (misdeed.stalls && !stopped_ && IsConnected(client)) std::this_thread::sleep_for(kTick);
      return;
    }
  }

  /// "99" of "range: bytes=10-99"; empty without a range.
  static std::string EndOfRange(const std::string& head) {
    static constexpr std::string_view kRange = "\r\nrange: bytes=";
    const size_t range = head.find(kRange);
    if (range == std::string::npos) return "";
    const size_t end = head.find('-', range) + 1;
    return " to " + head.substr(end, head.find("\r\n", end) - end);
  }

  static bool IsConnected(const Socket& client) {
    char byte = 0;
    return ::recv(client.number(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0;
  }

  static constexpr std::chrono::milliseconds kTick{20};

  uint16_t server_;
  uint16_t port_ = 0;
  mutable std::mutex mutex_;
  Plan plan_;
  std::map<std::string, int> before_;
  std::vector<std::string> lines_;
  std::vector<std::string> heads_;
  std::atomic<int64_t> body_bytes_ = 0;
  std::atomic<bool> stopped_ = false;
  Socket listener_;
  std::vector<std::thread> connections_;
  std::thread thread_;
};

}  // namespace billwright::testing
