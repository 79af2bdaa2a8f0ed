#include "ingest/source/keep.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "base/file.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

Result<struct stat> StatusOf(const FileDescriptor& file, const fs::path& path) {
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) return FileError("read", path, errno);
  return status;
}

bool SameVersion(const struct stat& a, const struct stat& b) {
  return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

/// False if the kernel cannot copy between these two files at all; nothing is written then.
Result<bool> CopyInKernel(const FileDescriptor& from, FileDescriptor& to, const fs::path& path) {
  constexpr size_t kAtOnce = size_t{1} << 30;
  bool started = false;
  while (true) {
    const ssize_t count =
        ::copy_file_range(from.number(), nullptr, to.number(), nullptr, kAtOnce, 0);
    if (count > 0) {
      started = true;
    } else if (count == 0) {
      return started;  // 0 at once: a file system that cannot, or an empty file
    } else if (errno != EINTR) {
      if (!started) return false;
      return FileError("copy", path, errno);
    }
  }
}

Result<void> CopyThroughMemory(FileDescriptor& from, FileDescriptor& to) {
  std::vector<char> buffer(size_t{1} << 20);
  while (true) {
    ASSIGN_OR_RETURN(const size_t size, from.Read(buffer.data(), buffer.size()));
    if (size == 0) return {};
    RETURN_IF_ERROR(to.Write({buffer.data(), size}));
  }
}

Result<void> CopyBytes(FileDescriptor& from, FileDescriptor& to, const fs::path& path) {
  if (::ioctl(to.number(), FICLONE, from.number()) == 0) return {};
  ASSIGN_OR_RETURN(const bool copied, CopyInKernel(from, to, path));
  if (copied) return {};
  return CopyThroughMemory(from, to);
}

}  // namespace

Result<void> KeepFile(const fs::path& from, const fs::path& to) {
  ASSIGN_OR_RETURN(FileDescriptor source, FileDescriptor::Open(from, O_RDONLY, "read"));
  ASSIGN_OR_RETURN(const struct stat before, StatusOf(source, from));
  ASSIGN_OR_RETURN(FileDescriptor target,
                   FileDescriptor::Open(to, O_WRONLY | O_CREAT | O_EXCL, "write"));
  RETURN_IF_ERROR(CopyBytes(source, target, from));
  ASSIGN_OR_RETURN(const struct stat after, StatusOf(source, from));
  ASSIGN_OR_RETURN(const struct stat kept, StatusOf(target, to));
  if (!SameVersion(before, after) || kept.st_size != after.st_size)
    return Fail(ErrorCode::kConflict,
                from.string() + " changed while it was copied; try again when it is complete");
  return target.Close();
}

}  // namespace billwright::ingest
