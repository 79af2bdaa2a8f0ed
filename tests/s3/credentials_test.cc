#include "ingest/source/s3/credentials.h"

#include <gmock/gmock.h>

#include <map>

#include "s3/proxy.h"
#include "testing/scratch.h"

// Credentials from every place where they may be; the services that give them are played here.

namespace billwright {
namespace {

using ingest::s3::CredentialChain;
using testing::Answers;
using ::testing::HasSubstr;
using testing::Proxy;

constexpr const char* kJson =
    R"({"AccessKeyId":"AKIDTEMP","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"})";
constexpr const char* kRoleXml =
    "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIDROLE</AccessKeyId>"
    "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
    "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>"
    "</AssumeRoleResponse>";

class Credentials : public ::testing::Test {
 protected:
  Credentials() {
    variables_["HOME"] = scratch_.folder().string();
    variables_["AWS_EC2_METADATA_DISABLED"] = "true";
  }
  void WriteConfig(const std::string& text) { testing::Write(scratch_ / ".aws/config", text); }
  void WriteKeys(const std::string& text) { testing::Write(scratch_ / ".aws/credentials", text); }

  /// "key, from where", or what is wrong.
  std::string Found(const std::string& profile = "") {
    net::Patience patience;
    patience.attempts = 2;
    patience.first_wait = std::chrono::milliseconds(1);
    CredentialChain chain(
        [this](const std::string& name) {
          const auto found = variables_.find(name);
          return found == variables_.end() ? "" : found->second;
        },
        profile, "eu-central-1", patience);
    const auto found = chain.Get();
    return found ? found->access_key + ", " + found->origin : found.error().message();
  }

  testing::Scratch scratch_;
  std::map<std::string, std::string> variables_;
};

TEST_F(Credentials, OfTheEnvironmentComeBeforeTheDefaultProfile) {
  WriteKeys("[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key = s\n");
  EXPECT_EQ(Found(), "AKIDDEFAULT, profile \"default\"");
  variables_["AWS_ACCESS_KEY_ID"] = "AKIDENV";
  EXPECT_EQ(Found(), "only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set: set both");
  variables_["AWS_SECRET_ACCESS_KEY"] = "s";
  EXPECT_EQ(Found(), "AKIDENV, the environment (AWS_ACCESS_KEY_ID)");
  EXPECT_EQ(Found("default"), "AKIDDEFAULT, profile \"default\"");
}

TEST_F(Credentials, OfANamedProfile) {
  WriteConfig(
      "# ours\n[profile billing]\nregion = eu-west-1\ns3 =\n  max_concurrent = 4\n"
      "aws_access_key_id=AKIDCONFIG\naws_secret_access_key=s\n[default]\nregion = x\n");
  EXPECT_EQ(Found("billing"), "AKIDCONFIG, profile \"billing\"");
  WriteKeys("[billing]\naws_access_key_id = AKIDKEYS\n");
  EXPECT_EQ(Found("billing"), "AKIDKEYS, profile \"billing\"");
  variables_["AWS_PROFILE"] = "billing";
  EXPECT_EQ(Found(), "AKIDKEYS, profile \"billing\"");
}

TEST_F(Credentials, SayWhereTheyWereLookedFor) {
  const std::string files =
      (scratch_ / ".aws/config").string() + " and " + (scratch_ / ".aws/credentials").string();
  EXPECT_EQ(Found(),
            "no credentials were found: looked in the environment (AWS_ACCESS_KEY_ID, "
            "AWS_WEB_IDENTITY_TOKEN_FILE), for a profile \"default\" in " +
                files +
                ", for the role of a container and for that of an EC2 machine. Set one of them, or "
                "name a profile");
  EXPECT_EQ(Found("nobody"), "there is no profile \"nobody\" in " + files);
  WriteConfig("[profile empty]\nregion = x\n[profile sso]\nsso_session = a\n");
  EXPECT_EQ(Found("empty"),
            "profile \"empty\" holds no credentials: expected aws_access_key_id and "
            "aws_secret_access_key, role_arn, or credential_process");
  EXPECT_THAT(Found("sso"), HasSubstr("credential_process = aws configure export-credentials "
                                      "--profile sso"));
  WriteConfig("[profile bad]\nnonsense\n");
  EXPECT_EQ(Found("bad"), "expected \"key = value\"");
}

TEST_F(Credentials, OfAProcess) {
  WriteConfig("[profile p]\ncredential_process = echo '" + std::string(kJson) +
              "'\n[profile q]\ncredential_process = exit 3\n[profile r]\n"
              "credential_process = echo '{}'\n");
  EXPECT_EQ(Found("p"), "AKIDTEMP, the credential_process of profile \"p\"");
  EXPECT_EQ(Found("q"),
            "no credentials from the credential_process of profile \"q\": the credential_process "
            "failed, exit status 3");
  EXPECT_EQ(Found("r"),
            "no credentials from the credential_process of profile \"r\": the answer holds no "
            "AccessKeyId and SecretAccessKey");
}

TEST_F(Credentials, OfARoleThatAnotherProfileTakes) {
  Proxy service(0, [](const std::string&, int) { return Answers("200 OK", kRoleXml); });
  variables_["AWS_ENDPOINT_URL_STS"] = service.endpoint();
  WriteConfig(
      "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/Billing\n"
      "source_profile = base\nexternal_id = e 1\n[profile loop]\nrole_arn = x\n"
      "source_profile = loop2\n[profile loop2]\nrole_arn = x\nsource_profile = loop\n");
  WriteKeys("[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n");
  EXPECT_EQ(Found("role"),
            "AKIDROLE, the role arn:aws:iam::123456789012:role/Billing of profile \"role\"");
  EXPECT_THAT(service.Heads().front(), HasSubstr("Credential=AKIDBASE/"));
  EXPECT_THAT(service.Heads().front(), HasSubstr("/eu-central-1/sts/aws4_request"));
  EXPECT_THAT(Found("loop"), HasSubstr("is named as a source_profile in a circle"));
}

TEST_F(Credentials, OfARoleThatIsRefused) {
  Proxy service(0, [](const std::string&, int) {
    return Answers("403 Forbidden",
                   "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not yours</Message>"
                   "</Error></ErrorResponse>");
  });
  variables_["AWS_ENDPOINT_URL_STS"] = service.endpoint();
  WriteConfig("[profile role]\nrole_arn = arn:r\nsource_profile = base\n");
  WriteKeys("[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n");
  EXPECT_EQ(Found("role"),
            "no credentials from the role arn:r of profile \"role\": the token service answered "
            "403, AccessDenied: not yours");
}

TEST_F(Credentials, OfAWebIdentity) {
  Proxy service(0, [](const std::string&, int) { return Answers("200 OK", kRoleXml); });
  variables_["AWS_ENDPOINT_URL_STS"] = service.endpoint();
  testing::Write(scratch_ / "token", "jwt\n");
  variables_["AWS_WEB_IDENTITY_TOKEN_FILE"] = (scratch_ / "token").string();
  variables_["AWS_ROLE_ARN"] = "arn:r";
  EXPECT_EQ(Found(), "AKIDROLE, the web identity in " + (scratch_ / "token").string());
}

TEST_F(Credentials, OfAContainer) {
  Proxy service(0, [](const std::string&, int before) {
    return before == 0 ? Answers("500 Internal Server Error") : Answers("200 OK", kJson);
  });
  variables_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = service.endpoint() + "/role";
  variables_["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "secret-token";
  EXPECT_EQ(Found(), "AKIDTEMP, the container (" + service.endpoint() + "/role)");
  EXPECT_THAT(service.Heads().front(), HasSubstr("authorization: secret-token\r\n"));
}

TEST_F(Credentials, OfTheMachine) {
  Proxy service(0, [](const std::string& line, int) {
    if (line.starts_with("PUT /latest/api/token ")) return Answers("200 OK", "session");
    if (line.starts_with("GET /latest/meta-data/iam/security-credentials/ "))
      return Answers("200 OK", "billing-role");
    if (line.starts_with("GET /latest/meta-data/iam/security-credentials/billing-role "))
      return Answers("200 OK", kJson);
    return Answers("404 Not Found");
  });
  variables_.erase("AWS_EC2_METADATA_DISABLED");
  variables_["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = service.endpoint() + "/";
  EXPECT_EQ(Found(), "AKIDTEMP, the role of this machine");
  EXPECT_THAT(service.Heads().back(), HasSubstr("x-aws-ec2-metadata-token: session\r\n"));
}

}  // namespace
}  // namespace billwright
