#pragma once

#include <string_view>

#include "allocate/allocate.h"
#include "model/explanation.h"

namespace billwright::allocate {

/// Why a customer got what it got of a commitment: the policy in words, the terms that add up to
/// its share of the benefit over the month.
///
/// `windows` are the shares of that commitment window by window (SharesByWindow), all customers.
Explanation ExplainShare(const Share& share, std::span<const Share> windows,
                         const AllocationPolicy& policy);

}  // namespace billwright::allocate
