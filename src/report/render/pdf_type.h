#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.h"
#include "base/time.h"

// Setting type on A4 pages with Pango and Cairo. Everything is in points from the top left corner.

namespace billwright::report {

inline constexpr double kPageWidth = 595.28;
inline constexpr double kPageHeight = 841.89;

/// What a text is, which decides its size, weight, colour and figures.
enum class Style : uint8_t {
  kBrand,
  kTitle,
  kText,
  kSoft,
  kLabel,
  kName,
  kHeading,
  kHead,  ///< of a table
  kCell,
  kCellSoft,
  kCellStrong,
  kFine,  ///< lines of the details …
  kFineSoft,
  kFineStrong,
  kFineAccent,
  kDue,
  kHuge,
  kHugeSoft,
  kState,
  kFoot,
};
inline constexpr size_t kStyles = static_cast<size_t>(Style::kFoot) + 1;

enum class Align : uint8_t { kLeft, kRight };
enum class Colour : uint8_t { kInk, kSoft, kRule, kBand, kAccent };

/// Baseline to baseline.
double LineHeight(Style style);

struct PdfTitle {
  std::string title;
  std::string author;
  UtcTime date;  ///< stands in the file as its creation: so the same document is the same bytes
};

/// A PDF that grows page by page, in memory.
class TypeSetter {
 public:
  explicit TypeSetter(const PdfTitle& title);
  ~TypeSetter();
  TypeSetter(const TypeSetter&) = delete;
  TypeSetter& operator=(const TypeSetter&) = delete;

  struct Extent {
    int lines = 1;
    double width = 0;  ///< of the widest line
  };
  /// How much room the text takes when it is broken at `width` into at most `max_lines`.
  /// Remembered.
  Extent Measure(Style style, std::string_view text, double width, int max_lines);

  /// Draws with the top of the first line at `y`. Aligned to the right it ends at `x + width`; then
  /// it is one line and is never cut. Aligned to the left it is broken, anywhere if it must be, and
  /// ends with an ellipsis where `max_lines` do not hold it.
  void Draw(Style style, std::string_view text, double x, double y, double width, Align align,
            int max_lines);
  void Box(double x, double y, double width, double height, Colour colour);
  void RoundedFrame(double x, double y, double width, double height, Colour colour);
  void NextPage();

  /// The bytes. Fails: kIo, with Cairo's reason. The object is spent.
  Result<std::string> Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace billwright::report
