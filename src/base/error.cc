#include "base/error.h"

#include "base/check.h"
#include "base/text.h"

namespace billwright {

std::string_view Name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInput:
      return "invalid_input";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kConflict:
      return "conflict";
    case ErrorCode::kCorrupt:
      return "corrupt";
    case ErrorCode::kIo:
      return "io";
    case ErrorCode::kStore:
      return "store";
    case ErrorCode::kUnsupported:
      return "unsupported";
  }
  CHECK(false, "an error code without a name");
}

std::string SourcePosition::ToString() const {
  std::string text = file;
  if (line == 0) return text;
  text += ':' + std::to_string(line);
  if (column != 0) text += ':' + std::to_string(column);
  return text;
}

Error Error::While(std::string_view doing) && {
  if (doing.starts_with("while ")) doing.remove_prefix(6);
  frames_.emplace_back(doing);
  return std::move(*this);
}

std::string Error::ToString() const {
  std::string text;
  if (position_ && !position_->file.empty()) text = position_->ToString() + ": ";
  text += message_;
  if (frames_.empty()) return CleanLines(text);
  if (!text.ends_with('.') && !text.ends_with('\n')) text += '.';
  text += " While " + frames_.front();
  for (size_t i = 1; i < frames_.size(); ++i) text += ", while " + frames_[i];
  return CleanLines(text + '.');
}

}  // namespace billwright
