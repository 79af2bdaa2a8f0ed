#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/environment.h"
#include "base/error.h"

namespace billwright::ingest::s3 {

/// The keys of one profile.
using Profile = std::map<std::string, std::string>;

/// The profiles of the AWS command line: ~/.aws/config and ~/.aws/credentials, or the files that
/// AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name. A key that is in both is taken from the
/// credentials.
class Profiles {
 public:
  /// Files that are not there are empty. Fails: kIo; kInvalidInput, with file and line.
  static Result<Profiles> Load(const Environment& environment);

  /// nullptr if there is none of the name.
  const Profile* Find(const std::string& name) const;
  /// "/home/a/.aws/config and /home/a/.aws/credentials", for messages.
  const std::string& files() const { return files_; }

 private:
  Result<void> Read(const std::filesystem::path& path, bool is_config);

  std::map<std::string, Profile> profiles_;
  std::string files_;
};

}  // namespace billwright::ingest::s3
