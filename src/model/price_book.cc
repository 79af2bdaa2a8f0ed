#include "model/price_book.h"

#include "base/check.h"
#include "model/enum_name.h"

namespace billwright {

std::string_view Name(Basis basis) {
  switch (basis) {
    case Basis::kBilled:
      return "billed";
    case Basis::kPublic:
      return "public";
    case Basis::kAllocated:
      return "allocated";
    case Basis::kCost:
      return "cost";
  }
  CHECK(false, "a basis without a name");
}

std::optional<Basis> ParseBasis(std::string_view name) { return ParseEnumName(name, Basis::kCost); }

}  // namespace billwright
