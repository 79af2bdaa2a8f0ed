#include "ingest/source/s3/profile.h"

#include "base/ascii.h"
#include "base/file.h"

namespace billwright::ingest::s3 {

namespace {

namespace fs = std::filesystem;

/// "profile acme" of the config and "acme" of the credentials; empty for sections of another kind.
std::string ProfileName(std::string_view section, bool is_config) {
  constexpr std::string_view kPrefix = "profile";
  section = Trimmed(section);
  if (!is_config || section == "default") return std::string(section);
  if (!section.starts_with(kPrefix) || section.size() == kPrefix.size()) return {};
  section.remove_prefix(kPrefix.size());
  if (section.front() != ' ' && section.front() != '\t') return {};
  return std::string(Trimmed(section));
}

}  // namespace

Result<Profiles> Profiles::Load(const Environment& environment) {
  const fs::path home = fs::path(environment("HOME")) / ".aws";
  std::string config = environment("AWS_CONFIG_FILE");
  std::string credentials = environment("AWS_SHARED_CREDENTIALS_FILE");
  if (config.empty()) config = home / "config";
  if (credentials.empty()) credentials = home / "credentials";
  Profiles profiles;
  profiles.files_ = config + " and " + credentials;
  RETURN_IF_ERROR(profiles.Read(config, /*is_config=*/true));
  RETURN_IF_ERROR(profiles.Read(credentials, /*is_config=*/false));
  return profiles;
}

const Profile* Profiles::Find(const std::string& name) const {
  const auto found = profiles_.find(name);
  return found == profiles_.end() ? nullptr : &found->second;
}

Result<void> Profiles::Read(const fs::path& path, bool is_config) {
  const Result<std::string> text = ReadFile(path);
  if (!text) {
    if (text.error().code() == ErrorCode::kNotFound) return {};
    return std::unexpected(text.error());
  }
  Profile* profile = nullptr;
  int number = 0;
  for (std::string_view rest = *text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    ++number;
    const std::string_view words = Trimmed(line);
    if (words.empty() || words.front() == '#' || words.front() == ';') continue;
    if (words.front() == '[') {
      const size_t end = words.find(']');
      const std::string name =
          ProfileName(words.substr(1, end == std::string_view::npos ? end : end - 1), is_config);
      profile = name.empty() ? nullptr : &profiles_[name];
      continue;
    }
    if (line.front() == ' ' || line.front() == '\t') continue;  // settings of one service
    const size_t equals = words.find('=');
    if (equals == std::string_view::npos)
      return Fail(
          Error(ErrorCode::kInvalidInput, "expected \"key = value\"", {path.string(), number, 0}));
    if (profile != nullptr)
      (*profile)[std::string(Trimmed(words.substr(0, equals)))] =
          std::string(Trimmed(words.substr(equals + 1)));
  }
  return {};
}

}  // namespace billwright::ingest::s3
