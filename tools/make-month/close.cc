#include "close.h"

#include <fmt/core.h>

#include <algorithm>

namespace billwright::make_month {

namespace {

constexpr std::string_view kSecuritySeller = "Lanternfish Security Ltd";

Product Plain(std::string service, std::string name, std::string usage_type, std::string operation,
              std::string description) {
  Product product;
  product.service = std::move(service);
  product.name = std::move(name);
  product.usage_type = std::move(usage_type);
  product.operation = std::move(operation);
  product.description = std::move(description);
  product.sku = "FEE" + Letters(Mix(product.description.size() + product.service.size()), 13,
                                "ABCDEFGHJKMNPQRSTUVWXYZ23456789");
  return product;
}

struct GroupProduct {
  std::string_view service, name, usage_type;
};
constexpr GroupProduct kGroups[kServiceGroups] = {
    {"AmazonEC2", "Amazon Elastic Compute Cloud", "BoxUsage"},
    {"AmazonRDS", "Amazon Relational Database Service", "InstanceUsage"},
    {"AmazonS3", "Amazon Simple Storage Service", "TimedStorage-ByteHrs"},
    {"AWSLambda", "AWS Lambda", "Lambda-GB-Second"},
    {"AWSDataTransfer", "AWS Data Transfer", "DataTransfer-Out-Bytes"},
    {"awswaf", "AWS WAF", "ShieldProtected-WebACL"},
};

Product GroupRow(int group, std::string_view what) {
  const GroupProduct& known = kGroups[group];
  return Plain(std::string(known.service), std::string(known.name), std::string(known.usage_type),
               "", std::string(what) + " on " + std::string(known.name));
}

}  // namespace

MonthClose::MonthClose(const World& world, const Tally& hours)
    : world_(world), hours_(hours), payer_(hours.payer()) {
  AddReservations();
  AddPurchases();
  AddReturns();
  AddSupport();
  // The first of these are for certain, so that the smallest month has a row of every type.
  for (size_t a = 0; a < world_.accounts.size(); ++a) {
    const int account = static_cast<int>(a);
    if (CostOf(account) == 0) continue;
    AddSubscriptions(account);
    AddDiscounts(account);
    AddCreditsAndRefunds(account);
    AddTax(account);
  }
}

void MonthClose::AddReservations() {
  for (const int r : world_.payers[static_cast<size_t>(payer_)].reservations) {
    const Reservation& reservation = world_.reservations[static_cast<size_t>(r)];
    if (!reservation.IsActive()) continue;
    const int64_t hours = reservation.end_hour - reservation.first_hour;
    const Amount reserved = Whole(reservation.count * hours);
    const auto used = static_cast<Amount>(hours_.CommitmentAt(reservation.index).used_units);
    Row& row = AddRow(RowType::kRIFee, reservation.owner, *reservation.product,
                      Times(reserved, reservation.recurring));
    if (reservation.bought_this_month) row.start = reservation.start;
    row.end = world_.options.period.end();
    row.commitment = reservation.index;
    row.commitment_arn = reservation.arn;
    row.amount = reserved;
    row.rate = reservation.recurring;
    row.amortised_fee = Times(reserved, reservation.amortised);
    row.reserved_units = reserved;
    row.unused_quantity = reserved - used;
    row.unused_amortised = Times(row.unused_quantity, reservation.amortised);
    row.unused_recurring = Times(row.unused_quantity, reservation.recurring);
  }
}

Row& MonthClose::AddPurchase(RowType type, const Commitment& commitment, Amount unblended) {
  Row& row = AddRow(type, commitment.owner, *commitment.product, unblended);
  row.bill_type = BillType::kPurchase;
  row.invoice = static_cast<int>(InvoiceKind::kPurchase);
  row.start = commitment.start;
  row.end = {commitment.start.seconds + 1};
  row.commitment = commitment.index;
  row.commitment_arn = commitment.arn;
  row.amount = kOne;
  return row;
}

void MonthClose::AddPurchases() {
  for (const int p : world_.payers[static_cast<size_t>(payer_)].savings_plans) {
    const SavingsPlan& plan = world_.savings_plans[static_cast<size_t>(p)];
    if (plan.bought_this_month && plan.upfront > 0)
      AddPurchase(RowType::kSavingsPlanUpfrontFee, plan, plan.upfront);
  }
  for (const int r : world_.payers[static_cast<size_t>(payer_)].reservations) {
    const Reservation& reservation = world_.reservations[static_cast<size_t>(r)];
    if (!reservation.bought_this_month || reservation.upfront == 0) continue;
    Row& fee = AddPurchase(RowType::kFee, reservation, reservation.upfront);
    fee.description = Keep(fmt::format("Sign up charge for subscription: {}", reservation.uuid));
    fee.reserved_units = Whole(reservation.count * reservation.years * 8760);
    AddRow(RowType::kRiVolumeDiscount, reservation.owner,
           With(*reservation.product, reservation.product->usage_type,
                "Volume discount on reservation purchases"),
           -RoundedTo(Portion(reservation.upfront, 5, 100), 2));
  }
}

void MonthClose::AddReturns() {
  for (const ReturnedPlan& plan : world_.returned_plans) {
    if (plan.payer != payer_) continue;
    Row& fee = AddRow(RowType::kSavingsPlanUpfrontFee, plan.owner, *plan.product, plan.upfront);
    fee.bill_type = BillType::kPurchase;
    fee.invoice = static_cast<int>(InvoiceKind::kPurchase);
    fee.start = {world_.start.seconds + 8 * UtcTime::kSecondsPerDay + 9 * 3600};
    fee.end = {fee.start.seconds + 1};
    fee.commitment_arn = plan.arn;
    fee.amount = kOne;
    const UtcTime bought = fee.start;
    // AWS names the plan in the words only: the ARN of this row is empty.
    Row& refund = AddRow(RowType::kRefund, plan.owner, *plan.product, -plan.upfront);
    refund.description = Keep(std::string(kPurchaseRefund) + plan.uuid);
    refund.bill_type = BillType::kRefund;
    refund.invoice = static_cast<int>(InvoiceKind::kRefund);
    refund.start = {bought.seconds + 3 * UtcTime::kSecondsPerDay};
    refund.end = {refund.start.seconds + 1};
  }
}

void MonthClose::AddSupport() {
  Int128 all = 0;
  for (size_t a = 0; a < world_.accounts.size(); ++a) all += CostOf(static_cast<int>(a));
  const int management = world_.payers[static_cast<size_t>(payer_)].account;
  products_.push_back(Plain("AWSSupportEnterprise", "AWS Support (Enterprise)", "Dollar", "",
                            "4% of monthly AWS usage"));
  Row& row =
      AddRow(RowType::kFee, management, products_.back(), RoundedTo(Portion(all, 4, 100), 2));
  row.amount = RoundedTo(all, 4);
}

void MonthClose::AddSubscriptions(int account) {
  const Account& who = world_.accounts[static_cast<size_t>(account)];
  if (OneIn(account, 5, 1)) {
    products_.push_back(Plain("8k1x2v9q4b7m3d5f6g0h", "Lanternfish Threat Watch",
                              "SoftwareContract", "",
                              "AWS Marketplace contract: Lanternfish Threat Watch, 12 months"));
    Row& contract = AddRow(RowType::kFee, account, products_.back(), Fraction(24900, 2));
    contract.seller = kSecuritySeller;
    contract.invoice = static_cast<int>(InvoiceKind::kMarketplace);
    contract.amount = kOne;
    products_.push_back(Plain("8k1x2v9q4b7m3d5f6g0h", "Lanternfish Threat Watch", "EventsScanned",
                              "Hourly", "AWS Marketplace: events scanned"));
    Row& usage = AddRow(RowType::kUsage, account, products_.back(), Fraction(123456789, 7));
    usage.seller = kSecuritySeller;
    usage.invoice = static_cast<int>(InvoiceKind::kMarketplace);
    usage.amount = Whole(123456789);
    usage.rate = Fraction(1, 7);
    usage.public_cost = usage.unblended;
  }
  if (OneIn(account, 9, 2)) {
    products_.push_back(Plain("AmazonRegistrar", "Amazon Registrar", "RenewDomain-com",
                              "RenewDomain", "Renewal of " + who.name + "-example.com"));
    Row& registrar = AddRow(RowType::kFee, account, products_.back(), Fraction(1400, 2));
    // Billed now, dated when the renewal begins: 40 days after the month.
    registrar.start = {world_.options.period.end().seconds + 40 * UtcTime::kSecondsPerDay};
    registrar.end = {registrar.start.seconds + 365 * UtcTime::kSecondsPerDay};
    registrar.amount = kOne;
  }
  if (OneIn(account, 7, 3)) {
    products_.push_back(Plain("Kiro", "Kiro", "Kiro-Pro-Seat", "", "Kiro Pro, per seat and month"));
    Row& seats = AddRow(RowType::kFlatRateSubscription, account, products_.back(), Whole(57));
    seats.invoice = -1;  // its bill is still to come
    seats.amount = Whole(3);
    seats.rate = Whole(19);
  }
}

void MonthClose::AddDiscounts(int account) {
  for (int group = 0; group < kServiceGroups; ++group) {
    const Int128 cost = hours_.MeteredCost(account, static_cast<ServiceGroup>(group));
    // The first payer has a private pricing agreement and the solution provider's discount.
    const Amount programme = Portion(cost, 4, 100);
    if (payer_ == 0 && programme != 0) {
      products_.push_back(GroupRow(group, "Enterprise discount"));
      AddRow(RowType::kEdpDiscount, account, products_.back(), -programme);
    }
    const auto kind = static_cast<ServiceGroup>(group);
    const Amount tenth = Portion(cost, 1, 10);
    if (kind == ServiceGroup::kTransfer && tenth != 0 && OneIn(account, 2, 4)) {
      products_.push_back(GroupRow(group, "Private rate"));
      AddRow(RowType::kPrivateRateDiscount, account, products_.back(), -tenth);
    }
    if (kind == ServiceGroup::kTransfer && tenth != 0 && OneIn(account, 3, 8)) {
      products_.push_back(GroupRow(group, "NAT gateway bundled with Network Firewall: discount"));
      AddRow(RowType::kBundledDiscount, account, products_.back(), -Portion(cost, 1, 4));
    }
  }
  if (payer_ == 0 && OneIn(account, 2, 5)) {
    products_.push_back(GroupRow(0, "Solution Provider Program discount"));
    AddRow(RowType::kSppDiscount, account, products_.back(), -Portion(CostOf(account), 3, 100));
  }
}

void MonthClose::AddCreditsAndRefunds(int account) {
  if (OneIn(account, 6, 6)) {
    products_.push_back(GroupRow(0, "MAP 2.0 credit, agreement 7731,"));
    Row& credit =
        AddRow(RowType::kCredit, account, products_.back(), -Portion(CostOf(account), 12, 100));
    credit.invoice = -1;
  }
  if (OneIn(account, 8, 7)) {
    products_.push_back(GroupRow(2, "Service credit for an outage"));
    Row& refund = AddRow(RowType::kRefund, account, products_.back(), -Fraction(137, 2));
    refund.bill_type = BillType::kRefund;
    refund.invoice = static_cast<int>(InvoiceKind::kRefund);
  }
}

void MonthClose::AddTax(int account) {
  const Account& who = world_.accounts[static_cast<size_t>(account)];
  const Int128 cost = CostOf(account);
  const Amount tax = RoundedTo(Portion(cost, who.european ? 20 : 8, 100), 2);
  // A reseller is exempt from most of it.
  if (tax == 0 || !OneIn(account, 3, 9)) return;
  products_.push_back(Plain(
      "AmazonEC2", "Amazon Elastic Compute Cloud", who.european ? "VAT-EU" : "SalesTax-US", "",
      who.european ? "Tax for product code AmazonEC2, VAT 20%" : "Tax for product code AmazonEC2"));
  Row& row = AddRow(RowType::kTax, account, products_.back(), tax);
  row.tax_type = who.european ? "VAT" : "USSalesTax";
  row.amount = kOne;
}

Row& MonthClose::AddRow(RowType type, int account, const Product& product, Amount unblended) {
  Row& row = rows_.emplace_back();
  row.type = type;
  row.payer = payer_;
  row.account = account;
  row.product = &product;
  row.invoice =
      static_cast<int>(world_.accounts[static_cast<size_t>(account)].european ? InvoiceKind::kEurope
                                                                              : InvoiceKind::kInc);
  row.start = world_.start;
  row.end = world_.options.period.end();
  row.unblended = unblended;
  row.id =
      world_.chance.Throw(About::kLineItem, static_cast<uint64_t>(payer_), 1'000'000, rows_.size());
  return row;
}

const Product& MonthClose::With(const Product& product, std::string usage_type,
                                std::string description) {
  products_.push_back(product);
  products_.back().usage_type = std::move(usage_type);
  products_.back().description = std::move(description);
  return products_.back();
}

std::string_view MonthClose::Keep(std::string text) {
  texts_.push_back(std::move(text));
  return texts_.back();
}

Int128 MonthClose::CostOf(int account) const {
  Int128 cost = 0;
  for (int group = 0; group < kServiceGroups; ++group)
    cost += hours_.MeteredCost(account, static_cast<ServiceGroup>(group));
  return cost;
}

/// Chance, except for one account of each payer, which has all of it, and the payers' own, which
/// have none.
bool MonthClose::OneIn(int account, int of, uint64_t which) const {
  if (world_.accounts[static_cast<size_t>(account)].management) return false;
  if (account < 2 * world_.options.payers) return true;
  return world_.chance.Between(0, of - 1, About::kClosing, static_cast<uint64_t>(account), which) ==
         0;
}

}  // namespace billwright::make_month
