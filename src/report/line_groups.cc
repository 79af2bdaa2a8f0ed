#include "report/line_groups.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_map>

#include "report/charge_description.h"
#include "report/interner.h"

namespace billwright::report {

namespace {

/// What a line is known by, in the order in which a statement is rounded.
enum Part : size_t { kRecipient, kCustomer, kAccount, kService, kSection, kRegion, kText, kUnit };
constexpr size_t kParts = 8;
using Key = std::array<uint32_t, kParts>;

/// The order of the table statement_line.
constexpr std::array<Part, kParts> kTableOrder = {kRecipient, kCustomer, kSection, kAccount,
                                                  kService,   kRegion,   kText,    kUnit};

struct Row {
  Key key;  // ids, then ranks
  uint32_t charge;
};

/// The descriptions of charges, made once for each combination of what they are made from.
class Descriptions {
 public:
  Descriptions(const Recipients& recipients, const CommitmentOwners& owners,
               std::deque<std::string>& store)
      : recipients_(recipients), owners_(owners), store_(store) {}

  std::string_view Of(const Charge& charge, std::string_view recipient_id) {
    const Ownership ownership = OwnershipOf(charge, recipient_id);
    MakeKey(charge, ownership);
    const auto [found, added] = known_.try_emplace(key_);
    if (added) found->second = store_.emplace_back(DescriptionOf(charge, ownership));
    return found->second;
  }

 private:
  Ownership OwnershipOf(const Charge& charge, std::string_view recipient_id) const {
    if (charge.commitment_arn.empty()) return Ownership::kShared;
    return owners_.OwnershipFor(recipient_id, charge.commitment_arn, recipients_);
  }

  void MakeKey(const Charge& charge, Ownership ownership) {
    key_.clear();
    for (const std::string* part :
         {&charge.kind, &charge.usage_type, &charge.operation, &charge.line_item_type,
          &charge.legal_entity, &charge.description, &charge.commitment_arn})
      key_.append(part->c_str(), part->size() + 1);  // with the NUL that separates
    key_.push_back(ownership == Ownership::kOwn ? '1' : '0');
    key_.push_back(charge.commitment_discount.IsZero() ? '0' : '1');
  }

  const Recipients& recipients_;
  const CommitmentOwners& owners_;
  std::deque<std::string>& store_;
  std::unordered_map<std::string, std::string_view> known_;
  std::string key_;
};

using Interners = std::array<Interner, kParts>;

std::vector<Row> KeyedRows(std::span<const Charge> charges, const Recipients& recipients,
                           Descriptions& descriptions, Interners& interners) {
  std::vector<Row> rows;
  rows.reserve(charges.size());
  std::string_view customer;
  std::string_view recipient;
  std::string_view kind = "no kind yet";
  uint32_t section = 0;
  for (uint32_t i = 0; i < charges.size(); ++i) {
    const Charge& charge = charges[i];
    if (charge.charge.IsZero() && charge.list_amount.IsZero()) continue;
    if (charge.customer_id != customer) {
      customer = charge.customer_id;
      recipient = recipients.RecipientOf(customer);
    }
    if (recipient.empty()) continue;
    Row row{{}, i};
    row.key[kRecipient] = interners[kRecipient].IdOf(recipient);
    row.key[kCustomer] = interners[kCustomer].IdOf(charge.customer_id);
    row.key[kAccount] = interners[kAccount].IdOf(charge.usage_account_id);
    row.key[kService] = interners[kService].IdOf(charge.service);
    if (charge.kind != kind) {
      kind = charge.kind;
      section = interners[kSection].IdOf(Name(SectionOf(kind)));
    }
    row.key[kSection] = section;
    row.key[kRegion] = interners[kRegion].IdOf(charge.region);
    row.key[kText] = interners[kText].IdOf(descriptions.Of(charge, recipient));
    row.key[kUnit] = interners[kUnit].IdOf(charge.pricing_unit);
    rows.push_back(row);
  }
  return rows;
}

/// Replaces ids by ranks and sorts; returns the ids by rank.
std::array<std::vector<uint32_t>, kParts> SortByRank(std::vector<Row>& rows,
                                                     const Interners& interners) {
  std::array<std::vector<uint32_t>, kParts> ids;
  for (size_t part = 0; part < kParts; ++part) {
    const std::vector<uint32_t> ranks = interners[part].Ranks();
    for (Row& row : rows) row.key[part] = ranks[row.key[part]];
    ids[part].resize(ranks.size());
    for (uint32_t id = 0; id < ranks.size(); ++id) ids[part][ranks[id]] = id;
  }
  std::ranges::sort(rows, [](const Row& a, const Row& b) {
    return a.key != b.key ? a.key < b.key : a.charge < b.charge;
  });
  return ids;
}

Section SectionNamed(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(Section::kUsage); ++i)
    if (Name(static_cast<Section>(i)) == name) return static_cast<Section>(i);
  return Section::kAdjustments;
}

void SetTableOrder(std::vector<LineGroup>& groups, std::span<const Key> keys) {
  std::vector<uint32_t> order(groups.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, [&](uint32_t a, uint32_t b) {
    for (const Part part : kTableOrder)
      if (keys[a][part] != keys[b][part]) return keys[a][part] < keys[b][part];
    return false;
  });
  for (uint32_t i = 0; i < order.size(); ++i) groups[order[i]].table_order = i;
}

}  // namespace

LineGroups LineGroups::Of(std::span<const Charge> charges, const Recipients& recipients,
                          const CommitmentOwners& owners) {
  LineGroups result;
  Descriptions descriptions(recipients, owners, result.descriptions_);
  Interners interners;
  std::vector<Row> rows = KeyedRows(charges, recipients, descriptions, interners);
  const auto ids = SortByRank(rows, interners);

  result.members_.reserve(rows.size());
  for (const Row& row : rows) result.members_.push_back(row.charge);
  size_t count = 0;
  for (size_t i = 0; i < rows.size(); ++i) count += i == 0 || rows[i].key != rows[i - 1].key;
  result.groups_.reserve(count);
  std::vector<Key> keys;
  keys.reserve(count);
  for (size_t begin = 0, end; begin < rows.size(); begin = end) {
    const Key& key = rows[begin].key;
    const auto text = [&](Part part) { return interners[part].TextOf(ids[part][key[part]]); };
    LineGroup group{text(kRecipient),
                    text(kCustomer),
                    text(kAccount),
                    text(kService),
                    SectionNamed(text(kSection)),
                    text(kRegion),
                    text(kText),
                    text(kUnit)};
    for (end = begin; end < rows.size() && rows[end].key == key; ++end) {
      const Charge& charge = charges[rows[end].charge];
      group.quantity += charge.quantity;
      group.charge += charge.charge;
      group.list_amount += charge.list_amount;
    }
    group.members = std::span<const uint32_t>(result.members_).subspan(begin, end - begin);
    result.groups_.push_back(group);
    keys.push_back(key);
  }
  SetTableOrder(result.groups_, keys);
  return result;
}

}  // namespace billwright::report
