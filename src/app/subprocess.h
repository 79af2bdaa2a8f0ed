#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace billwright::app {

/// Runs a program without a shell: the first word is looked up in PATH, the others are its
/// arguments. It reads `input` as its standard input, stands in `folder`, and writes both its
/// outputs to our standard error.
///
/// Fails: kIo if it cannot be started, ends with another status than 0, or is not done in time;
///        then it is killed with all that it started.
Result<void> RunProgram(const std::vector<std::string>& words, const std::string& input,
                        const std::filesystem::path& folder, std::chrono::seconds longest);

}  // namespace billwright::app
