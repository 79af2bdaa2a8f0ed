#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

// A folder of a test's own, and small words for what is in it.

namespace billwright::testing {

class Scratch {
 public:
  Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "billwright-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path operator/(const std::filesystem::path& name) const {
    return folder_ / name;
  }

 private:
  std::filesystem::path folder_;
};

inline std::string Read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline void Write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

/// Replaces the one place where `from` stands.
inline void Edit(const std::filesystem::path& path, const std::string& from,
                 const std::string& to) {
  std::string text = Read(path);
  text.replace(text.find(from), from.size(), to);
  Write(path, text);
}

/// A copy of the example workspace of the two real months, without what was computed there.
inline void CopyWorkshop(const std::filesystem::path& target) {
  const std::filesystem::path source =
      std::filesystem::path(BILLWRIGHT_SOURCE_DIR) / "examples" / "workshop";
  std::filesystem::create_directories(target);
  std::filesystem::copy_file(source / "billwright.toml", target / "billwright.toml");
  for (const char* folder : {"books", "deliveries"})
    std::filesystem::copy(source / folder, target / folder,
                          std::filesystem::copy_options::recursive);
}

struct Printed {
  int status = 0;  ///< exit status; −9 if it was killed
  std::string out;
  std::string err;
};

/// Runs `billwright ARGUMENTS` (a shell's words) as its own process.
inline Printed Billwright(const Scratch& scratch, const std::string& arguments,
                          const std::string& environment = "") {
  const std::string out = (scratch / "stdout.txt").string();
  const std::string err = (scratch / "stderr.txt").string();
  const std::string command =
      environment + " " BILLWRIGHT_BINARY_DIR "/billwright " + arguments + " >" + out + " 2>" + err;
  const int status = std::system(command.c_str());
  Printed printed{WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status), Read(out),
                  Read(err)};
  if (printed.status == 128 + 9) printed.status = -9;  // the shell's way to say it
  return printed;
}

}  // namespace billwright::testing
