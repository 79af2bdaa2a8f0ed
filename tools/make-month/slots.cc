#include <algorithm>
#include <array>
#include <numeric>

#include "usage.h"
#include "world.h"

// What each account runs.

namespace billwright::make_month {

namespace {

constexpr std::array<std::string_view, 6> kFamilies = {"t3", "m5", "c5", "r5", "m6i", "c6g"};
constexpr std::array<std::string_view, 4> kSizes = {"large", "xlarge", "2xlarge", "4xlarge"};
constexpr std::array<std::string_view, 3> kDatabases = {"db.t3", "db.m5", "db.r5"};
/// The order in which an account gets its resources, again and again. M is a machine, D a database,
/// anything else is a base usage type.
constexpr std::array<std::string_view, 20> kMix = {"M",
                                                   "TimedStorage-ByteHrs",
                                                   "M",
                                                   "DataTransfer-Out-Bytes",
                                                   "Lambda-GB-Second",
                                                   "M",
                                                   "D",
                                                   "Requests-Tier1",
                                                   "Fargate-vCPU-Hours:perCPU",
                                                   "M",
                                                   "DataTransfer-Regional-Bytes",
                                                   "M",
                                                   "CW:Requests",
                                                   "EBS:VolumeUsage.gp3",
                                                   "M",
                                                   "Request",
                                                   "M",
                                                   "Requests-Tier2",
                                                   "ShieldProtected-WebACL",
                                                   "M"};
constexpr std::array<std::string_view, 5> kOwners = {"platform", "data", "web", "ops", "mobile"};
constexpr std::array<std::string_view, 3> kEnvironments = {"prod", "stage", "dev"};

/// Average share of its hours that a slot of the windows below runs, per mille.
constexpr int64_t kUsualDuty = 700;

std::string MachineType(const World& world, int account, int ordinal, bool database) {
  const auto a = static_cast<uint64_t>(account);
  // Three types an account: rows repeat their keys, as they do in life.
  const auto which = static_cast<uint64_t>(ordinal % 3);
  const uint64_t thrown = world.chance.Throw(About::kSlotSku, a, which);
  if (database)
    return "InstanceUsage:" + std::string(kDatabases[thrown % kDatabases.size()]) + "." +
           std::string(kSizes[thrown / 8 % 2]);
  return "BoxUsage:" + std::string(kFamilies[thrown % kFamilies.size()]) + "." +
         std::string(kSizes[thrown / 8 % kSizes.size()]);
}

int RegionOf(const World& world, int account, int ordinal) {
  const auto a = static_cast<uint64_t>(account);
  const int home = static_cast<int>(world.chance.Between(0, 4, About::kAccountPlace, a, 1));
  return ordinal % 5 == 4 ? (home + 1) % 5 : home;
}

std::string ResourceName(const World& world, const Slot& slot, uint64_t number) {
  const Sku& sku = world.catalogue.skus()[static_cast<size_t>(slot.sku)];
  const std::string& account = world.accounts[static_cast<size_t>(slot.account)].id;
  const uint64_t thrown = world.chance.Throw(About::kResource, number);
  const std::string in = ":" + sku.region + ":" + account + ":";
  switch (sku.meter) {
    case Meter::kInstance:
      return sku.service == "AmazonRDS" ? "arn:aws:rds" + in + "db:" + Hex(thrown, 8)
                                        : "i-0" + Hex(thrown, 16);
    case Meter::kTask:
      return "arn:aws:ecs" + in + "task/main/" + Hex(thrown, 32);
    case Meter::kCompute:
      return "arn:aws:lambda" + in + "function:job-" + Hex(thrown, 6);
    case Meter::kTransfer:
      return "i-0" + Hex(thrown, 16);
    case Meter::kStorage:
      return sku.service == "AmazonS3" ? "files-" + Hex(thrown, 10) : "vol-0" + Hex(thrown, 16);
    default:
      break;
  }
  if (sku.service == "AmazonS3") return "files-" + Hex(thrown, 10);
  if (sku.service == "awswaf") return "arn:aws:wafv2" + in + "regional/webacl/" + Hex(thrown, 8);
  return sku.service == "AWSLambda" ? "arn:aws:lambda" + in + "function:job-" + Hex(thrown, 6) : "";
}

/// When it runs: most always, some in office hours, some at night; `thin` per mille of that where
/// the month is to be small.
void SetWindow(Slot& slot, uint64_t thrown, int64_t thin) {
  const uint64_t kind = thrown % 100;
  if (kind >= 60 && kind < 85) {
    slot.hours = 12;
    slot.start_hour = static_cast<int>(6 + thrown / 100 % 4);
    slot.weekdays = true;
  } else if (kind >= 85) {
    slot.hours = 3;
    slot.start_hour = static_cast<int>(thrown / 100 % 6);
  }
  if (thin >= 1000) return;
  const int64_t milli_hours = slot.hours * thin;
  if (slot.hours == 24) slot.start_hour = static_cast<int>(thrown / 1000 % 24);
  slot.hours = static_cast<int>(std::max<int64_t>((milli_hours + 500) / 1000, 1));
  if (milli_hours < 1000)
    slot.every_days =
        static_cast<int>(std::clamp<int64_t>(1000 / std::max<int64_t>(milli_hours, 1), 1, 28));
  slot.day_phase = static_cast<int>(thrown / 7000 % static_cast<uint64_t>(slot.every_days));
}

Slot NewSlot(const World& world, int account, int ordinal, int64_t thin) {
  const auto number = static_cast<uint64_t>(account) << 32 | static_cast<uint64_t>(ordinal);
  const uint64_t thrown = world.chance.Throw(About::kSlot, number);
  const std::string_view kind = kMix[static_cast<size_t>(ordinal) % kMix.size()];
  const int region = RegionOf(world, account, ordinal);
  Slot slot;
  slot.account = account;
  slot.sku = kind == "M" ? world.catalogue.Find(MachineType(world, account, ordinal, false), region)
             : kind == "D"
                 ? world.catalogue.Find(MachineType(world, account, ordinal, true), region)
                 : world.catalogue.Find(kind, region);
  SetWindow(slot, thrown, thin);
  slot.size = static_cast<int64_t>(1 + thrown / 64 % 9);
  slot.resource = ResourceName(world, slot, number);
  if (world.catalogue.skus()[static_cast<size_t>(slot.sku)].zonal)
    slot.zone = std::string(Regions()[static_cast<size_t>(region)].code) +
                static_cast<char>('a' + thrown / 1024 % 3);
  if (thrown / 4096 % 4 != 0 && !slot.resource.empty()) {
    slot.owner_tag = kOwners[thrown / 16384 % kOwners.size()];
    slot.environment = kEnvironments[thrown / 131072 % kEnvironments.size()];
  }
  return slot;
}

void AddSlotsOf(World& world, int account, int64_t rows_per_hour_milli) {
  constexpr int64_t kFewest = 6;
  const int64_t count =
      std::max<int64_t>((rows_per_hour_milli + kUsualDuty / 2) / kUsualDuty, kFewest);
  const int64_t thin = std::max<int64_t>(rows_per_hour_milli * 1000 / (count * kUsualDuty), 4);
  const auto rest = count > kFewest ? int64_t{1000} : thin;
  for (int64_t ordinal = 0; ordinal < count; ++ordinal)
    world.slots.push_back(NewSlot(world, account, static_cast<int>(ordinal), rest));
}

/// Machines of a family that nobody else uses, in office hours only: a plan for it has hours
/// without any usage.
void AddOfficeMachines(World& world) {
  const int account = world.options.payers + world.options.payers - 1;  // of a customer in payer 0
  for (int machine = 0; machine < 2; ++machine) {
    Slot slot = NewSlot(world, account, 1'000'000 + machine, 1000);
    slot.sku = world.catalogue.Find("BoxUsage:g5.large", 2);
    slot.start_hour = 9;
    slot.hours = 9;
    slot.weekdays = true;
    slot.zone = "eu-west-1b";
    slot.resource =
        "i-0" +
        Hex(world.chance.Throw(About::kResource, 9'000'000 + static_cast<uint64_t>(machine)), 16);
    slot.owner_tag = "render";
    slot.environment = "prod";
    world.slots.push_back(std::move(slot));
  }
}

}  // namespace

void AddSlots(World& world, int64_t rows_per_hour_milli) {
  std::vector<int64_t> weights;
  for (size_t a = 0; a < world.accounts.size(); ++a)
    weights.push_back(
        world.accounts[a].management ? 30 : world.chance.Between(50, 150, About::kSlot, a, 7));
  const int64_t total = std::accumulate(weights.begin(), weights.end(), int64_t{0});
  for (size_t a = 0; a < weights.size(); ++a)
    AddSlotsOf(world, static_cast<int>(a), rows_per_hour_milli * weights[a] / total);
  AddOfficeMachines(world);
  std::stable_sort(world.slots.begin(), world.slots.end(), [&](const Slot& a, const Slot& b) {
    return world.accounts[static_cast<size_t>(a.account)].rank <
           world.accounts[static_cast<size_t>(b.account)].rank;
  });
  for (size_t s = 0; s < world.slots.size(); ++s) {
    const Account& account = world.accounts[static_cast<size_t>(world.slots[s].account)];
    world.payers[static_cast<size_t>(account.payer)].slots.push_back(static_cast<int>(s));
    if (account.other_payer >= 0)
      world.payers[static_cast<size_t>(account.other_payer)].slots.push_back(static_cast<int>(s));
  }
}

}  // namespace billwright::make_month
