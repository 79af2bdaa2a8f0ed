#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "usage.h"
#include "world.h"

// What was bought: Savings Plans and reservations, sized after what runs, so that their coverage
// crosses accounts and customers and some hours leave a part unused.

namespace billwright::make_month {

namespace {

constexpr int64_t kHoursPerYear = 8760;
/// What only AddOfficeMachines runs, so that a plan of its own has hours without usage.
constexpr std::string_view kOfficeFamily = "g5";
constexpr int kOfficeRegion = 2;

/// On-demand cost an hour, on average, by what one may ask for.
struct Load {
  std::vector<Amount> of_sku;      ///< instance-hours per hour, in units of 10⁻¹⁰
  std::vector<Amount> of_account;  ///< coverable cost
  std::vector<Amount> of_customer;
  std::map<std::pair<std::string, int>, Amount> of_family;  ///< coverable cost by family, region
  Amount total = 0;
};

Load LoadOf(const World& world, int payer) {
  Load load;
  load.of_sku.resize(world.catalogue.skus().size());
  load.of_account.resize(world.accounts.size());
  load.of_customer.resize(world.customers.size());
  for (const int s : world.payers[static_cast<size_t>(payer)].slots) {
    const Slot& slot = world.slots[static_cast<size_t>(s)];
    const Account& account = world.accounts[static_cast<size_t>(slot.account)];
    if (account.payer != payer) continue;
    const Sku& sku = world.catalogue.skus()[static_cast<size_t>(slot.sku)];
    const Amount amount = Portion(TypicalUsage(world, slot), WeeklyHours(slot), 168);
    if (sku.meter == Meter::kInstance) load.of_sku[static_cast<size_t>(slot.sku)] += amount;
    if (sku.coverage == Coverage::kNone) continue;
    const Amount cost = Times(amount, sku.rate);
    load.of_account[static_cast<size_t>(slot.account)] += cost;
    load.of_customer[static_cast<size_t>(account.customer)] += cost;
    load.total += cost;
    if (sku.coverage == Coverage::kInstance)
      load.of_family[{sku.instance_family, sku.region_index}] += cost;
  }
  return load;
}

/// Customer c's first account, under its usual payer; see PlaceAccount.
int FirstAccountOf(const World& world, int customer) { return world.options.payers + customer - 1; }

/// The n-th customer whose usual payer this is.
int CustomerOfPayer(const World& world, int payer, int n) {
  std::vector<int> found;
  for (int c = 1; c <= world.options.customers; ++c)
    if (c % world.options.payers == payer) found.push_back(c);
  return found[static_cast<size_t>(n) % found.size()];
}

/// A term that runs in this month: from the first of its month, renewed at its end. Renewals are
/// new commitments with ARNs of their own, and months in between agree about which one holds.
void SetTerm(const World& world, Commitment& commitment, uint64_t key) {
  if (commitment.newest) {
    const UtcTime month = world.options.bought.start();
    commitment.start = {month.seconds + 5 * UtcTime::kSecondsPerDay + 10 * 3600 + 37 * 60};
    commitment.end = {commitment.start.seconds + commitment.years * 365 * UtcTime::kSecondsPerDay};
  } else {
    const int month = static_cast<int>(world.chance.Between(1, 12, About::kCommitment, key, 1));
    const int residue = static_cast<int>(world.chance.Throw(About::kCommitment, key, 2) % 3);
    int year = world.options.period.year - (month > world.options.period.month ? 1 : 0);
    while (commitment.years > 1 && year % commitment.years != residue % commitment.years) --year;
    commitment.start = UtcTime::FromDate(year, month, 1);
    commitment.end = UtcTime::FromDate(year + commitment.years, month, 1);
  }
  commitment.bought_this_month =
      BillingPeriod::Containing(commitment.start) == world.options.period;
  commitment.start_text = commitment.start.ToString();
  commitment.end_text = commitment.end.ToString();
  commitment.first_hour = std::clamp(world.HourOf(commitment.start), 0, world.hours);
  commitment.end_hour = std::min(world.HourOf(commitment.end), world.hours);
  commitment.uuid = Uuid(world.chance.Throw(About::kCommitment, key,
                                            static_cast<uint64_t>(commitment.start.seconds), 3));
}

std::string PlanArn(const World& world, int owner, const std::string& uuid) {
  return "arn:aws:savingsplans::" + world.accounts[static_cast<size_t>(owner)].id +
         ":savingsplan/" + uuid;
}

std::string_view Words(Payment payment) {
  switch (payment) {
    case Payment::kNoUpfront:
      return "NoUpfront";
    case Payment::kPartialUpfront:
      return "PartialUpfront";
    case Payment::kAllUpfront:
      return "AllUpfront";
  }
  return "";
}

/// Per mille off on-demand, as the plan's kind, term and payment give it.
int DiscountOf(const SavingsPlan& plan, const Sku& sku) {
  const bool long_term = plan.years == 3;
  if (sku.coverage == Coverage::kComputeOnly)
    return sku.plan_discount + (long_term ? sku.service == "AWSLambda" ? 30 : 180 : 0);
  const int paid = plan.payment == Payment::kNoUpfront        ? 0
                   : plan.payment == Payment::kPartialUpfront ? 20
                                                              : 40;
  return sku.plan_discount + (plan.compute ? 0 : 80) + (long_term ? 170 : 0) + paid;
}

void SetRates(const World& world, SavingsPlan& plan) {
  const std::vector<Sku>& skus = world.catalogue.skus();
  std::vector<bool> used(skus.size());
  for (const int s : world.payers[static_cast<size_t>(plan.payer)].slots)
    used[static_cast<size_t>(world.slots[static_cast<size_t>(s)].sku)] = true;
  plan.rate_of.assign(skus.size(), 0);
  std::vector<int> discount(skus.size());
  for (size_t s = 0; s < skus.size(); ++s) {
    const Sku& sku = skus[s];
    if (!used[s] || sku.coverage == Coverage::kNone) continue;
    if (!plan.compute && (sku.instance_family != plan.family || sku.region_index != plan.region ||
                          sku.coverage != Coverage::kInstance))
      continue;
    discount[s] = DiscountOf(plan, sku);
    plan.rate_of[s] = Portion(sku.rate, 1000 - discount[s], 1000);
    plan.sku_order.push_back(static_cast<int>(s));
  }
  std::stable_sort(plan.sku_order.begin(), plan.sku_order.end(), [&](int a, int b) {
    const auto left = static_cast<size_t>(a), right = static_cast<size_t>(b);
    if (discount[left] != discount[right]) return discount[left] > discount[right];
    return plan.rate_of[left] < plan.rate_of[right];
  });
}

/// Total commitment an hour at plan rates, and how it is paid.
void SetCommitment(SavingsPlan& plan, Amount on_demand) {
  plan.total = std::max<Amount>(RoundedTo(Portion(on_demand, 650, 1000), 3), Fraction(4, 3));
  switch (plan.payment) {
    case Payment::kNoUpfront:
      plan.recurring = plan.total;
      break;
    case Payment::kPartialUpfront:
      plan.recurring = plan.total / 2;
      break;
    case Payment::kAllUpfront:
      plan.recurring = 0;
      break;
  }
  plan.amortised = plan.total - plan.recurring;
  plan.upfront = plan.amortised * kHoursPerYear * plan.years;
}

Product PlanProduct(const SavingsPlan& plan) {
  Product product;
  product.service = "ComputeSavingsPlans";
  product.name = "Savings Plans for AWS Compute usage";
  product.family = plan.compute ? "ComputeSavingsPlans" : "EC2InstanceSavingsPlans";
  const std::string term = std::to_string(plan.years) + "yr";
  if (plan.compute) {
    product.usage_type = fmt::format("ComputeSP:{}{}", term, Words(plan.payment));
  } else {
    const Region& region = Regions()[static_cast<size_t>(plan.region)];
    product.usage_type =
        fmt::format("{}EC2SP:{}.{}{}", region.prefix, plan.family, term, Words(plan.payment));
    product.region = region.code;
    product.region_name = region.name;
    product.instance_family = plan.family;
  }
  product.unit = "Hrs";
  product.description = fmt::format("{} year {} {} Savings Plan", plan.years, Name(plan.payment),
                                    plan.compute ? "Compute" : "EC2 Instance");
  return product;
}

enum class Style { kHouseCompute, kFamily, kOffice, kInside, kBought, kCustomerCompute };

/// The family and region with the n-th largest load.
std::pair<std::string, int> FamilyAt(const Load& load, size_t n) {
  std::vector<std::pair<Amount, std::pair<std::string, int>>> order;
  for (const auto& [family, cost] : load.of_family)
    if (family.first != kOfficeFamily) order.push_back({-cost, family});
  std::sort(order.begin(), order.end());
  if (order.empty()) return {std::string(kOfficeFamily), kOfficeRegion};
  return order[n % order.size()].second;
}

/// A plan of its style, with the on-demand cost that it is meant for.
Amount Shape(const World& world, SavingsPlan& plan, Style style, size_t turn, const Load& load,
             int64_t organisation_plans) {
  plan.owner = FirstAccountOf(world, CustomerOfPayer(world, plan.payer, plan.index));
  plan.years = (turn + static_cast<size_t>(style)) % 2 == 0 ? 3 : 1;
  const int64_t jitter =
      world.chance.Between(80, 120, About::kCommitment, static_cast<uint64_t>(plan.index), 9);
  const auto part = [&](Amount cost, int64_t per_cent) {
    return Portion(cost, per_cent * jitter, 10'000);
  };
  const Amount of_organisation = part(load.total, 55) / std::max<int64_t>(organisation_plans, 1);
  switch (style) {
    case Style::kHouseCompute:
      plan.owner = world.payers[static_cast<size_t>(plan.payer)].account;
      return of_organisation;
    case Style::kCustomerCompute:
      plan.payment = Payment::kAllUpfront;
      return of_organisation;
    case Style::kBought:
      plan.owner = world.payers[static_cast<size_t>(plan.payer)].account;
      plan.payment = Payment::kPartialUpfront;
      plan.years = 1;
      plan.newest = turn == 0;
      return of_organisation;
    case Style::kOffice:
      if (turn == 0) {
        plan.compute = false;
        plan.family = kOfficeFamily;
        plan.region = kOfficeRegion;
        plan.owner = 2 * world.options.payers - 1;  // see AddOfficeMachines
        plan.payment = Payment::kAllUpfront;
        plan.sharing = Sharing::kOwner;
        return part(load.of_family.at({plan.family, plan.region}), 250);
      }
      [[fallthrough]];
    case Style::kFamily: {
      plan.compute = false;
      plan.payment = Payment::kPartialUpfront;
      std::tie(plan.family, plan.region) = FamilyAt(load, turn);
      const auto found = load.of_family.find({plan.family, plan.region});
      return part(found == load.of_family.end() ? kOne : found->second, 60);
    }
    case Style::kInside: {
      plan.sharing = Sharing::kCustomer;
      const int customer = world.accounts[static_cast<size_t>(plan.owner)].customer;
      return part(load.of_customer[static_cast<size_t>(customer)], 30);
    }
  }
  return kOne;
}

bool IsOrganisationCompute(Style style) {
  return style == Style::kHouseCompute || style == Style::kBought ||
         style == Style::kCustomerCompute;
}

void AddReturnedPlan(World& world) {
  ReturnedPlan plan;
  plan.owner = FirstAccountOf(world, CustomerOfPayer(world, 0, 0));
  plan.uuid = Uuid(world.chance.Throw(About::kCommitment, 7'000'000,
                                      static_cast<uint64_t>(world.start.seconds)));
  plan.arn = PlanArn(world, plan.owner, plan.uuid);
  plan.upfront = Fraction(1752, 1) * 10;
  SavingsPlan shape;
  shape.payment = Payment::kAllUpfront;
  plan.product = &world.catalogue.Add(PlanProduct(shape));
  world.returned_plans.push_back(plan);
}

/// The n-th most used machine (or database) of the payer.
int PopularSku(const World& world, const Load& load, bool database, size_t n) {
  std::vector<int> order;
  for (size_t s = 0; s < world.catalogue.skus().size(); ++s)
    if (load.of_sku[s] > 0 && (world.catalogue.skus()[s].service == "AmazonRDS") == database &&
        world.catalogue.skus()[s].instance_family != kOfficeFamily)
      order.push_back(static_cast<int>(s));
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return load.of_sku[static_cast<size_t>(a)] > load.of_sku[static_cast<size_t>(b)];
  });
  if (order.empty())
    return world.catalogue.Find(database ? "InstanceUsage:db.t3.large" : "BoxUsage:t3.large", 0);
  return order[n % order.size()];
}

/// Rates of a unit and hour: 40 % off, with half or all of it paid upfront.
void SetReservationRates(Reservation& reservation, const Sku& sku) {
  const Amount effective = Portion(sku.rate, 600, 1000);
  reservation.amortised = reservation.payment == Payment::kNoUpfront ? 0
                          : reservation.payment == Payment::kAllUpfront
                              ? effective
                              : RoundedTo(Portion(effective, 1, 2), 6);
  reservation.recurring = effective - reservation.amortised;
  reservation.upfront =
      reservation.amortised * kHoursPerYear * reservation.years * reservation.count;
}

void NameReservation(World& world, Reservation& reservation) {
  const Sku& sku = world.catalogue.skus()[static_cast<size_t>(reservation.sku)];
  const std::string& owner = world.accounts[static_cast<size_t>(reservation.owner)].id;
  const bool database = sku.service == "AmazonRDS";
  reservation.arn =
      database ? fmt::format("arn:aws:rds:{}:{}:ri:{}", sku.region, owner, reservation.uuid)
               : fmt::format("arn:aws:ec2:{}:{}:reserved-instances/{}", sku.region, owner,
                             reservation.uuid);
  Product product = static_cast<const Product&>(sku);
  const size_t colon = sku.usage_type.find(':');
  product.usage_type = std::string(Regions()[static_cast<size_t>(sku.region_index)].prefix) +
                       "HeavyUsage" + sku.usage_type.substr(colon);
  product.description = fmt::format("{}, {} reserved instance applied", sku.instance_type,
                                    database ? "PostgreSQL" : "Linux/UNIX");
  reservation.product = &world.catalogue.Add(std::move(product));
}

}  // namespace

void AddReservations(World& world) {
  const Options& options = world.options;
  for (int k = 0; k < options.reservations; ++k) {
    Reservation reservation;
    reservation.index = options.savings_plans + k;
    reservation.payer = k % options.payers;
    const Load load = LoadOf(world, reservation.payer);
    const int turn = k / options.payers;
    const bool database = k % 5 == 3;
    reservation.sku = PopularSku(world, load, database, static_cast<size_t>(turn));
    reservation.owner =
        k % 3 == 0 ? world.payers[static_cast<size_t>(reservation.payer)].account
                   : FirstAccountOf(world, CustomerOfPayer(world, reservation.payer, turn));
    reservation.payment = static_cast<Payment>(k % 3);
    reservation.years = k % 4 == 1 ? 3 : 1;
    reservation.newest = k == std::min(options.reservations - 1, 4);
    if (reservation.newest) reservation.payment = Payment::kPartialUpfront;
    // Half of what runs on average; the second one is too many for any hour.
    const Amount running = load.of_sku[static_cast<size_t>(reservation.sku)];
    reservation.count = std::max<int64_t>(running / kOne * (k == 1 ? 3 : 1) / 2, k == 1 ? 3 : 1);
    SetTerm(world, reservation, static_cast<uint64_t>(1'000'000 + k));
    SetReservationRates(reservation, world.catalogue.skus()[static_cast<size_t>(reservation.sku)]);
    NameReservation(world, reservation);
    world.payers[static_cast<size_t>(reservation.payer)].reservations.push_back(k);
    world.reservations.push_back(std::move(reservation));
  }
}

void AddSavingsPlans(World& world) {
  const Options& options = world.options;
  constexpr int kStyles = 6;
  std::vector<Load> loads;
  std::vector<int64_t> organisation_plans(static_cast<size_t>(options.payers));
  for (int p = 0; p < options.payers; ++p) loads.push_back(LoadOf(world, p));
  const auto payer_of = [&](int k) {
    // The first office plan is where its machines are.
    return k == static_cast<int>(Style::kOffice) ? 0 : (k + k / kStyles) % options.payers;
  };
  for (int k = 0; k < options.savings_plans; ++k)
    if (IsOrganisationCompute(static_cast<Style>(k % kStyles)))
      ++organisation_plans[static_cast<size_t>(payer_of(k))];
  for (int k = 0; k < options.savings_plans; ++k) {
    SavingsPlan plan;
    plan.index = k;
    plan.payer = payer_of(k);
    const auto p = static_cast<size_t>(plan.payer);
    const Amount on_demand =
        Shape(world, plan, static_cast<Style>(k % kStyles), static_cast<size_t>(k / kStyles),
              loads[p], organisation_plans[p]);
    SetCommitment(plan, on_demand);
    SetTerm(world, plan, static_cast<uint64_t>(k));
    plan.arn = PlanArn(world, plan.owner, plan.uuid);
    SetRates(world, plan);
    plan.product = &world.catalogue.Add(PlanProduct(plan));
    world.savings_plans.push_back(std::move(plan));
  }
  // EC2 Instance Savings Plans are consumed before Compute ones.
  for (const bool compute : {false, true})
    for (int k = 0; k < options.savings_plans; ++k)
      if (const SavingsPlan& plan = world.savings_plans[static_cast<size_t>(k)];
          plan.compute == compute)
        world.payers[static_cast<size_t>(plan.payer)].savings_plans.push_back(k);
  if (options.savings_plans > 0) AddReturnedPlan(world);
}

}  // namespace billwright::make_month
