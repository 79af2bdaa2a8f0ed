#include "ingest/format/gzip_damage.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <zlib.h>

#include <vector>

#include "base/check.h"
#include "base/file.h"

namespace billwright::ingest {

namespace {

constexpr size_t kBufferSize = size_t{256} << 10;

/// A gzip file inflated to nowhere.
class DamageSearch {
 public:
  explicit DamageSearch(FileDescriptor file)
      : file_(std::move(file)), input_(kBufferSize), output_(kBufferSize) {
    constexpr int kGzipOnly = 16;
    CHECK(inflateInit2(&stream_, MAX_WBITS + kGzipOnly) == Z_OK);
  }
  ~DamageSearch() { inflateEnd(&stream_); }
  DamageSearch(const DamageSearch&) = delete;
  DamageSearch& operator=(const DamageSearch&) = delete;

  Result<std::string> Run() {
    while (true) {
      if (stream_.avail_in == 0) RETURN_IF_ERROR(Fill());
      if (stream_.avail_in == 0) return std::string();
      stream_.next_out = output_.data();
      stream_.avail_out = static_cast<unsigned>(output_.size());
      const int state = inflate(&stream_, Z_NO_FLUSH);
      if (state == Z_STREAM_END) {
        CHECK(inflateReset(&stream_) == Z_OK);
      } else if (state != Z_OK && state != Z_BUF_ERROR) {
        CHECK(state == Z_DATA_ERROR || state == Z_NEED_DICT, zError(state));
        return Reason();
      }
    }
  }

 private:
  Result<void> Fill() {
    ASSIGN_OR_RETURN(const size_t size,
                     file_.Read(reinterpret_cast<char*>(input_.data()), input_.size()));
    stream_.next_in = input_.data();
    stream_.avail_in = static_cast<unsigned>(size);
    bytes_read_ += static_cast<int64_t>(size);
    return {};
  }

  std::string Reason() const {
    const int64_t at_byte = bytes_read_ - static_cast<int64_t>(stream_.avail_in);
    const std::string_view reason = stream_.msg == nullptr ? "no reason given" : stream_.msg;
    if (reason == "incorrect data check")
      return fmt::format(
          "the checksum of the data that ends at byte {} is wrong: the file is "
          "damaged",
          at_byte);
    if (reason == "incorrect length check")
      return fmt::format(
          "the length of the data that ends at byte {} is wrong: the file is "
          "damaged",
          at_byte);
    return fmt::format("the compressed data is damaged at byte {} ({})", at_byte, reason);
  }

  FileDescriptor file_;
  std::vector<unsigned char> input_;
  std::vector<unsigned char> output_;
  z_stream stream_{};
  int64_t bytes_read_ = 0;
};

}  // namespace

Result<std::string> DamageOfGzip(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(FileDescriptor file, FileDescriptor::Open(path, O_RDONLY, "read"));
  return DamageSearch(std::move(file)).Run();
}

}  // namespace billwright::ingest
