#include <algorithm>
#include <charconv>

#include "ingest/source/s3/client.h"

namespace billwright::ingest::s3 {

namespace {

constexpr std::string_view kDefaultRegion = "us-east-1";

std::string FirstSet(const Environment& environment, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (std::string value = environment(name); !value.empty()) return value;
  return {};
}

/// A profile that cannot be read is complained about when its credentials are needed.
std::string RegionOfProfile(const ServerSettings& settings) {
  const Result<Profiles> profiles = Profiles::Load(settings.environment);
  if (!profiles) return {};
  std::string name = settings.profile;
  if (name.empty()) name = settings.environment("AWS_PROFILE");
  const Profile* profile = profiles->Find(name.empty() ? "default" : name);
  if (profile == nullptr || !profile->contains("region")) return {};
  return profile->at("region");
}

}  // namespace

Result<std::shared_ptr<Server>> Server::Open(const ServerSettings& settings) {
  std::shared_ptr<Server> server(new Server());
  server->region_ = settings.region;
  if (server->region_.empty())
    server->region_ = FirstSet(settings.environment, {"AWS_REGION", "AWS_DEFAULT_REGION"});
  if (server->region_.empty()) server->region_ = RegionOfProfile(settings);
  if (server->region_.empty()) server->region_ = kDefaultRegion;
  std::string endpoint = settings.endpoint;
  if (endpoint.empty())
    endpoint = FirstSet(settings.environment, {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"});
  if (!endpoint.empty()) {
    ASSIGN_OR_RETURN(server->own_, ParseEndpoint(endpoint));
  }
  server->path_style_ = settings.path_style.value_or(server->own_.has_value());
  server->patience_ = settings.patience;
  const std::string attempts = settings.environment("AWS_MAX_ATTEMPTS");
  int number = 0;
  std::from_chars(attempts.data(), attempts.data() + attempts.size(), number);
  if (number > 0) server->patience_.attempts = number;
  server->credentials_ = std::make_unique<CredentialChain>(settings.environment, settings.profile,
                                                           server->region_, server->patience_);
  return server;
}

std::string Server::region() const {
  const std::lock_guard lock(mutex_);
  return region_;
}

void Server::SetRegion(std::string region) {
  const std::lock_guard lock(mutex_);
  region_ = std::move(region);
}

Endpoint Server::AddressOf(const std::string& region, const std::string& bucket,
                           const std::string& key) const {
  Endpoint endpoint = own_.value_or(Endpoint{"https", "s3." + region + "." + DomainOf(region), ""});
  // The certificate of Amazon is for one name before the domain: a dot in the bucket makes two.
  const bool in_path = path_style_ || bucket.find('.') != std::string::npos;
  if (in_path) {
    endpoint.path += "/" + bucket;
  } else {
    endpoint.host = bucket + "." + endpoint.host;
  }
  endpoint.path += key.empty() && in_path ? "" : "/" + UriEncode(key, /*keep_slash=*/true);
  return endpoint;
}

}  // namespace billwright::ingest::s3
