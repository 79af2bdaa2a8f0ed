#include "quality/tables.h"

#include <fmt/core.h>

namespace billwright::quality {

namespace fs = std::filesystem;

namespace {

/// A frame that is filled row by row.
class TableText {
 public:
  void Text(std::string_view name, std::string value) {
    std::get<0>(Column(name, ColumnType::kText).values).push_back(std::move(value));
  }
  void Count(std::string_view name, int64_t value) {
    std::get<1>(Column(name, ColumnType::kInteger).values).push_back(value);
  }
  void Money(std::string_view name, Decimal value) {
    std::get<2>(Column(name, ColumnType::kDecimal).values).push_back(value);
  }
  void Time(std::string_view name, UtcTime value) {
    std::get<3>(Column(name, ColumnType::kTime).values).push_back(value);
  }
  void Flag(std::string_view name, bool value) {
    std::get<4>(Column(name, ColumnType::kBoolean).values).push_back(value ? 1 : 0);
  }
  const Frame& frame() const { return frame_; }

 private:
  FrameColumn& Column(std::string_view name, ColumnType type) {
    if (FrameColumn* const found = frame_.Find(name)) return *found;
    return frame_.columns.emplace_back(FrameColumn::Empty(std::string(name), type));
  }
  Frame frame_;
};

/// One delivery and the part it plays.
struct Cast {
  const KnownDelivery* known;
  const std::string* current_id;
  std::string_view role;
};

std::vector<Cast> CastOf(const MonthInput& month) {
  std::vector<Cast> cast;
  for (const PayerMonth& payer : month.payers) {
    const std::string& id = payer.current.delivery.delivery_id;
    cast.push_back({&payer.current, &id, "current"});
    if (payer.version_before) cast.push_back({&*payer.version_before, &id, "before"});
    for (const KnownDelivery& earlier : payer.months_before) {
      const bool next = earlier.delivery.period == month.period.Previous();
      cast.push_back({&earlier, &id, next ? "month_before" : "older"});
    }
  }
  return cast;
}

/// The rows of one table of all deliveries; an empty table if none has it.
template <typename Record>
Result<void> LoadTable(const std::string& name, const std::vector<Cast>& cast,
                       fs::path KnownDelivery::* path, engine::Engine& engine) {
  std::string columns;
  for (const auto& column : TableOf<Record>().columns)
    columns += ", " + engine::Identifier(column.name);
  std::string rows;
  for (const Cast& part : cast) {
    const fs::path& file = part.known->*path;
    if (file.empty()) continue;
    rows += fmt::format("{}SELECT {} AS current_id, {} AS role{} FROM {}",
                        rows.empty() ? "" : " UNION ALL ", engine::Literal(*part.current_id),
                        engine::Literal(part.role), columns, engine::ParquetRows(file));
  }
  if (!rows.empty())
    return engine.Execute(fmt::format("CREATE OR REPLACE TEMP TABLE {} AS {}", name, rows));
  Frame frame = ToFrame(std::vector<Record>());
  frame.columns.insert(frame.columns.begin(), {FrameColumn::Empty("current_id", ColumnType::kText),
                                               FrameColumn::Empty("role", ColumnType::kText)});
  return engine.CreateTable(name, frame);
}

void DescribeDelivery(const KnownDelivery& known, TableText& table) {
  const Delivery& delivery = known.delivery;
  table.Text("delivery_id", delivery.delivery_id);
  table.Text("payer_account_id", delivery.payer_account_id);
  table.Text("provider", delivery.provider);
  table.Text("format", delivery.format);
  table.Time("period_start", delivery.period.start());
  table.Time("period_end", delivery.period.end());
  table.Count("version", delivery.version);
  table.Time("written_at", WrittenAt(known));
  table.Text("currency", delivery.currency);
  table.Count("rows", delivery.rows);
  table.Count("quarantined_rows", delivery.quarantined_rows);
  table.Money("unblended_cost", delivery.unblended_cost);
}

/// The table even if it has no rows yet, whose columns nobody has named then.
Result<void> CreateTable(const std::string& name, Frame frame,
                         std::initializer_list<std::string_view> texts, engine::Engine& engine) {
  if (frame.columns.empty())
    for (const std::string_view text : texts)
      frame.columns.push_back(FrameColumn::Empty(std::string(text), ColumnType::kText));
  return engine.CreateTable(name, frame);
}

/// Adds what only the days say.
constexpr std::string_view kWithNewestDay =
    "CREATE OR REPLACE TEMP TABLE quality_delivery AS "
    "SELECT delivery.*, newest.newest_day "
    "FROM quality_catalog AS delivery LEFT JOIN ("
    "SELECT day.current_id, day.role, MAX(day.day) AS newest_day FROM quality_day AS day "
    "JOIN quality_catalog AS own ON own.current_id = day.current_id AND own.role = day.role "
    "WHERE day.metered > 0 AND day.day < own.period_end GROUP BY day.current_id, day.role"
    ") AS newest ON newest.current_id = delivery.current_id AND newest.role = delivery.role";

}  // namespace

UtcTime WrittenAt(const KnownDelivery& delivery) {
  for (const std::string& text : {delivery.delivery.delivered_at, delivery.received_at})
    if (const Result<UtcTime> time = UtcTime::Parse(text)) return *time;
  return delivery.delivery.period.end();
}

Result<void> LoadMonth(const MonthInput& month, engine::Engine& engine) {
  const std::vector<Cast> cast = CastOf(month);
  TableText deliveries;
  for (const Cast& part : cast) {
    deliveries.Text("current_id", *part.current_id);
    deliveries.Text("role", std::string(part.role));
    DescribeDelivery(*part.known, deliveries);
    deliveries.Flag("has_days", !part.known->days.empty() && !part.known->fees.empty());
  }
  RETURN_IF_ERROR(engine.CreateTable("quality_catalog", deliveries.frame()));
  RETURN_IF_ERROR(LoadTable<DeliveryDay>("quality_day", cast, &KnownDelivery::days, engine));
  RETURN_IF_ERROR(LoadTable<DeliveryFee>("quality_fee", cast, &KnownDelivery::fees, engine));
  RETURN_IF_ERROR(
      LoadTable<ColumnUse>("quality_column_use", cast, &KnownDelivery::column_uses, engine));
  RETURN_IF_ERROR(LoadTable<ControlTotal>("quality_total", cast, &KnownDelivery::totals, engine));
  return engine.Execute(std::string(kWithNewestDay));
}

Result<void> LoadArrivals(const ArrivalInput& arrivals, engine::Engine& engine) {
  TableText deliveries;
  for (const KnownDelivery& known : arrivals.deliveries) DescribeDelivery(known, deliveries);
  Frame known = deliveries.frame();
  if (known.columns.empty()) {  // a workspace before its first delivery
    TableText one;
    KnownDelivery nobody;
    nobody.delivery.period = {1970, 1};  // any month that there is
    DescribeDelivery(nobody, one);
    RETURN_IF_ERROR(engine.CreateTable("quality_arrival", one.frame()));
    RETURN_IF_ERROR(engine.Execute("DELETE FROM quality_arrival"));
  } else {
    RETURN_IF_ERROR(engine.CreateTable("quality_arrival", known));
  }
  TableText expected;
  for (const ExpectedPayer& payer : arrivals.expected) {
    expected.Text("source_id", payer.source_id);
    expected.Text("payer_account_id", payer.payer_account_id);
  }
  RETURN_IF_ERROR(
      CreateTable("quality_expected", expected.frame(), {"source_id", "payer_account_id"}, engine));
  TableText polls;
  for (const SourcePoll& poll : arrivals.polls) {
    polls.Text("source_id", poll.source_id);
    polls.Text("polled_at", poll.polled_at);
    polls.Text("succeeded_at", poll.succeeded_at);
    polls.Text("error", poll.error);
  }
  return CreateTable("quality_poll", polls.frame(),
                     {"source_id", "polled_at", "succeeded_at", "error"}, engine);
}

}  // namespace billwright::quality
