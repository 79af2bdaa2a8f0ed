#pragma once

#include <span>
#include <vector>

#include "model/billing_period.h"
#include "model/cell.h"
#include "model/share.h"

namespace billwright::price {

/// Lines of cell_share that have no cell: unused commitment that somebody bears, or a share without
/// covered usage.
bool IsWithoutCell(const CellShare& line);

/// A cell that stands for such a line, so that it is priced and ordered as any other: the line's
/// customer, payer and commitment, nothing used.
///
/// Its service is the commitment's: the product code of its fee row ("ComputeSavingsPlans",
/// "AmazonEC2"); without a fee row, of the usage that it covered; without either "SavingsPlans", or
/// the service that a reservation's ARN names. Its span starts with the period if the line's is
/// empty.
std::vector<Cell> CellsOfUnusedLines(std::span<const CellShare> lines, std::span<const Cell> cells,
                                     BillingPeriod period, const std::string& currency);

}  // namespace billwright::price
