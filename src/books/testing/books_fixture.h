#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "books/books.h"

namespace billwright::books {

/// A workspace in a folder of its own that has nothing to complain about: Acme and Globex, one
/// account each, one price book, one policy. A test overwrites a file and says what it expects.
class BooksTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              ("books." + std::string(test->test_suite_name()) + "." + test->name() + "." +
               std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    Write("billwright.toml", "currency = \"USD\"\n[reseller]\nname = \"Reseller Ltd\"\n");
    Write("books/customers.toml",
          "[[customer]]\nid = \"acme\"\nprice_book = \"standard\"\n"
          "[[customer]]\nid = \"globex\"\nprice_book = \"standard\"\n");
    Write("books/accounts.csv",
          "payer,account,customer,from,to\n,111111111111,acme,,\n,222222222222,globex,,\n");
    Write("books/policies.toml", "[[policy]]\nid = \"house-rule\"\nmethod = \"originating\"\n");
    Write("books/pricebooks/standard.toml",
          "[[rule]]\nid = \"all\"\npercent = 0\nbasis = \"billed\"\n");
  }

  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Write(std::string_view file, std::string_view text) {
    const std::filesystem::path path = folder_ / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }

  void Append(std::string_view file, std::string_view text) {
    std::ofstream(folder_ / file, std::ios::binary | std::ios::app) << text;
  }

  ReadResult Read() {
    Result<ReadResult> result = billwright::books::Read(folder_);
    EXPECT_TRUE(result) << result.error().ToString();
    return result ? *std::move(result) : ReadResult{};
  }

  /// The books, which nobody may complain about.
  Books Good() {
    ReadResult result = Read();
    EXPECT_EQ(Text(result.findings), "");
    return std::move(result.books);
  }

  /// All findings as `check` prints them: severity, code, place, message.
  std::string Findings() { return Text(Read().findings); }

  static std::string Text(const billwright::Findings& findings) {
    std::string text;
    for (const Finding& finding : findings)
      text += finding.severity + " " + finding.code + " " + finding.where + ": " + finding.message +
              "\n";
    return text;
  }

  std::filesystem::path folder_;
};

}  // namespace billwright::books
