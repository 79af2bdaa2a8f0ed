#include "ingest/format/zip.h"

#include <fmt/core.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "base/ascii.h"
#include "base/file.h"
#include "ingest/format/csv_header.h"

namespace billwright::ingest {

namespace {

struct CloseZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
struct CloseMember {
  void operator()(zip_file_t* member) const { zip_fclose(member); }
};

struct Member {
  zip_uint64_t index = 0;
  std::string name;
  int64_t bytes = 0;
  int64_t compressed = 0;
  uint32_t checksum = 0;
};

/// Folders, and what some archivers add for themselves.
bool IsPassedOver(const std::string& name) {
  return name.ends_with('/') || name.starts_with("__MACOSX/");
}

class ZipSource : public ByteSource {
 public:
  ZipSource(std::unique_ptr<zip_t, CloseZip> zip, std::string name)
      : zip_(std::move(zip)), name_(std::move(name)) {}

  Result<void> ReadDirectory() {
    const zip_int64_t count = zip_get_num_entries(zip_.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
      zip_stat_t status;
      zip_stat_init(&status);
      const auto index = static_cast<zip_uint64_t>(i);
      if (zip_stat_index(zip_.get(), index, 0, &status) != 0) return Damaged("its directory");
      Member member{index, status.name, static_cast<int64_t>(status.size),
                    static_cast<int64_t>(status.comp_size), status.crc};
      if (IsPassedOver(member.name)) continue;
      if (!LowerCase(member.name).ends_with(".csv"))
        return Bad(fmt::format("the zip holds {}, which is no csv file", member.name));
      if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
          status.encryption_method != ZIP_EM_NONE)
        return Bad(fmt::format("{} in the zip is encrypted", member.name));
      RETURN_IF_ERROR(CheckIsNew(member));
      if (member.bytes > 0) members_.push_back(std::move(member));
    }
    if (members_.empty()) return Bad("the zip holds no csv file");
    return OpenMember();
  }

  Result<size_t> Read(std::span<char> to) override {
    size_t filled = 0;
    while (filled < to.size()) {
      if (!ahead_.empty()) {
        const size_t size = std::min(ahead_.size(), to.size() - filled);
        std::ranges::copy_n(ahead_.begin(), static_cast<std::ptrdiff_t>(size),
                            to.begin() + static_cast<std::ptrdiff_t>(filled));
        ahead_.erase(0, size);
        filled += size;
        continue;
      }
      if (number_ == members_.size()) break;
      ASSIGN_OR_RETURN(const size_t size, ReadMember(to.subspan(filled)));
      KeepHeader({to.data() + filled, size});
      filled += size;
      if (size > 0) continue;
      RETURN_IF_ERROR(NextMember());
    }
    return filled;
  }

  int64_t file_bytes_read() const override {
    if (number_ == members_.size()) return bytes_before_;
    const Member& member = members_[number_];
    const int64_t all = std::max<int64_t>(member.bytes, 1);
    return bytes_before_ + std::min(member.compressed, member_bytes_ * member.compressed / all);
  }

 private:
  std::unexpected<Error> Bad(const std::string& what) const {
    return Fail(Error(ErrorCode::kInvalidInput, what, {name_, 0, 0}));
  }
  std::unexpected<Error> Damaged(const std::string& what) const {
    return Bad(fmt::format("{} in the zip is damaged: {}", what, zip_strerror(zip_.get())));
  }

  /// A csv that is there twice would be billed twice.
  Result<void> CheckIsNew(const Member& member) const {
    const auto same = std::ranges::find_if(members_, [&](const Member& other) {
      return other.bytes == member.bytes && other.checksum == member.checksum;
    });
    if (same == members_.end()) return {};
    return Bad(
        fmt::format("{} and {} in the zip are the same file, byte for byte; a report has "
                    "each of its parts once. Remove one of the two",
                    same->name, member.name));
  }

  Result<void> OpenMember() {
    member_.reset(zip_fopen_index(zip_.get(), members_[number_].index, 0));
    member_bytes_ = 0;
    if (member_ == nullptr) return Damaged(members_[number_].name);
    return {};
  }

  /// 0 at the end of the member, whose checksum is right then.
  Result<size_t> ReadMember(std::span<char> to) {
    const zip_int64_t size = zip_fread(member_.get(), to.data(), to.size());
    const Member& member = members_[number_];
    if (size < 0)
      return Bad(fmt::format("{} in the zip is damaged: {}", member.name,
                             zip_file_strerror(member_.get())));
    member_bytes_ += size;
    if (size > 0) last_ = to[static_cast<size_t>(size) - 1];
    if (size == 0 && member_bytes_ != member.bytes)
      return Bad(fmt::format("{} in the zip is damaged: it has {} bytes; its directory says {}",
                             member.name, member_bytes_, member.bytes));
    return static_cast<size_t>(size);
  }

  /// The header of the first member, as far as it has been read.
  void KeepHeader(std::string_view piece) {
    if (number_ > 0 || header_is_whole_) return;
    header_ += piece;
    const size_t end = EndOfHeader(header_);
    header_is_whole_ = end != std::string_view::npos;
    if (header_is_whole_) header_.resize(end);
  }

  /// Opens the next one, and reads over its header.
  Result<void> NextMember() {
    bytes_before_ += members_[number_].compressed;
    if (++number_ == members_.size()) return {};
    if (last_ != '\n') ahead_ = std::string("\n");  // no row may run into the next member's
    if (!header_is_whole_) header_ += '\n';
    RETURN_IF_ERROR(OpenMember());
    std::string text;
    while (text.size() < header_.size()) {
      const size_t before = text.size();
      text.resize(header_.size());
      ASSIGN_OR_RETURN(const size_t size, ReadMember({text.data() + before, text.size() - before}));
      text.resize(before + size);
      if (size == 0) break;
    }
    if (text != header_ && text + '\n' != header_)
      return Bad(fmt::format("{} and {} in the zip begin with different headers",
                             members_.front().name, members_[number_].name));
    return {};
  }

  std::unique_ptr<zip_t, CloseZip> zip_;
  std::string name_;
  std::vector<Member> members_;
  size_t number_ = 0;  ///< of the member that is read
  std::unique_ptr<zip_file_t, CloseMember> member_;
  int64_t member_bytes_ = 0;  ///< inflated, of this member
  int64_t bytes_before_ = 0;  ///< compressed, of those before it
  std::string header_;
  bool header_is_whole_ = false;
  char last_ = '\n';   ///< that was read
  std::string ahead_;  ///< to be given out before the next piece
};

}  // namespace

Result<std::unique_ptr<ByteSource>> OpenZip(const std::filesystem::path& path, std::string name) {
  int code = 0;
  std::unique_ptr<zip_t, CloseZip> zip(zip_open(path.c_str(), ZIP_RDONLY, &code));
  if (zip == nullptr) {
    if (code == ZIP_ER_NOENT) return FileError("read", path, ENOENT);
    if (code == ZIP_ER_OPEN || code == ZIP_ER_READ || code == ZIP_ER_SEEK)
      return FileError("read", path, errno);
    return Fail(Error(ErrorCode::kInvalidInput, "this is no zip, or it was cut short",
                      {std::move(name), 0, 0}));
  }
  auto source = std::make_unique<ZipSource>(std::move(zip), std::move(name));
  RETURN_IF_ERROR(source->ReadDirectory());
  return source;
}

}  // namespace billwright::ingest
