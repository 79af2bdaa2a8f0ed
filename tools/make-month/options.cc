#include "options.h"

#include <fmt/core.h>

namespace billwright::make_month {

Result<void> Check(const Options& options) {
  const auto refuse = [](std::string text) { return Fail(ErrorCode::kInvalidInput, text); };
  if (options.payers < 1 || options.payers > 9) return refuse("--payers must be 1 to 9");
  if (options.customers < 2 || options.customers > 500)
    return refuse("--customers must be 2 to 500");
  if (options.payers > options.customers)
    return refuse("--payers must be at most the number of customers");
  if (options.accounts < options.payers + 2 * options.customers)
    return refuse(
        fmt::format("--accounts must be at least {}: one for each payer and two for each customer",
                    options.payers + 2 * options.customers));
  if (options.accounts > 100'000) return refuse("--accounts must be at most 100000");
  if (options.savings_plans < 0 || options.savings_plans > 1000 || options.reservations < 0 ||
      options.reservations > 1000)
    return refuse("--savings-plans and --reservations must be 0 to 1000");
  if (options.moves < 0 || options.moves >= options.customers)
    return refuse("--move must be less than the number of customers");
  if (options.rows < 1000) return refuse("--rows must be at least 1000");
  if (options.parts < 1 || options.parts > 500) return refuse("--parts must be 1 to 500");
  if (options.out.empty()) return refuse("--out must name a folder");
  if (options.report == Report::kCur2 && options.spelling == Spelling::kSlash)
    return refuse("CUR 2.0 spells names with underscores only: leave out --spelling slash");
  return {};
}

}  // namespace billwright::make_month
