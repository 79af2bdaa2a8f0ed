#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace billwright {

/// The whole file. Fails: kNotFound if there is no such file, kIo otherwise; both name the path.
Result<std::string> ReadFile(const std::filesystem::path& path);

/// Has `write` make a file beside `path`, fsyncs it, renames it to `path` and fsyncs the folder:
/// readers see the old or the new file, never half of one. On failure nothing is left beside.
/// Fault points: file.written (before the rename), file.renamed (before the folder is fsynced).
Result<void> ReplaceFileAtomically(
    const std::filesystem::path& path,
    const std::function<Result<void>(const std::filesystem::path& beside)>& write);

/// The same with a text.
Result<void> WriteFileAtomically(const std::filesystem::path& path, std::string_view text);

Result<void> FsyncFile(const std::filesystem::path& path);
/// fsyncs every file and folder below `folder`, and the folder.
Result<void> FsyncTree(const std::filesystem::path& folder);

/// Whether something is there; false also if that cannot be found out. Never throws.
bool Exists(const std::filesystem::path& path);
/// What is in a folder, sorted. Fails: kNotFound, kIo.
Result<std::vector<std::filesystem::path>> ListFolder(const std::filesystem::path& folder);
/// Creates the folder and those above it. Fails: kIo.
Result<void> MakeFolders(const std::filesystem::path& folder);
/// Removes a file or a folder with all that is in it; nothing there is fine. Fails: kIo.
Result<void> RemoveAll(const std::filesystem::path& path);
/// The system's folder for short-lived files; "/tmp" if it names none.
std::filesystem::path TemporaryFolder();

/// A text for the last failed call: "No such file or directory".
std::string ErrnoText(int error_number);

/// "cannot read books/fx.csv: Permission denied", as kNotFound for ENOENT and kIo for the rest.
std::unexpected<Error> FileError(std::string_view verb, const std::filesystem::path& path,
                                 int error_number);

/// An open file that closes itself. Errors name the path and what was tried ("read", "write").
class FileDescriptor {
 public:
  static Result<FileDescriptor> Open(const std::filesystem::path& path, int flags,
                                     std::string_view verb);
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept;
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;

  int number() const { return number_; }

  /// Bytes read; 0 at the end of the file.
  Result<size_t> Read(char* buffer, size_t size);
  /// Writes all of `text`.
  Result<void> Write(std::string_view text);
  Result<void> Fsync();
  /// Closes now, so that an error of the last write is seen.
  Result<void> Close();

 private:
  FileDescriptor(int number, std::filesystem::path path, std::string_view verb)
      : number_(number), path_(std::move(path)), verb_(verb) {}
  std::unexpected<Error> LastError() const;

  int number_;  ///< -1 once closed or moved away
  std::filesystem::path path_;
  std::string verb_;
};

}  // namespace billwright
