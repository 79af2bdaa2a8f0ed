#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "model/billing_period.h"

// A month of a small reseller's payer as a legacy csv in which everything agrees, to be damaged:
// two accounts with usage of every hour, a Savings Plan, a reservation, support, a discount, a tax
// and a tag.

namespace billwright::testing {

using Row = std::map<std::string, std::string>;

/// The columns in the order of the file; a row may lack some.
inline const std::vector<std::string>& Columns() {
  static const std::vector<std::string> columns = {
      "identity/LineItemId",
      "bill/InvoiceId",
      "bill/BillingEntity",
      "bill/PayerAccountId",
      "bill/BillingPeriodStartDate",
      "bill/BillingPeriodEndDate",
      "lineItem/UsageAccountId",
      "lineItem/LineItemType",
      "lineItem/UsageStartDate",
      "lineItem/UsageEndDate",
      "lineItem/ProductCode",
      "lineItem/UsageType",
      "lineItem/Operation",
      "lineItem/UsageAmount",
      "lineItem/CurrencyCode",
      "lineItem/UnblendedCost",
      "lineItem/LineItemDescription",
      "product/ProductName",
      "product/region",
      "pricing/unit",
      "pricing/publicOnDemandCost",
      "reservation/ReservationARN",
      "reservation/EffectiveCost",
      "reservation/AmortizedUpfrontFeeForBillingPeriod",
      "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod",
      "reservation/UnusedRecurringFee",
      "savingsPlan/SavingsPlanARN",
      "savingsPlan/SavingsPlanEffectiveCost",
      "savingsPlan/TotalCommitmentToDate",
      "savingsPlan/UsedCommitment",
      "savingsPlan/RecurringCommitmentForBillingPeriod",
      "savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod",
      "resourceTags/user:Owner",
  };
  return columns;
}

inline constexpr std::string_view kPayer = "999999999999";
inline constexpr std::string_view kAda = "111111111111";
inline constexpr std::string_view kBob = "222222222222";
inline constexpr std::string_view kPlan = "arn:aws:savingsplans::111111111111:savingsplan/1";
inline constexpr std::string_view kReservation =
    "arn:aws:ec2:us-east-1:222222222222:reserved-instances/1";

/// A report of one month. Damages are small changes of it.
struct Month {
  BillingPeriod period;
  int days = 0;  ///< of usage from the first on
  std::vector<std::string> columns = Columns();
  std::vector<Row> rows;

  UtcTime At(int day, int hour) const {
    return {period.start().seconds + (day - 1) * UtcTime::kSecondsPerDay +
            hour * UtcTime::kSecondsPerHour};
  }
  bool is_over() const { return At(days + 1, 0) == period.end(); }

  Row& Add(std::string_view account, std::string_view type, std::string_view service, UtcTime start,
           std::string_view cost) {
    Row row{{"bill/InvoiceId", is_over() ? "INV-" + period.ToString() : ""},
            {"bill/BillingEntity", "AWS"},
            {"bill/PayerAccountId", std::string(kPayer)},
            {"bill/BillingPeriodStartDate", period.start().ToString()},
            {"bill/BillingPeriodEndDate", period.end().ToString()},
            {"lineItem/UsageAccountId", std::string(account)},
            {"lineItem/LineItemType", std::string(type)},
            {"lineItem/UsageStartDate", start.ToString()},
            {"lineItem/ProductCode", std::string(service)},
            {"lineItem/UsageType", std::string(service) + ":Hours"},
            {"lineItem/Operation", "Run"},
            {"lineItem/UsageAmount", "1"},
            {"lineItem/CurrencyCode", "USD"},
            {"lineItem/UnblendedCost", std::string(cost)},
            {"product/ProductName", std::string(service)},
            {"product/region", "us-east-1"},
            {"pricing/unit", "Hrs"},
            {"pricing/publicOnDemandCost", std::string(cost)},
            {"resourceTags/user:Owner", account == kAda ? "ada" : "bob"}};
    row["identity/LineItemId"] = fmt::format("item-{}", rows.size());
    return rows.emplace_back(std::move(row));
  }

  void AddHour(UtcTime hour) {
    Add(kAda, "Usage", "AmazonEC2", hour, "0.50");
    Add(kBob, "Usage", "AmazonEC2", hour, "0.25");
    Row& covered = Add(kAda, "SavingsPlanCoveredUsage", "AWSLambda", hour, "0.20");
    covered["savingsPlan/SavingsPlanARN"] = kPlan;
    covered["savingsPlan/SavingsPlanEffectiveCost"] = "0.12";
    Row& negation = Add(kAda, "SavingsPlanNegation", "AWSLambda", hour, "-0.20");
    negation["savingsPlan/SavingsPlanARN"] = kPlan;
    negation["pricing/publicOnDemandCost"] = "";
    AddPlanFee(hour, "0.12");
    Row& discounted = Add(kBob, "DiscountedUsage", "AmazonRDS", hour, "0");
    discounted["reservation/ReservationARN"] = kReservation;
    discounted["reservation/EffectiveCost"] = "0.05";
    discounted["pricing/publicOnDemandCost"] = "0.08";
  }

  Row& AddPlanFee(UtcTime hour, std::string_view used) {
    Row& fee = Add(kAda, "SavingsPlanRecurringFee", "ComputeSavingsPlans", hour, "0.15");
    fee["savingsPlan/SavingsPlanARN"] = kPlan;
    fee["savingsPlan/TotalCommitmentToDate"] = "0.15";
    fee["savingsPlan/UsedCommitment"] = used;
    fee["savingsPlan/RecurringCommitmentForBillingPeriod"] = "0.15";
    fee["savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod"] = "0";
    return fee;
  }

  /// What comes once a month, and support and tax once it is over.
  void AddFees() {
    const auto month_hours =
        (period.end().seconds - period.start().seconds) / UtcTime::kSecondsPerHour;
    const auto cents = [](int64_t hours) {
      return fmt::format("{}.{:02}", hours * 5 / 100, hours * 5 % 100);
    };
    Row& fee = Add(kBob, "RIFee", "AmazonRDS", period.start(), cents(month_hours));
    fee["reservation/ReservationARN"] = kReservation;
    fee["reservation/AmortizedUpfrontFeeForBillingPeriod"] = "0";
    fee["reservation/UnusedAmortizedUpfrontFeeForBillingPeriod"] = "0";
    fee["reservation/UnusedRecurringFee"] = cents(month_hours - days * 24);
    fee["pricing/publicOnDemandCost"] = "";
    Add(kPayer, "EdpDiscount", "AmazonEC2", period.start(), "-10.00");
    if (!is_over()) return;
    Add(kPayer, "Fee", "AWSSupportBusiness", period.start(), "100.00");
    Add(kAda, "Tax", "AmazonEC2", period.start(), "5.00");
  }

  /// The rows for which `is` holds; CHECKs that there are some.
  std::vector<Row*> Where(const std::function<bool(const Row&)>& is) {
    std::vector<Row*> found;
    for (Row& row : rows)
      if (is(row)) found.push_back(&row);
    CHECK(!found.empty(), "a damage that hits nothing");
    return found;
  }
  std::vector<Row*> Of(std::string_view account, std::string_view type, std::string_view service) {
    return Where([&](const Row& row) {
      return row.at("lineItem/UsageAccountId") == account &&
             row.at("lineItem/LineItemType") == type && row.at("lineItem/ProductCode") == service;
    });
  }
  Row& One(std::string_view account, std::string_view type, std::string_view service,
           int index = 0) {
    return *Of(account, type, service).at(static_cast<size_t>(index));
  }
  void Remove(const std::function<bool(const Row&)>& is) {
    CHECK(std::erase_if(rows, is) > 0, "a damage that hits nothing");
  }

  std::string AsCsv() const {
    std::string text;
    for (const std::string& column : columns) text += (text.empty() ? "" : ",") + column;
    text += '\n';
    for (const Row& row : rows) {
      for (const std::string& column : columns) {
        const auto value = row.find(column);
        if (&column != &columns.front()) text += ',';
        if (value != row.end()) text += value->second;
      }
      text += '\n';
    }
    return text;
  }
};

/// The good month; of its first `days` days, or whole.
inline Month GoodMonth(const BillingPeriod& period, int days = 0) {
  Month month{period, days, Columns(), {}};
  if (days == 0)
    month.days =
        static_cast<int>((period.end().seconds - period.start().seconds) / UtcTime::kSecondsPerDay);
  for (int day = 1; day <= month.days; ++day) {
    for (int hour = 0; hour < 24; ++hour) month.AddHour(month.At(day, hour));
    month.Add(kAda, "Usage", "AmazonS3", month.At(day, 0), "1.20");
  }
  month.AddFees();
  return month;
}

}  // namespace billwright::testing
