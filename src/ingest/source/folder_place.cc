#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/file.h"
#include "ingest/source/place.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

/// Half-written output of query engines.
constexpr std::string_view kTemporary = "_temporary";
constexpr uintmax_t kSmall = uintmax_t{64} << 20;

bool IsPassedOver(const fs::path& folder) {
  const std::string name = folder.filename().string();
  // Billwright's own data is no place to take reports from.
  return name.starts_with('.') || name == kTemporary || Exists(folder / "catalog.db");
}

/// Another text for each version of a file: its inode, and when bytes and inode changed last. Empty
/// for what changed a moment ago: it may change once more within what the clock of its file system
/// tells apart (two seconds, on some), and would look the same.
std::string EtagOf(const struct stat& status) {
  constexpr int64_t kSettled = 5;  // seconds
  const int64_t newest = std::max(status.st_mtim.tv_sec, status.st_ctim.tv_sec);
  if (newest > UtcTime::Now().seconds - kSettled) return {};
  return fmt::format("{}-{}.{:09}-{}.{:09}", status.st_ino, status.st_mtim.tv_sec,
                     status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec);
}

Result<FoundFile> Describe(const fs::path& path, std::string key) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return FileError("read", path, errno);
  FoundFile file;
  file.key = std::move(key);
  file.bytes = static_cast<int64_t>(status.st_size);
  file.modified_at = UtcTime{static_cast<int64_t>(status.st_mtim.tv_sec)};
  file.etag = EtagOf(status);
  return file;
}

class FolderPlace : public SourcePlace {
 public:
  explicit FolderPlace(fs::path path) : path_(std::move(path)) {
    std::error_code error;
    is_file_ = fs::is_regular_file(path_, error);
    root_ = is_file_ ? path_.parent_path() : path_;
  }

  std::string Name() const override { return path_.string(); }
  bool is_remote() const override { return false; }
  std::string Above() const override {
    std::error_code error;
    const fs::path absolute = fs::absolute(root_, error).lexically_normal();
    return absolute.relative_path().generic_string();
  }
  int links() const override { return links_; }

  Result<std::vector<FoundFile>> List() override {
    std::error_code error;
    links_ = 0;
    const fs::file_type type = fs::status(path_, error).type();
    if (type == fs::file_type::not_found)
      return Fail(ErrorCode::kNotFound, "there is no file or folder " + path_.string());
    if (error) return FileError("read", path_, error.value());
    std::vector<FoundFile> files;
    if (type == fs::file_type::directory) {
      RETURN_IF_ERROR(Search(root_, files));
    } else {
      ASSIGN_OR_RETURN(FoundFile file, Describe(path_, path_.filename().string()));
      files.push_back(std::move(file));
    }
    // By folders, then names: as paths are ordered.
    std::ranges::sort(files, {}, [](const FoundFile& file) { return fs::path(file.key); });
    return files;
  }

  Result<std::string> Read(const std::string& key) override {
    std::error_code error;
    const uintmax_t size = fs::file_size(root_ / key, error);
    if (!error && size > kSmall)
      return Fail(ErrorCode::kInvalidInput,
                  OriginOf(key) + " is larger than is expected of such a file");
    return ReadFile(root_ / key);
  }

  Result<std::optional<FoundFile>> Look(const std::string& key) override {
    Result<FoundFile> file = Describe(root_ / key, key);
    if (file) return *std::move(file);
    if (file.error().code() == ErrorCode::kNotFound) return std::nullopt;
    return std::unexpected(file.error());
  }

  std::string OriginOf(const std::string& key) const override {
    std::error_code error;
    const fs::path path = fs::absolute(root_ / key, error);
    return (error ? root_ / key : path).lexically_normal().string();
  }

  std::optional<std::string> KeyOf(const std::string&, const std::string&) const override {
    return std::nullopt;
  }

  fs::path PathOf(const std::string& key) const override { return root_ / key; }

  Result<void> Fetch(std::vector<FileToFetch>&, const fs::path&) override {
    return Fail(ErrorCode::kUnsupported, Name() + " is on this machine: nothing is to be fetched");
  }

 private:
  /// Symbolic links are not followed: what they name within the place is found there, and what is
  /// outside is not of this place.
  Result<void> Search(const fs::path& folder, std::vector<FoundFile>& files) {
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      const fs::file_type type = entry->symlink_status(error).type();
      if (error) break;
      if (type == fs::file_type::symlink) {
        ++links_;
      } else if (type == fs::file_type::directory) {
        if (!IsPassedOver(entry->path())) RETURN_IF_ERROR(Search(entry->path(), files));
      } else if (type == fs::file_type::regular) {
        Result<FoundFile> file =
            Describe(entry->path(), entry->path().lexically_relative(root_).generic_string());
        if (file)
          files.push_back(*std::move(file));
        else if (file.error().code() != ErrorCode::kNotFound)
          return std::unexpected(file.error());
      }
    }
    if (error) return FileError("read", folder, error.value());
    return {};
  }

  fs::path path_;
  fs::path root_;
  bool is_file_ = false;
  int links_ = 0;
};

}  // namespace

std::string FoundFile::Folder() const {
  const size_t slash = key.rfind('/');
  return slash == std::string::npos ? "" : key.substr(0, slash);
}

std::unique_ptr<SourcePlace> OpenFolder(fs::path path) {
  return std::make_unique<FolderPlace>(std::move(path));
}

}  // namespace billwright::ingest
