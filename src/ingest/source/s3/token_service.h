#pragma once

#include <optional>
#include <string>

#include "ingest/source/s3/profile.h"
#include "ingest/source/s3/sign.h"
#include "net/http.h"

// The services that give credentials away: the token service of AWS (STS), the agent of a container
// (ECS, EKS) and the metadata service of a machine (EC2).

namespace billwright::ingest::s3 {

struct Role {
  std::string arn;
  std::string session_name;      ///< empty: "billwright"
  std::string external_id;       ///< may be empty
  std::string duration_seconds;  ///< empty: as the service likes
};

/// AssumeRole. AWS_ENDPOINT_URL_STS names another server. Fails: kInvalidInput, with what the
/// service said; kIo.
Result<Credentials> TakeRole(const Role& role, const Credentials& taker, const std::string& region,
                             const Environment& environment, const net::Patience& patience);

struct WebIdentity {
  std::string role_arn;
  std::string token_file;
  std::string session_name;  ///< empty: "billwright"
};
/// AssumeRoleWithWebIdentity. Fails: as TakeRole.
Result<Credentials> TakeWebIdentity(const WebIdentity& identity, const std::string& region,
                                    const Environment& environment, const net::Patience& patience);

/// GET of the container's address. Fails: kInvalidInput; kIo.
Result<Credentials> AskContainer(const std::string& url, const std::string& token,
                                 const net::Patience& patience);

/// The machine's role, by version 2 of the metadata service. nullopt if it has none. Fails: kIo if
/// nothing answers within a second: this is no machine of AWS.
Result<std::optional<Credentials>> AskMachine(const std::string& url);

}  // namespace billwright::ingest::s3
