#include "allocate/allocate.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "allocate/billed.h"
#include "allocate/divide.h"
#include "allocate/identity_tally.h"
#include "allocate/lay_on_cells.h"
#include "allocate/notices.h"
#include "base/check.h"

namespace billwright::allocate {

namespace {

/// One commitment with everything that its windows need.
struct Subject {
  const Commitment* commitment = nullptr;
  const AllocationPolicy* policy = nullptr;
  const Terms* terms = nullptr;
  std::span<const Coverage> coverage;
  std::span<const CommitmentWindow> fees;
};

template <typename R>
std::span<const R> RowsOf(std::span<const R> rows, int64_t commitment_id) {
  const auto range = std::ranges::equal_range(rows, commitment_id, {}, &R::commitment_id);
  return {range.begin(), range.end()};
}

/// The input made ready: customers numbered, commitments with their policies, ordered as shares
/// are.
class Month {
 public:
  explicit Month(const Input& input)
      : input_(input), customers_(input.customer_ids, input.windows) {
    CHECK(std::ranges::is_sorted(input.coverage, {}, &Coverage::commitment_id) &&
              std::ranges::is_sorted(input.windows, {}, &CommitmentWindow::commitment_id),
          "coverage and windows are not in order of commitments");
    size_t coverage_rows = 0;
    size_t fee_rows = 0;
    for (const Commitment& commitment : input.commitments) {
      subjects_.push_back(SubjectOf(commitment));
      coverage_rows += subjects_.back().coverage.size();
      fee_rows += subjects_.back().fees.size();
    }
    CHECK(coverage_rows == input.coverage.size() && fee_rows == input.windows.size(),
          "coverage or windows of a commitment that is not in the list, or is twice");
    std::ranges::sort(subjects_, {}, [](const Subject& subject) {
      return std::tie(subject.commitment->payer_account_id, subject.commitment->commitment_arn);
    });
  }
  Month(const Month&) = delete;
  Month& operator=(const Month&) = delete;

  const CustomerNumbers& customers() const { return customers_; }
  const std::vector<Subject>& subjects() const { return subjects_; }

  const std::string& CurrencyOf(const Subject& subject) const {
    const std::string& own = subject.commitment->currency;
    return own.empty() ? input_.currency : own;
  }

  /// The record of a part; `owner` and `start` are of the window or of the month.
  Share ShareOf(const Subject& subject, int owner, UtcTime start, const Part& part) const;

 private:
  Subject SubjectOf(const Commitment& commitment);

  const Input& input_;
  CustomerNumbers customers_;
  std::map<const AllocationPolicy*, Terms> terms_;
  std::vector<Subject> subjects_;
};

Subject Month::SubjectOf(const Commitment& commitment) {
  const AllocationPolicy& policy =
      PolicyFor(input_.policies, commitment.commitment_arn, input_.period);
  auto terms = terms_.find(&policy);
  if (terms == terms_.end())
    terms = terms_.emplace(&policy, TermsOf(policy, input_.customers, customers_)).first;
  return {&commitment, &policy, &terms->second, RowsOf(input_.coverage, commitment.commitment_id),
          RowsOf(input_.windows, commitment.commitment_id)};
}

Share Month::ShareOf(const Subject& subject, int owner, UtcTime start, const Part& part) const {
  if (owner == CustomerNumbers::kNobody) owner = customers_.house();
  Share share;
  share.payer_account_id = subject.commitment->payer_account_id;
  share.commitment_arn = subject.commitment->commitment_arn;
  share.commitment_kind = subject.commitment->commitment_kind;
  share.customer_id = customers_.id(part.customer);
  share.window_start = start;
  share.owner_customer_id = customers_.id(owner);
  share.policy_id = subject.policy->id;
  share.method = Name(subject.policy->method);
  share.currency = CurrencyOf(subject);
  share.on_demand_value = part.on_demand_value;
  share.effective_cost = part.effective_cost;
  share.benefit_share = part.benefit_share;
  share.passed = part.passed;
  share.retained = part.retained;
  share.attributed_cost = part.attributed_cost;
  share.price_basis = part.price_basis;
  share.unused_borne = part.unused_borne;
  share.cap_excess = part.cap_excess;
  return share;
}

/// Calls `visit(window, parts)` for every window of the commitment, in time order.
template <typename Visit>
void DivideWindows(const Month& month, const Subject& subject, Visit visit) {
  WindowWalk walk(subject.coverage, subject.fees, month.customers());
  WindowDivider divider(*subject.terms);
  Window window;
  while (walk.Next(window)) visit(window, divider.Divide(window));
}

/// Adds the parts of windows up to one part per customer.
class PartSums {
 public:
  explicit PartSums(const CustomerNumbers& customers)
      : by_customer_(static_cast<size_t>(customers.count())) {}

  void Add(std::span<const Part> parts) {
    for (const Part& part : parts) {
      Part& sum = by_customer_[static_cast<size_t>(part.customer)];
      sum.customer = part.customer;
      sum += part;
    }
  }
  /// Ascending by customer; only who has a part. Empties the sums.
  std::vector<Part> Take() {
    std::vector<Part> parts;
    for (Part& sum : by_customer_) {
      if (sum.customer != CustomerNumbers::kNobody) parts.push_back(sum);
      sum = Part();
    }
    return parts;
  }

 private:
  std::vector<Part> by_customer_;
};

std::string WindowName(int64_t start_seconds) { return " at " + UtcTime{start_seconds}.ToString(); }

/// The stage at work: divides the windows of one commitment after the other.
class Allocation {
 public:
  explicit Allocation(const Input& input)
      : input_(input), month_(input), sums_(month_.customers()) {}

  Output Run() {
    for (const Subject& subject : month_.subjects()) AllocateCommitment(subject);
    run_.Report(
        "run",
        [this](int64_t commitment) {
          return ", " + ProofSubject(*shares_[static_cast<size_t>(commitment)].commitment);
        },
        output_.proof);
    output_.cell_shares = LayOnCells(input_.cells, shares_, month_.customers(), input_.period,
                                     input_.currency, output_.proof, output_.findings);
    return std::move(output_);
  }

 private:
  void AllocateCommitment(const Subject& subject);

  const Input& input_;
  Month month_;
  PartSums sums_;
  DivisionTally run_;
  std::vector<CommitmentShares> shares_;
  Output output_;
};

void Allocation::AllocateCommitment(const Subject& subject) {
  const Commitment& commitment = *subject.commitment;
  const std::string& currency = month_.CurrencyOf(subject);
  DivisionTally tally;
  CommitmentNotices notices(month_.customers(), *subject.terms);
  int first_owner = CustomerNumbers::kNobody;
  Decimal benefit;
  DivideWindows(month_, subject, [&](const Window& window, std::span<const Part> parts) {
    if (first_owner == CustomerNumbers::kNobody) first_owner = window.owner;
    sums_.Add(parts);
    tally.Add(window, parts);
    notices.See(window);
  });
  std::vector<Part> parts = sums_.Take();
  for (const Part& part : parts) {
    benefit += part.benefit_share;
    output_.shares.push_back(month_.ShareOf(subject, first_owner, input_.period.start(), part));
  }
  notices.Report(commitment, input_.period, currency, output_.findings);
  ReportPolicy(input_.policies, commitment, input_.period, benefit, currency, output_.findings);
  tally.Report(ProofSubject(commitment), WindowName, output_.proof);
  if (commitment.has_total) {
    const Billing billing{commitment, subject.coverage, subject.fees};
    output_.proof.push_back(ProveBilled(billing));
    ReportBilled(billing, output_.proof.back(), currency, output_.findings);
  }
  run_.AddWhole(std::ssize(shares_), tally);
  shares_.push_back({&commitment, subject.terms, std::move(parts)});
}

}  // namespace

Result<Output> AllocateCommitments(const Input& input) {
  const CheckContext context("allocating " + input.period.ToString());
  return Allocation(input).Run();
}

Result<std::vector<Share>> SharesByWindow(const Input& input,
                                          std::optional<int64_t> commitment_id) {
  const CheckContext context("allocating " + input.period.ToString() + " by window");
  const Month month(input);
  std::vector<Share> shares;
  for (const Subject& subject : month.subjects()) {
    if (commitment_id && subject.commitment->commitment_id != *commitment_id) continue;
    DivideWindows(month, subject, [&](const Window& window, std::span<const Part> parts) {
      for (const Part& part : parts)
        shares.push_back(month.ShareOf(subject, window.owner, window.start, part));
    });
  }
  return shares;
}

}  // namespace billwright::allocate
