#include "ingest/format/byte_source.h"

#include <fcntl.h>

#include <vector>

#include "base/file.h"

namespace billwright::ingest {

namespace {

class PlainSource : public ByteSource {
 public:
  explicit PlainSource(FileDescriptor file) : file_(std::move(file)), buffer_(size_t{1} << 20) {}

  Result<std::string_view> Next() override {
    ASSIGN_OR_RETURN(const size_t size, file_.Read(buffer_.data(), buffer_.size()));
    bytes_read_ += static_cast<int64_t>(size);
    return std::string_view(buffer_.data(), size);
  }

  int64_t file_bytes_read() const override { return bytes_read_; }

 private:
  FileDescriptor file_;
  std::vector<char> buffer_;
  int64_t bytes_read_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> OpenPlain(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(FileDescriptor file, FileDescriptor::Open(path, O_RDONLY, "read"));
  return std::make_unique<PlainSource>(std::move(file));
}

}  // namespace billwright::ingest
