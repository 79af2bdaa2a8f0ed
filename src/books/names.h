#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace billwright::books {

/// The candidate that somebody who wrote `name` most likely meant; empty if none is near.
std::string_view Nearest(std::string_view name, std::span<const std::string_view> candidates);

/// `Did you mean "x"?`, or nothing where no candidate is near.
std::string DidYouMean(std::string_view name, std::span<const std::string_view> candidates);

/// `"a", "b" or "c"`
std::string Alternatives(std::span<const std::string_view> names);

/// `a, b, c`
std::string Listed(std::span<const std::string_view> names);

/// Ids that other books may refer to.
class KnownNames {
 public:
  /// `what` and `where` make the sentence: There is no customer "x" in books/customers.toml.
  KnownNames(std::string what, std::string where)
      : what_(std::move(what)), where_(std::move(where)) {}

  /// False if the name is there already.
  bool Add(std::string name) { return names_.insert(std::move(name)).second; }
  bool Contains(std::string_view name) const { return names_.contains(std::string(name)); }
  /// Some names may be hidden by mistakes of form: from now on every name may be right.
  void MarkIncomplete() { complete_ = false; }

  /// What is wrong with a reference to `name`; nullopt if nothing is.
  std::optional<std::string> Problem(std::string_view name);

 private:
  std::string what_;
  std::string where_;
  std::unordered_set<std::string> names_;
  bool complete_ = true;
  /// One unknown name may stand on 100,000 lines.
  std::map<std::string, std::string, std::less<>> problems_;
};

}  // namespace billwright::books
