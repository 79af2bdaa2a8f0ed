#include <fmt/core.h>

#include <algorithm>
#include <tuple>

#include "books/csv_table.h"
#include "books/reading.h"

namespace billwright::books {
namespace {

constexpr std::string_view kAws = "aws";

const CsvShape kColumns{{"account", "customer"}, {"payer", "from", "to", "provider"}};
const Shape kShape{"A line", {"payer", "account", "customer", "from", "to", "provider"}};

/// How the line's accounts are written: AWS's are 12 digits, and a mistake in them is worth saying;
/// of others nobody knows. The provider says only that.
const Parser<std::string>& AccountIdOf(Entry& entry) {
  if (!entry.Has("provider")) return kAccountId;
  const auto provider = entry.Get("provider", kId);
  return provider && *provider != kAws ? kAnyAccountId : kAccountId;
}

std::optional<AccountAssignment> ReadLine(Reading& reading, const SourceText& source,
                                          const Value& line) {
  Entry entry = reading.Open(source, line, kShape);
  AccountAssignment assignment;
  assignment.position = entry.position();
  bool good = entry.Require("account") && entry.Require("customer");
  const Parser<std::string>& account_id = AccountIdOf(entry);
  if (const auto account = entry.Get("account", account_id)) {
    assignment.account_id = *account;
    entry.SetSubject(*account);
  } else {
    good = false;
  }
  const auto payer = entry.Get("payer", account_id);
  if (payer) assignment.payer_account_id = *payer;
  good = good && (payer || !entry.Has("payer"));
  assignment.customer_id = entry.Text("customer");
  if (assignment.customer_id == kUnassigned)
    entry.Error("customer", "customer.reserved",
                "\"unassigned\" is for accounts that no line names: leave the line out.");
  else if (!assignment.customer_id.empty())
    entry.Refers({assignment.customer_id, entry.PlaceOf("customer")}, reading.customers,
                 "account.unknown_customer");
  entry.Hours(assignment.from, assignment.to);
  if (!good || assignment.from >= assignment.to) return std::nullopt;
  return assignment;
}

std::string PeriodOf(const AccountAssignment& assignment) {
  const std::string from = assignment.from.ToString();
  const std::string to = assignment.to.ToString();
  if (from.empty() && to.empty()) return "always";
  if (from.empty()) return "until " + to;
  return to.empty() ? "from " + from : fmt::format("from {} to {}", from, to);
}

void ReportOverlap(Reading& reading, const SourceText& source, const AccountAssignment& a,
                   const AccountAssignment& b) {
  const bool in_order = a.position.line < b.position.line;
  const AccountAssignment& first = in_order ? a : b;
  const AccountAssignment& second = in_order ? b : a;
  reading.mistakes.Add(
      Severity::kError, source, {second.position.line, 1}, "account.overlap", second.account_id,
      fmt::format("Account {} is taken at this time: line {} gives it to \"{}\" {}. An account "
                  "belongs to one customer at a time: end one line where the other begins.",
                  second.account_id, first.position.line, first.customer_id, PeriodOf(first)));
}

/// Lines of one account and payer that hold at the same time. A line that names a payer and one for
/// any payer may: the one that names it goes first.
void CheckOverlaps(Reading& reading, const SourceText& source) {
  const AccountAssignment* latest = nullptr;  // of those before, the one that ends last
  for (const AccountAssignment& line : reading.books.accounts) {
    const bool same = latest != nullptr && latest->account_id == line.account_id &&
                      latest->payer_account_id == line.payer_account_id;
    if (same && line.from < latest->to) ReportOverlap(reading, source, *latest, line);
    if (!same || latest->to < line.to) latest = &line;
  }
}

}  // namespace

Result<void> ReadAccounts(Reading& reading) {
  ASSIGN_OR_RETURN(auto source, Load(reading, kAccountsFile, Presence::kRequired));
  reading.accounts_complete = source.has_value();
  if (!source) return {};
  std::vector<AccountAssignment>& accounts = reading.books.accounts;
  ReadCsvTable(*source, reading.mistakes, kColumns, [&](const Value& line) {
    if (auto assignment = ReadLine(reading, *source, line))
      accounts.push_back(*std::move(assignment));
    else
      reading.accounts_complete = false;
  });
  reading.accounts_complete = reading.accounts_complete && source->complete();
  std::sort(accounts.begin(), accounts.end(),
            [](const AccountAssignment& a, const AccountAssignment& b) {
              return std::tie(a.account_id, a.payer_account_id, a.from, a.position.line) <
                     std::tie(b.account_id, b.payer_account_id, b.from, b.position.line);
            });
  CheckOverlaps(reading, *source);
  return {};
}

}  // namespace billwright::books
