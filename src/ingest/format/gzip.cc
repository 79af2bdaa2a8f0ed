#include <fcntl.h>
#include <fmt/core.h>
#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "base/file.h"
#include "ingest/format/byte_source.h"
#include "ingest/format/gzip_damage.h"

// ISA-L inflates two to three times as fast as zlib, and checks each member's checksum and length.
// It says little about what is wrong: gzip_damage.cc does.

namespace billwright::ingest {

namespace {

constexpr size_t kInputSize = size_t{256} << 10;
constexpr unsigned char kMagic[] = {0x1f, 0x8b};

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
  GzipSource(FileDescriptor file, std::filesystem::path path, std::string name)
      : file_(std::move(file)),
        path_(std::move(path)),
        name_(std::move(name)),
        input_(kInputSize),
        state_(std::make_unique<inflate_state>()) {
    isal_inflate_init(state_.get());
  }

  Result<size_t> Read(std::span<char> to) override {
    state_->next_out = reinterpret_cast<unsigned char*>(to.data());
    state_->avail_out = static_cast<uint32_t>(to.size());
    while (state_->avail_out > 0 && !at_end_) {
      if (state_->avail_in == 0) RETURN_IF_ERROR(Fill());
      if (in_member_) {
        RETURN_IF_ERROR(Inflate());
      } else if (state_->avail_in == 0) {
        if (members_ == 0) return Broken("the file is empty; expected a gzip file");
        at_end_ = true;
      } else {
        RETURN_IF_ERROR(StartMember());
      }
    }
    return to.size() - state_->avail_out;
  }

  int64_t file_bytes_read() const override { return bytes_read_; }

 private:
  Result<void> Fill() {
    ASSIGN_OR_RETURN(const size_t size,
                     file_.Read(reinterpret_cast<char*>(input_.data()), kInputSize));
    state_->next_in = input_.data();
    state_->avail_in = static_cast<uint32_t>(size);
    bytes_read_ += static_cast<int64_t>(size);
    return {};
  }

  /// The next byte is the first of a member, or of something else.
  Result<void> StartMember() {
    const unsigned char* const bytes = state_->next_in;
    const size_t size = std::min<size_t>(state_->avail_in, std::size(kMagic));
    if (!std::equal(bytes, bytes + size, kMagic)) {
      const std::string shown = Shown(bytes, std::min<size_t>(state_->avail_in, 8));
      if (members_ == 0) return Broken(fmt::format("not a gzip file: it begins with '{}'", shown));
      return Broken(
          fmt::format("something that is not gzip follows the end of the data at byte {}: '{}'",
                      bytes_read_ - static_cast<int64_t>(state_->avail_in), shown));
    }
    isal_inflate_reset(state_.get());
    state_->crc_flag = ISAL_GZIP;
    in_member_ = true;
    return {};
  }

  Result<void> Inflate() {
    const bool at_end_of_file = state_->avail_in == 0;
    const uint32_t room = state_->avail_out;
    if (isal_inflate(state_.get()) < 0) return Damaged();
    if (state_->block_state == ISAL_BLOCK_FINISH) {
      in_member_ = false;
      ++members_;
    } else if (at_end_of_file && state_->avail_out == room) {
      return Broken(fmt::format(
          "the gzip stops at byte {}, in the middle of its data: the file was cut short",
          bytes_read_));
    }
    return {};
  }

  std::unexpected<Error> Damaged() const {
    const Result<std::string> damage = DamageOfGzip(path_);
    if (!damage) return Fail(damage.error());
    return Broken(damage->empty()
                      ? fmt::format("the compressed data is damaged before byte {}", bytes_read_)
                      : *damage);
  }

  std::unexpected<Error> Broken(std::string message) const {
    return Fail(Error(ErrorCode::kInvalidInput, std::move(message), {name_, 0, 0}));
  }

  FileDescriptor file_;
  std::filesystem::path path_;  ///< for Damaged
  std::string name_;
  std::vector<unsigned char> input_;
  std::unique_ptr<inflate_state> state_;
  bool in_member_ = false;
  bool at_end_ = false;
  int members_ = 0;
  int64_t bytes_read_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> OpenGzip(const std::filesystem::path& path, std::string name) {
  ASSIGN_OR_RETURN(FileDescriptor file, FileDescriptor::Open(path, O_RDONLY, "read"));
  return std::make_unique<GzipSource>(std::move(file), path, std::move(name));
}

}  // namespace billwright::ingest
