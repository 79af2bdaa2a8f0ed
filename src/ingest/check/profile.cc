#include "ingest/check/profile.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/check.h"
#include "base/embedded.h"

namespace billwright::ingest {

namespace {

ProfileGroup GroupAt(const Frame& frame, size_t row) {
  const auto text = [&](std::string_view name) { return frame.column(name).text()[row]; };
  const auto integer = [&](std::string_view name) { return frame.column(name).integers()[row]; };
  const auto decimal = [&](std::string_view name) { return frame.column(name).decimals()[row]; };
  const auto time = [&](std::string_view name) { return frame.column(name).times()[row]; };
  ProfileGroup group;
  group.file = text("file");
  group.line_item_type = text("line_item_type");
  group.delivered_type = text("delivered_type");
  group.invoice_id = text("invoice_id");
  group.currency = text("currency");
  group.quarantine = text("quarantine");
  group.rows = integer("row_count");
  group.unblended_cost = decimal("unblended_cost");
  group.amortised_cost = decimal("amortised_cost");
  group.public_on_demand_cost = decimal("public_on_demand_cost");
  group.on_demand_value = decimal("on_demand_value");
  group.first_payer = text("first_payer");
  group.last_payer = text("last_payer");
  group.first_period_start = time("first_period_start");
  group.last_period_start = time("last_period_start");
  group.last_usage_start = time("last_usage_start");
  return group;
}

}  // namespace

Result<Profile> TakeProfile(const std::string& line_item_view, engine::Engine& engine) {
  RETURN_IF_ERROR(engine.Execute(
      engine::Fill(EmbeddedText("sql/ingest/examined.sql"), {{"line_item", line_item_view}})));
  ASSIGN_OR_RETURN(const Frame frame,
                   engine.Query(std::string(EmbeddedText("sql/ingest/profile.sql"))));
  Profile profile;
  for (size_t row = 0; row < frame.row_count(); ++row) profile.push_back(GroupAt(frame, row));
  return profile;
}

Result<void> DropExamined(engine::Engine& engine) {
  return engine.Execute("DROP TABLE IF EXISTS examined");
}

Result<Decimal> TakeOutPurchaseRefunds(const std::string& line_item_view, engine::Engine& engine,
                                       Profile& profile) {
  ASSIGN_OR_RETURN(const Frame frame,
                   engine.Query(engine::Fill(EmbeddedText("sql/ingest/purchase_refunds.sql"),
                                             {{"line_item", line_item_view}})));
  Decimal sum;
  for (size_t row = 0; row < frame.row_count(); ++row) {
    const auto is_theirs = [&](const ProfileGroup& group) {
      return group.accepted() && group.line_item_type == "Refund" &&
             group.file == frame.column("file").text()[row] &&
             group.invoice_id == frame.column("invoice_id").text()[row] &&
             group.currency == frame.column("currency").text()[row];
    };
    const auto group = std::ranges::find_if(profile, is_theirs);
    CHECK(group != profile.end(), "a refund that the profile has not seen");
    const Decimal refunded = frame.column("unblended_cost").decimals()[row];
    group->amortised_cost -= refunded;
    sum += refunded;
  }
  return sum;
}

std::vector<ControlTotal> ControlTotalsOf(const Profile& profile, const std::string& payer) {
  std::vector<ControlTotal> groups;
  for (const ProfileGroup& group : profile) {
    ControlTotal& total = groups.emplace_back();
    total = {payer, group.file, group.line_item_type, group.invoice_id, group.currency, group.rows};
    if (group.accepted()) {
      total.unblended_cost = group.unblended_cost;
      total.amortised_cost = group.amortised_cost;
      total.public_on_demand_cost = group.public_on_demand_cost;
      total.on_demand_value = group.on_demand_value;
    } else {
      total.quarantined_rows = group.rows;
      total.quarantined_cost = group.unblended_cost;
    }
  }
  // Groups of one key need not be neighbours: FOCUS delivers one line item type under two names.
  return SummedByKey(std::move(groups));
}

std::vector<std::string> LineItemTypesOf(const Profile& profile, const std::string& file) {
  std::vector<std::string> types;
  for (const ProfileGroup& group : profile)
    if (group.file == file && std::ranges::find(types, group.line_item_type) == types.end())
      types.push_back(group.line_item_type);
  return types;
}

bool HasType(const Profile& profile, std::string_view line_item_type) {
  return std::ranges::find(profile, line_item_type, &ProfileGroup::line_item_type) != profile.end();
}

bool HoldsSeveral(const Profile& profile) {
  const ProfileGroup* first = nullptr;
  for (const ProfileGroup& group : profile) {
    if (!group.accepted()) continue;
    if (first == nullptr) first = &group;
    if (group.first_payer != first->first_payer || group.last_payer != first->first_payer)
      return true;
    const BillingPeriod period = BillingPeriod::Containing(first->first_period_start);
    if (BillingPeriod::Containing(group.first_period_start) != period ||
        BillingPeriod::Containing(group.last_period_start) != period)
      return true;
  }
  return false;
}

Result<std::pair<std::string, BillingPeriod>> PayerAndPeriodOf(const Profile& profile) {
  const auto first = std::ranges::find_if(profile, &ProfileGroup::accepted);
  if (first == profile.end()) return Fail(ErrorCode::kInvalidInput, "the report has no rows");
  return std::pair{first->first_payer, BillingPeriod::Containing(first->first_period_start)};
}

Result<std::string> MostFrequentProvider(engine::Engine& engine) {
  return engine.QueryText(std::string(EmbeddedText("sql/ingest/provider.sql")));
}

Result<Findings> ReportUnusualAccounts(const std::string& currency, engine::Engine& engine) {
  ASSIGN_OR_RETURN(const Frame found,
                   engine.Query(std::string(EmbeddedText("sql/ingest/unusual_accounts.sql"))));
  if (found.row_count() == 0) return Findings{};
  const int64_t rows = found.column("row_count").integers().front();
  const int64_t accounts = found.column("account_count").integers().front();
  const std::string& first = found.column("first_account").text().front();
  const bool has_shorter = found.column("has_shorter").booleans().front() != 0;
  return Findings{
      Finding::Make(
          has_shorter ? Severity::kWarning : Severity::kInfo, "account.unusual", first,
          fmt::format("{} of {} that AWS does not give: its accounts have 12 digits. {} "
                      "billed as delivered; look whether what delivers the report "
                      "changes them{}.",
                      rows == 1 ? "1 row is" : fmt::format("{} rows are", rows),
                      accounts == 1 ? "an account" : fmt::format("{} accounts", accounts),
                      rows == 1 ? "It is" : "They are",
                      has_shorter ? ", as spreadsheets do, which drop leading zeros" : ""))
          .Worth(found.column("unblended_cost").decimals().front(), currency)};
}

void SetTotals(const Profile& profile, Delivery& delivery) {
  delivery.has_refunds = HasType(profile, "Refund");
  for (const ProfileGroup& group : profile) {
    delivery.rows += group.rows;
    if (group.accepted()) {
      delivery.unblended_cost += group.unblended_cost;
      if (delivery.currency.empty() || group.currency < delivery.currency)
        delivery.currency = group.currency;
    } else {
      delivery.quarantined_rows += group.rows;
      delivery.quarantined_cost += group.unblended_cost;
    }
  }
}

}  // namespace billwright::ingest
