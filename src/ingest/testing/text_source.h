#pragma once

#include <algorithm>
#include <string>

#include "ingest/format/byte_source.h"

namespace billwright::ingest::testing {

/// A text, as if it were in a file.
class TextSource : public ByteSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}

  Result<size_t> Read(std::span<char> to) override {
    const size_t size = std::min(to.size(), text_.size() - at_);
    std::copy_n(text_.data() + at_, size, to.data());
    at_ += size;
    return size;
  }
  int64_t file_bytes_read() const override { return static_cast<int64_t>(at_); }

 private:
  std::string text_;
  size_t at_ = 0;
};

}  // namespace billwright::ingest::testing
