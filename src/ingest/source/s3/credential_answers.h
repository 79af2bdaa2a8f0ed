#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "ingest/source/s3/sign.h"

// What services and commands answer that give credentials away. Pure functions of the text; secrets
// never get into an error.

namespace billwright::ingest::s3 {

/// {"AccessKeyId", "SecretAccessKey", "Token" or "SessionToken", "Expiration"}: of a container, a
/// machine, or a `credential_process`. Fails: kInvalidInput.
Result<Credentials> ReadJsonCredentials(std::string_view text);

/// <AssumeRole…Response> of the token service. Fails: kInvalidInput.
Result<Credentials> ReadTokenServiceAnswer(std::string_view text);

/// An error in XML: "AccessDenied: the text of the server". Empty if it is none.
struct ServerError {
  std::string code;
  std::string message;
  std::string region;  ///< where the bucket is, if the server says so
  std::string ToString() const;
};
ServerError ReadServerError(std::string_view text);

}  // namespace billwright::ingest::s3
