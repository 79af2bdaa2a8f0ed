#include "ingest/source/s3/credential_answers.h"

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

namespace billwright::ingest::s3 {

namespace {

std::string TextOf(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Result<Credentials> Complete(Credentials credentials, const std::string& expiration) {
  if (credentials.access_key.empty() || credentials.secret_key.empty())
    return Fail(ErrorCode::kInvalidInput, "the answer holds no AccessKeyId and SecretAccessKey");
  if (!expiration.empty()) {
    ASSIGN_OR_RETURN(credentials.expires, UtcTime::Parse(expiration));
  }
  return credentials;
}

}  // namespace

Result<Credentials> ReadJsonCredentials(std::string_view text) {
  const nlohmann::json object = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return Fail(ErrorCode::kInvalidInput, "the answer is no JSON object");
  Credentials credentials;
  credentials.access_key = TextOf(object, "AccessKeyId");
  credentials.secret_key = TextOf(object, "SecretAccessKey");
  credentials.session_token = TextOf(object, "SessionToken");
  if (credentials.session_token.empty()) credentials.session_token = TextOf(object, "Token");
  return Complete(std::move(credentials), TextOf(object, "Expiration"));
}

Result<Credentials> ReadTokenServiceAnswer(std::string_view text) {
  pugi::xml_document document;
  document.load_buffer(text.data(), text.size());
  const pugi::xml_node answer = document.first_child().first_child().child("Credentials");
  Credentials credentials;
  credentials.access_key = answer.child_value("AccessKeyId");
  credentials.secret_key = answer.child_value("SecretAccessKey");
  credentials.session_token = answer.child_value("SessionToken");
  return Complete(std::move(credentials), answer.child_value("Expiration"));
}

std::string ServerError::ToString() const { return message.empty() ? code : code + ": " + message; }

ServerError ReadServerError(std::string_view text) {
  pugi::xml_document document;
  document.load_buffer(text.data(), text.size());
  pugi::xml_node error = document.first_child();
  // The token service puts it one level deeper than S3.
  if (const pugi::xml_node inner = error.child("Error")) error = inner;
  return {error.child_value("Code"), error.child_value("Message"), error.child_value("Region")};
}

}  // namespace billwright::ingest::s3
