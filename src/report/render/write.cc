#include "report/render/write.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/file.h"

namespace billwright::report {

namespace {

/// Ids come from books; what is no plain name could leave the folder.
bool IsFileName(std::string_view name) {
  return !name.empty() && name[0] != '.' && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

}  // namespace

std::string_view Name(Format format) {
  switch (format) {
    case Format::kHtml:
      return "html";
    case Format::kPdf:
      return "pdf";
    case Format::kCsv:
      return "csv";
    case Format::kJson:
      return "json";
  }
  CHECK(false, "a format without a name");
}

std::span<const Format> AllFormats() {
  static constexpr std::array kAll = {Format::kHtml, Format::kPdf, Format::kCsv, Format::kJson};
  return kAll;
}

Result<std::string> Render(const Document& document, Format format) {
  switch (format) {
    case Format::kHtml:
      return ToHtml(document);
    case Format::kPdf:
      return ToPdf(document);
    case Format::kCsv:
      return ToCsv(document);
    case Format::kJson:
      return ToJson(document);
  }
  CHECK(false, "a format without a writer");
}

Result<void> WriteDocuments(const Document& document, const std::filesystem::path& folder,
                            std::span<const Format> formats) {
  if (!IsFileName(document.statement_id))
    return Fail(ErrorCode::kInvalidInput,
                "\"" + document.statement_id +
                    "\" cannot be the name of a file; a customer's id may hold letters, digits, "
                    "'-', '_' and '.' only");
  for (const Format format : formats) {
    ASSIGN_OR_RETURN(const std::string bytes, Render(document, format));
    RETURN_IF_ERROR(WriteFileAtomically(
        folder / (document.statement_id + "." + std::string(Name(format))), bytes));
  }
  return {};
}

}  // namespace billwright::report
