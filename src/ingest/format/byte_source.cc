#include "ingest/format/byte_source.h"

#include <fcntl.h>

#include "base/file.h"

namespace billwright::ingest {

namespace {

class PlainSource : public ByteSource {
 public:
  explicit PlainSource(FileDescriptor file) : file_(std::move(file)) {}

  Result<size_t> Read(std::span<char> to) override {
    size_t filled = 0;
    while (filled < to.size()) {
      ASSIGN_OR_RETURN(const size_t size, file_.Read(to.data() + filled, to.size() - filled));
      if (size == 0) break;
      filled += size;
    }
    bytes_read_ += static_cast<int64_t>(filled);
    return filled;
  }

  int64_t file_bytes_read() const override { return bytes_read_; }

 private:
  FileDescriptor file_;
  int64_t bytes_read_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> OpenPlain(const std::filesystem::path& path) {
  ASSIGN_OR_RETURN(FileDescriptor file, FileDescriptor::Open(path, O_RDONLY, "read"));
  return std::make_unique<PlainSource>(std::move(file));
}

}  // namespace billwright::ingest
