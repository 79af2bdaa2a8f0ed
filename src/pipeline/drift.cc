#include "pipeline/drift.h"

#include <algorithm>
#include <map>

#include "base/embedded.h"
#include "engine/line_item_view.h"

namespace billwright {

template <>
const Table<DriftLine>& TableOf<DriftLine>() {
  static const Table<DriftLine> table{
      "drift",
      1,
      "What changed from one delivery of a source to the next.",
      {
          {"source", &DriftLine::source, true, ""},
          {"payer_account_id", &DriftLine::payer_account_id, true, ""},
          {"received_at", &DriftLine::received_at, true, ""},
          {"period", &DriftLine::period, true, ""},
          {"version", &DriftLine::version, true, ""},
          {"delivery_id", &DriftLine::delivery_id, true, ""},
          {"change", &DriftLine::change, true, ""},
          {"what", &DriftLine::what, true, ""},
          {"name", &DriftLine::name, true, ""},
          {"before", &DriftLine::before, false, ""},
          {"after", &DriftLine::after, false, ""},
          {"rows", &DriftLine::rows, false, "with the value"},
          {"currency", &DriftLine::currency, false, ""},
          {"unblended_cost", &DriftLine::unblended_cost, false, "of these rows"},
      }};
  return table;
}

}  // namespace billwright

namespace billwright::pipeline {

namespace {

struct ValueUse {
  int64_t rows = 0;
  Decimal unblended_cost;
};
/// By set and value.
using Values = std::map<std::pair<std::string, std::string>, ValueUse>;

Result<Values> ValuesOf(const Delivery& delivery, const store::Store& store,
                        engine::Engine& engine) {
  const std::string view = engine::LineItemView(
      delivery, store.FolderOfDelivery(delivery.delivery_id), /*accepted_only=*/true);
  ASSIGN_OR_RETURN(
      const Frame frame,
      engine.Query(engine::Fill(EmbeddedText("sql/delta/values.sql"), {{"line_item", view}})));
  Values values;
  for (size_t row = 0; row < frame.row_count(); ++row)
    values[{frame.column("what").text()[row], frame.column("value").text()[row]}] = {
        frame.column("row_count").integers()[row], frame.column("unblended_cost").decimals()[row]};
  return values;
}

/// Compares a delivery with the one before it.
class Step {
 public:
  Step(const store::DeliveryRecord& before, const store::DeliveryRecord& after)
      : before_(before.delivery), after_(after.delivery) {
    step_.record = after;
    step_.before = before_.delivery_id;
  }

  void CompareShapes() {
    Compare("format", before_.format, after_.format);
    Compare("encoding", before_.encoding, after_.encoding);
    for (const ColumnChange& change : Drift(ColumnsOf(before_), ColumnsOf(after_))) {
      DriftLine& line = Add(change.change, "column", change.name);
      line.before = change.before;
      line.after = change.after;
    }
  }

  void CompareValues(const Values& before, const Values& after) {
    for (const auto& [key, use] : after)
      if (!before.contains(key)) AddValue("new value", key, use);
    for (const auto& [key, use] : before)
      if (!after.contains(key)) AddValue("vanished value", key, use);
  }

  DriftStep& step() { return step_; }

 private:
  DriftLine& Add(std::string change, std::string what, std::string name) {
    DriftLine& line = step_.lines.emplace_back();
    line.source = after_.source_id;
    line.payer_account_id = after_.payer_account_id;
    line.period = after_.period.ToString();
    line.version = after_.version;
    line.delivery_id = after_.delivery_id;
    line.received_at = step_.record.received_at;
    line.change = std::move(change);
    line.what = std::move(what);
    line.name = std::move(name);
    return line;
  }

  void Compare(const std::string& what, const std::string& before, const std::string& after) {
    if (before == after) return;
    DriftLine& line = Add("changed", what, after);
    line.before = before;
    line.after = after;
  }

  void AddValue(std::string change, const std::pair<std::string, std::string>& key,
                const ValueUse& use) {
    const auto& [what, value] = key;
    // Every month has invoices of its own, and a row without one is no value.
    if (value.empty() || (what == "invoice_id" && before_.period != after_.period)) return;
    DriftLine& line = Add(std::move(change), what, value);
    line.rows = use.rows;
    line.currency = after_.currency;
    line.unblended_cost = use.unblended_cost;
  }

  const Delivery& before_;
  const Delivery& after_;
  DriftStep step_;
};

/// The deliveries of one source and payer, as they were received.
Result<std::vector<DriftStep>> HistoryOf(const std::vector<store::DeliveryRecord>& deliveries,
                                         size_t last, const store::Store& store,
                                         engine::Engine& engine) {
  std::vector<DriftStep> steps;
  const size_t count = deliveries.size();
  const size_t first = last == 0 || count <= last ? 0 : count - last;
  std::optional<Values> before;
  for (size_t i = first == 0 ? 0 : first - 1; i < count; ++i) {
    const bool there = deliveries[i].delivery.pruned_at.empty() &&
                       store.CheckFolder(deliveries[i].delivery).has_value();
    std::optional<Values> values;
    if (there) {
      ASSIGN_OR_RETURN(values, ValuesOf(deliveries[i].delivery, store, engine));
    }
    if (i == 0) {
      steps.push_back({deliveries[i], {}, {}, {}});
    } else if (i >= first) {
      Step step(deliveries[i - 1], deliveries[i]);
      step.CompareShapes();
      if (before && values)
        step.CompareValues(*before, *values);
      else
        step.step().not_compared =
            "the files of " + deliveries[there ? i - 1 : i].delivery.delivery_id + " are gone";
      steps.push_back(std::move(step.step()));
    }
    before = std::move(values);
  }
  return steps;
}

}  // namespace

Result<std::vector<DriftStep>> DriftHistory(const DriftRequest& request, store::Store& store,
                                            engine::Engine& engine) {
  ASSIGN_OR_RETURN(const std::vector<store::DeliveryRecord> all, store.Deliveries());
  std::map<std::pair<std::string, std::string>, std::vector<store::DeliveryRecord>> by_source;
  for (const store::DeliveryRecord& record : all) {
    const Delivery& delivery = record.delivery;
    if (!request.source_id.empty() && delivery.source_id != request.source_id) continue;
    if (!request.payer.empty() && delivery.payer_account_id != request.payer) continue;
    by_source[{delivery.source_id, delivery.payer_account_id}].push_back(record);
  }
  std::vector<DriftStep> steps;
  for (auto& [source, deliveries] : by_source) {
    std::ranges::stable_sort(deliveries, {}, &store::DeliveryRecord::received_at);
    ASSIGN_OR_RETURN(std::vector<DriftStep> history,
                     HistoryOf(deliveries, request.last, store, engine));
    std::ranges::move(history, std::back_inserter(steps));
  }
  return steps;
}

}  // namespace billwright::pipeline
