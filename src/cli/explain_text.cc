#include "cli/explain_text.h"

#include "cli/output.h"

namespace billwright::cli {

namespace {

std::string Indented(const std::string& text) {
  std::string result;
  size_t from = 0;
  while (from < text.size()) {
    const size_t end = std::min(text.find('\n', from), text.size() - 1);
    result += "  " + text.substr(from, end - from + 1);
    from = end + 1;
  }
  return result;
}

/// "  12.50  on-demand value   O" and the sum below a line.
std::string Sum(const Explanation& explanation) {
  std::vector<std::vector<std::string>> rows;
  for (const ExplanationTerm& term : explanation.terms)
    rows.push_back({ForPeople(term.amount), term.label, term.note});
  rows.push_back({"= " + ForPeople(explanation.amount), "", ""});
  return Indented(Aligned(rows, {true, false, false}));
}

/// A table of one row reads better as a list of its fields.
std::string Fields(const Frame& frame) {
  std::vector<std::vector<std::string>> rows;
  for (size_t i = 0; i < frame.columns.size(); ++i)
    if (const std::string value = frame.TextAt(i, 0); !value.empty())
      rows.push_back({frame.columns[i].name, value});
  return Indented(Aligned(rows, {false, false}));
}

}  // namespace

std::string ExplainText(const std::vector<pipeline::ExplanationStep>& steps) {
  std::string text;
  for (const pipeline::ExplanationStep& step : steps) {
    text += (text.empty() ? "" : "\n") + step.title + "\n";
    if (step.explanation) {
      text += "  " + step.explanation->sentence + "\n" + Sum(*step.explanation);
      for (const std::string& source : step.explanation->sources) text += "  from " + source + "\n";
    }
    if (step.table)
      text += step.table->row_count() == 1 && step.title.starts_with("Cell")
                  ? Fields(*step.table)
                  : Indented(AlignedText(*step.table));
    if (!step.note.empty()) text += "  " + step.note + "\n";
  }
  return text;
}

}  // namespace billwright::cli
