#include "report/usage_words.h"

#include <array>
#include <optional>
#include <utility>

#include "base/ascii.h"

namespace billwright::report {

namespace {

/// How the stem of a usage type is said. `rest` (what follows the stem) comes first:
/// "m5.large" + " instance".
struct Phrase {
  std::string_view stem;
  std::string_view words;
  bool has_rest;
};

constexpr std::array kPhrases = {
    Phrase{"BoxUsage:", "instance", true},
    Phrase{"BoxUsage", "m1.small instance", false},
    Phrase{"SpotUsage:", "spot instance", true},
    Phrase{"DedicatedUsage:", "dedicated instance", true},
    Phrase{"HostUsage:", "dedicated host", true},
    Phrase{"UnusedBox:", "capacity reserved, not used", true},
    Phrase{"HeavyUsage:", "reserved instance", true},
    Phrase{"InstanceUsage:", "database instance", true},
    Phrase{"Multi-AZUsage:", "database instance, Multi-AZ", true},
    Phrase{"NodeUsage:", "cache node", true},
    Phrase{"ESInstance:", "search instance", true},
    Phrase{"Node:", "warehouse node", true},
    Phrase{"EBS:VolumeUsage.", "volume storage", true},
    Phrase{"EBS:VolumeUsage", "Magnetic volume storage", false},
    Phrase{"EBS:VolumeP-IOPS.", "provisioned IOPS", true},
    Phrase{"EBS:VolumeP-Throughput.", "provisioned throughput", true},
    Phrase{"EBS:VolumeIOUsage", "Volume I/O requests", false},
    Phrase{"EBS:SnapshotUsage", "Snapshot storage", false},
    Phrase{"RDS:GP2-Storage", "Database storage, gp2", false},
    Phrase{"RDS:GP3-Storage", "Database storage, gp3", false},
    Phrase{"RDS:Multi-AZ-GP2-Storage", "Database storage, gp2, Multi-AZ", false},
    Phrase{"RDS:Multi-AZ-GP3-Storage", "Database storage, gp3, Multi-AZ", false},
    Phrase{"RDS:PIOPS-Storage", "Database storage, provisioned IOPS", false},
    Phrase{"RDS:Multi-AZ-PIOPS-Storage", "Database storage, provisioned IOPS, Multi-AZ", false},
    Phrase{"RDS:PIOPS", "Database provisioned IOPS", false},
    Phrase{"RDS:Multi-AZ-PIOPS", "Database provisioned IOPS, Multi-AZ", false},
    Phrase{"RDS:ChargedBackupUsage", "Database backup storage", false},
    Phrase{"Aurora:StorageUsage", "Aurora storage", false},
    Phrase{"Aurora:StorageIOUsage", "Aurora I/O requests", false},
    Phrase{"TimedStorage-ByteHrs", "Standard storage", false},
    Phrase{"TimedStorage-SIA-ByteHrs", "Infrequent-access storage", false},
    Phrase{"TimedStorage-INT-FA-ByteHrs", "Intelligent-tiering storage, frequent access", false},
    Phrase{"TimedStorage-GlacierByteHrs", "Archive storage", false},
    Phrase{"Requests-Tier1", "Requests, tier 1 (write, list)", false},
    Phrase{"Requests-Tier2", "Requests, tier 2 (read)", false},
    Phrase{"DataTransfer-Out-Bytes", "Data transfer out to the internet", false},
    Phrase{"DataTransfer-In-Bytes", "Data transfer in from the internet", false},
    Phrase{"DataTransfer-Regional-Bytes", "Data transfer between availability zones", false},
    Phrase{"CloudFront-Out-Bytes", "Data transfer to CloudFront", false},
    Phrase{"NatGateway-Hours", "NAT gateway hours", false},
    Phrase{"NatGateway-Bytes", "NAT gateway data processed", false},
    Phrase{"LoadBalancerUsage", "Load balancer hours", false},
    Phrase{"LCUUsage", "Load balancer capacity units", false},
    Phrase{"ElasticIP:IdleAddress", "Idle public address", false},
    Phrase{"PublicIPv4:InUseAddress", "Public IPv4 address in use", false},
    Phrase{"PublicIPv4:IdleAddress", "Public IPv4 address, idle", false},
    Phrase{"Lambda-GB-Second", "Function compute", false},
    Phrase{"Lambda-GB-Second-ARM", "Function compute, Arm", false},
    Phrase{"Fargate-vCPU-Hours:perCPU", "Container vCPU hours", false},
    Phrase{"Fargate-GB-Hours", "Container memory hours", false},
};

/// Operating systems by the code behind "RunInstances:".
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kPlatforms = {{
    {"0002", "Windows"},
    {"0800", "Windows, own licence"},
    {"0006", "Windows with SQL Server Standard"},
    {"0102", "Windows with SQL Server Enterprise"},
    {"0202", "Windows with SQL Server Web"},
    {"0010", "Red Hat Enterprise Linux"},
    {"000g", "SUSE Linux"},
    {"0004", "Linux with SQL Server Standard"},
}};

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

/// "EUW2-BoxUsage:…" without "EUW2-"; the region has a column of its own.
std::string_view WithoutRegion(std::string_view usage_type) {
  if (usage_type.starts_with("EU-")) return usage_type.substr(3);
  if (usage_type.size() > 5 && IsUpper(usage_type[0]) && IsUpper(usage_type[1]) &&
      IsUpper(usage_type[2]) && IsDigit(usage_type[3]) && usage_type[4] == '-')
    return usage_type.substr(5);
  return usage_type;
}

std::string_view PlatformOf(std::string_view operation) {
  constexpr std::string_view kRun = "RunInstances:";
  if (!operation.starts_with(kRun)) return {};
  operation.remove_prefix(kRun.size());
  for (const auto& [code, platform] : kPlatforms)
    if (operation == code) return platform;
  return {};
}

std::optional<std::string> WordsForStem(std::string_view stem) {
  for (const Phrase& phrase : kPhrases) {
    if (!phrase.has_rest && stem == phrase.stem) return std::string(phrase.words);
    if (phrase.has_rest && stem.starts_with(phrase.stem) && stem.size() > phrase.stem.size())
      return std::string(stem.substr(phrase.stem.size())) + " " + std::string(phrase.words);
  }
  if (stem.ends_with("-AWS-Out-Bytes")) return "Data transfer out to another region";
  if (stem.ends_with("-AWS-In-Bytes")) return "Data transfer in from another region";
  return std::nullopt;
}

/// Operations that say nothing: "None", "none", "Not Applicable", or the usage type again.
bool SaysNothing(std::string_view operation, std::string_view usage_type) {
  return operation.empty() || operation == "None" || operation == "none" ||
         operation == "Not Applicable" || operation == usage_type;
}

}  // namespace

std::string UsageWords(std::string_view usage_type, std::string_view operation) {
  std::optional<std::string> words = WordsForStem(WithoutRegion(usage_type));
  if (!words) return {};
  if (const std::string_view platform = PlatformOf(operation); !platform.empty())
    *words += ", " + std::string(platform);
  return *std::move(words);
}

std::string UsageDescription(std::string_view usage_type, std::string_view operation,
                             std::string_view remark) {
  std::string text = UsageWords(usage_type, operation);
  std::string_view code = usage_type;
  if (text.empty()) {
    text = usage_type;
    code = SaysNothing(operation, usage_type) ? std::string_view{} : operation;
  }
  if (text.empty()) {
    text = code;
    code = {};
  }
  if (!remark.empty()) text += (text.empty() ? "" : ", ") + std::string(remark);
  if (!code.empty()) text += " · " + std::string(code);
  return text;
}

}  // namespace billwright::report
