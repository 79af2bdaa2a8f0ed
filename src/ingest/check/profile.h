#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "model/delivery.h"
#include "model/finding.h"

namespace billwright::ingest {

/// Rows of one file, line item type, invoice, currency and reason of quarantine, added up.
struct ProfileGroup {
  std::string file;
  std::string line_item_type;
  std::string delivered_type;  ///< of FOCUS the ChargeCategory; else empty
  std::string invoice_id;
  std::string currency;
  std::string quarantine;  ///< empty: accepted
  int64_t rows = 0;
  Decimal unblended_cost;
  Decimal amortised_cost;
  Decimal public_on_demand_cost;
  Decimal on_demand_value;
  std::string first_payer;  ///< in the order of text, as the next
  std::string last_payer;
  UtcTime first_period_start;
  UtcTime last_period_start;
  UtcTime last_usage_start;

  bool accepted() const { return quarantine.empty(); }
};

using Profile = std::vector<ProfileGroup>;

/// Counts and sums all rows of the delivery, in one scan of its line_item view. That scan need not
/// tell refunds of purchases apart. What it counted by account, service and day stays with the
/// engine as the temporary table `examined`, until DropExamined.
Result<Profile> TakeProfile(const std::string& line_item_view, engine::Engine& engine);
Result<void> DropExamined(engine::Engine& engine);

/// Takes refunds of purchases, which are no cost of the month, out of the amortised costs of a
/// profile whose scan did not tell them apart. Gives their sum. `line_item_view`: of the accepted
/// rows, and tells them apart.
Result<Decimal> TakeOutPurchaseRefunds(const std::string& line_item_view, engine::Engine& engine,
                                       Profile& profile);

/// Control totals, in key order, each key once.
std::vector<ControlTotal> ControlTotalsOf(const Profile& profile, const std::string& payer);

/// The line item types of a file, quarantined rows included.
std::vector<std::string> LineItemTypesOf(const Profile& profile, const std::string& file);
bool HasType(const Profile& profile, std::string_view line_item_type);

/// Whether the accepted rows are of several payers or billing periods.
bool HoldsSeveral(const Profile& profile);

/// The payer and the billing period of all accepted rows, which are of one.
/// Fails: kInvalidInput: no rows.
Result<std::pair<std::string, BillingPeriod>> PayerAndPeriodOf(const Profile& profile);

/// The provider of most of the accepted rows that TakeProfile has counted with this engine last; of
/// several the first by name. There must be accepted rows.
Result<std::string> MostFrequentProvider(engine::Engine& engine);

/// Findings: account.unusual, from the same counts: accounts of AWS that have not 12 digits.
Result<Findings> ReportUnusualAccounts(const std::string& currency, engine::Engine& engine);

/// Sets rows, quarantined_rows, the sums, currency and has_refunds of the delivery.
void SetTotals(const Profile& profile, Delivery& delivery);

}  // namespace billwright::ingest
