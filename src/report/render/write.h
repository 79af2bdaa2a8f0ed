#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "report/render/document.h"

namespace billwright::report {

enum class Format { kHtml, kPdf, kCsv, kJson };

/// "html", "pdf", "csv", "json": as on the command line and as the file's ending.
std::string_view Name(Format format);
std::span<const Format> AllFormats();

/// One document as bytes. The same document gives the same bytes.
///
/// Fails: kIo if the pdf cannot be drawn.
Result<std::string> Render(const Document& document, Format format);

/// Writes `<statement_id>.<format>` for each format into `folder`, which must exist; a reader sees
/// the old file or the new one, never half.
///
/// Fails: kInvalidInput for a statement id that is not a plain file name; kIo.
Result<void> WriteDocuments(const Document& document, const std::filesystem::path& folder,
                            std::span<const Format> formats = AllFormats());

/// The writers. Each adds nothing to the document and computes nothing.
std::string ToHtml(const Document& document);
std::string ToCsv(const Document& document);
std::string ToJson(const Document& document);
Result<std::string> ToPdf(const Document& document);

}  // namespace billwright::report
