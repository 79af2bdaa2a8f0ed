#pragma once

#include <array>
#include <string_view>

// Where margin comes from, by the kind of a charge.

namespace billwright::attribute {

inline constexpr std::string_view kPrice = "price";
inline constexpr std::string_view kRetainedBenefit = "retained benefit";
inline constexpr std::string_view kUnusedCommitment = "unused commitment";
inline constexpr std::string_view kProgrammeDiscounts = "programme discounts";
inline constexpr std::string_view kCredits = "credits";
inline constexpr std::string_view kRefunds = "refunds";
inline constexpr std::string_view kSupport = "support";
inline constexpr std::string_view kFees = "fees";
inline constexpr std::string_view kMarketplace = "marketplace";
inline constexpr std::string_view kTax = "tax";
inline constexpr std::string_view kTerms = "terms";
inline constexpr std::string_view kRounding = "rounding";
inline constexpr std::string_view kUnknown = "unknown";

/// Every source, in the order of docs/margin.md.
inline constexpr std::array kSources = {kPrice,
                                        kRetainedBenefit,
                                        kUnusedCommitment,
                                        kProgrammeDiscounts,
                                        kCredits,
                                        kRefunds,
                                        kSupport,
                                        kFees,
                                        kMarketplace,
                                        kTax,
                                        kTerms,
                                        kRounding,
                                        kUnknown};

/// The source of a charge's margin, without the commitment benefit in it:
///
///   price                 usage: what the price book adds to or takes from the price basis
///   unused commitment     lines of unused commitment
///   programme discounts   enterprise, private rate, bundled, reservation volume, solution provider
///   credits · refunds · support · fees · marketplace · tax
///   terms                 custom lines
///   unknown               line items of a type that we do not know
///
/// `kind` is Charge::kind. CHECKs that it is one.
std::string_view SourceOf(std::string_view kind);

}  // namespace billwright::attribute
