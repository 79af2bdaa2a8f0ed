#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/billing_period.h"
#include "model/delivery.h"
#include "model/delivery_day.h"
#include "model/observation.h"

// What a person wants to know in the morning, as records: for every payer and month, which data are
// there, what changed since the delivery before, what is wrong, and how the month's run stands.
// app/morning collects it; the screen, the JSON, the metrics and the page are views of it.

namespace billwright::monitor {

/// All accounts and services of a delivery on one UTC day.
struct DayTotal {
  UtcTime day;  ///< 00:00
  int64_t rows = 0;
  int64_t hours = 0;  ///< bit h (0 to 23): a metered row starts in hour h
  Decimal unblended_cost;
};

/// Adds a delivery's days up over accounts and services; by day. Days of another month stay where
/// they are: fees may have a usage date outside their billing period.
std::vector<DayTotal> TotalsByDay(const std::vector<DeliveryDay>& days);

/// One delivery of a payer and month.
struct Version {
  int64_t number = 0;
  std::string delivery_id;
  std::string
      delivered_at;         ///< UTC; when AWS wrote it or, where nobody knows, when it was received
  std::string received_at;  ///< UTC
  int64_t rows = 0;
  int64_t quarantined_rows = 0;  ///< of them
  Decimal unblended_cost;
  Decimal quarantined_cost;
  bool out_of_use = false;  ///< withdrawn by a person, or pruned
};

enum class DataState {
  kThere,
  kMissing,  ///< the payer delivers other months, but not this one
  kLost,     ///< registered, but files of it are gone or damaged
};
std::string_view Name(DataState state);

/// One payer in one month.
struct PayerMonth {
  std::string provider;
  std::string payer_account_id;
  BillingPeriod period;
  std::string source_id;  ///< the [[source]] of its newest delivery; empty: named by hand
  std::string format;
  std::string currency;
  DataState data = DataState::kThere;
  std::string lost;                   ///< what is gone, for people; empty unless kLost
  std::string restored_by;            ///< the command that brings it back; empty unless kLost
  std::vector<Version> versions;      ///< oldest first; empty if kMissing
  int64_t refused = 0;                ///< reports that the newest look at its source refused
  std::vector<DayTotal> days;         ///< of the version in use; empty if not known
  std::vector<DayTotal> days_before;  ///< of the version before it, likewise

  /// The newest version in use; nullptr if there is none.
  const Version* InUse() const;
  /// The one before it in use; nullptr if there is none.
  const Version* BeforeInUse() const;
  /// The end of the newest hour with usage; nullopt if not known. AWS lists fees for hours to come:
  /// they are not metered, and do not count.
  std::optional<UtcTime> CompleteTo() const;
};

/// How the run in force of a month stands to the data and the books of today.
enum class Standing {
  kNone,        ///< the month has never been run
  kInForce,     ///< it used the newest deliveries and the books as they are
  kOlderData,   ///< deliveries are newer
  kOlderBooks,  ///< books are newer
  kLost,        ///< its folder is gone or does not read
};
std::string_view Name(Standing standing);

/// How far a month is in its life (AWS may restate it for two weeks after its end).
enum class Age { kOpen, kSettling, kEnded };
std::string_view Name(Age age);

struct Month {
  BillingPeriod period;
  Standing run = Standing::kNone;
  std::string run_id;
  std::string computed_at;         ///< UTC, of the run in force
  std::vector<PayerMonth> payers;  ///< by payer

  /// Whether anybody has delivered it: otherwise there is nothing to be run.
  bool HasData() const;
};

/// The newest look at a source.
struct SourceLook {
  std::string source_id;
  std::string place;         ///< a path or "s3://bucket/prefix"
  std::string polled_at;     ///< UTC; empty: never
  std::string succeeded_at;  ///< UTC, the newest that worked; empty: none has
  std::string message;       ///< why the newest failed; empty: it did not
};

struct Morning {
  UtcTime now;
  std::string reseller;
  std::string currency;             ///< of the workspace
  std::vector<Month> months;        ///< newest first
  std::vector<SourceLook> sources;  ///< as in billwright.toml
  Observations observations;        ///< ranked by Rank()
  Assessed assessed;                ///< what of them would be known
  /// How long after the delivery before the next one is late, in seconds: as the rule
  /// delivery.stale has it. Absent: nobody wants to know.
  std::optional<int64_t> late_after;
};

Age AgeOf(const BillingPeriod& period, UtcTime now);

/// Whether a morning would say so if the observation still held: not of what is lost, and not of a
/// month that the rules did not look into.
bool WouldKnow(const Morning& morning, const Observation& observation);

/// Whether a finding says that data did not come, or not all of it: no amount says what that hides.
bool IsAboutMissingData(const Finding& finding);

/// Puts errors first, then warnings, then notes; each with what is about missing data before the
/// rest, then by money at stake, the most first.
void Rank(Observations& observations);

/// The observations of one payer and month, in their order.
std::vector<const Observation*> ObservationsOf(const Morning& morning, const BillingPeriod& period,
                                               std::string_view payer_account_id);

/// The message of a finding, with its subject before it where neither message nor payer name it.
std::string SentenceOf(const Observation& observation);

int64_t CountOf(const Observations& observations, Severity severity);

}  // namespace billwright::monitor
