#include "monitor/page.h"

#include <fmt/core.h>

#include <algorithm>
#include <initializer_list>

#include "base/embedded.h"
#include "base/text.h"
#include "monitor/attention.h"
#include "monitor/calendar.h"
#include "monitor/change.h"
#include "monitor/month_text.h"
#include "monitor/plot.h"
#include "monitor/words.h"

namespace billwright::monitor {

namespace {

/// In the calendar, whose last day must be in sight.
constexpr size_t kWidestPayer = 20;

/// Text from outside, for an element or a quoted attribute.
std::string Safe(std::string_view text) { return EscapeHtml(CleanText(text)); }

std::string Tag(std::string_view kind, std::string_view text) {
  return fmt::format("<span class=\"tag {}\">{}</span>", kind, Safe(text));
}

/// Cells are html already.
std::string Row(std::initializer_list<std::pair<std::string_view, std::string>> cells) {
  std::string row = "<tr>";
  for (const auto& [kind, cell] : cells)
    row += kind.empty() ? "<td>" + cell + "</td>"
                        : fmt::format("<td class=\"{}\">{}</td>", kind, cell);
  return row + "</tr>\n";
}

std::string Head(std::initializer_list<std::pair<std::string_view, std::string_view>> cells) {
  std::string row = "<thead><tr>";
  for (const auto& [kind, cell] : cells)
    row += kind.empty() ? fmt::format("<th scope=\"col\">{}</th>", cell)
                        : fmt::format("<th scope=\"col\" class=\"{}\">{}</th>", kind, cell);
  return row + "</tr></thead>\n";
}

std::string Code(std::string_view text) {
  return text.empty() ? std::string() : "<code>" + Safe(text) + "</code>";
}

/// What to do: a command, or words.
std::string Next(std::string_view next) {
  return next.starts_with("billwright ") ? Code(next) : Safe(next);
}

std::string_view KindOf(Mood mood) {
  switch (mood) {
    case Mood::kGood:
      return "good";
    case Mood::kInfo:
      return "info";
    case Mood::kWarning:
      return "warn";
    case Mood::kBad:
      return "bad";
  }
  return {};
}

std::string Tag(const MonthText& text) { return Tag(KindOf(text.mood), text.text); }

std::string ChangeCell(const PayerMonth& payer, const Morning& morning) {
  if (payer.InUse() == nullptr) return {};
  const std::optional<Change> change = ChangeOf(payer, morning);
  if (!change) return "<span class=\"soft\">first delivery</span>";
  std::string cell = Safe(change->ToString());
  if (change->as_expected) return cell + " " + Tag("good", "as expected");
  return change->why.empty() ? cell : cell + " " + Tag("warn", change->why);
}

std::string WrongCell(const PayerMonth& payer, const Attention& attention) {
  const std::string text = attention.wrong.empty() ? "nothing" : attention.wrong;
  if (attention.needed || payer.data != DataState::kThere) return Tag("bad", text);
  return Tag(attention.wrong.empty() ? "good" : "warn", text);
}

class Page {
 public:
  explicit Page(const Morning& morning) : morning_(morning) {}

  std::string Html() {
    Begin();
    for (const Month& month : morning_.months)
      if (IsShownInFull(month, morning_)) Payers(month);
    Calendar();
    Plots();
    FindingsTable();
    Sources();
    OlderMonths();
    return html_ + "</main>\n</body>\n</html>\n";
  }

 private:
  void Begin() {
    const Verdict verdict = VerdictOf(morning_);
    const std::string title = Safe("Deliveries of " + morning_.reseller);
    html_ = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n"
        "<p class=\"when\">{}, as of {} UTC</p>\n<div class=\"verdict{}\"><h1>{}</h1></div>\n",
        title, EmbeddedText("assets/monitor/page.css"), title, TimeNameWithYear(morning_.now),
        verdict.all_well ? "" : " needed", Safe(verdict.headline));
  }

  void Payers(const Month& month) {
    const Attention of_run = AttentionTo(month, morning_);
    html_ +=
        fmt::format("<h2>{} <span class=\"soft\">({})</span> {}</h2>\n",
                    month.period.ToLongString(), AgeText(month, morning_.now), Tag(RunText(month)));
    if (!of_run.wrong.empty())
      html_ += fmt::format("<p class=\"soft\">The run itself: {}. {}</p>\n", Safe(of_run.wrong),
                           Next(of_run.next));
    html_ += "<div class=\"wide\"><table class=\"payers\">\n" +
             Head({{"", "payer"},
                   {"", "wrong"},
                   {"", "do"},
                   {"", "complete to"},
                   {"", "since the delivery before"},
                   {"number", "unblended cost"},
                   {"number low", "rows"},
                   {"low", "delivered"},
                   {"number low", "version"},
                   {"low", "source"}}) +
             "<tbody>\n";
    for (const PayerMonth& payer : month.payers) PayerRow(payer, month);
    html_ += "</tbody></table></div>\n";
  }

  void PayerRow(const PayerMonth& payer, const Month& month) {
    const Attention attention = AttentionTo(payer, month, morning_);
    const Version* version = payer.InUse();
    const auto complete = payer.CompleteTo();
    html_ += Row(
        {{"keep", Safe(payer.payer_account_id)},
         {"", WrongCell(payer, attention)},
         {"", Next(attention.next)},
         {"keep", complete ? TimeName(*complete) : ""},
         {"", ChangeCell(payer, morning_)},
         {"number",
          version == nullptr ? "" : Safe(payer.currency) + " " + Amount(version->unblended_cost)},
         {"number low", version == nullptr ? "" : Number(version->rows)},
         {"keep low", version == nullptr ? "" : TimeName(version->delivered_at)},
         {"number low", version == nullptr ? "" : Number(version->number)},
         {"low", Safe(payer.source_id)}});
  }

  void Calendar() {
    const std::vector<CalendarRow> rows = CalendarOf(morning_);
    if (rows.empty()) return;
    html_ +=
        "<h2>Deliveries of the last five weeks</h2>\n<div class=\"wide\"><table "
        "class=\"calendar\">\n<thead><tr><th></th>";
    for (const CalendarCell& cell : rows.front().cells)
      html_ += fmt::format("<th scope=\"col\" title=\"{}\">{}</th>", DayName(cell.day),
                           cell.day.ToDateString().substr(8));
    html_ += "</tr></thead>\n<tbody>\n";
    for (const CalendarRow& row : rows) {
      html_ += fmt::format("<tr><th scope=\"row\" title=\"{}\">{}</th>", Safe(row.payer_account_id),
                           Safe(ShortInTheMiddle(row.payer_account_id, kWidestPayer)));
      for (const CalendarCell& cell : row.cells)
        html_ += fmt::format("<td class=\"{}\" title=\"{}\">{}</td>", Name(cell.state),
                             Safe(cell.title), CellText(cell));
      html_ += "</tr>\n";
    }
    html_ +=
        "</tbody></table></div>\n<ul class=\"legend\"><li><b class=\"delivered\">2</b>versions "
        "that "
        "came on the day</li><li><b class=\"late\">1!</b>late</li><li><b class=\"missing\">×</b>"
        "nothing came</li><li><b class=\"due\">·</b>nothing came, nothing is late</li></ul>\n";
  }

  /// Not by colour alone.
  static std::string CellText(const CalendarCell& cell) {
    switch (cell.state) {
      case CalendarState::kDelivered:
        return std::to_string(cell.versions);
      case CalendarState::kLate:
        return (cell.versions == 0 ? "" : std::to_string(cell.versions)) + "!";
      case CalendarState::kMissing:
        return "×";
      case CalendarState::kDue:
        return "·";
      case CalendarState::kOutside:
        return "";
    }
    return {};
  }

  void Plots() {
    if (morning_.months.empty()) return;
    const Month& month = morning_.months.front();
    std::string plots;
    for (const PayerMonth& payer : month.payers)
      if (!payer.days.empty()) plots += PayerPlots(payer);
    if (plots.empty()) return;
    html_ += fmt::format(
        "<h2>{} by day</h2>\n<ul class=\"legend\"><li><b class=\"bar\">&nbsp;</b>{}</li><li><b "
        "class=\"before\"></b>{}</li></ul>\n<div class=\"plots\">\n{}</div>\n",
        month.period.ToLongString(), month.period.ToLongString(),
        month.period.Previous().ToLongString(), plots);
  }

  std::string PayerPlots(const PayerMonth& payer) const {
    static const std::vector<DayTotal> kNone;
    const PayerMonth* before = MonthBefore(payer);
    const std::vector<DayTotal>& line = before == nullptr ? kNone : before->days;
    return fmt::format("<section><h3>{}</h3><div class=\"pair\">\n{}{}</div>{}</section>\n",
                       Safe(payer.payer_account_id), PlotSvg(PlotOf::kRows, payer, line),
                       PlotSvg(PlotOf::kCost, payer, line), OutsideText(payer));
  }

  const PayerMonth* MonthBefore(const PayerMonth& payer) const {
    for (const Month& month : morning_.months)
      if (month.period == payer.period.Previous())
        for (const PayerMonth& other : month.payers)
          if (other.payer_account_id == payer.payer_account_id) return &other;
    return nullptr;
  }

  /// Rows with a usage date outside their billing period are in no bar: they are named.
  static std::string OutsideText(const PayerMonth& payer) {
    int64_t rows = 0;
    Decimal cost;
    for (const DayTotal& day : payer.days)
      if (day.day < payer.period.start() || !(day.day < payer.period.end())) {
        rows += day.rows;
        cost += day.unblended_cost;
      }
    if (rows == 0) return {};
    return fmt::format("<p class=\"soft\">Not shown: {} with a date outside the month, {} {}.</p>",
                       Count(rows, "row", "rows"), Safe(payer.currency), Amount(cost));
  }

  void FindingsTable() {
    html_ += "<h2>Findings</h2>\n";
    if (morning_.observations.empty()) {
      html_ += "<p class=\"soft\">None.</p>\n";
      return;
    }
    html_ += "<div class=\"wide\"><table class=\"findings\">\n" +
             Head({{"", "severity"},
                   {"number", "money"},
                   {"", "payer"},
                   {"", "month"},
                   {"", "what, and what to do"},
                   {"", "code"},
                   {"", "where"}}) +
             "<tbody>\n";
    for (const Observation& observation : morning_.observations) {
      const Finding& finding = observation.finding;
      const std::string_view kind = finding.severity == Name(Severity::kError)     ? "bad"
                                    : finding.severity == Name(Severity::kWarning) ? "warn"
                                                                                   : "info";
      html_ += Row(
          {{"", Tag(kind, finding.severity)},
           {"number",
            finding.currency.empty() ? "" : Safe(finding.currency) + " " + Amount(finding.amount)},
           {"keep", Safe(observation.payer_account_id)},
           {"keep", observation.period ? observation.period->ToString() : ""},
           {"message", Safe(SentenceOf(observation))},
           {"", Code(finding.code)},
           {"where", Code(finding.where)}});
    }
    html_ += "</tbody></table></div>\n";
  }

  void Sources() {
    if (morning_.sources.empty()) return;
    html_ += "<h2>Sources</h2>\n<div class=\"wide\"><table class=\"sources\">\n" +
             Head({{"", "source"},
                   {"", "place"},
                   {"", "newest look"},
                   {"", "newest that worked"},
                   {"", "wrong"}}) +
             "<tbody>\n";
    for (const SourceLook& source : morning_.sources) {
      const std::string wrong = source.polled_at.empty() ? Tag("info", "never looked at")
                                : source.message.empty()
                                    ? Tag("good", "nothing")
                                    : Tag("bad", "failed") + " " + Safe(source.message);
      html_ += Row({{"keep", Safe(source.source_id)},
                    {"", Code(source.place)},
                    {"keep", TimeName(source.polled_at)},
                    {"keep", TimeName(source.succeeded_at)},
                    {"message", wrong}});
    }
    html_ += "</tbody></table></div>\n";
  }

  void OlderMonths() {
    std::string rows;
    for (const Month& month : morning_.months) {
      if (IsShownInFull(month, morning_)) continue;
      const MonthTotals totals = TotalsOf(month);
      rows += Row({{"keep", month.period.ToLongString()},
                   {"number", Number(totals.payers)},
                   {"number", Number(totals.rows)},
                   {"number", Safe(totals.costs)},
                   {"", Tag(RunText(month))},
                   {"", Tag(WrongText(month, morning_))},
                   {"", Next(AttentionTo(month, morning_).next)}});
    }
    if (rows.empty()) return;
    html_ += "<h2>Older months</h2>\n<div class=\"wide\"><table class=\"months\">\n" +
             Head({{"", "month"},
                   {"number", "payers"},
                   {"number", "rows"},
                   {"number", "unblended cost"},
                   {"", "run"},
                   {"", "wrong"},
                   {"", "do"}}) +
             "<tbody>\n" + rows + "</tbody></table></div>\n";
  }

  const Morning& morning_;
  std::string html_;
};

}  // namespace

std::string PageHtml(const Morning& morning) { return Page(morning).Html(); }

}  // namespace billwright::monitor
