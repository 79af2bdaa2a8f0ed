#include "model/price_book.h"

#include <gtest/gtest.h>

namespace billwright {
namespace {

TEST(Basis, IsReadByTheNameThatIsPrinted) {
  for (const auto& [basis, name] : {std::pair{Basis::kBilled, "billed"},
                                    {Basis::kPublic, "public"},
                                    {Basis::kAllocated, "allocated"},
                                    {Basis::kCost, "cost"}}) {
    EXPECT_EQ(Name(basis), name);
    EXPECT_EQ(ParseBasis(name), basis);
  }
  EXPECT_EQ(ParseBasis("list"), std::nullopt);
}

}  // namespace
}  // namespace billwright
