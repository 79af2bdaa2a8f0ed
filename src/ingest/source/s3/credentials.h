#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/error.h"
#include "ingest/source/s3/profile.h"
#include "ingest/source/s3/sign.h"
#include "net/http.h"

namespace billwright::ingest::s3 {

/// Finds credentials where the tools of AWS find them.
///
/// A profile that is named is the only place. Else, in this order: AWS_ACCESS_KEY_ID and
/// AWS_SECRET_ACCESS_KEY; a web identity (AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN); the
/// profile AWS_PROFILE, or "default"; the role of a container (AWS_CONTAINER_CREDENTIALS_…_URI);
/// the role of the machine (EC2, version 2 of its metadata service). A profile may hold keys, a
/// role with the profile that may take it, a web identity, or a command that prints credentials.
/// Temporary credentials are renewed five minutes before they expire.
///
/// Threads: any.
class CredentialChain {
 public:
  /// `profile` empty: none is named. `region` is that of the token service.
  CredentialChain(Environment environment, std::string profile, std::string region,
                  const net::Patience& patience);

  /// Fails: kInvalidInput, saying where was looked and what to do; kIo if a service that should
  ///        give them does not answer.
  Result<Credentials> Get();
  /// Forgets what was found: the next Get() looks again.
  void Forget();

 private:
  Result<Credentials> Find();
  Result<Credentials> OfEnvironment();
  Result<Credentials> OfProfile(const std::string& name, int depth);
  Result<Credentials> OfRole(const std::string& name, const Profile& profile, int depth);
  Result<Credentials> OfCredentialSource(const std::string& name, const std::string& source);
  Result<std::optional<Credentials>> OfContainer();
  Result<std::optional<Credentials>> OfMachine();
  Result<const Profiles*> AllProfiles();

  Environment environment_;
  std::string profile_;
  std::string region_;
  net::Patience patience_;
  std::optional<Profiles> profiles_;
  std::mutex mutex_;
  std::optional<Credentials> found_;
};

}  // namespace billwright::ingest::s3
