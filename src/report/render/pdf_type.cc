#include "report/render/pdf_type.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <numbers>

#include "base/check.h"

namespace billwright::report {

namespace {

constexpr const char* kFamilies = "Inter, DejaVu Sans";

struct Look {
  double size;
  PangoWeight weight;
  Colour colour;
  bool tabular = false;  ///< figures of equal width, so that columns of them line up
};

constexpr std::array<Look, kStyles> kLooks = {{
    {13, PANGO_WEIGHT_SEMIBOLD, Colour::kAccent},         // kBrand
    {24, PANGO_WEIGHT_LIGHT, Colour::kInk},               // kTitle
    {9, PANGO_WEIGHT_NORMAL, Colour::kInk, true},         // kText
    {8.5, PANGO_WEIGHT_NORMAL, Colour::kSoft},            // kSoft
    {6.8, PANGO_WEIGHT_SEMIBOLD, Colour::kSoft},          // kLabel
    {10.5, PANGO_WEIGHT_SEMIBOLD, Colour::kInk},          // kName
    {11.5, PANGO_WEIGHT_SEMIBOLD, Colour::kInk},          // kHeading
    {7.2, PANGO_WEIGHT_SEMIBOLD, Colour::kSoft},          // kHead
    {8.5, PANGO_WEIGHT_NORMAL, Colour::kInk, true},       // kCell
    {8.5, PANGO_WEIGHT_NORMAL, Colour::kSoft},            // kCellSoft
    {8.5, PANGO_WEIGHT_SEMIBOLD, Colour::kInk, true},     // kCellStrong
    {7.5, PANGO_WEIGHT_NORMAL, Colour::kInk, true},       // kFine
    {6.8, PANGO_WEIGHT_NORMAL, Colour::kSoft},            // kFineSoft
    {7.8, PANGO_WEIGHT_SEMIBOLD, Colour::kInk, true},     // kFineStrong
    {7.8, PANGO_WEIGHT_SEMIBOLD, Colour::kAccent, true},  // kFineAccent
    {11, PANGO_WEIGHT_SEMIBOLD, Colour::kInk, true},      // kDue
    {25, PANGO_WEIGHT_SEMIBOLD, Colour::kInk, true},      // kHuge
    {12, PANGO_WEIGHT_MEDIUM, Colour::kSoft},             // kHugeSoft
    {8, PANGO_WEIGHT_SEMIBOLD, Colour::kAccent},          // kState
    {7.2, PANGO_WEIGHT_NORMAL, Colour::kSoft, true},      // kFoot
}};

const Look& LookOf(Style style) { return kLooks[static_cast<size_t>(style)]; }

struct Rgb {
  double red;
  double green;
  double blue;
};

constexpr Rgb RgbOf(Colour colour) {
  switch (colour) {
    case Colour::kInk:
      return {0.106, 0.141, 0.188};
    case Colour::kSoft:
      return {0.357, 0.400, 0.459};
    case Colour::kRule:
      return {0.851, 0.871, 0.902};
    case Colour::kBand:
      return {0.957, 0.965, 0.976};
    case Colour::kAccent:
      return {0.114, 0.310, 0.486};
  }
  return {0, 0, 0};
}

cairo_status_t Append(void* bytes, const unsigned char* piece, unsigned int size) {
  static_cast<std::string*>(bytes)->append(
      static_cast<const char*>(static_cast<const void*>(piece)), size);
  return CAIRO_STATUS_SUCCESS;
}

double Points(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

}  // namespace

double LineHeight(Style style) { return LookOf(style).size * 1.38; }

struct TypeSetter::State {
  std::string bytes;
  cairo_surface_t* surface = nullptr;
  cairo_t* cairo = nullptr;
  PangoContext* context = nullptr;
  struct Type {
    PangoFontDescription* font = nullptr;
    PangoAttrList* attributes = nullptr;
  };
  std::array<Type, kStyles> types{};
  std::unordered_map<std::string, PangoLayout*> layouts;  // shaped; most texts come again
  std::string key;

  explicit State(const PdfTitle& title) {
    surface = cairo_pdf_surface_create_for_stream(Append, &bytes, kPageWidth, kPageHeight);
    const std::string date = title.date.ToString();
    const auto set = [&](cairo_pdf_metadata_t what, const std::string& text) {
      cairo_pdf_surface_set_metadata(surface, what, text.c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, title.title);
    set(CAIRO_PDF_METADATA_AUTHOR, title.author);
    set(CAIRO_PDF_METADATA_CREATE_DATE, date);
    set(CAIRO_PDF_METADATA_MOD_DATE, date);
    cairo = cairo_create(surface);
    context = pango_cairo_create_context(cairo);
    pango_cairo_context_set_resolution(context, 72);  // a point is a point
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_language(context, pango_language_from_string("en"));
    pango_context_set_round_glyph_positions(context, FALSE);
  }

  ~State() {
    ForgetLayouts();
    for (const Type& type : types) {
      if (type.font != nullptr) pango_font_description_free(type.font);
      if (type.attributes != nullptr) pango_attr_list_unref(type.attributes);
    }
    if (context != nullptr) g_object_unref(context);
    if (cairo != nullptr) cairo_destroy(cairo);
    if (surface != nullptr) cairo_surface_destroy(surface);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void ForgetLayouts() {
    for (const auto& [text, layout] : layouts) g_object_unref(layout);
    layouts.clear();
  }

  const Type& TypeOf(Style style) {
    Type& type = types[static_cast<size_t>(style)];
    if (type.font != nullptr) return type;
    const Look& look = LookOf(style);
    type.font = pango_font_description_from_string(kFamilies);
    pango_font_description_set_size(type.font, static_cast<int>(look.size * PANGO_SCALE));
    pango_font_description_set_weight(type.font, look.weight);
    if (look.tabular) {
      type.attributes = pango_attr_list_new();
      pango_attr_list_insert(type.attributes, pango_attr_font_features_new("tnum=1"));
    }
    return type;
  }

  /// `width` 0: one line, as long as it is.
  PangoLayout* Shape(Style style, std::string_view text, double width, int max_lines) {
    const Type& type = TypeOf(style);
    PangoLayout* layout = pango_layout_new(context);
    pango_layout_set_font_description(layout, type.font);
    if (type.attributes != nullptr) pango_layout_set_attributes(layout, type.attributes);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    if (width > 0) {
      pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
      pango_layout_set_height(layout, -max_lines);
      pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    }
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    return layout;
  }

  PangoLayout* Find(Style style, std::string_view text, double width, int max_lines) {
    constexpr size_t kRemembered = 4096;
    key.assign(1, static_cast<char>(style));
    if (width > 0) key.append(std::to_string(width)).append(std::to_string(max_lines));
    key.push_back(':');
    key.append(text);
    if (const auto found = layouts.find(key); found != layouts.end()) return found->second;
    if (layouts.size() == kRemembered) ForgetLayouts();
    return layouts[key] = Shape(style, text, width, max_lines);
  }

  /// The text on one line if it fits, else broken. Holds until the next call.
  PangoLayout* Set(Style style, std::string_view text, double width, int max_lines) {
    PangoLayout* layout = Find(style, text, 0, 1);
    return width <= 0 || WidthOf(layout) <= width ? layout : Find(style, text, width, max_lines);
  }

  static double WidthOf(PangoLayout* layout) {
    PangoRectangle logical;
    pango_layout_get_extents(layout, nullptr, &logical);
    return Points(logical.width);
  }

  void Ink(Colour colour) {
    const Rgb rgb = RgbOf(colour);
    cairo_set_source_rgb(cairo, rgb.red, rgb.green, rgb.blue);
  }
};

TypeSetter::TypeSetter(const PdfTitle& title) : state_(std::make_unique<State>(title)) {}
TypeSetter::~TypeSetter() = default;

TypeSetter::Extent TypeSetter::Measure(Style style, std::string_view text, double width,
                                       int max_lines) {
  PangoLayout* layout = state_->Set(style, text, width, max_lines);
  return {std::min(pango_layout_get_line_count(layout), max_lines), State::WidthOf(layout)};
}

void TypeSetter::Draw(Style style, std::string_view text, double x, double y, double width,
                      Align align, int max_lines) {
  if (text.empty()) return;
  const bool right = align == Align::kRight;
  PangoLayout* layout = state_->Set(style, text, right ? 0 : width, max_lines);
  state_->Ink(LookOf(style).colour);
  // Lines are put on a grid of our own: a fallback font may be taller, and must not push rows
  // apart.
  const double baseline = y + LookOf(style).size * 1.02;
  const int lines = std::min(pango_layout_get_line_count(layout), max_lines);
  for (int i = 0; i < lines; ++i) {
    PangoLayoutLine* line = pango_layout_get_line_readonly(layout, i);
    const double left = right ? x + width - State::WidthOf(layout) : x;
    cairo_move_to(state_->cairo, left, baseline + i * LineHeight(style));
    pango_cairo_show_layout_line(state_->cairo, line);
  }
}

void TypeSetter::Box(double x, double y, double width, double height, Colour colour) {
  state_->Ink(colour);
  cairo_rectangle(state_->cairo, x, y, width, height);
  cairo_fill(state_->cairo);
}

void TypeSetter::RoundedFrame(double x, double y, double width, double height, Colour colour) {
  constexpr double kQuarter = std::numbers::pi / 2;
  const double radius = height / 2;
  cairo_t* cairo = state_->cairo;
  state_->Ink(colour);
  cairo_new_sub_path(cairo);
  cairo_arc(cairo, x + width - radius, y + radius, radius, -kQuarter, kQuarter);
  cairo_arc(cairo, x + radius, y + radius, radius, kQuarter, 3 * kQuarter);
  cairo_close_path(cairo);
  cairo_set_line_width(cairo, 0.7);
  cairo_stroke(cairo);
}

void TypeSetter::NextPage() { cairo_show_page(state_->cairo); }

Result<std::string> TypeSetter::Finish() {
  CHECK(state_ != nullptr, "a document that was finished");
  cairo_surface_finish(state_->surface);
  cairo_status_t status = cairo_status(state_->cairo);
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(state_->surface);
  std::string bytes = std::move(state_->bytes);
  state_.reset();
  if (status != CAIRO_STATUS_SUCCESS)
    return Fail(ErrorCode::kIo,
                std::string("the PDF cannot be drawn: ") + cairo_status_to_string(status));
  return bytes;
}

}  // namespace billwright::report
