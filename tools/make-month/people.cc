#include <algorithm>
#include <array>
#include <numeric>

#include "world.h"

// Who there is: customers, their accounts, and under which payer.

namespace billwright::make_month {

namespace {

struct Named {
  std::string_view id, name;
  int parent;  ///< position in this list; -1: none
};

constexpr std::array kNamed = {
    Named{"northwind-robotics", "Northwind Robotics", -1},
    Named{"halden-foods", "Halden Foods", -1},
    Named{"kite-and-co", "Kite & Co", -1},
    Named{"marlow-analytics", "Marlow Analytics", -1},
    Named{"halden-logistics", "Halden Logistics", 1},
    Named{"osprey-health", "Osprey Health", -1},
    Named{"tidewater-freight", "Tidewater Freight", -1},
    Named{"brightline-studios", "Brightline Studios", -1},
    Named{"northwind-labs", "Northwind Labs", 0},
    Named{"cobalt-energy", "Cobalt Energy", -1},
};

constexpr std::array<std::string_view, 12> kFirst = {"Alder", "Birch",   "Cedar",   "Delta",
                                                     "Ember", "Fjord",   "Granite", "Harbor",
                                                     "Iris",  "Juniper", "Kestrel", "Lumen"};
constexpr std::array<std::string_view, 12> kSecond = {
    "Textiles", "Biotech",  "Insurance",  "Games",    "Shipping", "Dairy",
    "Optics",   "Mobility", "Publishing", "Ceramics", "Aviation", "Travel"};
constexpr std::array<std::string_view, 8> kPurposes = {
    "production", "staging", "analytics", "development", "security", "backup", "web", "sandbox"};

std::string Slug(std::string text) {
  for (char& c : text) c = c == ' ' ? '-' : static_cast<char>(c | 0x20);
  return text;
}

Customer CustomerNumber(int number) {
  const auto at = static_cast<size_t>(number);
  if (at < kNamed.size()) {
    const Named& named = kNamed[at];
    return {std::string(named.id), std::string(named.name),
            named.parent < 0 ? -1 : named.parent + 1};
  }
  const size_t rest = at - kNamed.size();
  std::string name(kFirst[rest % kFirst.size()]);
  name += ' ';
  name += kSecond[(rest + rest / kFirst.size()) % kSecond.size()];
  std::string id = Slug(name);
  if (const size_t again = rest / (kFirst.size() * kSecond.size()); again > 0) {
    name += ' ' + std::to_string(again + 1);
    id += '-' + std::to_string(again + 1);
  }
  return {id, name, -1};
}

/// Larger customers come first: the weight of number c is 1 / (c + 3).
int PickCustomer(const World& world, int account) {
  const int count = world.options.customers;
  int64_t total = 0;
  for (int c = 0; c < count; ++c) total += 100'000 / (c + 3);
  int64_t thrown =
      world.chance.Between(0, total - 1, About::kCustomerOfAccount, static_cast<uint64_t>(account));
  for (int c = 0; c < count; ++c) {
    thrown -= 100'000 / (c + 3);
    if (thrown < 0) return c + 1;
  }
  return count;
}

Account NewAccount(const World& world, int number) {
  Account account;
  const auto a = static_cast<uint64_t>(number);
  // Every eighth begins with a zero, which a number would lose.
  account.id = Digits(world.chance.Throw(About::kAccountId, a), 12);
  account.id[0] = number % 8 == 5 ? '0' : static_cast<char>('1' + number % 9);
  account.european = world.chance.Between(0, 2, About::kAccountPlace, a) == 0;
  return account;
}

void PlaceAccount(World& world, int number) {
  const Options& options = world.options;
  Account account = NewAccount(world, number);
  const auto a = static_cast<uint64_t>(number);
  const int after_payers = number - options.payers;
  if (after_payers < 0) {
    account.management = true;
    account.payer = number;
    account.european = number > 0;
  } else if (after_payers < 2 * options.customers) {
    // Two accounts each before chance decides, side by side in one payer.
    account.customer = after_payers % options.customers + 1;
    account.payer = account.customer % options.payers;
  } else {
    account.customer = PickCustomer(world, number);
    account.payer = account.customer % options.payers;
    if (world.chance.Between(0, 3, About::kPayerOfAccount, a) == 0)
      account.payer = static_cast<int>(
          world.chance.Between(0, options.payers - 1, About::kPayerOfAccount, a, 1));
  }
  const std::string& whose = world.customers[static_cast<size_t>(account.customer)].id;
  account.name = account.management ? "payer-" + std::to_string(number + 1)
                                    : whose + "-" + std::string(kPurposes[a % kPurposes.size()]);
  world.accounts.push_back(std::move(account));
}

void AddPayers(World& world) {
  const uint64_t month = static_cast<uint64_t>(world.start.seconds);
  for (int p = 0; p < world.options.payers; ++p) {
    Payer payer;
    payer.account = p;
    for (int kind = 0; kind < kInvoiceKinds; ++kind)
      payer.invoices.push_back(
          (static_cast<InvoiceKind>(kind) == InvoiceKind::kEurope ? "EUINFR26-" : "2") +
          Digits(world.chance.Throw(About::kInvoice, static_cast<uint64_t>(p),
                                    static_cast<uint64_t>(kind), month),
                 9));
    world.payers.push_back(std::move(payer));
  }
}

void RankAccounts(World& world) {
  std::vector<int> order(world.accounts.size());
  std::iota(order.begin(), order.end(), 0);
  const auto thrown = [&](int account) {
    return world.chance.Throw(About::kRank, static_cast<uint64_t>(account));
  };
  std::sort(order.begin(), order.end(), [&](int a, int b) { return thrown(a) < thrown(b); });
  for (size_t rank = 0; rank < order.size(); ++rank)
    world.accounts[static_cast<size_t>(order[rank])].rank = static_cast<int>(rank);
}

/// Second accounts of customers move: never the owner of a commitment, never one of a kind.
void MoveAccounts(World& world) {
  const Options& options = world.options;
  for (int move = 0; move < options.moves; ++move) {
    Account& account =
        world.accounts[static_cast<size_t>(options.payers + options.customers + move)];
    account.moved_to = (account.customer % options.customers) + 1;
    // In the middle third, never at a midnight.
    const int day =
        static_cast<int>(world.chance.Between(10, 19, About::kMove, static_cast<uint64_t>(move)));
    const int hour =
        static_cast<int>(world.chance.Between(1, 23, About::kMove, static_cast<uint64_t>(move), 1));
    account.move_hour = day * 24 + hour;
  }
}

/// The last account leaves its payer for another within the month: it is on both bills.
void SwitchPayer(World& world) {
  if (world.options.payers < 2) return;
  Account& account = world.accounts.back();
  account.other_payer = (account.payer + 1) % world.options.payers;
  account.switch_hour = 8 * 24 + 15;
}

}  // namespace

void AddCustomersAndAccounts(World& world) {
  world.customers.push_back({"house", "The reseller", -1});
  for (int c = 0; c < world.options.customers; ++c) {
    Customer customer = CustomerNumber(c);
    world.customers.push_back(std::move(customer));
  }
  AddPayers(world);
  for (int a = 0; a < world.options.accounts; ++a) PlaceAccount(world, a);
  RankAccounts(world);
  MoveAccounts(world);
  SwitchPayer(world);
}

}  // namespace billwright::make_month
