#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace billwright::store {

/// A prepared statement. Parameters count from 1, columns from 0. Errors are kept and told by Step
/// and Run, so that binding reads as a list.
class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& Bind(std::string_view text);
  Statement& Bind(int64_t value);

  /// True if there is a row. Fails: kStore with SQLite's message.
  Result<bool> Step();
  /// Steps to the end. Fails: as Step.
  Result<void> Run();

  std::string Text(int column) const;
  int64_t Integer(int column) const;

 private:
  std::unexpected<Error> Failed() const;

  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
  int bound_ = 0;
  int status_ = 0;
};

/// One connection. Threads: one at a time.
class Database {
 public:
  /// Opens, creating the file if `writable`. Fails: kIo, kStore.
  static Result<std::unique_ptr<Database>> Open(const std::filesystem::path& path, bool writable);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// One or more statements without results. Fails: kStore.
  Result<void> Execute(std::string_view sql);
  std::unique_ptr<Statement> Prepare(std::string_view sql) {
    return std::make_unique<Statement>(database_, sql);
  }

 private:
  explicit Database(sqlite3* database) : database_(database) {}
  sqlite3* database_;
};

/// BEGIN IMMEDIATE until Commit; otherwise rolled back.
class Transaction {
 public:
  static Result<Transaction> Begin(Database& database);
  ~Transaction();
  Transaction(Transaction&& other) noexcept : database_(other.database_) {
    other.database_ = nullptr;
  }
  Transaction& operator=(Transaction&&) = delete;
  Result<void> Commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace billwright::store
