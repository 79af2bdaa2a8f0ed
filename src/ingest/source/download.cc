#include "ingest/source/download.h"

#include <fcntl.h>

#include "base/digest.h"
#include "base/fault.h"
#include "base/file.h"
#include "ingest/source/download_workers.h"
#include "ingest/source/part_file.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

struct Digests {
  std::string sha256;
  std::string md5;
};

Result<Digests> DigestsOf(const fs::path& path) {
  ASSIGN_OR_RETURN(FileDescriptor file, FileDescriptor::Open(path, O_RDONLY, "read"));
  Sha256 sha256;
  Md5 md5;
  std::vector<char> buffer(size_t{1} << 20);
  while (true) {
    ASSIGN_OR_RETURN(const size_t size, file.Read(buffer.data(), buffer.size()));
    if (size == 0) return Digests{sha256.Finish(), md5.Finish()};
    sha256.Add(buffer.data(), size);
    md5.Add(buffer.data(), size);
  }
}

/// The digests of an object whose pieces are all there. One that arrived damaged is fetched once
/// more: damaged on the way or on our disk; or the server's ETag is no MD5, as two downloads that
/// agree show.
Result<std::string> CheckWhole(const std::shared_ptr<s3::Server>& server, const PartFile& part,
                               const s3::Object& object) {
  ASSIGN_OR_RETURN(const Digests first, DigestsOf(part.path()));
  if (!object.etag_is_md5 || first.md5 == object.etag) return first.sha256;
  part.Forget();
  RETURN_IF_ERROR(FetchMissing(server, {&part}));
  ASSIGN_OR_RETURN(const Digests second, DigestsOf(part.path()));
  if (second.md5 == object.etag || second.sha256 == first.sha256) return second.sha256;
  part.Forget();
  return Fail(ErrorCode::kIo,
              part.address().ToString() + " arrives damaged: its MD5 is not its ETag, twice");
}

Result<void> Finish(const std::shared_ptr<s3::Server>& server, s3::Client& client,
                    const PartFile& part, FileToFetch& file) {
  const s3::Address& address = part.address();
  // As the server describes the very version that was fetched.
  ASSIGN_OR_RETURN(const s3::Object object, client.Head(address.bucket, address.prefix,
                                                        {file.found.etag, file.found.version_id}));
  ASSIGN_OR_RETURN(file.digest, CheckWhole(server, part, object));
  file.fetched = file.found;
  file.fetched.version_id = object.version_id;
  if (object.modified_at > UtcTime::Beginning()) file.fetched.modified_at = object.modified_at;
  RETURN_IF_ERROR(part.MoveTo(file.target));
  FAULT_POINT("download.whole");
  return {};
}

}  // namespace

Result<void> Download(const std::shared_ptr<s3::Server>& server, const std::string& bucket,
                      const std::string& root, const fs::path& incoming,
                      std::vector<FileToFetch>& files) {
  RETURN_IF_ERROR(MakeFolders(incoming));
  std::vector<PartFile> parts;
  for (const FileToFetch& file : files)
    parts.emplace_back(incoming, s3::Address{bucket, root + file.found.key}, file.found);
  std::vector<const PartFile*> all;
  for (const PartFile& part : parts) all.push_back(&part);
  RETURN_IF_ERROR(FetchMissing(server, all));
  s3::Client client(server);
  for (size_t i = 0; i < files.size(); ++i)
    RETURN_IF_ERROR(Finish(server, client, parts[i], files[i]));
  return {};
}

}  // namespace billwright::ingest
