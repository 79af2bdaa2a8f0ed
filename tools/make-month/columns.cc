#include "columns.h"

#include <array>

namespace billwright::make_month {

namespace {

using Kind = Column::Kind;

constexpr bool kLean = true;

Column Text(std::string_view slash, std::string_view (*text)(const RowView&), bool lean = false,
            std::string_view cur2 = {}) {
  return {.slash = slash, .cur2 = cur2, .kind = Kind::kText, .lean = lean, .text = text};
}
/// A text that is made for the row.
Column Made(std::string_view slash, std::string_view (*text)(const RowView&), bool lean = false) {
  return {
      .slash = slash, .cur2 = {}, .kind = Kind::kText, .lean = lean, .kept = false, .text = text};
}
Column Number(std::string_view slash, Amount (*number)(const RowView&), bool lean = false,
              std::string_view cur2 = {}) {
  return {.slash = slash, .cur2 = cur2, .kind = Kind::kNumber, .lean = lean, .number = number};
}
Column Rate(std::string_view slash, Amount (*number)(const RowView&)) {
  return {.slash = slash, .cur2 = {}, .kind = Kind::kRate, .kept = false, .number = number};
}
Column Time(std::string_view slash, UtcTime (*time)(const RowView&), bool lean = false) {
  return {.slash = slash, .cur2 = {}, .kind = Kind::kTime, .lean = lean, .time = time};
}
Column Map(std::string_view cur2, void (*map)(const RowView&, TextMap&)) {
  return {.slash = cur2, .cur2 = cur2, .kind = Kind::kTextMap, .map = map};
}

// A text must outlive the expression: a choice between a std::string and a literal would make a
// temporary, so the strings below are views.
#define ROW(expression) \
  []([[maybe_unused]] const RowView& v) -> std::string_view { return expression; }
#define AMOUNT(expression) [](const RowView& v) -> Amount { return expression; }
#define WHEN(expression) []([[maybe_unused]] const RowView& v) -> UtcTime { return expression; }

const SavingsPlan* PlanOf(const RowView& v) {
  const bool is_plan =
      v.row.commitment >= 0 && v.row.commitment < static_cast<int>(v.world.savings_plans.size());
  return is_plan ? &v.world.savings_plans[static_cast<size_t>(v.row.commitment)] : nullptr;
}
const Reservation* ReservationOf(const RowView& v) {
  const int at = v.row.commitment - static_cast<int>(v.world.savings_plans.size());
  return at >= 0 ? &v.world.reservations[static_cast<size_t>(at)] : nullptr;
}
bool OfPlan(const RowView& v) { return v.row.commitment_arn.starts_with("arn:aws:savingsplans"); }

std::string_view HourText(const RowView& v, UtcTime time) {
  const int hour = v.world.HourOf(time);
  const bool whole = (time.seconds - v.world.start.seconds) % UtcTime::kSecondsPerHour == 0;
  if (whole && hour >= 0 && hour <= v.world.hours)
    return v.world.hour_texts[static_cast<size_t>(hour)];
  return {};
}

std::string_view TimeInterval(const RowView& v) {
  v.scratch.clear();
  for (const UtcTime time : {v.row.start, v.row.end}) {
    if (!v.scratch.empty()) v.scratch += '/';
    const std::string_view known = HourText(v, time);
    v.scratch += known.empty() ? time.ToString() : known;
  }
  return v.scratch;
}

std::string_view LineItemId(const RowView& v) {
  v.scratch = Letters(v.row.id, 52, "abcdefghijklmnopqrstuvwxyz234567");
  return v.scratch;
}

std::string_view Description(const RowView& v) {
  if (v.row.type != RowType::kSavingsPlanNegation)
    return v.row.description.empty() ? v.row.product->description : v.row.description;
  v.scratch = "SavingsPlanNegation used by AccountId : ";
  v.scratch += v.account().id;
  v.scratch += " and UsageSku : ";
  v.scratch += v.row.product->sku;
  return v.scratch;
}

std::string_view InvoiceId(const RowView& v) {
  if (v.row.invoice < 0) return {};
  return v.world.InvoiceOf(v.row.payer, static_cast<InvoiceKind>(v.row.invoice));
}

std::string_view LegalEntity(const RowView& v) {
  if (!v.row.seller.empty()) return v.row.seller;
  return v.account().european ? "Amazon Web Services EMEA SARL" : "Amazon Web Services, Inc.";
}

std::string_view BillTypeName(const RowView& v) {
  switch (v.row.bill_type) {
    case BillType::kAnniversary:
      return "Anniversary";
    case BillType::kPurchase:
      return "Purchase";
    case BillType::kRefund:
      return "Refund";
  }
  return {};
}

std::string_view TermOf(const RowView& v) {
  switch (v.row.type) {
    case RowType::kDiscountedUsage:
    case RowType::kRIFee:
      return "Reserved";
    case RowType::kUsage:
    case RowType::kSavingsPlanCoveredUsage:
    case RowType::kSavingsPlanNegation:
      return "OnDemand";
    default:
      return {};
  }
}

std::string_view OfferingType(const RowView& v) {
  if (const SavingsPlan* plan = PlanOf(v))
    return plan->compute ? "ComputeSavingsPlans" : "EC2InstanceSavingsPlans";
  return OfPlan(v) ? "ComputeSavingsPlans" : "";
}

std::string_view Digits(const RowView& v, int64_t value) {
  v.scratch = std::to_string(value);
  return v.scratch;
}

Amount NormalizedUsage(const RowView& v) {
  if (v.row.sku == nullptr || v.row.sku->size_factor == 0) return kAbsent;
  return v.row.amount * v.row.sku->size_factor;
}

void AddPair(TextMap& map, std::string_view key, std::string_view value) {
  if (!value.empty()) map.emplace_back(key, value);
}
void ProductMap(const RowView& v, TextMap& map) {
  const Product& product = *v.row.product;
  AddPair(map, "instance_type", product.instance_type);
  AddPair(map, "location", product.region_name);
  AddPair(map, "product_name", product.name);
  AddPair(map, "region", product.region);
}
void TagMap(const RowView& v, TextMap& map) {
  AddPair(map, "user_environment", v.row.environment);
  AddPair(map, "user_owner", v.row.owner_tag);
}
void CategoryMap(const RowView& v, TextMap& map) {
  AddPair(map, "team", v.row.owner_tag.empty() ? "unallocated" : v.row.owner_tag);
}

Column DiscountMap() {
  return {.slash = "discount",
          .cur2 = "discount",
          .kind = Kind::kNumberMap,
          .number = AMOUNT(v.row.type == RowType::kEdpDiscount ? v.row.unblended : kAbsent)};
}

std::vector<Column> BillAndLineItem() {
  return {
      Made("identity/LineItemId", LineItemId),
      Made("identity/TimeInterval", TimeInterval),
      Text("bill/InvoiceId", InvoiceId, kLean),
      Text("bill/InvoicingEntity", LegalEntity),
      Text("bill/BillingEntity", ROW(v.row.seller.empty() ? "AWS" : "AWS Marketplace"), kLean),
      Text("bill/BillType", BillTypeName),
      Text("bill/PayerAccountId",
           ROW(v.world
                   .accounts[static_cast<size_t>(
                       v.world.payers[static_cast<size_t>(v.row.payer)].account)]
                   .id),
           kLean),
      Time("bill/BillingPeriodStartDate", WHEN(v.world.start), kLean),
      Time("bill/BillingPeriodEndDate", WHEN(v.world.options.period.end())),
      Text("lineItem/UsageAccountId", ROW(v.account().id), kLean),
      Text("lineItem/LineItemType", ROW(Name(v.row.type)), kLean),
      Time("lineItem/UsageStartDate", WHEN(v.row.start), kLean),
      Time("lineItem/UsageEndDate", WHEN(v.row.end)),
      Text("lineItem/ProductCode", ROW(v.row.product->service), kLean),
      Text("lineItem/UsageType", ROW(v.row.product->usage_type), kLean),
      Text("lineItem/Operation", ROW(v.row.product->operation), kLean),
      Text("lineItem/AvailabilityZone", ROW(v.row.zone)),
      Text("lineItem/ResourceId", ROW(v.row.resource), kLean),
      Number("lineItem/UsageAmount", AMOUNT(v.row.amount), kLean),
      Number("lineItem/NormalizationFactor",
             AMOUNT(v.row.sku == nullptr || v.row.sku->size_factor == 0
                        ? kAbsent
                        : Whole(v.row.sku->size_factor))),
      Number("lineItem/NormalizedUsageAmount", NormalizedUsage),
      Text("lineItem/CurrencyCode", ROW("USD"), kLean),
      Rate("lineItem/UnblendedRate", AMOUNT(v.row.rate)),
      Number("lineItem/UnblendedCost", AMOUNT(v.row.unblended), kLean),
      Rate("lineItem/BlendedRate", AMOUNT(v.row.rate)),
      Number("lineItem/BlendedCost", AMOUNT(v.row.unblended)),
      Made("lineItem/LineItemDescription", Description, kLean),
      Text("lineItem/TaxType", ROW(v.row.tax_type)),
      Text("lineItem/LegalEntity", LegalEntity, kLean),
  };
}

std::vector<Column> ProductAndPricing() {
  return {
      Text("product/ProductName", ROW(v.row.product->name)),
      Text("product/instanceType", ROW(v.row.product->instance_type), false,
           "product_instance_type"),
      Text("product/instanceTypeFamily", ROW(v.row.product->instance_family)),
      Text("product/location", ROW(v.row.product->region_name)),
      Text("product/productFamily", ROW(v.row.product->family), false, "product_product_family"),
      Text("product/region", ROW(v.row.product->region), kLean, "product_region_code"),
      Text("product/servicecode", ROW(v.row.product->service)),
      Text("product/sku", ROW(v.row.product->sku)),
      Text("pricing/LeaseContractLength",
           ROW(ReservationOf(v) ? (ReservationOf(v)->years == 3 ? "3yr" : "1yr") : "")),
      Text("pricing/OfferingClass", ROW(ReservationOf(v) ? "standard" : "")),
      Text("pricing/PurchaseOption", ROW(ReservationOf(v) ? Name(v.commitment()->payment) : "")),
      Number("pricing/publicOnDemandCost", AMOUNT(v.row.public_cost), kLean),
      Text("pricing/publicOnDemandRate",
           ROW(v.row.sku == nullptr ? std::string_view() : v.row.sku->public_rate_text)),
      Text("pricing/currency", ROW("USD")),
      Text("pricing/term", TermOf),
      Text("pricing/unit", ROW(v.row.product->unit), kLean),
  };
}

std::vector<Column> ReservationFamily() {
  return {
      Number("reservation/AmortizedUpfrontCostForUsage", AMOUNT(v.row.amortised_for_usage)),
      Number("reservation/AmortizedUpfrontFeeForBillingPeriod", AMOUNT(v.row.amortised_fee), kLean),
      Number("reservation/EffectiveCost",
             AMOUNT(v.row.type == RowType::kDiscountedUsage ? v.row.effective : kAbsent), kLean),
      Text("reservation/EndTime",
           ROW(ReservationOf(v) ? std::string_view(v.commitment()->end_text) : "")),
      Text("reservation/ModificationStatus", ROW(ReservationOf(v) ? "Original" : "")),
      Made("reservation/NumberOfReservations",
           ROW(v.row.type == RowType::kRIFee ? Digits(v, ReservationOf(v)->count) : "")),
      Number("reservation/RecurringFeeForUsage", AMOUNT(v.row.recurring_for_usage)),
      Text("reservation/ReservationARN", ROW(OfPlan(v) ? "" : v.row.commitment_arn), kLean),
      Text("reservation/StartTime",
           ROW(ReservationOf(v) ? std::string_view(v.commitment()->start_text) : "")),
      Text("reservation/SubscriptionId",
           ROW(ReservationOf(v) ? std::string_view(v.commitment()->uuid) : "")),
      Number("reservation/TotalReservedUnits", AMOUNT(v.row.reserved_units)),
      Number("reservation/UnusedAmortizedUpfrontFeeForBillingPeriod",
             AMOUNT(v.row.unused_amortised), kLean),
      Number("reservation/UnusedQuantity", AMOUNT(v.row.unused_quantity)),
      Number("reservation/UnusedRecurringFee", AMOUNT(v.row.unused_recurring), kLean),
      Number("reservation/UpfrontValue",
             AMOUNT(v.row.type == RowType::kRIFee ? v.commitment()->upfront : kAbsent)),
  };
}

std::vector<Column> SavingsPlanFamily() {
  return {
      Number("savingsPlan/TotalCommitmentToDate", AMOUNT(v.row.total_commitment), kLean),
      Text("savingsPlan/SavingsPlanARN", ROW(OfPlan(v) ? v.row.commitment_arn : ""), kLean),
      Number("savingsPlan/SavingsPlanRate", AMOUNT(v.row.plan_rate)),
      Number("savingsPlan/UsedCommitment", AMOUNT(v.row.used_commitment), kLean),
      Number("savingsPlan/SavingsPlanEffectiveCost",
             AMOUNT(v.row.type == RowType::kSavingsPlanCoveredUsage ? v.row.effective : kAbsent),
             kLean),
      Number("savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod", AMOUNT(v.row.amortised),
             kLean),
      Number("savingsPlan/RecurringCommitmentForBillingPeriod", AMOUNT(v.row.recurring), kLean),
      Text("savingsPlan/StartTime",
           ROW(PlanOf(v) ? std::string_view(v.commitment()->start_text) : "")),
      Text("savingsPlan/EndTime", ROW(PlanOf(v) ? std::string_view(v.commitment()->end_text) : "")),
      Text("savingsPlan/OfferingType", OfferingType),
      Text("savingsPlan/PaymentOption", ROW(PlanOf(v) ? Name(v.commitment()->payment) : "")),
      Text("savingsPlan/PurchaseTerm",
           ROW(PlanOf(v) ? (v.commitment()->years == 3 ? "3yr" : "1yr") : "")),
      Text("savingsPlan/Region",
           ROW(PlanOf(v) ? std::string_view(v.commitment()->product->region_name) : "")),
      Text("savingsPlan/InstanceTypeFamily",
           ROW(PlanOf(v) ? std::string_view(PlanOf(v)->family) : "")),
  };
}

std::vector<Column> LegacyTags() {
  return {
      Text("resourceTags/user:Environment", ROW(v.row.environment)),
      Text("resourceTags/user:Owner", ROW(v.row.owner_tag)),
      Text("costCategory/Team", ROW(v.row.owner_tag.empty() ? "unallocated" : v.row.owner_tag)),
  };
}

std::vector<Column> Cur2Maps() {
  return {Map("product", ProductMap),
          Map("resource_tags", TagMap),
          Map("cost_category", CategoryMap),
          DiscountMap(),
          Text("bill_payer_account_name",
               ROW(v.world
                       .accounts[static_cast<size_t>(
                           v.world.payers[static_cast<size_t>(v.row.payer)].account)]
                       .name),
               false, "bill_payer_account_name"),
          Text("line_item_usage_account_name", ROW(v.account().name), false,
               "line_item_usage_account_name")};
}

#undef ROW
#undef AMOUNT
#undef WHEN

/// "lineItem/UnblendedCost" as Athena has it: "line_item_unblended_cost".
std::string Snake(std::string_view slash) {
  std::string name;
  for (const char c : slash) {
    if (c == '/' || c == ':') {
      name += '_';
    } else if (c >= 'A' && c <= 'Z') {
      if (!name.empty() && name.back() != '_') name += '_';
      name += static_cast<char>(c - 'A' + 'a');
    } else {
      name += c;
    }
  }
  return name;
}

/// Columns that CUR 2.0 moved into its product map.
bool IsLegacyOnly(const Column& column) {
  return column.slash == "product/ProductName" || column.slash == "product/instanceTypeFamily";
}

}  // namespace

std::vector<Column> ColumnsOf(const World& world) {
  const Options& options = world.options;
  const bool cur2 = options.report == Report::kCur2;
  std::vector<Column> columns;
  const auto append = [&](const std::vector<Column>& family) {
    for (const Column& column : family)
      if ((!options.lean || column.lean) && !(cur2 && IsLegacyOnly(column)))
        columns.push_back(column);
  };
  append(BillAndLineItem());
  append(ProductAndPricing());
  if (cur2 || options.reservations > 0) append(ReservationFamily());
  if (cur2 || options.savings_plans > 0) append(SavingsPlanFamily());
  append(cur2 ? Cur2Maps() : LegacyTags());
  return columns;
}

std::string NameOf(const Column& column, const Options& options) {
  if (options.report == Report::kCur2 && !column.cur2.empty()) return std::string(column.cur2);
  return options.spelling == Spelling::kSlash ? std::string(column.slash) : Snake(column.slash);
}

}  // namespace billwright::make_month
