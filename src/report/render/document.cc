#include "report/render/document.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "report/render/text.h"

namespace billwright::report {

namespace {

constexpr std::string_view kCodeMark = " · ";

/// The order in which people read the sections.
constexpr std::array kReadingOrder = {
    Section::kUsage,   Section::kCommitment, Section::kMarketplace, Section::kFees,
    Section::kSupport, Section::kCredits,    Section::kAdjustments, Section::kTax};

std::vector<std::string> CleanLines(std::span<const std::string> lines) {
  std::vector<std::string> clean;
  for (const std::string& line : lines) clean.push_back(CleanText(line));
  return clean;
}

Section SectionNamed(std::string_view name) {
  for (const Section section : kReadingOrder)
    if (Name(section) == name) return section;
  return Section::kAdjustments;
}

template <typename R>
std::span<const R> RowsOf(std::span<const R> rows, std::string_view statement_id) {
  const auto range = std::ranges::equal_range(rows, statement_id, {}, &R::statement_id);
  return {range.begin(), range.end()};
}

const Customer* FindCustomer(std::span<const Customer> customers, std::string_view id) {
  const auto found = std::ranges::find(customers, id, &Customer::id);
  return found == customers.end() ? nullptr : &*found;
}

std::string NameOf(const Customer* customer, std::string_view id) {
  return CleanText(customer == nullptr || customer->name.empty() ? id : customer->name);
}

/// Turns rows of statement_line into lines with names for people.
class LineReader {
 public:
  explicit LineReader(const DocumentSource& source) : source_(source) {}

  std::string UnitName(std::string_view customer_id) const {
    if (customer_id == source_.statement.customer_id) return {};
    return NameOf(FindCustomer(source_.customers, customer_id), customer_id);
  }

  DocumentLine Read(const StatementLine& row) const {
    DocumentLine line;
    line.line_id = row.line_id;
    line.customer_id = row.customer_id;
    line.unit_name = UnitName(row.customer_id);
    line.section = SectionNamed(row.section);
    line.account = CleanText(row.usage_account_id);
    line.service = CleanText(row.service);
    line.service_name = ServiceNameOf(row.service, line.section);
    line.region = CleanText(row.region);
    line.description = CleanText(row.description);
    const size_t mark = line.description.rfind(kCodeMark);
    line.words = line.description.substr(0, mark);
    if (mark != std::string::npos) line.code = line.description.substr(mark + kCodeMark.size());
    line.unit = CleanText(row.unit);
    line.quantity = row.quantity;
    line.amounts = {row.list_amount, row.discount, row.amount};
    return line;
  }

 private:
  std::string ServiceNameOf(const std::string& service, Section section) const {
    if (service.empty()) return std::string(Title(section));
    const auto found =
        std::ranges::lower_bound(source_.service_names, service, {}, &ServiceName::service);
    const bool known = found != source_.service_names.end() && found->service == service;
    return CleanText(known && !found->name.empty() ? found->name : service);
  }

  const DocumentSource& source_;
};

size_t ReadingPosition(Section section) {
  return static_cast<size_t>(std::ranges::find(kReadingOrder, section) - kReadingOrder.begin());
}

std::vector<SummaryRow> BySection(std::span<const DocumentLine> lines) {
  std::array<SummaryRow, kReadingOrder.size()> rows;
  std::array<bool, kReadingOrder.size()> used{};
  for (const DocumentLine& line : lines) {
    const auto position =
        static_cast<size_t>(std::ranges::find(kReadingOrder, line.section) - kReadingOrder.begin());
    used[position] = true;
    rows[position].amounts += line.amounts;
  }
  std::vector<SummaryRow> result;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!used[i]) continue;
    rows[i].name = Title(kReadingOrder[i]);
    result.push_back(std::move(rows[i]));
  }
  return result;
}

template <typename KeyOf, typename Fill>
std::vector<SummaryRow> SummaryBy(std::span<const DocumentLine> lines, KeyOf key_of, Fill fill) {
  std::map<decltype(key_of(lines[0])), SummaryRow> rows;
  for (const DocumentLine& line : lines) {
    const auto [row, added] = rows.try_emplace(key_of(line));
    if (added) fill(line, row->second);
    row->second.amounts += line.amounts;
  }
  std::vector<SummaryRow> result;
  for (auto& [key, row] : rows) result.push_back(std::move(row));
  return result;
}

std::vector<SummaryRow> ByService(std::span<const DocumentLine> lines) {
  std::vector<SummaryRow> rows = SummaryBy(
      lines, [](const DocumentLine& line) { return line.service_name; },
      [](const DocumentLine& line, SummaryRow& row) { row.name = line.service_name; });
  std::ranges::stable_sort(rows, [](const SummaryRow& a, const SummaryRow& b) {
    return a.amounts.amount > b.amounts.amount;
  });
  return rows;
}

std::string AccountName(const DocumentLine& line) {
  return line.account.empty() ? "Without an account" : "Account " + line.account;
}

/// The recipient first, then the units by name; within one, by account.
auto AccountKey(const DocumentLine& line) {
  return std::tuple<std::string_view, std::string_view, bool, std::string_view>(
      line.unit_name, line.customer_id, line.account.empty(), line.account);
}

std::vector<SummaryRow> ByAccount(std::span<const DocumentLine> lines) {
  return SummaryBy(lines, AccountKey, [](const DocumentLine& line, SummaryRow& row) {
    row.name = AccountName(line);
    row.unit_name = line.unit_name;
  });
}

std::vector<SummaryRow> Adjustments(std::span<const DocumentLine> lines) {
  std::vector<DocumentLine> chosen;
  for (const DocumentLine& line : lines)
    if (line.section == Section::kCredits || line.section == Section::kAdjustments)
      chosen.push_back(line);
  const auto name_of = [](const DocumentLine& line) {
    return line.service.empty() ? line.words : line.words + ", " + line.service_name;
  };
  return SummaryBy(chosen, name_of,
                   [&](const DocumentLine& line, SummaryRow& row) { row.name = name_of(line); });
}

/// Accounts as in the summary, in each the services by name, in each the lines as they come.
std::vector<AccountDetail> Details(std::vector<DocumentLine> lines) {
  const auto key_of = [](const DocumentLine& line) {
    return std::tuple(AccountKey(line), std::string_view(line.service_name),
                      ReadingPosition(line.section));
  };
  std::ranges::stable_sort(lines, {}, key_of);
  std::vector<AccountDetail> details;
  const DocumentLine* last = nullptr;
  for (DocumentLine& line : lines) {
    const bool same_account = last != nullptr && AccountKey(*last) == AccountKey(line);
    if (!same_account) details.push_back({AccountName(line), line.unit_name, {}, {}});
    AccountDetail& account = details.back();
    if (account.services.empty() || account.services.back().name != line.service_name)
      account.services.push_back({line.service_name, {}, {}});
    account.amounts += line.amounts;
    account.services.back().amounts += line.amounts;
    account.services.back().lines.push_back(std::move(line));
    last = &account.services.back().lines.back();
  }
  return details;
}

void AddDiscounts(const DocumentSource& source, const LineReader& reader, Document& document) {
  document.price_book_discount = document.subtotal.discount;
  for (const StatementDiscount& row : RowsOf(source.discounts, source.statement.statement_id)) {
    DiscountRow discount;
    discount.name = CleanText(row.name);
    discount.unit_name = reader.UnitName(row.customer_id);
    discount.on_demand_value = row.on_demand_value;
    discount.saved = row.saved;
    discount.policy = CleanText(row.policy_sentence);
    document.price_book_discount -= row.saved;
    if (!discount.policy.empty() &&
        std::ranges::find(document.policies, discount.policy) == document.policies.end())
      document.policies.push_back(discount.policy);
    document.discounts.push_back(std::move(discount));
  }
  std::ranges::stable_sort(document.discounts, {}, &DiscountRow::unit_name);
}

void AddHead(const DocumentSource& source, const Customer& customer, Document& document) {
  const Statement& statement = source.statement;
  document.statement_id = statement.statement_id;
  document.state = CleanText(statement.state);
  if (!document.state.empty() && document.state[0] >= 'a' && document.state[0] <= 'z')
    document.state[0] = static_cast<char>(document.state[0] - 'a' + 'A');
  document.period = source.period.ToLongString();
  document.period_end = source.period.end();
  document.first_day = source.period.start().ToDateString();
  document.last_day = UtcTime{document.period_end.seconds - UtcTime::kSecondsPerDay}.ToDateString();
  document.reseller = {CleanText(source.reseller.name), CleanLines(source.reseller.address),
                       CleanText(source.reseller.tax_id), CleanText(source.reseller.email)};
  document.customer = {NameOf(&customer, customer.id), CleanLines(customer.address),
                       CleanText(customer.tax_id), CleanText(customer.email)};
  document.customer_id = customer.id;
  document.purchase_order = CleanText(customer.purchase_order);
  document.payment_terms = CleanText(customer.payment_terms);
  document.payment_details = CleanLines(source.reseller.payment_details);
  document.subtotal = {statement.list_amount, statement.discount, statement.subtotal};
  document.tax = statement.tax;
  document.total = statement.total;
}

template <typename Rows>
void CheckAddsUp(const Rows& rows, const Document& document, std::string_view what) {
  Amounts sum;
  for (const auto& row : rows) sum += row.amounts;
  CHECK(sum == document.subtotal,
        "statement " + document.statement_id + " does not add up by " + std::string(what));
}

}  // namespace

Amounts& Amounts::operator+=(const Amounts& other) {
  list_amount += other.list_amount;
  discount += other.discount;
  amount += other.amount;
  return *this;
}

std::string_view Title(Section section) {
  switch (section) {
    case Section::kUsage:
      return "Usage";
    case Section::kCommitment:
      return "Commitments";
    case Section::kMarketplace:
      return "AWS Marketplace";
    case Section::kFees:
      return "Fees";
    case Section::kSupport:
      return "Support";
    case Section::kCredits:
      return "Credits";
    case Section::kAdjustments:
      return "Adjustments";
    case Section::kTax:
      return "Tax";
  }
  return "Adjustments";
}

Result<Document> BuildDocument(const DocumentSource& source) {
  const Statement& statement = source.statement;
  ASSIGN_OR_RETURN(const Currency currency, Currency::Parse(statement.currency));
  const Customer* customer = FindCustomer(source.customers, statement.customer_id);
  if (customer == nullptr)
    return Fail(ErrorCode::kNotFound, "statement " + statement.statement_id + " is for customer " +
                                          statement.customer_id + ", who is in no book");
  Document document;
  document.currency = currency;
  AddHead(source, *customer, document);
  const auto rows = RowsOf(source.lines, statement.statement_id);
  const LineReader reader(source);
  std::vector<DocumentLine> lines;
  lines.reserve(rows.size());
  for (const StatementLine& row : rows) {
    DocumentLine line = reader.Read(row);
    if (line.section == Section::kTax) {
      document.taxes.push_back({line.description, line.quantity, line.amounts.amount});
      document.tax_lines.push_back(std::move(line));
    } else {
      lines.push_back(std::move(line));
    }
  }
  document.by_section = BySection(lines);
  document.by_service = ByService(lines);
  document.by_account = ByAccount(lines);
  document.adjustments = Adjustments(lines);
  document.details = Details(std::move(lines));
  AddDiscounts(source, reader, document);
  CheckAddsUp(document.by_section, document, "section");
  CheckAddsUp(document.by_service, document, "service");
  CheckAddsUp(document.by_account, document, "account");
  CheckAddsUp(document.details, document, "details");
  return document;
}

}  // namespace billwright::report
