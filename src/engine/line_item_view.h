#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "model/delivery.h"

namespace billwright::engine {

/// A text column of the view and the value it must have. What the engine can look for in the
/// stored file itself (it skips what cannot match) instead of in the finished rows.
struct LineItemFilter {
  std::string_view column;  ///< canonical name of a text column
  std::string value;        ///< not empty: absent and empty are the same in the view only
};

/// The column of a stored part of a file (delivery.divided) that keeps the row's number in the
/// delivered file: `#row`, with one more # before it for each that a delivered column has.
std::string RowColumn(const DeliveryFile& file);
/// The row's number in the delivered file, from 1: SQL over NumberedParquetRows of the stored file.
std::string RowNumber(const Delivery& delivery, const DeliveryFile& file);

/// A SELECT over the stored files of a delivery that gives line items by their canonical names
/// (model/line_item_columns.h), whatever the format: the `line_item` view. What a format's columns
/// become, and which rows are rejected, is written in its contract (contracts/).
///
/// Columns: every LineItemColumn (money as DECIMAL(38,12), NULL where not delivered or not a
/// number; texts never NULL), and
///   file            name of the file as delivered
///   row_number      ordinal of the row in that file, from 1
///   provider        "aws", "microsoft", "google", …
///   delivered_type  ChargeCategory of FOCUS as delivered; empty where the format delivers
///                   line_item_type itself
///   commitment_arn  Savings Plan's for Savings Plan rows, else the reservation's, else empty
///   on_demand_value, effective_cost   O and E of covered rows (design, section 4); else NULL
///   unused_cost     W of fee rows; else NULL
///   amortised_cost  AWS's published formula (domain.md 2.2); purchase refunds are 0
///   purchase_refund a Refund of a Savings Plan's upfront payment (domain.md 2.2)
///   quarantine      why the row is rejected; empty text for accepted rows
/// Readers of money must leave out quarantined rows: `WHERE quarantine = ''` (left out by
/// `accepted_only`, which costs nothing where the delivery has none).
///
/// `folder` is the delivery's folder, absolute. `filters` are a hint to read less: a column that a
/// file takes from several places is not looked at, so the condition must be stated outside too.
std::string LineItemView(const Delivery& delivery, const std::filesystem::path& folder,
                         bool accepted_only, std::span<const LineItemFilter> filters = {});

}  // namespace billwright::engine
