#include "monitor/json.h"

#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "monitor/attention.h"
#include "monitor/change.h"

namespace billwright::monitor {

namespace {

using Json = nlohmann::ordered_json;

/// Absent is null, so that every document has every member.
Json TextOrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json Of(const std::optional<UtcTime>& time) {
  return time ? Json(time->ToString()) : Json(nullptr);
}

Json Of(const Version& version) {
  return {{"version", version.number},
          {"delivery_id", version.delivery_id},
          {"delivered_at", version.delivered_at},
          {"received_at", version.received_at},
          {"rows", version.rows},
          {"unblended_cost", version.unblended_cost.ToString()},
          {"quarantined_rows", version.quarantined_rows},
          {"quarantined_cost", version.quarantined_cost.ToString()},
          {"in_use", !version.out_of_use}};
}

Json Of(const std::optional<Change>& change) {
  if (!change) return nullptr;
  return {{"days", change->days},
          {"rows", change->rows},
          {"unblended_cost", change->cost.ToString()},
          {"as_expected", change->as_expected},
          {"why", TextOrNull(change->why)}};
}

Json Of(const std::vector<DayTotal>& days) {
  Json list = Json::array();
  for (const DayTotal& day : days)
    list.push_back({{"day", day.day.ToDateString()},
                    {"rows", day.rows},
                    {"unblended_cost", day.unblended_cost.ToString()}});
  return list;
}

Json Of(const PayerMonth& payer, const Month& month, const Morning& morning) {
  const Attention attention = AttentionTo(payer, month, morning);
  Json versions = Json::array();
  for (const Version& version : payer.versions) versions.push_back(Of(version));
  return {{"provider", payer.provider},
          {"payer_account_id", payer.payer_account_id},
          {"source_id", TextOrNull(payer.source_id)},
          {"format", payer.format},
          {"currency", payer.currency},
          {"data", std::string(Name(payer.data))},
          {"lost", TextOrNull(payer.lost)},
          {"complete_to", Of(payer.CompleteTo())},
          {"change", Of(ChangeOf(payer, morning))},
          {"needs_attention", attention.needed},
          {"wrong", TextOrNull(attention.wrong)},
          {"next", TextOrNull(attention.next)},
          {"versions", versions},
          {"days", Of(payer.days)}};
}

Json Of(const Month& month, const Morning& morning) {
  Json payers = Json::array();
  for (const PayerMonth& payer : month.payers) payers.push_back(Of(payer, month, morning));
  return {{"period", month.period.ToString()},
          {"age", std::string(Name(AgeOf(month.period, morning.now)))},
          {"run",
           {{"standing", std::string(Name(month.run))},
            {"run_id", TextOrNull(month.run_id)},
            {"computed_at", TextOrNull(month.computed_at)}}},
          {"payers", payers}};
}

Json Of(const SourceLook& source) {
  return {{"source_id", source.source_id},
          {"place", source.place},
          {"polled_at", TextOrNull(source.polled_at)},
          {"succeeded_at", TextOrNull(source.succeeded_at)},
          {"message", TextOrNull(source.message)}};
}

Json Of(const Observation& observation) {
  const Finding& finding = observation.finding;
  const bool money = !finding.currency.empty();
  return {{"severity", finding.severity},
          {"code", finding.code},
          {"subject", finding.subject},
          {"payer_account_id", TextOrNull(observation.payer_account_id)},
          {"period", observation.period ? Json(observation.period->ToString()) : Json(nullptr)},
          {"message", finding.message},
          {"amount", money ? Json(finding.amount.ToString()) : Json(nullptr)},
          {"currency", TextOrNull(finding.currency)},
          {"where", TextOrNull(finding.where)}};
}

/// What is no UTF-8 becomes U+FFFD.
std::string Text(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string_view Name(Event event) { return event == Event::kFinding ? "finding" : "resolved"; }

std::string FingerprintOf(const Observation& observation) {
  return Text(Json(IdentityOf(observation)), -1);
}

std::optional<Observation> ObservationIn(std::string_view fingerprint) {
  const Json json = Json::parse(fingerprint, nullptr, /*allow_exceptions=*/false);
  ObservationIdentity identity;
  if (!json.is_array() || json.size() != identity.size()) return std::nullopt;
  for (size_t i = 0; i < identity.size(); ++i) {
    if (!json[i].is_string()) return std::nullopt;
    identity[i] = json[i].get<std::string>();
  }
  return ObservationOf(identity);
}

std::string NoticeJson(Event event, const Observation& observation, const std::string& reseller,
                       UtcTime now) {
  constexpr size_t kIdDigits = 16;
  Json json;
  json["event"] = std::string(Name(event));
  json["id"] = DigestOf(FingerprintOf(observation)).substr(0, kIdDigits);
  json["at"] = now.ToString();
  json["reseller"] = reseller;
  json.update(Of(observation));
  if (event == Event::kResolved)
    for (const char* known_then : {"severity", "message", "amount", "currency"})
      json.erase(known_then);
  return Text(json, -1);
}

std::string MorningJson(const Morning& morning) {
  const Verdict verdict = VerdictOf(morning);
  Json json;
  json["schema"] = kMorningSchema;
  json["at"] = morning.now.ToString();
  json["reseller"] = morning.reseller;
  json["currency"] = morning.currency;
  json["verdict"] = {{"all_well", verdict.all_well},
                     {"payers", verdict.payers},
                     {"payers_in_need", verdict.payers_in_need},
                     {"headline", verdict.headline}};
  json["months"] = Json::array();
  for (const Month& month : morning.months) json["months"].push_back(Of(month, morning));
  json["sources"] = Json::array();
  for (const SourceLook& source : morning.sources) json["sources"].push_back(Of(source));
  json["findings"] = Json::array();
  for (const Observation& observation : morning.observations)
    json["findings"].push_back(Of(observation));
  return Text(json, 2) + "\n";
}

}  // namespace billwright::monitor
