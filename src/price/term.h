#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/charge.h"
#include "model/statement_recipients.h"
#include "price/price.h"

// Terms: the custom lines of books/charges.csv, as charges of their own beside those of the cells.

namespace billwright::price {

/// Charges of the custom lines that hold in the period, in the order of the book. A flat line is
/// its amount; a line of per cent is that per cent of the charges it rests on (IsInBase), one
/// product. CHECKs that every line is for a customer of ours, and not the house: the books see to
/// that.
///
/// Rounds: per cent half even to scale 12, once.
std::vector<Charge> ChargesOfTerms(const Input& input, std::span<const Charge> charges_by_cell);

/// True if the line rests on the charge: it is of the line's customer or of a unit below whose
/// lines go on its statement, and it is of the line's base. "all": everything but tax and other
/// custom lines; "usage": usage, covered or not; a product code: of "all", what is of that service.
bool IsInBase(const Charge& charge, const CustomLine& line, const StatementRecipients& customers);

/// "term:<id>"
std::string TermRuleId(const CustomLine& line);

}  // namespace billwright::price
