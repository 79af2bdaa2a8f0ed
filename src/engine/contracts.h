#pragma once

#include <span>
#include <string_view>

#include "base/error.h"
#include "model/contract.h"

namespace billwright::engine {

/// The contracts that are built into the program, one per format of Delivery::format, from the
/// reviewed files in contracts/. Read once, when first asked for. CHECKs that each can be read: a
/// test does so for all.
/// Threads: const-safe.
std::span<const Contract> Contracts();

/// That of a format. CHECKs that there is one.
const Contract& ContractOf(std::string_view format);

/// Reads the text of a contract file.
/// Fails: kInvalidInput, naming `file`, line and what was expected: wrong TOML, a key or word that
///        is not known, a column that is there twice.
Result<Contract> ReadContract(std::string_view text, std::string_view file);

}  // namespace billwright::engine
