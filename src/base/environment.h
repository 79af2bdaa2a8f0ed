#pragma once

#include <functional>
#include <string>

namespace billwright {

/// The value of a variable of the environment; empty if it is not set.
using Environment = std::function<std::string(const std::string& name)>;

/// That of this process.
Environment ProcessEnvironment();

}  // namespace billwright
