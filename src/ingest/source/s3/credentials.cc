#include "ingest/source/s3/credentials.h"

#include <stdio.h>
#include <sys/wait.h>

#include "base/file.h"
#include "ingest/source/s3/credential_answers.h"
#include "ingest/source/s3/token_service.h"

namespace billwright::ingest::s3 {

namespace {

constexpr int64_t kRenewBefore = 300;  // seconds
constexpr int kDeepestChain = 8;       // of profiles that name profiles

std::string ValueOf(const Profile& profile, const std::string& key) {
  const auto found = profile.find(key);
  return found == profile.end() ? "" : found->second;
}

std::string Named(const std::string& profile) { return "profile \"" + profile + "\""; }

Result<Credentials> WithOrigin(Result<Credentials> credentials, const std::string& origin) {
  if (credentials) {
    credentials->origin = origin;
    return credentials;
  }
  return std::unexpected(Error(credentials.error().code(), "no credentials from " + origin + ": " +
                                                               credentials.error().message()));
}

/// What a command prints. Its errors go where ours go.
Result<std::string> OutputOf(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "re");
  if (pipe == nullptr) return Fail(ErrorCode::kIo, "cannot run " + command);
  std::string text;
  char buffer[4096];
  for (size_t size = 0; (size = ::fread(buffer, 1, sizeof(buffer), pipe)) > 0;)
    text.append(buffer, size);
  const int status = ::pclose(pipe);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return Fail(ErrorCode::kInvalidInput,
                "the credential_process failed" +
                    (WIFEXITED(status) ? ", exit status " + std::to_string(WEXITSTATUS(status))
                                       : std::string()));
  return text;
}

Result<Credentials> OfProcess(const std::string& command) {
  ASSIGN_OR_RETURN(const std::string text, OutputOf(command));
  return ReadJsonCredentials(text);
}

}  // namespace

CredentialChain::CredentialChain(Environment environment, std::string profile, std::string region,
                                 const net::Patience& patience)
    : environment_(std::move(environment)),
      profile_(std::move(profile)),
      region_(std::move(region)),
      patience_(patience) {}

Result<Credentials> CredentialChain::Get() {
  const std::lock_guard lock(mutex_);
  if (found_ &&
      (!found_->expires || found_->expires->seconds - kRenewBefore > UtcTime::Now().seconds))
    return *found_;
  ASSIGN_OR_RETURN(found_, Find());
  return *found_;
}

void CredentialChain::Forget() {
  const std::lock_guard lock(mutex_);
  found_.reset();
  profiles_.reset();
}

Result<Credentials> CredentialChain::Find() {
  if (!profile_.empty()) return OfProfile(profile_, 0);
  const bool has_keys = !environment_("AWS_ACCESS_KEY_ID").empty();
  if (has_keys || !environment_("AWS_SECRET_ACCESS_KEY").empty()) return OfEnvironment();
  const std::string token_file = environment_("AWS_WEB_IDENTITY_TOKEN_FILE");
  if (!token_file.empty()) {
    const WebIdentity identity{environment_("AWS_ROLE_ARN"), token_file,
                               environment_("AWS_ROLE_SESSION_NAME")};
    return WithOrigin(TakeWebIdentity(identity, region_, environment_, patience_),
                      "the web identity in " + token_file);
  }
  std::string name = environment_("AWS_PROFILE");
  const bool is_named = !name.empty();
  if (!is_named) name = "default";
  ASSIGN_OR_RETURN(const Profiles* profiles, AllProfiles());
  const Profile* profile = profiles->Find(name);
  // A default profile that holds a region only is there for other settings.
  if (is_named || (profile != nullptr &&
                   (profile->contains("aws_access_key_id") || profile->contains("role_arn") ||
                    profile->contains("credential_process") || profile->contains("sso_session") ||
                    profile->contains("sso_start_url"))))
    return OfProfile(name, 0);
  ASSIGN_OR_RETURN(auto of_container, OfContainer());
  if (of_container) return *std::move(of_container);
  ASSIGN_OR_RETURN(auto of_machine, OfMachine());
  if (of_machine) return *std::move(of_machine);
  return Fail(ErrorCode::kInvalidInput,
              "no credentials were found: looked in the environment (AWS_ACCESS_KEY_ID, "
              "AWS_WEB_IDENTITY_TOKEN_FILE), for a profile \"default\" in " +
                  profiles->files() +
                  ", for the role of a container and for that of an EC2 machine. Set one of them, "
                  "or name a profile");
}

Result<Credentials> CredentialChain::OfEnvironment() {
  Credentials credentials;
  credentials.access_key = environment_("AWS_ACCESS_KEY_ID");
  credentials.secret_key = environment_("AWS_SECRET_ACCESS_KEY");
  credentials.session_token = environment_("AWS_SESSION_TOKEN");
  credentials.origin = "the environment (AWS_ACCESS_KEY_ID)";
  if (credentials.access_key.empty() || credentials.secret_key.empty())
    return Fail(ErrorCode::kInvalidInput,
                "only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set: set both");
  return credentials;
}

Result<const Profiles*> CredentialChain::AllProfiles() {
  if (!profiles_) {
    ASSIGN_OR_RETURN(profiles_, Profiles::Load(environment_));
  }
  return &*profiles_;
}

Result<Credentials> CredentialChain::OfProfile(const std::string& name, int depth) {
  ASSIGN_OR_RETURN(const Profiles* profiles, AllProfiles());
  const Profile* profile = profiles->Find(name);
  if (profile == nullptr)
    return Fail(ErrorCode::kInvalidInput,
                "there is no " + Named(name) + " in " + profiles->files());
  if (depth > kDeepestChain)
    return Fail(ErrorCode::kInvalidInput,
                Named(name) + " is named as a source_profile in a circle");
  if (profile->contains("role_arn")) return OfRole(name, *profile, depth);
  Credentials credentials{.access_key = ValueOf(*profile, "aws_access_key_id"),
                          .secret_key = ValueOf(*profile, "aws_secret_access_key"),
                          .session_token = ValueOf(*profile, "aws_session_token"),
                          .expires = std::nullopt,
                          .origin = Named(name)};
  if (!credentials.access_key.empty() && !credentials.secret_key.empty()) return credentials;
  if (const std::string command = ValueOf(*profile, "credential_process"); !command.empty())
    return WithOrigin(OfProcess(command), "the credential_process of " + Named(name));
  if (profile->contains("sso_session") || profile->contains("sso_start_url"))
    return Fail(ErrorCode::kUnsupported,
                Named(name) +
                    " signs in through a browser (sso). Let the tool of AWS do that, with "
                    "another profile that says: credential_process = aws configure "
                    "export-credentials --profile " +
                    name);
  return Fail(ErrorCode::kInvalidInput,
              Named(name) +
                  " holds no credentials: expected aws_access_key_id and "
                  "aws_secret_access_key, role_arn, or credential_process");
}

Result<Credentials> CredentialChain::OfRole(const std::string& name, const Profile& profile,
                                            int depth) {
  const Role role{ValueOf(profile, "role_arn"), ValueOf(profile, "role_session_name"),
                  ValueOf(profile, "external_id"), ValueOf(profile, "duration_seconds")};
  const std::string origin = "the role " + role.arn + " of " + Named(name);
  if (profile.contains("mfa_serial"))
    return Fail(ErrorCode::kUnsupported,
                Named(name) +
                    " asks for a code (mfa_serial), which nobody is there to type: use "
                    "a role that can be taken without");
  std::string region = ValueOf(profile, "region");
  if (region.empty()) region = region_;
  if (const std::string file = ValueOf(profile, "web_identity_token_file"); !file.empty())
    return WithOrigin(
        TakeWebIdentity({role.arn, file, role.session_name}, region, environment_, patience_),
        origin);
  const std::string source = ValueOf(profile, "source_profile");
  const std::string other = ValueOf(profile, "credential_source");
  Result<Credentials> taker =
      Fail(ErrorCode::kInvalidInput, Named(name) +
                                         " has a role_arn, but no source_profile, "
                                         "credential_source or web_identity_token_file");
  if (source == name) {
    // A profile may hold both the role and the keys that may take it.
    taker = Credentials{.access_key = ValueOf(profile, "aws_access_key_id"),
                        .secret_key = ValueOf(profile, "aws_secret_access_key"),
                        .session_token = ValueOf(profile, "aws_session_token"),
                        .expires = std::nullopt,
                        .origin = Named(name)};
  } else if (!source.empty()) {
    taker = OfProfile(source, depth + 1);
  } else if (!other.empty()) {
    taker = OfCredentialSource(name, other);
  }
  if (!taker) return taker;
  return WithOrigin(TakeRole(role, *taker, region, environment_, patience_), origin);
}

Result<Credentials> CredentialChain::OfCredentialSource(const std::string& name,
                                                        const std::string& source) {
  if (source == "Environment") return OfEnvironment();
  Result<std::optional<Credentials>> found = std::nullopt;
  if (source == "EcsContainer") {
    found = OfContainer();
  } else if (source == "Ec2InstanceMetadata") {
    found = OfMachine();
  } else {
    return Fail(ErrorCode::kInvalidInput,
                "the credential_source of " + Named(name) + " is \"" + source +
                    "\": expected Environment, EcsContainer or Ec2InstanceMetadata");
  }
  if (!found) return std::unexpected(found.error());
  if (*found) return **std::move(found);
  return Fail(ErrorCode::kInvalidInput,
              "the credential_source " + source + " of " + Named(name) + " is not here");
}

Result<std::optional<Credentials>> CredentialChain::OfContainer() {
  std::string url = environment_("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  const std::string relative = environment_("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  if (!relative.empty()) url = "http://169.254.170.2" + relative;
  if (url.empty()) return std::nullopt;
  std::string token = environment_("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  if (const std::string file = environment_("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
      !file.empty()) {
    ASSIGN_OR_RETURN(token, ReadFile(file));
    while (token.ends_with('\n')) token.pop_back();
  }
  ASSIGN_OR_RETURN(Credentials credentials,
                   WithOrigin(AskContainer(url, token, patience_), "the container (" + url + ")"));
  return credentials;
}

Result<std::optional<Credentials>> CredentialChain::OfMachine() {
  if (environment_("AWS_EC2_METADATA_DISABLED") == "true") return std::nullopt;
  std::string url = environment_("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  const bool is_named = !url.empty();
  if (!is_named) url = "http://169.254.169.254";
  while (url.ends_with('/')) url.pop_back();
  Result<std::optional<Credentials>> found = AskMachine(url);
  if (!found && !is_named && found.error().code() == ErrorCode::kIo) return std::nullopt;
  if (!found || !*found) return found;
  (*found)->origin = "the role of this machine";
  return found;
}

}  // namespace billwright::ingest::s3
