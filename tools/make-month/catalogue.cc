#include "catalogue.h"

#include <array>

#include "base/check.h"

namespace billwright::make_month {

namespace {

constexpr std::array kRegions = {
    Region{"us-east-1", "", "US East (N. Virginia)", 1000},
    Region{"us-west-2", "USW2-", "US West (Oregon)", 1000},
    Region{"eu-west-1", "EU-", "EU (Ireland)", 1110},
    Region{"eu-central-1", "EUC1-", "EU (Frankfurt)", 1190},
    Region{"ap-northeast-1", "APN1-", "Asia Pacific (Tokyo)", 1290},
};

struct Family {
  std::string_view name;
  int rate_large;     ///< of a large, in 10⁻⁴ USD an hour, us-east-1
  int plan_discount;  ///< per mille
};
constexpr std::array kFamilies = {Family{"t3", 832, 240},  Family{"m5", 960, 270},
                                  Family{"c5", 850, 280},  Family{"r5", 1260, 290},
                                  Family{"m6i", 960, 300}, Family{"c6g", 680, 310},
                                  Family{"g5", 5030, 190}};

struct Size {
  std::string_view name;
  int larges;
};
constexpr std::array kSizes = {Size{"large", 1}, Size{"xlarge", 2}, Size{"2xlarge", 4},
                               Size{"4xlarge", 8}};

constexpr std::array kDatabases = {Family{"db.t3", 1360, 0}, Family{"db.m5", 1710, 0},
                                   Family{"db.r5", 2500, 0}};

struct Plain {
  std::string_view service, name, family, usage_type, operation, unit, description;
  int64_t rate;         ///< in 10⁻¹⁰ USD
  int64_t public_rate;  ///< likewise; differs where the price has tiers
  ServiceGroup group;
  Meter meter;
  Coverage coverage;
  int plan_discount;
};
using enum ServiceGroup;
constexpr std::array kPlain = {
    Plain{"AmazonS3", "Amazon Simple Storage Service", "Storage", "TimedStorage-ByteHrs",
          "StandardStorage", "GB-Mo", "per GB - first 50 TB / month of storage used", 230000000,
          210000000, kS3, Meter::kStorage, Coverage::kNone, 0},
    Plain{"AmazonS3", "Amazon Simple Storage Service", "API Request", "Requests-Tier1", "PutObject",
          "Requests", "per 1,000 PUT, COPY, POST, or LIST requests", 50000, 50000, kS3,
          Meter::kCount, Coverage::kNone, 0},
    Plain{"AmazonS3", "Amazon Simple Storage Service", "API Request", "Requests-Tier2", "GetObject",
          "Requests", "per 10,000 GET and all other requests", 4000, 4000, kS3, Meter::kCount,
          Coverage::kNone, 0},
    Plain{"AWSLambda", "AWS Lambda", "Serverless", "Lambda-GB-Second", "Invoke", "Lambda-GB-Second",
          "AWS Lambda - Total Compute", 166667, 166667, kFunctions, Meter::kCompute,
          Coverage::kComputeOnly, 120},
    Plain{"AWSLambda", "AWS Lambda", "Serverless", "Request", "Invoke", "Requests",
          "AWS Lambda - Total Requests", 2000, 2000, kFunctions, Meter::kCount, Coverage::kNone, 0},
    Plain{"AmazonECS", "Amazon Elastic Container Service", "Compute", "Fargate-vCPU-Hours:perCPU",
          "FargateTask", "hours", "per vCPU per hour", 404800000, 404800000, kEc2, Meter::kTask,
          Coverage::kComputeOnly, 200},
    Plain{"AWSDataTransfer", "AWS Data Transfer", "Data Transfer", "DataTransfer-Out-Bytes",
          "RunInstances", "GB", "per GB - first 10 TB / month data transfer \"out\"", 900000000,
          500000000, ServiceGroup::kTransfer, Meter::kTransfer, Coverage::kNone, 0},
    Plain{"AWSDataTransfer", "AWS Data Transfer", "Data Transfer", "DataTransfer-Regional-Bytes",
          "InterZone-Out", "GB", "per GB - regional data transfer", 100000000, 100000000,
          ServiceGroup::kTransfer, Meter::kTransfer, Coverage::kNone, 0},
    Plain{"AmazonEC2", "Amazon Elastic Compute Cloud", "Storage", "EBS:VolumeUsage.gp3",
          "CreateVolume-Gp3", "GB-Mo", "per GB-month of General Purpose (gp3) provisioned storage",
          800000000, 800000000, kEc2, Meter::kStorage, Coverage::kNone, 0},
    Plain{"AmazonCloudWatch", "AmazonCloudWatch", "Metric", "CW:Requests", "GetMetricData",
          "Requests", "per 1,000 GetMetricData metrics requested", 100000, 100000, kOther,
          Meter::kCount, Coverage::kNone, 0},
    Plain{"awswaf", "AWS WAF", "Web Application Firewall", "ShieldProtected-WebACL", "", "Hourly",
          "per Web ACL, prorated hourly", 67204301, 67204301, kOther, Meter::kTask, Coverage::kNone,
          0},
};

/// "USD 0.096" as descriptions write rates.
std::string Priced(Amount rate) { return "$" + ToText(rate); }

void Price(Sku& sku, int64_t rate, int64_t public_rate, const Region& region) {
  // Whole steps of 10⁻⁴ for hourly rates keep products with plan rates within ten places.
  const int places = rate >= Fraction(100, 4) ? 4 : 10;
  sku.rate = RoundedTo(Portion(rate, region.per_mille, 1000), places);
  sku.public_rate = RoundedTo(Portion(public_rate, region.per_mille, 1000), places);
  sku.rate_text = ToText(sku.rate);
  sku.public_rate_text = ToText(sku.public_rate);
}

Sku InstanceSku(const Family& family, const Size& size, const Region& region, bool database) {
  Sku sku;
  const std::string type = std::string(family.name) + "." + std::string(size.name);
  sku.service = database ? "AmazonRDS" : "AmazonEC2";
  sku.name = database ? "Amazon Relational Database Service" : "Amazon Elastic Compute Cloud";
  sku.family = database ? "Database Instance" : "Compute Instance";
  sku.usage_type = (database ? "InstanceUsage:" : "BoxUsage:") + type;
  sku.operation = database ? "CreateDBInstance:0014" : "RunInstances";
  sku.unit = "Hrs";
  sku.instance_type = type;
  sku.instance_family = family.name;
  sku.group = database ? kRds : kEc2;
  sku.meter = Meter::kInstance;
  sku.coverage = database ? Coverage::kNone : Coverage::kInstance;
  sku.plan_discount = family.plan_discount;
  sku.size_factor = size.larges * 4;
  sku.zonal = !database;
  const int64_t rate = Fraction(int64_t{family.rate_large} * size.larges, 4);
  Price(sku, rate, rate, region);
  sku.description =
      Priced(sku.rate) + (database ? " per RDS " : " per On Demand Linux ") + type +
      (database ? " instance hour (or partial hour) running PostgreSQL" : " Instance Hour");
  return sku;
}

Sku PlainSku(const Plain& plain, const Region& region) {
  Sku sku;
  sku.service = plain.service;
  sku.name = plain.name;
  sku.family = plain.family;
  sku.usage_type = plain.usage_type;
  sku.operation = plain.operation;
  sku.unit = plain.unit;
  sku.group = plain.group;
  sku.meter = plain.meter;
  sku.coverage = plain.coverage;
  sku.plan_discount = plain.plan_discount;
  Price(sku, plain.rate, plain.public_rate, region);
  sku.description = Priced(sku.rate) + " " + std::string(plain.description);
  return sku;
}

}  // namespace

std::span<const Region> Regions() { return kRegions; }

Catalogue::Catalogue(const Chance& chance) : chance_(chance) {
  for (int region = 0; region < static_cast<int>(kRegions.size()); ++region) AddRegion(region);
}

void Catalogue::AddRegion(int region_index) {
  const Region& region = kRegions[static_cast<size_t>(region_index)];
  std::vector<Sku> found;
  for (const Size& size : kSizes) {
    for (const Family& family : kFamilies)
      found.push_back(InstanceSku(family, size, region, false));
    for (const Family& family : kDatabases)
      found.push_back(InstanceSku(family, size, region, true));
  }
  for (const Plain& plain : kPlain) found.push_back(PlainSku(plain, region));
  for (Sku& sku : found) {
    base_types_.push_back(sku.usage_type);
    sku.usage_type = std::string(region.prefix) + sku.usage_type;
    sku.region = region.code;
    sku.region_name = region.name;
    sku.region_index = region_index;
    sku.sku = Letters(chance_.Throw(About::kSkuCode, skus_.size()), 16,
                      "ABCDEFGHJKMNPQRSTUVWXYZ23456789");
    skus_.push_back(std::move(sku));
  }
}

int Catalogue::Find(std::string_view base_usage_type, int region) const {
  for (size_t i = 0; i < skus_.size(); ++i)
    if (skus_[i].region_index == region && base_types_[i] == base_usage_type)
      return static_cast<int>(i);
  CHECK(false, "no such SKU");
}

const Product& Catalogue::Add(Product product) {
  if (product.sku.empty())
    product.sku = Letters(chance_.Throw(About::kSkuCode, 100'000 + others_.size()), 16,
                          "ABCDEFGHJKMNPQRSTUVWXYZ23456789");
  others_.push_back(std::move(product));
  return others_.back();
}

}  // namespace billwright::make_month
