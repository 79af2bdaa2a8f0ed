#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/billing_period.h"
#include "model/table.h"

// One immutable version of one export for one payer and billing period, as AWS delivered it. Its
// rows may be of several providers: that is said by each row.

namespace billwright {

/// A column of a delivery: its name as delivered and as stored in our Parquet.
struct DeliveredColumn {
  std::string name;         ///< as delivered: "lineItem/UnblendedCost", "resourceTags/user:Owner"
  std::string stored_name;  ///< as the stored file and DuckDB call it; differs where names collide
  std::string type;         ///< of the stored file, as DuckDB writes it: "VARCHAR", "DOUBLE", …
};

/// One file of a delivery.
struct DeliveryFile {
  std::string name;    ///< as delivered, relative to the place it was found in
  std::string digest;  ///< SHA-256 of the bytes as delivered
  int64_t bytes = 0;
  std::string kept;    ///< the copy as delivered, relative to the delivery's folder
  std::string stored;  ///< the Parquet to read, relative likewise; = kept for Parquet
  int64_t rows = 0;
  std::vector<DeliveredColumn> columns;
  std::string origin;         ///< where it came from: an absolute path or "s3://bucket/key"
  std::string etag;           ///< as the source gives it (ingest/source/place.h); or empty
  std::string version_id;     ///< of the object; empty where the bucket has no versions
  std::string modified_at;    ///< UTC, as the source says: "2018-11-05T04:11:09Z"; or empty
  std::string stored_digest;  ///< SHA-256 of `stored`; empty if not known, or if it is `kept`
};

/// Which report it is: found out from the columns. Stored as text; never renamed.
inline constexpr std::string_view kLegacyCur = "legacy_cur";
inline constexpr std::string_view kCur2 = "cur_2.0";
inline constexpr std::string_view kFocus10 = "focus_1.0";
inline constexpr std::string_view kFocus12 = "focus_1.2";

/// How a delivery's files are kept. Stored as text; never renamed.
inline constexpr std::string_view kKeepCopy = "copy";            ///< the bytes, in kept/
inline constexpr std::string_view kKeepReference = "reference";  ///< where they are, pinned

struct Delivery {
  std::string delivery_id;  ///< digest of its files' digests (and payer and period, if divided)
  std::string provider = "aws";  ///< of most accepted rows, of several the first by name: "aws",
                                 ///< "microsoft", "google", "oracle", …: a lower-case word
  std::string payer_account_id;
  BillingPeriod period;
  int64_t version = 0;              ///< 1, 2, … of this payer and period; given at registration
  std::string format;               ///< kLegacyCur, kCur2, kFocus10, kFocus12
  std::string encoding;             ///< "csv", "csv.gz", "csv.zip", "parquet"
  std::string currency;             ///< of its rows; the first, if it mixes them (a finding)
  std::vector<DeliveryFile> files;  ///< in order of names
  int64_t rows = 0;
  int64_t quarantined_rows = 0;  ///< rejected; kept, counted, never priced
  bool has_refunds = true;       ///< rows of type Refund, whose descriptions must be read; false
                                 ///< only once known
  Decimal unblended_cost;        ///< Σ of the accepted rows
  Decimal quarantined_cost;      ///< Σ of the quarantined rows whose cost is a number
  bool divided = false;          ///< its files hold rows of other payers or periods too, which
                                 ///< are deliveries of their own
  std::string source_id;     ///< the [[source]] it came from; empty: a place that was named by hand
  std::string export_name;   ///< of the report or export, from its manifest or file names
  std::string assembly_id;   ///< the manifest's assemblyId or executionId; empty without a manifest
  std::string delivered_at;  ///< UTC, when AWS wrote it, as the source says; or empty
  std::string keep = std::string(kKeepCopy);
  /// Subfolder with what Billwright derived from the files (stored/ and the tables of the checks):
  /// empty at first; "2", "3" after it was derived again.
  std::string derived;
  int64_t ingest_version = 1;     ///< of the rules by which it was derived
  std::string derivation_digest;  ///< of what was derived; empty: by a program that took none
  std::string withdrawn_at;  ///< UTC: taken out of use; delivered_at: it came too late; or empty
  std::string pruned_at;     ///< UTC: its files were deleted; or empty
};

/// Whether a delivery is in use: nobody withdrew it, and its files were not pruned. The newest one
/// in use of its payer and period is in force.
bool IsInUse(const Delivery& delivery);

/// Whether nobody withdrew it: it was written before the version in force, and is out of use since.
bool CameTooLate(const Delivery& delivery);

/// The newest rules of deriving. Grows when the same files may give other results.
inline constexpr int64_t kIngestVersion = 3;

/// The provider as people write it: "AWS", "Microsoft", "Google Cloud", "Oracle"; of another, its
/// word; "the provider" where it is not named.
std::string ProviderTitle(std::string_view provider);

/// Control totals: one line per file, line item type and invoice. Sums are of the accepted rows,
/// unless they say otherwise; the same columns of all cells must add up to them.
struct ControlTotal {
  std::string payer_account_id;
  std::string file;
  std::string line_item_type;
  std::string invoice_id;
  std::string currency;
  int64_t rows = 0;
  int64_t quarantined_rows = 0;
  Decimal unblended_cost;
  Decimal quarantined_cost;  ///< of quarantined rows whose cost is a number
  Decimal amortised_cost;
  Decimal public_on_demand_cost;
  Decimal on_demand_value;  ///< O of covered usage
};

template <>
const Table<ControlTotal>& TableOf<ControlTotal>();

/// The name of a service for people, from product/ProductName.
struct ServiceName {
  std::string service;  ///< product code
  std::string name;
};

template <>
const Table<ServiceName>& TableOf<ServiceName>();

}  // namespace billwright
