#include "store/sqlite.h"

#include <sqlite3.h>

#include <system_error>

#include "base/check.h"

namespace billwright::store {

namespace {

constexpr int kBusyMilliseconds = 30'000;

/// A path as part of a URI: what has a meaning there is escaped.
std::string UriPath(const std::filesystem::path& path) {
  std::string uri;
  for (const char c : path.string()) {
    if (c == '?')
      uri += "%3f";
    else if (c == '#')
      uri += "%23";
    else if (c == '%')
      uri += "%25";
    else
      uri += c;
  }
  return uri;
}

/// Whether it can be read. A catalog with a journal beside it wants to write there even to be read.
bool CanBeRead(sqlite3* handle) {
  const int status =
      sqlite3_exec(handle, "SELECT 1 FROM sqlite_master LIMIT 1", nullptr, nullptr, nullptr);
  const int kind = status & 0xff;  // without what SQLite adds to it
  return kind != SQLITE_READONLY && kind != SQLITE_CANTOPEN;
}

bool HasJournal(const std::filesystem::path& path) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path.string() + "-wal", error);
  return !error && bytes > 0;
}

}  // namespace

Statement::Statement(sqlite3* database, std::string_view sql) : database_(database) {
  status_ =
      sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr);
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::Bind(std::string_view text) {
  // An empty text may point nowhere, which SQLite would take for NULL.
  if (status_ == SQLITE_OK)
    status_ = sqlite3_bind_text(statement_, ++bound_, text.empty() ? "" : text.data(),
                                static_cast<int>(text.size()), SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::Bind(int64_t value) {
  if (status_ == SQLITE_OK) status_ = sqlite3_bind_int64(statement_, ++bound_, value);
  return *this;
}

std::unexpected<Error> Statement::Failed() const {
  return Fail(ErrorCode::kStore, std::string("catalog: ") + sqlite3_errmsg(database_));
}

Result<bool> Statement::Step() {
  if (status_ != SQLITE_OK) return Failed();
  const int stepped = sqlite3_step(statement_);
  if (stepped == SQLITE_ROW) return true;
  if (stepped == SQLITE_DONE) return false;
  return Failed();
}

Result<void> Statement::Run() {
  while (true) {
    ASSIGN_OR_RETURN(const bool row, Step());
    if (!row) return {};
  }
}

std::string Statement::Text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return bytes == nullptr ? std::string()
                          : std::string(static_cast<const char*>(bytes), static_cast<size_t>(size));
}

int64_t Statement::Integer(int column) const { return sqlite3_column_int64(statement_, column); }

Result<std::unique_ptr<Database>> Database::Open(const std::filesystem::path& path, bool writable) {
  sqlite3* handle = nullptr;
  const int flags = writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE;
  int opened = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  if (opened == SQLITE_OK && !writable && !CanBeRead(handle) && !HasJournal(path)) {
    // A folder or file that we may not write, and all that was committed is in the file itself.
    sqlite3_close(handle);
    opened = sqlite3_open_v2(("file:" + UriPath(path) + "?immutable=1").c_str(), &handle,
                             SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  }
  std::unique_ptr<Database> database(new Database(handle));
  if (opened != SQLITE_OK)
    return Fail(ErrorCode::kIo, path.string() + ": " + sqlite3_errmsg(handle));
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  RETURN_IF_ERROR(database->Execute("PRAGMA foreign_keys = ON"));
  return database;
}

Database::~Database() { sqlite3_close(database_); }

Result<void> Database::Execute(std::string_view sql) {
  char* message = nullptr;
  const std::string text(sql);
  if (sqlite3_exec(database_, text.c_str(), nullptr, nullptr, &message) == SQLITE_OK) return {};
  const std::string reason = message == nullptr ? sqlite3_errmsg(database_) : message;
  sqlite3_free(message);
  return Fail(ErrorCode::kStore, "catalog: " + reason);
}

Result<Transaction> Transaction::Begin(Database& database) {
  RETURN_IF_ERROR(database.Execute("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_ != nullptr) (void)database_->Execute("ROLLBACK");
}

Result<void> Transaction::Commit() {
  CHECK(database_ != nullptr, "a transaction that ended");
  RETURN_IF_ERROR(database_->Execute("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace billwright::store
