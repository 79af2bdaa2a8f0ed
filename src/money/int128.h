#pragma once

namespace billwright {

/// The integers that money is made of. g++ has them; ISO C++ does not name them.
__extension__ typedef __int128 Int128;            // NOLINT(modernize-use-using)
__extension__ typedef unsigned __int128 UInt128;  // NOLINT(modernize-use-using)

}  // namespace billwright
