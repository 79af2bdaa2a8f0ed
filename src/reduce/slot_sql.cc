#include "reduce/slot_sql.h"

#include <fmt/core.h>

#include "base/check.h"

namespace billwright::reduce {

using engine::Literal;

namespace {

FrameColumn Texts(std::string name) {
  return FrameColumn::Empty(std::move(name), ColumnType::kText);
}
FrameColumn Integers(std::string name) {
  return FrameColumn::Empty(std::move(name), ColumnType::kInteger);
}
FrameColumn Times(std::string name) {
  return FrameColumn::Empty(std::move(name), ColumnType::kTime);
}

/// The span of accounts that do not move: by the dates that hold for everybody.
std::string CommonSpan(const SlotMap& slots) {
  if (slots.common_spans.size() == 1) return "0";
  std::string cases;
  for (size_t i = slots.common_spans.size(); i-- > 1;) {
    const int64_t span = slots.common_spans[i];
    cases += fmt::format("WHEN usage_start >= {} THEN {} ",
                         TimestampLiteral(slots.span_starts[static_cast<size_t>(span)]), span);
  }
  return fmt::format("CASE {}ELSE 0 END", cases);
}

struct Tables {
  Frame slots{{Texts("account"), Times("from_time"), Times("to_time"), Integers("customer")}};
  Frame moves{{Texts("account"), Times("from_time"), Times("to_time"), Integers("span")}};

  static void Add(Frame& frame, const std::string& account, UtcTime from, UtcTime to,
                  int64_t value) {
    std::get<std::vector<std::string>>(frame.columns[0].values).push_back(account);
    std::get<std::vector<UtcTime>>(frame.columns[1].values).push_back(from);
    std::get<std::vector<UtcTime>>(frame.columns[2].values).push_back(to);
    std::get<std::vector<int64_t>>(frame.columns[3].values).push_back(value);
  }
};

/// One row per owner of an account, or, if it moves, per stretch.
Tables TablesFor(const SlotMap& slots, const std::string& payer) {
  Tables tables;
  for (const auto& [key, stretches] : slots.accounts) {
    if (key.first != payer) continue;
    const bool moves = slots.Moves(stretches);
    if (!moves) {
      Tables::Add(tables.slots, key.second, UtcTime::Beginning(), UtcTime::Open(),
                  stretches.front().customer);
      continue;
    }
    for (const SlotMap::Stretch& stretch : stretches) {
      Tables::Add(tables.slots, key.second, stretch.from, stretch.to, stretch.customer);
      Tables::Add(tables.moves, key.second, stretch.from, stretch.to, stretch.span);
    }
  }
  return tables;
}

}  // namespace

std::string TimestampLiteral(UtcTime time) {
  std::string text = time.ToString();
  if (time == UtcTime::Beginning()) text = "0001-01-01T00:00:00Z";
  if (time == UtcTime::Open()) text = "9999-12-31T23:59:59Z";
  CHECK(text.size() == 20, text);
  text[10] = ' ';
  text.pop_back();
  return "TIMESTAMP " + Literal(text);
}

Result<SlotSql> PrepareSlots(const SlotMap& slots, const std::string& payer,
                             engine::Engine& engine) {
  const Tables tables = TablesFor(slots, payer);
  RETURN_IF_ERROR(engine.CreateTable("account_slot", tables.slots));
  SlotSql sql;
  sql.span = CommonSpan(slots);
  if (tables.moves.row_count() == 0) return sql;
  RETURN_IF_ERROR(engine.CreateTable("moved_account", tables.moves));
  sql.span = fmt::format("COALESCE(moved.span, {})", sql.span);
  sql.moves =
      "LEFT JOIN moved_account AS moved ON moved.account = line_item.usage_account_id "
      "AND usage_start >= moved.from_time AND usage_start < moved.to_time";
  sql.slot_condition = "AND usage_start >= slot.from_time AND usage_start < slot.to_time";
  return sql;
}

std::string SpanCondition(const SlotMap& slots, const std::string& payer,
                          const std::string& account, UtcTime span_start) {
  // Stretches of the account, or, for one that no book names, the common spans.
  std::vector<SlotMap::Stretch> stretches;
  const auto found = slots.accounts.find(std::pair(payer, account));
  if (found != slots.accounts.end()) {
    stretches = found->second;
  } else {
    for (const int64_t span : slots.common_spans) {
      const UtcTime start = slots.span_starts[static_cast<size_t>(span)];
      if (!stretches.empty()) stretches.back().to = start;
      stretches.push_back({stretches.empty() ? UtcTime::Beginning() : start, UtcTime::Open(), span,
                           slots.unassigned});
    }
  }
  for (const SlotMap::Stretch& stretch : stretches) {
    if (slots.span_starts[static_cast<size_t>(stretch.span)] != span_start) continue;
    std::string condition;
    if (stretch.from != UtcTime::Beginning())
      condition += " AND usage_start >= " + TimestampLiteral(stretch.from);
    if (stretch.to != UtcTime::Open())
      condition += " AND usage_start < " + TimestampLiteral(stretch.to);
    return condition;
  }
  return " AND FALSE";
}

}  // namespace billwright::reduce
