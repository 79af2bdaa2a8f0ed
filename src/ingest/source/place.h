#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "ingest/source/s3/client.h"

namespace billwright::ingest {

/// One file of a place, or one object of a bucket.
struct FoundFile {
  std::string key;  ///< relative to the place, "/" between folders
  int64_t bytes = 0;
  UtcTime modified_at;  ///< Beginning() if nobody says
  /// Another one for each content: an object's ETag, without quotes; of a file what its inode says.
  /// Empty if nothing can be told without reading.
  std::string etag;
  std::string version_id;  ///< of an object; a listing does not give it

  std::string Name() const { return key.substr(key.rfind('/') + 1); }
  /// "a/b" of "a/b/c.csv"; empty at the top.
  std::string Folder() const;
};

/// What to fetch, and where to.
struct FileToFetch {
  FoundFile found;
  std::filesystem::path target;  ///< must not exist
  FoundFile fetched;             ///< set by Fetch: as it is described now, with its version
  std::string digest;            ///< set by Fetch: SHA-256 of what is at the target
};

/// Where deliveries lie: a folder, one file, or a prefix in S3.
///
/// Threads: one.
class SourcePlace {
 public:
  virtual ~SourcePlace() = default;

  /// "/srv/cur", "s3://bucket/prefix": for people.
  virtual std::string Name() const = 0;
  virtual bool is_remote() const = 0;
  /// The folders that the place itself is in, the nearest last, with "/" between: what they are
  /// called may tell what the place is.
  virtual std::string Above() const = 0;
  /// All files below the place, sorted by key. Fails: kNotFound if there is no such place; kIo.
  virtual Result<std::vector<FoundFile>> List() = 0;
  /// How many symbolic links the last List() did not follow.
  virtual int links() const { return 0; }
  /// The text of a small file. Fails: kNotFound, kIo; kInvalidInput if it is not small.
  virtual Result<std::string> Read(const std::string& key) = 0;
  /// As it is now, whatever a listing says; nullopt if it is not there. Fails: kIo.
  virtual Result<std::optional<FoundFile>> Look(const std::string& key) = 0;
  /// "s3://bucket/prefix/key", or the absolute path.
  virtual std::string OriginOf(const std::string& key) const = 0;
  /// The path of a file on this machine; empty for an object.
  virtual std::filesystem::path PathOf(const std::string&) const { return {}; }
  /// The key of an object that a manifest names, if it names it in this very place.
  virtual std::optional<std::string> KeyOf(const std::string& bucket,
                                           const std::string& key) const = 0;
  /// Fetches objects, byte for byte, each only if it is still the one that was found. `incoming` is
  /// where what was fetched so far is kept between two tries. Not for files of this machine.
  /// Fails: kConflict if one has changed; kNotFound; kIo.
  virtual Result<void> Fetch(std::vector<FileToFetch>& files,
                             const std::filesystem::path& incoming) = 0;
};

/// `path` need not exist.
std::unique_ptr<SourcePlace> OpenFolder(std::filesystem::path path);
std::unique_ptr<SourcePlace> OpenS3(s3::Address address, std::shared_ptr<s3::Server> server);

}  // namespace billwright::ingest
