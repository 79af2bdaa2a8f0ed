#include "model/finding.h"

#include "base/check.h"
#include "base/text.h"

namespace billwright {

std::string_view Name(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "info";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  CHECK(false, "a severity without a name");
}

Finding Finding::Make(Severity severity, std::string code, std::string subject,
                      std::string message) {
  Finding finding;
  finding.severity = Name(severity);
  finding.code = std::move(code);
  finding.subject = CleanText(subject);
  finding.message = CleanLines(message);
  return finding;
}

Finding& Finding::At(std::string place) {
  where = std::move(place);
  return *this;
}

Finding& Finding::Worth(Decimal amount_at_stake, std::string currency_code) {
  amount = amount_at_stake;
  currency = std::move(currency_code);
  return *this;
}

}  // namespace billwright
