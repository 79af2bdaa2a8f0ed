#include "net/patience.h"

#include <algorithm>
#include <thread>

namespace billwright::net {

Backoff::Backoff(const Patience& patience)
    : patience_(patience),
      end_(std::chrono::steady_clock::now() + patience.total),
      next_(patience.first_wait),
      random_(std::random_device{}()) {}

bool Backoff::Sleep(std::chrono::seconds at_least) {
  if (attempts_ >= patience_.attempts) return false;
  std::uniform_int_distribution<int64_t> part(next_.count() / 2, next_.count());
  const auto wait = std::max<std::chrono::milliseconds>(
      std::chrono::milliseconds(part(random_)),
      std::min<std::chrono::milliseconds>(at_least, patience_.longest_wait));
  if (std::chrono::steady_clock::now() + wait >= end_) return false;
  std::this_thread::sleep_for(wait);
  next_ = std::min(next_ * 2, patience_.longest_wait);
  ++attempts_;
  return true;
}

void Backoff::Progressed() {
  attempts_ = 1;
  next_ = patience_.first_wait;
}

}  // namespace billwright::net
