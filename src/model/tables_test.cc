#include <gtest/gtest.h>

#include <set>

#include "model/bridge.h"
#include "model/cell.h"
#include "model/charge.h"
#include "model/commitment.h"
#include "model/delivery.h"
#include "model/finding.h"
#include "model/margin_line.h"
#include "model/proof.h"
#include "model/share.h"
#include "model/statement.h"

namespace billwright {
namespace {

Decimal D(std::string_view text) { return Decimal::Parse(text).value(); }

TEST(Tables, NameEveryColumnOnceWithComment) {
  for (const TableDescription& table :
       {Describe<Cell>(), Describe<Commitment>(), Describe<Coverage>(),
        Describe<CommitmentWindow>(), Describe<Share>(), Describe<CellShare>(), Describe<Charge>(),
        Describe<Statement>(), Describe<StatementLine>(), Describe<StatementLineCharge>(),
        Describe<StatementDiscount>(), Describe<MarginLine>(), Describe<ProofLine>(),
        Describe<BridgeLine>(), Describe<Finding>()}) {
    EXPECT_FALSE(table.comment.empty()) << table.name;
    std::set<std::string_view> names;
    bool has_key = false;
    for (const ColumnDescription& column : table.columns) {
      EXPECT_TRUE(names.insert(column.name).second) << table.name << "." << column.name;
      EXPECT_FALSE(column.comment.empty()) << table.name << "." << column.name;
      has_key = has_key || column.key;
    }
    EXPECT_TRUE(has_key || table.name == "proof") << table.name
                                                  << ": only the order of a proof is "
                                                     "that in which it was made";
  }
}

Cell Ec2Cell() {
  Cell cell;
  cell.customer_id = "northwind";
  cell.span_start = UtcTime::FromDate(2018, 10, 1);
  cell.service = "AmazonEC2";
  cell.line_item_type = "Refund";
  cell.purchase_refund = true;
  cell.rows = 3;
  cell.unblended_cost = D("0.0464");
  return cell;
}

TEST(Tables, GiveRecordsBackFromFrames) {
  const std::vector<Cell> cells = {Ec2Cell(), Cell()};
  const Frame frame = ToFrame(cells);
  const std::vector<Cell> back = FromFrame<Cell>(frame).value();
  EXPECT_EQ(DigestOf(ToFrame(back)), DigestOf(frame));
  EXPECT_EQ(back[0].unblended_cost, D("0.0464"));
  EXPECT_TRUE(back[0].purchase_refund);
  EXPECT_EQ(back[0].kind(), LineItemKind::kPurchaseRefund);
}

TEST(Tables, MissColumnsOfDamagedFiles) {
  Frame frame = ToFrame(std::vector<Cell>{Ec2Cell()});
  std::erase_if(frame.columns, [](const FrameColumn& column) { return column.name == "rows"; });
  const Error error = FromFrame<Cell>(frame).error();
  EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
  EXPECT_EQ(error.ToString(), "table cell has no column rows of type integer");
}

TEST(Tables, PutRowsInKeyOrder) {
  std::vector<Cell> cells(3, Ec2Cell());
  cells[0].customer_id = "zenith";
  cells[1].span_start = UtcTime::FromDate(2018, 10, 15);
  SortByKey(cells);
  EXPECT_EQ(cells[0].span_start, UtcTime::FromDate(2018, 10, 1));
  EXPECT_EQ(cells[1].span_start, UtcTime::FromDate(2018, 10, 15));
  EXPECT_EQ(cells[2].customer_id, "zenith");
}

TEST(Proof, HoldsWithinItsTolerance) {
  const ProofLine exact = ProofLine::Make("allocate", "Σ share = B", "run", D("1"), D("1"));
  EXPECT_TRUE(exact.holds);
  const ProofLine broken =
      ProofLine::Make("allocate", "Σ share = B", "run", D("1"), D("1.000000000001"));
  EXPECT_FALSE(broken.holds);
  EXPECT_EQ(broken.difference, D("-0.000000000001"));
  EXPECT_TRUE(
      ProofLine::MakeNear("ingest", "Σ E = used", "run", D("1"), D("1.01"), D("0.01")).holds);
}

TEST(Proof, IsHardByWhatItIsAndNotByItsTolerance) {
  EXPECT_TRUE(ProofLine::Make("allocate", "Σ share = B", "run", D("1"), D("1")).hard);
  const ProofLine near = ProofLine::MakeNear("ingest", "Σ E = used", "run", D("1"), D("2"), D("0"));
  EXPECT_FALSE(near.hard);
  EXPECT_FALSE(near.holds);
}

TEST(Tables, AddUpTheRowsOfEachKey) {
  const auto total = [](const std::string& type, int64_t rows, std::string_view cost) {
    ControlTotal one;
    one.line_item_type = type;
    one.rows = rows;
    one.unblended_cost = D(cost);
    return one;
  };
  const std::vector<ControlTotal> sums = SummedByKey(
      std::vector{total("Usage", 1, "0.5"), total("Fee", 2, "3"), total("Usage", 4, "-0.25")});
  ASSERT_EQ(sums.size(), 2u);
  EXPECT_EQ(sums[0].line_item_type, "Fee");
  EXPECT_EQ(sums[1].rows, 5);
  EXPECT_EQ(sums[1].unblended_cost, D("0.25"));
}

}  // namespace
}  // namespace billwright
