#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "amount.h"
#include "chance.h"

// What AWS sells in our small world: a few hundred SKUs in five regions at plausible rates.

namespace billwright::make_month {

/// How a SKU is metered by the hour.
enum class Meter {
  kInstance,  ///< instance-hours, at times quarters of one
  kTask,      ///< vCPU-hours of containers
  kCompute,   ///< GB-seconds of functions
  kStorage,   ///< GB-months, an hour's part of them
  kTransfer,  ///< gigabytes with ten decimals, often tiny
  kCount,     ///< requests
  kNone,      ///< billed by the month
};

/// Which Savings Plans may cover it.
enum class Coverage { kNone, kComputeOnly, kInstance };

/// A group of services that monthly rows (discounts, credits) are made for.
enum class ServiceGroup { kEc2, kRds, kS3, kFunctions, kTransfer, kOther };
inline constexpr int kServiceGroups = 6;

struct Region {
  std::string_view code, prefix, name;
  int per_mille;  ///< rates against us-east-1
};
std::span<const Region> Regions();

/// What a line item is about: the columns that repeat from row to row.
struct Product {
  std::string service, name, family, usage_type, operation, region, region_name, unit, description,
      sku, instance_type, instance_family, rate_text, public_rate_text;
  ServiceGroup group = ServiceGroup::kOther;
};

struct Sku : Product {
  Meter meter = Meter::kNone;
  Coverage coverage = Coverage::kNone;
  Amount rate = 0;
  /// pricing/publicOnDemandRate: for tiered SKUs that of the highest tier, as AWS fills it.
  Amount public_rate = 0;
  int region_index = 0;
  int plan_discount = 0;  ///< per mille off with a 1 year No Upfront Compute Savings Plan
  int size_factor = 0;    ///< AWS's normalisation factor; 0 for none
  bool zonal = false;
};

class Catalogue {
 public:
  explicit Catalogue(const Chance& chance);

  const std::vector<Sku>& skus() const { return skus_; }
  /// Index of a SKU: its base usage type without region prefix, and region.
  int Find(std::string_view base_usage_type, int region) const;

  /// The products of rows that no hourly usage makes. Addresses are stable.
  const Product& Add(Product product);

 private:
  void AddRegion(int region);

  std::vector<Sku> skus_;
  std::vector<std::string> base_types_;
  std::deque<Product> others_;
  Chance chance_;
};

}  // namespace billwright::make_month
