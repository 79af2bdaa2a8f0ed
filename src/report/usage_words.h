#pragma once

#include <string>
#include <string_view>

// AWS names what it meters by codes. This turns the common ones into words for whoever pays.

namespace billwright::report {

/// What a usage type and operation are, in words: "m5.large instance, Windows" for
/// "EU-BoxUsage:m5.large" and "RunInstances:0002". Empty where we have no words.
std::string UsageWords(std::string_view usage_type, std::string_view operation);

/// The words and the code, or the codes alone where there are no words:
/// "m5.large instance, Windows · EU-BoxUsage:m5.large", "USE1-Crawler-DPU-Hour · CrawlerRun".
/// `remark` stands behind the words: "Savings Plan applied".
std::string UsageDescription(std::string_view usage_type, std::string_view operation,
                             std::string_view remark = {});

}  // namespace billwright::report
