#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/customer.h"
#include "model/delivery.h"
#include "model/finding.h"
#include "model/policy.h"
#include "model/price_book.h"
#include "model/quality_rule.h"

// Books are text under version control; nothing else decides money. This reads all of them at once,
// reports every mistake with its place, and names the parts that each stage depends on.

namespace billwright::books {

/// A place where deliveries come from: a [[source]] of billwright.toml.
struct Source {
  std::string id;
  std::string place;           ///< "s3://bucket/prefix", or `path` as a text
  std::filesystem::path path;  ///< absolute; a relative one is from the workspace; empty for S3
  bool is_s3 = false;
  std::string profile;               ///< of the AWS configuration; empty: as the environment says
  std::string region;                ///< empty: as the environment or the profile says
  std::string endpoint;              ///< of another S3 server than Amazon's: "https://…"
  std::optional<bool> path_style;    ///< whether the bucket stands in the path
  std::string keep{kKeepCopy};       ///< kKeepCopy, kKeepReference
  std::vector<std::string> exports;  ///< only these reports and exports; empty: all
  std::vector<std::string> payers;   ///< whose data is expected here; empty: nobody says
  SourcePosition position;
};

/// Who is told of findings: a [[notify]]. Either a command or a webhook.
struct Receiver {
  std::string id;
  std::vector<std::string> command;  ///< a program and its arguments, without a shell
  std::string webhook;               ///< "https://…"
  std::string secret_env;  ///< the environment variable with the webhook's secret; empty: unsigned
  Severity min_severity = Severity::kError;
  std::vector<std::string> codes;  ///< "row.quarantined", "row.*"; empty: all
  SourcePosition position;
};

/// How `watch` works: [watch].
struct WatchSettings {
  int64_t every_seconds = 1800;
  std::filesystem::path metrics_file;  ///< absolute; empty: none is written
  std::filesystem::path page;          ///< likewise
  bool run = true;                     ///< whether months are run when their data change
};

/// "30m", "45s", "2h", "1d" in seconds. Fails: kInvalidInput.
Result<int64_t> ParseWatchInterval(std::string_view text);

/// What `prune` may delete: [retention]. What is not written is kept for ever.
struct Retention {
  std::optional<int> keep_versions;       ///< of a payer and period, beyond those that are needed
  std::optional<int> keep_derivations;    ///< of a delivery, beyond those that are needed
  std::optional<int> keep_runs;           ///< of a period, beyond the one in force
  std::optional<int> keep_incoming_days;  ///< downloads that nobody goes on with
};

/// billwright.toml.
struct WorkspaceSettings {
  std::filesystem::path folder;
  std::filesystem::path data;  ///< absolute; inside the workspace
  std::string reseller_name;
  std::vector<std::string> reseller_address;
  std::string reseller_tax_id;
  std::string reseller_email;
  std::vector<std::string> payment_details;  ///< lines printed at the foot of a statement
  std::string currency;                      ///< of costs, charges and statements
  std::vector<Source> sources;
  std::string memory_limit;  ///< of the engine, e.g. "1GB"
  int threads = 0;           ///< 0: all cores
  std::vector<Receiver> receivers;
  WatchSettings watch;
  QualitySettings quality;  ///< how deliveries are judged: [quality]
  Retention retention;
};

struct Books {
  WorkspaceSettings workspace;
  std::vector<Customer> customers;          ///< with the house; ordered by id
  std::vector<AccountAssignment> accounts;  ///< ordered by account, payer, from
  std::vector<AllocationPolicy> policies;   ///< in the order of the file
  std::vector<TreatmentRule> treatments;
  std::vector<PriceBook> price_books;  ///< ordered by id
  std::vector<CustomLine> custom_lines;
  std::vector<TaxRule> taxes;

  const Customer* FindCustomer(std::string_view id) const;
  const PriceBook* FindPriceBook(std::string_view id) const;
};

/// The nearest folder from `start` upward that holds a billwright.toml. Fails: kNotFound.
Result<std::filesystem::path> FindWorkspace(const std::filesystem::path& start);

/// What reading found. `findings` of severity error mean that the books may not be used.
struct ReadResult {
  Books books;
  Findings findings;
  bool usable() const;
};

/// Reads billwright.toml and books/. Every mistake of every file is a finding with file, line and
/// column, the line itself and what was expected. Fails: kIo only.
Result<ReadResult> Read(const std::filesystem::path& workspace_folder);

/// Digests of the parts of the books that a stage reads; a run reuses outputs whose digests agree.
/// Positions and comments do not count, order counts where it decides. Which field is in which
/// digest is a table in digest_fields_test.cc.
///
/// Hierarchy: currency, accounts, ids of customers, and where price rules change.
std::string DigestOfHierarchy(const Books& books);
/// Allocation: policies, and what the contract of each customer passes on.
std::string DigestOfAllocation(const Books& books);
/// Pricing: price books, treatments, custom lines; customers with those above them, since custom
/// lines of per cent rest on units below.
std::string DigestOfPricing(const Books& books);
/// Report: names, addresses, who is on whose statement, taxes, the reseller; policies and what is
/// passed on, since statements print them.
std::string DigestOfReport(const Books& books);
/// All four: of everything in the books that a run reads.
std::string DigestOfRun(const Books& books);

/// Writes a new workspace with small commented books that already pass `check`. Files that are
/// there already are kept. Fails: kConflict if the folder already holds a billwright.toml; kIo.
Result<void> Init(const std::filesystem::path& folder);

}  // namespace billwright::books
