#include <fcntl.h>
#include <fmt/core.h>
#include <zlib.h>

#include <algorithm>
#include <vector>

#include "base/check.h"
#include "base/file.h"
#include "ingest/format/byte_source.h"

namespace billwright::ingest {

namespace {

constexpr size_t kInputSize = size_t{256} << 10;
constexpr size_t kOutputSize = size_t{1} << 20;
constexpr unsigned char kMagic[] = {0x1f, 0x8b};

unsigned char* Bytes(std::vector<char>& buffer) {
  return reinterpret_cast<unsigned char*>(buffer.data());
}

/// Printable bytes for a message, others as "\x1f".
std::string Shown(const unsigned char* bytes, size_t size) {
  std::string text;
  for (size_t i = 0; i < size; ++i) {
    const unsigned char byte = bytes[i];
    if (byte >= 0x20 && byte < 0x7f)
      text += static_cast<char>(byte);
    else
      text += fmt::format("\\x{:02x}", byte);
  }
  return text;
}

class GzipSource : public ByteSource {
 public:
  GzipSource(FileDescriptor file, std::string name)
      : file_(std::move(file)), name_(std::move(name)), input_(kInputSize), output_(kOutputSize) {
    constexpr int kGzipOnly = 16;
    CHECK(inflateInit2(&stream_, MAX_WBITS + kGzipOnly) == Z_OK, name_);
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  Result<std::string_view> Next() override {
    stream_.next_out = Bytes(output_);
    stream_.avail_out = kOutputSize;
    while (stream_.avail_out > 0 && !at_end_) {
      if (stream_.avail_in == 0) RETURN_IF_ERROR(Fill());
      if (in_member_) {
        if (stream_.avail_in == 0) return CutShort();
        RETURN_IF_ERROR(Inflate());
      } else if (stream_.avail_in == 0) {
        if (members_ == 0) return Broken("the file is empty; expected a gzip file");
        at_end_ = true;
      } else {
        RETURN_IF_ERROR(StartMember());
      }
    }
    return std::string_view(output_.data(), kOutputSize - stream_.avail_out);
  }

  int64_t file_bytes_read() const override { return bytes_read_; }

 private:
  Result<void> Fill() {
    ASSIGN_OR_RETURN(const size_t size, file_.Read(input_.data(), kInputSize));
    stream_.next_in = Bytes(input_);
    stream_.avail_in = static_cast<unsigned>(size);
    bytes_read_ += static_cast<int64_t>(size);
    return {};
  }

  /// The next byte is the first of a member, or of something else.
  Result<void> StartMember() {
    const unsigned char* const bytes = stream_.next_in;
    const size_t size = std::min<size_t>(stream_.avail_in, std::size(kMagic));
    if (!std::equal(bytes, bytes + size, kMagic)) {
      const std::string shown = Shown(bytes, std::min<size_t>(stream_.avail_in, 8));
      if (members_ == 0) return Broken(fmt::format("not a gzip file: it begins with '{}'", shown));
      return Broken(
          fmt::format("something that is not gzip follows the end of the data at byte {}: '{}'",
                      at_byte(), shown));
    }
    CHECK(inflateReset(&stream_) == Z_OK, name_);
    in_member_ = true;
    return {};
  }

  Result<void> Inflate() {
    const int state = inflate(&stream_, Z_NO_FLUSH);
    if (state == Z_STREAM_END) {
      in_member_ = false;
      ++members_;
      return {};
    }
    if (state == Z_OK || state == Z_BUF_ERROR) return {};
    CHECK(state == Z_DATA_ERROR || state == Z_NEED_DICT, zError(state));
    const std::string_view reason = stream_.msg == nullptr ? "no reason given" : stream_.msg;
    if (reason == "incorrect data check")
      return Broken(
          fmt::format("the checksum of the data that ends at byte {} is wrong: the file is damaged",
                      at_byte()));
    if (reason == "incorrect length check")
      return Broken(fmt::format(
          "the length of the data that ends at byte {} is wrong: the file is damaged", at_byte()));
    return Broken(fmt::format("the compressed data is damaged at byte {} ({})", at_byte(), reason));
  }

  std::unexpected<Error> CutShort() const {
    return Broken(
        fmt::format("the gzip stops at byte {}, in the middle of its data: the file was cut short",
                    bytes_read_));
  }

  std::unexpected<Error> Broken(std::string message) const {
    return Fail(Error(ErrorCode::kInvalidInput, std::move(message), {name_, 0, 0}));
  }

  int64_t at_byte() const { return bytes_read_ - static_cast<int64_t>(stream_.avail_in); }

  FileDescriptor file_;
  std::string name_;
  std::vector<char> input_;
  std::vector<char> output_;
  z_stream stream_{};
  bool in_member_ = false;
  bool at_end_ = false;
  int members_ = 0;
  int64_t bytes_read_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> OpenGzip(const std::filesystem::path& path, std::string name) {
  ASSIGN_OR_RETURN(FileDescriptor file, FileDescriptor::Open(path, O_RDONLY, "read"));
  return std::make_unique<GzipSource>(std::move(file), std::move(name));
}

}  // namespace billwright::ingest
