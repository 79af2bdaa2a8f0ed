#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "monitor/attention.h"
#include "monitor/morning.h"

// Mornings of tests, said in few words.

namespace billwright::monitor::testing {

inline Decimal Of(std::string_view text) { return *Decimal::Parse(text); }
inline UtcTime At(std::string_view text) { return *UtcTime::Parse(text); }

constexpr BillingPeriod kNovember{2026, 11};
constexpr BillingPeriod kOctober{2026, 10};
constexpr BillingPeriod kSeptember{2026, 9};

constexpr int64_t kWholeDay = 0xFFFFFF;

/// A day of November 2026, or of another month.
inline DayTotal Day(int day, int64_t rows, std::string_view cost, int64_t hours = kWholeDay,
                    BillingPeriod period = kNovember) {
  return {UtcTime::FromDate(period.year, period.month, day), rows, hours, Of(cost)};
}

/// Days 1 to `count`, all alike.
inline std::vector<DayTotal> Days(int count, int64_t rows, std::string_view cost,
                                  BillingPeriod period = kNovember) {
  std::vector<DayTotal> days;
  for (int day = 1; day <= count; ++day) days.push_back(Day(day, rows, cost, kWholeDay, period));
  return days;
}

inline Version VersionOf(int64_t number, std::string_view delivered_at, int64_t rows,
                         std::string_view cost) {
  Version version;
  version.number = number;
  version.delivery_id = "d" + std::to_string(number);
  version.delivered_at = delivered_at;
  version.received_at = delivered_at;
  version.rows = rows;
  version.unblended_cost = Of(cost);
  return version;
}

/// A payer whose newest delivery added the 23rd: 4,100 rows and USD 130 a day.
inline PayerMonth GoodPayer(const std::string& id, BillingPeriod period = kNovember) {
  PayerMonth payer;
  payer.provider = "aws";
  payer.payer_account_id = id;
  payer.period = period;
  payer.source_id = "main";
  payer.format = "cur_2.0";
  payer.currency = "USD";
  payer.versions = {VersionOf(21, "2026-11-23T06:12:00Z", 90200, "2860"),
                    VersionOf(22, "2026-11-24T06:12:00Z", 94300, "2990")};
  payer.days_before = Days(22, 4100, "130", period);
  payer.days = Days(23, 4100, "130", period);
  return payer;
}

/// As if the rules had looked into all that there is.
inline void LookInto(Morning& morning) {
  morning.assessed.arrivals = true;
  for (const Month& month : morning.months)
    for (const PayerMonth& payer : month.payers)
      morning.assessed.bills.emplace(payer.payer_account_id, month.period);
}

/// The morning of 24 November 2026, 08:00 UTC, with a run in force; the rules looked into all of
/// it.
inline Morning MorningOf(std::vector<PayerMonth> payers) {
  Morning morning;
  morning.now = At("2026-11-24T08:00:00Z");
  morning.reseller = "Lighthouse Cloud Ltd";
  morning.currency = "USD";
  Month month;
  month.period = kNovember;
  month.run = Standing::kInForce;
  month.run_id = "2026-11-0123456789ab";
  month.computed_at = "2026-11-24T07:00:00Z";
  month.payers = std::move(payers);
  morning.late_after = 36 * UtcTime::kSecondsPerHour;
  morning.months.push_back(std::move(month));
  LookInto(morning);
  return morning;
}

inline Observation Error(const std::string& payer, std::string_view amount,
                         const std::string& code = "row.quarantined",
                         std::optional<BillingPeriod> period = kNovember) {
  return {Finding::Make(Severity::kError, code, "file.csv", "3 rows are rejected. Look at them.")
              .Worth(Of(amount), "USD"),
          payer, period};
}

inline Observation Warning(const std::string& payer, std::string_view amount) {
  return {Finding::Make(Severity::kWarning, "delivery.shrunk", payer, "It has fewer rows.")
              .Worth(Of(amount), "USD"),
          payer, kNovember};
}

/// What the rule delivery.missing says of a payer without data of November.
inline Observation Missing(const std::string& payer) {
  return {Finding::Make(Severity::kError, "delivery.missing", payer, "There is no delivery."),
          payer, kNovember};
}

/// Takes away what a payer delivered.
inline void Lack(PayerMonth& payer) {
  payer.data = DataState::kMissing;
  payer.versions.clear();
  payer.days.clear();
}

inline size_t LinesOf(std::string_view text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace billwright::monitor::testing
