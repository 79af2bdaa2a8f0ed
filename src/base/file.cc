#include "base/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "base/fault.h"

namespace billwright {

namespace fs = std::filesystem;

std::string ErrnoText(int error_number) {
  return std::error_code(error_number, std::generic_category()).message();
}

std::unexpected<Error> FileError(std::string_view verb, const fs::path& path, int error_number) {
  const ErrorCode code = error_number == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo;
  return Fail(code,
              "cannot " + std::string(verb) + " " + path.string() + ": " + ErrnoText(error_number));
}

Result<FileDescriptor> FileDescriptor::Open(const fs::path& path, int flags,
                                            std::string_view verb) {
  const int number = ::open(path.c_str(), flags | O_CLOEXEC, 0666);
  if (number < 0) return FileError(verb, path, errno);
  return FileDescriptor(number, path, verb);
}

FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) ::close(number_);
}

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : number_(std::exchange(other.number_, -1)),
      path_(std::move(other.path_)),
      verb_(std::move(other.verb_)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(number_, other.number_);
  std::swap(path_, other.path_);
  std::swap(verb_, other.verb_);
  return *this;
}

std::unexpected<Error> FileDescriptor::LastError() const { return FileError(verb_, path_, errno); }

Result<size_t> FileDescriptor::Read(char* buffer, size_t size) {
  while (true) {
    const ssize_t count = ::read(number_, buffer, size);
    if (count >= 0) return static_cast<size_t>(count);
    if (errno != EINTR) return LastError();
  }
}

Result<void> FileDescriptor::Write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(number_, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<size_t>(count));
    } else if (errno != EINTR) {
      return LastError();
    }
  }
  return {};
}

Result<void> FileDescriptor::Fsync() {
  if (::fsync(number_) != 0) return LastError();
  return {};
}

Result<void> FileDescriptor::Close() {
  if (::close(std::exchange(number_, -1)) != 0) return LastError();
  return {};
}

Result<std::string> ReadFile(const fs::path& path) {
  ASSIGN_OR_RETURN(FileDescriptor file, FileDescriptor::Open(path, O_RDONLY, "read"));
  std::string text;
  std::array<char, 65536> buffer;
  while (true) {
    ASSIGN_OR_RETURN(const size_t size, file.Read(buffer.data(), buffer.size()));
    if (size == 0) return text;
    text.append(buffer.data(), size);
  }
}

namespace {

/// A name beside `path` that no other writer of this or another process uses.
fs::path NameBeside(const fs::path& path) {
  static std::atomic<int> count = 0;
  fs::path beside = path;
  beside += ".partial-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
  return beside;
}

Result<void> WriteNewFile(const fs::path& path, std::string_view text) {
  ASSIGN_OR_RETURN(FileDescriptor file,
                   FileDescriptor::Open(path, O_WRONLY | O_CREAT | O_EXCL, "write"));
  RETURN_IF_ERROR(file.Write(text));
  return file.Close();
}

fs::path FolderOf(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

}  // namespace

Result<void> ReplaceFileAtomically(const fs::path& path,
                                   const std::function<Result<void>(const fs::path&)>& write) {
  const fs::path beside = NameBeside(path);
  Result<void> written = write(beside);
  if (written) written = FsyncFile(beside);
  if (written) FAULT_POINT("file.written");
  if (written && std::rename(beside.c_str(), path.c_str()) != 0)
    written = FileError("write", path, errno);
  if (!written) {
    ::unlink(beside.c_str());
    return written;
  }
  FAULT_POINT("file.renamed");
  return FsyncFile(FolderOf(path));
}

Result<void> WriteFileAtomically(const fs::path& path, std::string_view text) {
  return ReplaceFileAtomically(path,
                               [&](const fs::path& beside) { return WriteNewFile(beside, text); });
}

Result<void> FsyncFile(const fs::path& path) {
  ASSIGN_OR_RETURN(FileDescriptor file, FileDescriptor::Open(path, O_RDONLY, "sync"));
  return file.Fsync();
}

Result<void> FsyncTree(const fs::path& folder) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const fs::file_type type = entry->symlink_status(error).type();
    if (error) break;
    if (type == fs::file_type::regular || type == fs::file_type::directory)
      RETURN_IF_ERROR(FsyncFile(entry->path()));
  }
  if (error) return FileError("sync", folder, error.value());
  return FsyncFile(folder);
}

bool Exists(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::exists(path, error) && !error;
}

Result<std::vector<std::filesystem::path>> ListFolder(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    paths.push_back(entry->path());
  if (error) return FileError("read", folder, error.value());
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<void> MakeFolders(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return Fail(ErrorCode::kIo, "cannot create " + folder.string() + ": " + error.message());
  return {};
}

Result<void> RemoveAll(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (error) return Fail(ErrorCode::kIo, "cannot remove " + path.string() + ": " + error.message());
  return {};
}

std::filesystem::path TemporaryFolder() {
  std::error_code error;
  std::filesystem::path folder = std::filesystem::temp_directory_path(error);
  return error ? std::filesystem::path("/tmp") : folder;
}

}  // namespace billwright
