#pragma once

#include <string>

#include "model/charge.h"
#include "report/commitment_name.h"

namespace billwright::report {

/// What a charge is, in words for whoever pays it: the text of the book for a term, else made from
/// the usage type, the operation and the kind. Names a commitment only by CommitmentName.
///
/// Covered usage is called so only where the customer got something of the commitment; whoever pays
/// the list price sees ordinary usage.
std::string DescriptionOf(const Charge& charge, Ownership ownership);

}  // namespace billwright::report
