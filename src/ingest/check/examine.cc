#include "ingest/check/examine.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "base/embedded.h"
#include "engine/contracts.h"
#include "engine/line_item_view.h"
#include "ingest/check/bridge.h"
#include "ingest/check/delivery_tables.h"
#include "ingest/check/file_totals.h"
#include "ingest/check/profile.h"
#include "ingest/check/quarantine.h"
#include "ingest/check/reservations.h"
#include "ingest/check/same_rows.h"
#include "ingest/check/savings_plans.h"
#include "ingest/contract/contract.h"

namespace billwright::ingest {

namespace fs = std::filesystem;

namespace {

class Examination {
 public:
  Examination(Delivery delivery, const fs::path& folder, engine::Engine& engine)
      : engine_(engine), folder_(folder) {
    received_.delivery = std::move(delivery);
    received_.folder = folder;
  }

  Result<std::optional<Received>> Run() {
    RETURN_IF_ERROR(Profiled());
    if (HoldsSeveral(profile_)) return std::nullopt;
    RETURN_IF_ERROR(Count());
    RETURN_IF_ERROR(CheckTotals());
    RETURN_IF_ERROR(CheckCommitments());
    RETURN_IF_ERROR(NameServices());
    RETURN_IF_ERROR(KeepTables());
    return std::optional(std::move(received_));
  }

 private:
  Delivery& delivery() { return received_.delivery; }
  const Contract& contract() { return engine::ContractOf(delivery().format); }

  std::string View(bool accepted_only) {
    return engine::LineItemView(delivery(), folder_, accepted_only);
  }

  void Add(Findings findings) {
    received_.findings.insert(received_.findings.end(), findings.begin(), findings.end());
  }
  void Add(Proof proof) {
    received_.proof.insert(received_.proof.end(), proof.begin(), proof.end());
  }

  Result<void> Profiled() {
    delivery().has_refunds = false;  // the profile finds out, without reading every description
    ASSIGN_OR_RETURN(profile_, TakeProfile(View(/*accepted_only=*/false), engine_));
    return {};
  }

  Result<void> Count() {
    SetTotals(profile_, delivery());
    Add(CheckColumns(delivery()));
    for (const DeliveryFile& file : delivery().files)
      Add(CheckFamilies(file, delivery().format, LineItemTypesOf(profile_, file.name)));
    ASSIGN_OR_RETURN(Findings rejected,
                     ReportQuarantine(delivery(), View(/*accepted_only=*/false), folder_, engine_));
    Add(std::move(rejected));
    ASSIGN_OR_RETURN(const auto payer_and_period, PayerAndPeriodOf(profile_));
    ASSIGN_OR_RETURN(delivery().provider, MostFrequentProvider(engine_));
    delivery().payer_account_id = payer_and_period.first;
    delivery().period = payer_and_period.second;
    if (delivery().has_refunds) {
      ASSIGN_OR_RETURN(purchase_refunds_,
                       TakeOutPurchaseRefunds(View(/*accepted_only=*/true), engine_, profile_));
    }
    received_.totals = ControlTotalsOf(profile_, delivery().payer_account_id);
    ASSIGN_OR_RETURN(Findings unusual, ReportUnusualAccounts(delivery().currency, engine_));
    Add(std::move(unusual));
    return {};
  }

  Result<void> CheckTotals() {
    std::vector<FileTotal> files;
    for (const DeliveryFile& file : delivery().files) {
      ASSIGN_OR_RETURN(const std::vector<FileTotal> totals,
                       SumFile(file, contract(), folder_, engine_));
      files.insert(files.end(), totals.begin(), totals.end());
    }
    RETURN_IF_ERROR(RefuseSameRows(delivery(), files, folder_, engine_));
    Add(ProveTotals(delivery(), files, profile_));
    Add(RoundedNumbers(delivery(), contract(), files));
    Add(MixedCurrencies());
    return {};
  }

  /// The money at stake is that of the currency with the fewest rows: the odd one out.
  Findings MixedCurrencies() {
    std::map<std::string, std::pair<int64_t, Decimal>> currencies;
    for (const ProfileGroup& group : profile_) {
      if (!group.accepted()) continue;
      auto& [rows, cost] = currencies[group.currency];
      rows += group.rows;
      cost += group.unblended_cost;
    }
    if (currencies.size() < 2) return {};
    std::string list;
    for (const auto& [currency, sums] : currencies) list += (list.empty() ? "" : ", ") + currency;
    const auto odd = std::ranges::min_element(
        currencies, {}, [](const auto& currency) { return currency.second.first; });
    return {
        Finding::Make(
            Severity::kError, "currency.mixed", "delivery",
            fmt::format("The rows are in several currencies: {}. Costs are not exchanged, so no "
                        "month can be run with this delivery; its sum, listed under {}, adds "
                        "them up as they are. Have AWS bill the payer in one currency, and take "
                        "the report in again.",
                        list, delivery().currency))
            .Worth(odd->second.second, odd->first)};
  }

  Result<void> CheckCommitments() {
    SavingsPlanHours savings_plans;
    ReservationMonths reservations;
    if (HasType(profile_, "SavingsPlanCoveredUsage") || HasType(profile_, "SavingsPlanNegation") ||
        HasType(profile_, "SavingsPlanRecurringFee")) {
      ASSIGN_OR_RETURN(savings_plans, ReadSavingsPlanHours(View(/*accepted_only=*/true), engine_));
      Add(CheckSavingsPlans(savings_plans, LastUsage(), delivery().currency));
    }
    if (HasType(profile_, "DiscountedUsage") || HasType(profile_, "RIFee") ||
        HasType(profile_, "Fee")) {
      ASSIGN_OR_RETURN(reservations, ReadReservationMonths(View(/*accepted_only=*/true), engine_));
      const ContractColumn* const list_cost = contract().FindReading("list_cost");
      const std::string& public_cost =
          (list_cost != nullptr ? *list_cost : contract().Reading("public_on_demand_cost")).name;
      Add(CheckReservations(reservations, contract(), delivery().currency,
                            SpellingIn(delivery().files.front(), public_cost)));
    }
    const ProofLine bridge = ProveBridge(delivery(), contract(), profile_, savings_plans,
                                         reservations, purchase_refunds_);
    received_.proof.push_back(bridge);
    Add(CheckBridge(bridge, delivery()));
    return {};
  }

  void Add(CommitmentCheck check) {
    Add(std::move(check.findings));
    Add(std::move(check.proof));
  }

  /// When the last metered row of the report starts.
  UtcTime LastUsage() const {
    UtcTime last = UtcTime::Beginning();
    for (const ProfileGroup& group : profile_)
      if (group.line_item_type == "Usage" || group.line_item_type == "DiscountedUsage" ||
          group.line_item_type == "SavingsPlanCoveredUsage")
        last = std::max(last, group.last_usage_start);
    return last;
  }

  /// What stays with the delivery, to compare it with others.
  Result<void> KeepTables() {
    const std::string& payer = delivery().payer_account_id;
    ASSIGN_OR_RETURN(received_.days, DaysOf(payer, engine_));
    ASSIGN_OR_RETURN(received_.fees, FeesOf(payer, engine_));
    ASSIGN_OR_RETURN(received_.column_uses,
                     CountColumnUses(delivery(), contract(), folder_, engine_, received_.findings));
    return DropExamined(engine_);
  }

  Result<void> NameServices() {
    ASSIGN_OR_RETURN(Frame frame,
                     engine_.Query(engine::Fill(EmbeddedText("sql/ingest/service_names.sql"),
                                                {{"line_item", View(/*accepted_only=*/true)}})));
    ASSIGN_OR_RETURN(received_.services, FromFrame<ServiceName>(std::move(frame)));
    return {};
  }

  engine::Engine& engine_;
  const fs::path& folder_;
  Received received_;
  Profile profile_;
  Decimal purchase_refunds_;
};

}  // namespace

Result<std::optional<Received>> Examine(Delivery delivery, const fs::path& folder,
                                        engine::Engine& engine) {
  return Examination(std::move(delivery), folder, engine).Run();
}

}  // namespace billwright::ingest
