#pragma once

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <atomic>
#include <cstdio>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "s3/sockets.h"

namespace billwright::testing {

/// A receiver of webhooks on this machine, written for the test alone: it keeps every request, and
/// answers with the status that the test says.
class WebhookServer {
 public:
  struct Request {
    std::string head;  ///< request line and headers
    std::string body;

    std::string Header(const std::string& name) const {
      const size_t at = head.find("\r\n" + name + ": ");
      if (at == head.npos) return {};
      const size_t start = at + name.size() + 4;
      return head.substr(start, head.find("\r\n", start) - start);
    }
  };

  WebhookServer() : listening_(Listen(port_)), thread_([this] { Serve(); }) {}
  ~WebhookServer() {
    stopped_ = true;
    Connect(port_);  // wakes it up
    thread_.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/hook"; }
  /// The next answers; 200 when there are none left.
  void WillAnswer(std::deque<int> statuses) {
    const std::lock_guard lock(mutex_);
    statuses_ = std::move(statuses);
  }
  std::vector<Request> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  /// "t=<seconds>,v1=<hexadecimal>" checked as a receiver must: computed again from the body.
  static bool IsSigned(const Request& request, const std::string& secret) {
    const std::string signature = request.Header("Billwright-Signature");
    const size_t comma = signature.find(",v1=");
    if (!signature.starts_with("t=") || comma == signature.npos) return false;
    const std::string signed_text = signature.substr(2, comma - 2) + "." + request.body;
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size(), bytes,
         &size);
    std::string hexadecimal;
    for (unsigned int i = 0; i < size; ++i) {
      char digits[3];
      std::snprintf(digits, sizeof digits, "%02x", bytes[i]);
      hexadecimal += digits;
    }
    return signature.substr(comma + 4) == hexadecimal;
  }

 private:
  void Serve() {
    while (true) {
      const Socket client(accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC));
      if (stopped_) return;
      const Request request = Read(client);
      int status = 200;
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
        if (!statuses_.empty()) {
          status = statuses_.front();
          statuses_.pop_front();
        }
      }
      client.Send("HTTP/1.1 " + std::to_string(status) +
                  " x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
  }

  static Request Read(const Socket& client) {
    std::string text;
    size_t end = text.npos;
    while (end == text.npos) {
      const std::string piece = client.Receive();
      if (piece.empty()) return {};
      text += piece;
      end = text.find("\r\n\r\n");
    }
    Request request{text.substr(0, end + 2), text.substr(end + 4)};
    const size_t length = std::stoul("0" + request.Header("Content-Length"));
    while (request.body.size() < length) {
      const std::string piece = client.Receive();
      if (piece.empty()) break;
      request.body += piece;
    }
    return request;
  }

  uint16_t port_ = 0;
  Socket listening_;
  std::atomic<bool> stopped_ = false;
  std::mutex mutex_;
  std::deque<int> statuses_;
  std::vector<Request> requests_;
  std::thread thread_;
};

}  // namespace billwright::testing
