#include <algorithm>

#include "ingest/source/download.h"
#include "ingest/source/place.h"

namespace billwright::ingest {

namespace {

constexpr int64_t kSmall = int64_t{64} << 20;

class S3Place : public SourcePlace {
 public:
  S3Place(s3::Address address, std::shared_ptr<s3::Server> server)
      : address_(std::move(address)), server_(std::move(server)), client_(server_) {}

  std::string Name() const override { return address_.ToString(); }
  bool is_remote() const override { return true; }
  std::string Above() const override { return Root().substr(0, Root().size() - (Root() != "")); }

  Result<std::vector<FoundFile>> List() override {
    const std::string folder = address_.prefix.empty() ? "" : address_.prefix + "/";
    ASSIGN_OR_RETURN(const std::vector<s3::Object> objects, client_.List(address_.bucket, folder));
    std::vector<FoundFile> files;
    for (const s3::Object& object : objects) files.push_back(Found(object));
    if (files.empty()) {
      RETURN_IF_ERROR(TryOneObject(files));
    }
    std::ranges::sort(files, {}, &FoundFile::key);
    return files;
  }

  Result<std::string> Read(const std::string& key) override {
    ASSIGN_OR_RETURN(s3::Client::Content content,
                     client_.Read(address_.bucket, Root() + key, kSmall));
    return std::move(content.text);
  }

  Result<std::optional<FoundFile>> Look(const std::string& key) override {
    Result<s3::Object> object = client_.Head(address_.bucket, Root() + key);
    if (object) return Found(*object);
    if (object.error().code() == ErrorCode::kNotFound) return std::nullopt;
    return std::unexpected(object.error());
  }

  std::string OriginOf(const std::string& key) const override {
    return s3::Address{address_.bucket, Root() + key}.ToString();
  }

  std::optional<std::string> KeyOf(const std::string& bucket,
                                   const std::string& key) const override {
    if (bucket != address_.bucket || !key.starts_with(Root())) return std::nullopt;
    return key.substr(Root().size());
  }

  Result<void> Fetch(std::vector<FileToFetch>& files,
                     const std::filesystem::path& incoming) override {
    return Download(server_, address_.bucket, Root(), incoming, files);
  }

 private:
  /// What every key starts with: the prefix, or the folder of the one object.
  std::string Root() const {
    const std::string& prefix = address_.prefix;
    if (!is_object_) return prefix.empty() ? "" : prefix + "/";
    const size_t slash = prefix.rfind('/');
    return slash == std::string::npos ? "" : prefix.substr(0, slash + 1);
  }

  FoundFile Found(const s3::Object& object) const {
    FoundFile file;
    file.key = object.key.substr(Root().size());
    file.bytes = object.bytes;
    file.modified_at = object.modified_at;
    file.etag = object.etag;
    file.version_id = object.version_id;
    return file;
  }

  Result<void> TryOneObject(std::vector<FoundFile>& files) {
    if (address_.prefix.empty()) return {};
    Result<s3::Object> object = client_.Head(address_.bucket, address_.prefix);
    if (!object && object.error().code() == ErrorCode::kNotFound) return {};
    if (!object) return std::unexpected(object.error());
    is_object_ = true;
    files.push_back(Found(*object));
    return {};
  }

  s3::Address address_;
  std::shared_ptr<s3::Server> server_;
  s3::Client client_;
  bool is_object_ = false;
};

}  // namespace

std::unique_ptr<SourcePlace> OpenS3(s3::Address address, std::shared_ptr<s3::Server> server) {
  return std::make_unique<S3Place>(std::move(address), std::move(server));
}

}  // namespace billwright::ingest
