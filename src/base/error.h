#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What can go wrong in the world, as a value. Three kinds of wrong have three mechanisms: bad user
// data is a Finding (model/finding.h), the world failing is an Error, a bug of ours hits CHECK.

namespace billwright {

/// Closed set, in order of precedence: when several errors are known, the lowest is reported.
/// The names appear in messages and in the catalog; they never change.
enum class ErrorCode {
  kInvalidInput,  ///< What the user wrote or delivered is wrong; the text says where and how.
  kNotFound,      ///< Something that was named does not exist.
  kConflict,      ///< It exists, but its state forbids the request (a refusal).
  kCorrupt,       ///< What we wrote ourselves does not read back.
  kIo,            ///< Disk, network or permission.
  kStore,         ///< DuckDB or SQLite reported an error.
  kUnsupported,   ///< Understood, and not offered.
};

std::string_view Name(ErrorCode code);

/// A place in a text file. Lines and columns count from 1; 0 means "the whole file" or "the line".
struct SourcePosition {
  std::string file;
  int64_t line = 0;
  int column = 0;

  /// "books/accounts.csv:12:5"; parts that are 0 are left out.
  std::string ToString() const;
  friend auto operator<=>(const SourcePosition&, const SourcePosition&) = default;
};

/// Why an operation failed, for a person: a code, a sentence, where, and what was being done.
class Error {
 public:
  Error(ErrorCode code, std::string message) : code_(code), message_(std::move(message)) {}
  Error(ErrorCode code, std::string message, SourcePosition position)
      : code_(code), message_(std::move(message)), position_(std::move(position)) {}

  ErrorCode code() const { return code_; }
  const std::string& message() const { return message_; }
  const std::optional<SourcePosition>& position() const { return position_; }

  /// Adds what was being done, innermost first: "while pricing 2026-03".
  Error While(std::string_view doing) &&;

  /// "books/accounts.csv:12:5: the text. While pricing 2026-03."
  std::string ToString() const;

 private:
  ErrorCode code_;
  std::string message_;
  std::optional<SourcePosition> position_;
  std::vector<std::string> frames_;
};

template <typename T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> Fail(ErrorCode code, std::string message) {
  return std::unexpected(Error(code, std::move(message)));
}
inline std::unexpected<Error> Fail(Error error) { return std::unexpected(std::move(error)); }

}  // namespace billwright

#define BILLWRIGHT_CONCAT_INNER(a, b) a##b
#define BILLWRIGHT_CONCAT(a, b) BILLWRIGHT_CONCAT_INNER(a, b)

/// `ASSIGN_OR_RETURN(auto rows, Read(path));` returns the error to the caller, or binds the value.
#define ASSIGN_OR_RETURN(declaration, expression)                                    \
  auto BILLWRIGHT_CONCAT(result_, __LINE__) = (expression);                          \
  if (!BILLWRIGHT_CONCAT(result_, __LINE__))                                         \
    return std::unexpected(std::move(BILLWRIGHT_CONCAT(result_, __LINE__)).error()); \
  declaration = *std::move(BILLWRIGHT_CONCAT(result_, __LINE__))

#define RETURN_IF_ERROR(expression)                                                 \
  do {                                                                              \
    auto result_of_step = (expression);                                             \
    if (!result_of_step) return std::unexpected(std::move(result_of_step).error()); \
  } while (false)
