#include "store/state.h"

// What watching keeps: the newest look at each source, and who was told what.

namespace billwright::store {

Result<std::vector<PollRecord>> Store::Polls() {
  const auto rows = state_->database->Prepare(
      "SELECT source_id, polled_at, succeeded_at, message FROM poll ORDER BY source_id");
  std::vector<PollRecord> polls;
  while (true) {
    ASSIGN_OR_RETURN(const bool row, rows->Step());
    if (!row) return polls;
    polls.push_back({rows->Text(0), rows->Text(1), rows->Text(2), rows->Text(3)});
  }
}

Result<void> Store::RecordPoll(std::string_view source_id, std::string_view message,
                               const std::vector<Refusal>& refused) {
  const std::string now = NowText();
  Database& database = *state_->database;
  ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(database));
  RETURN_IF_ERROR(
      database.Prepare("DELETE FROM refusal WHERE source_id = ?")->Bind(source_id).Run());
  for (const Refusal& refusal : refused)
    RETURN_IF_ERROR(database.Prepare("INSERT INTO refusal VALUES (?, ?, ?, ?, ?, ?)")
                        ->Bind(source_id)
                        .Bind(refusal.report)
                        .Bind(refusal.code)
                        .Bind(refusal.message)
                        .Bind(refusal.payer_account_id)
                        .Bind(refusal.period)
                        .Run());
  RETURN_IF_ERROR(
      database
          .Prepare(
              "INSERT INTO poll VALUES (?, ?, ?, ?) ON CONFLICT (source_id) DO UPDATE SET "
              "polled_at = excluded.polled_at, message = excluded.message, succeeded_at = "
              "CASE excluded.message WHEN '' THEN excluded.succeeded_at ELSE poll.succeeded_at END")
          ->Bind(source_id)
          .Bind(now)
          .Bind(message.empty() ? std::string_view(now) : std::string_view())
          .Bind(message)
          .Run());
  return transaction.Commit();
}

Result<std::vector<Refusal>> Store::Refusals() {
  const auto rows = state_->database->Prepare(
      "SELECT source_id, report, code, message, payer_account_id, period FROM refusal "
      "ORDER BY source_id, rowid");
  std::vector<Refusal> refusals;
  while (true) {
    ASSIGN_OR_RETURN(const bool row, rows->Step());
    if (!row) return refusals;
    refusals.push_back(
        {rows->Text(0), rows->Text(1), rows->Text(2), rows->Text(3), rows->Text(4), rows->Text(5)});
  }
}

Result<std::vector<NotificationRecord>> Store::Notifications() {
  const auto rows = state_->database->Prepare(
      "SELECT fingerprint, receiver, notified_at, attempts FROM notification "
      "ORDER BY receiver, fingerprint");
  std::vector<NotificationRecord> records;
  while (true) {
    ASSIGN_OR_RETURN(const bool row, rows->Step());
    if (!row) return records;
    records.push_back({rows->Text(0), rows->Text(1), rows->Text(2), rows->Integer(3)});
  }
}

Result<void> Store::RecordNotification(std::string_view fingerprint, std::string_view receiver,
                                       bool delivered) {
  return state_->database
      ->Prepare(
          "INSERT INTO notification VALUES (?, ?, ?, 1) ON CONFLICT (fingerprint, receiver) DO "
          "UPDATE SET notified_at = excluded.notified_at, attempts = notification.attempts + 1")
      ->Bind(fingerprint)
      .Bind(receiver)
      .Bind(delivered ? NowText() : std::string())
      .Run();
}

Result<void> Store::ForgetNotification(std::string_view fingerprint, std::string_view receiver) {
  return state_->database
      ->Prepare("DELETE FROM notification WHERE fingerprint = ? AND receiver = ?")
      ->Bind(fingerprint)
      .Bind(receiver)
      .Run();
}

}  // namespace billwright::store
