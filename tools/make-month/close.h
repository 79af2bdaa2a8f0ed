#pragma once

#include <deque>
#include <string>
#include <vector>

#include "row.h"
#include "tally.h"

namespace billwright::make_month {

/// The rows of one payer's bill that are not metered by the hour: fees of reservations with what
/// was left unused, purchases and their refunds, support, Marketplace, registrar, discounts,
/// credits, tax. Made after the payer's hours, from their sums.
class MonthClose {
 public:
  MonthClose(const World& world, const Tally& hours);
  MonthClose(const MonthClose&) = delete;
  MonthClose& operator=(const MonthClose&) = delete;

  const std::vector<Row>& rows() const { return rows_; }

 private:
  void AddReservations();
  void AddPurchases();
  void AddReturns();
  void AddSupport();
  void AddSubscriptions(int account);
  void AddDiscounts(int account);
  void AddCreditsAndRefunds(int account);
  void AddTax(int account);
  Row& AddRow(RowType type, int account, const Product& product, Amount unblended);
  Row& AddPurchase(RowType type, const Commitment& commitment, Amount unblended);
  /// `product`, with a description and usage type of its own.
  const Product& With(const Product& product, std::string usage_type, std::string description);
  std::string_view Keep(std::string text);
  Int128 CostOf(int account) const;
  bool OneIn(int account, int of, uint64_t which) const;

  const World& world_;
  const Tally& hours_;
  int payer_;
  std::vector<Row> rows_;
  std::deque<Product> products_;
  std::deque<std::string> texts_;
};

}  // namespace billwright::make_month
