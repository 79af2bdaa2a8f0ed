#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "books/reading.h"

// Who is told of findings, and how a watcher works: [[notify]] and [watch] of billwright.toml.

namespace billwright::books {

namespace {

const Shape kNotifyShape{
    "[[notify]]", {"id", "command", "webhook", "secret_env", "min_severity", "codes"}, {}};
const Shape kWatchShape{"[watch]", {"every", "metrics_file", "page", "run"}, {}};

constexpr int64_t kShortestEvery = 10;
constexpr int64_t kLongestEvery = 7 * UtcTime::kSecondsPerDay;

std::unexpected<std::string> Wrong(std::string hint = {}) {
  return std::unexpected(std::move(hint));
}

bool IsWord(std::string_view text, std::string_view more) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [more](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || more.find(c) != more.npos;
  });
}

std::expected<int64_t, std::string> ParseInterval(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<size_t>(end - text.data()));
  int64_t seconds = 0;
  if (unit == "s") seconds = 1;
  if (unit == "m") seconds = 60;
  if (unit == "h") seconds = UtcTime::kSecondsPerHour;
  if (unit == "d") seconds = UtcTime::kSecondsPerDay;
  if (error != std::errc() || seconds == 0 || number < 1 || number > kLongestEvery) return Wrong();
  seconds *= number;
  if (seconds < kShortestEvery || seconds > kLongestEvery)
    return Wrong("It is at least 10s and at most 7d.");
  return seconds;
}
const Parser<int64_t> kInterval{ParseInterval, "a time such as \"30m\", \"45s\", \"2h\" or \"1d\""};

/// The host of a URL, without the port: "example.com" of "https://example.com:8443/x". Empty if a
/// name or password stands before it: what looks like the host may then be the name.
std::string_view HostOf(std::string_view url) {
  url.remove_prefix(url.find("://") + 3);
  url = url.substr(0, url.find_first_of("/?#\\"));
  if (url.find('@') != url.npos) return {};
  if (url.starts_with('[')) return url.substr(0, url.find(']') + 1);
  return url.substr(0, url.find(':'));
}

std::expected<std::string, std::string> ParseWebhook(std::string_view text) {
  const bool plain = text.starts_with("http://");
  if (!plain && !text.starts_with("https://")) return Wrong();
  const auto bad = [](char c) { return c <= ' ' || c == 0x7F; };
  const std::string_view host = HostOf(text);
  if (host.empty() || std::any_of(text.begin(), text.end(), bad)) return Wrong();
  const bool local = host == "localhost" || host == "127.0.0.1" || host == "[::1]";
  if (plain && !local)
    return Wrong(
        "Findings name accounts and money: only a receiver on this machine may be "
        "spoken to without encryption.");
  return std::string(text);
}
const Parser<std::string> kWebhook{ParseWebhook, "an address that begins with https://"};

std::expected<std::string, std::string> ParseVariable(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (text.empty() || (text[0] >= '0' && text[0] <= '9') ||
      !std::all_of(text.begin(), text.end(), fits))
    return Wrong("Name the variable here; the secret itself belongs into the environment.");
  return std::string(text);
}
const Parser<std::string> kVariable{ParseVariable,
                                    "the name of an environment variable in capital letters"};

constexpr Choice<Severity> kSeverities[] = {
    {"info", Severity::kInfo}, {"warning", Severity::kWarning}, {"error", Severity::kError}};

/// "delivery.lost", or "delivery.*" for all of an area.
bool IsCode(std::string_view code) {
  const size_t dot = code.find('.');
  if (dot == code.npos || !IsWord(code.substr(0, dot), "_")) return false;
  const std::string_view what = code.substr(dot + 1);
  return what == "*" || IsWord(what, "_");
}

void ReadCodes(Entry& entry, Receiver& receiver) {
  for (Written& code : entry.Names("codes")) {
    if (IsCode(code.text))
      receiver.codes.push_back(std::move(code.text));
    else
      entry.Report(Severity::kError, code.place, "book.bad_value",
                   fmt::format("\"codes\" must hold codes of findings such as \"row.quarantined\", "
                               "or \"row.*\", not \"{}\".",
                               code.text));
  }
}

void ReadReceiver(Reading& reading, const SourceText& source, const Value& table, KnownNames& ids) {
  Entry entry = reading.Open(source, table, kNotifyShape);
  Receiver receiver;
  receiver.position = entry.position();
  receiver.id = entry.OwnId(ids, "receivers");
  for (Written& word : entry.Names("command")) receiver.command.push_back(std::move(word.text));
  receiver.webhook = entry.Get("webhook", kWebhook).value_or("");
  receiver.secret_env = entry.Get("secret_env", kVariable).value_or("");
  receiver.min_severity =
      entry.Choose<Severity>("min_severity", kSeverities).value_or(Severity::kError);
  ReadCodes(entry, receiver);
  if (entry.Has("command") == entry.Has("webhook")) {
    if (entry.is_complete() || entry.Has("command"))
      entry.Report(Severity::kError, entry.place(), "notify.one_way",
                   "[[notify]] needs one of \"command\" and \"webhook\".");
    return;
  }
  if (entry.Has("secret_env") && entry.Has("command"))
    entry.Error("secret_env", "notify.one_way",
                "\"secret_env\" signs what is sent to a webhook; a command needs none.");
  reading.books.workspace.receivers.push_back(std::move(receiver));
}

/// A path of the workspace, or an absolute one.
std::filesystem::path FileOf(Reading& reading, Entry& entry, std::string_view key) {
  const std::string written = entry.Text(key);
  if (written.empty()) return {};
  return (reading.folder / written).lexically_normal();
}

}  // namespace

void ReadNotify(Reading& reading, const SourceText& source, Entry& file) {
  KnownNames ids("receiver", std::string(kWorkspaceFile));
  for (const Value* table : file.Tables("notify")) ReadReceiver(reading, source, *table, ids);
}

void ReadWatch(Reading& reading, const SourceText& source, Entry& file) {
  const Value* table = file.Table("watch");
  if (table == nullptr) return;
  Entry entry = reading.Open(source, *table, kWatchShape);
  WatchSettings& watch = reading.books.workspace.watch;
  watch.every_seconds = entry.Get("every", kInterval).value_or(watch.every_seconds);
  watch.metrics_file = FileOf(reading, entry, "metrics_file");
  watch.page = FileOf(reading, entry, "page");
  watch.run = entry.Flag("run", watch.run);
}

Result<int64_t> ParseWatchInterval(std::string_view text) {
  const std::expected<int64_t, std::string> seconds = ParseInterval(text);
  if (seconds) return *seconds;
  return Fail(ErrorCode::kInvalidInput, fmt::format("it must be {}, not \"{}\". {}",
                                                    kInterval.expected, text, seconds.error()));
}

}  // namespace billwright::books
