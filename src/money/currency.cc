#include "money/currency.h"

#include <optional>
#include <ostream>

namespace billwright {

namespace {

struct MinorUnit {
  int digits;
  std::string_view codes;  ///< three letters each, a blank between them
};

/// ISO 4217, list one, without the codes that have no minor unit (metals, units of account, tests).
/// A code that is withdrawn stays: old bills must be read.
constexpr MinorUnit kMinorUnits[] = {
    {0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"},
    {2,
     "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN "
     "BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
     "GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK "
     "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK "
     "NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP "
     "STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG "
     "YER ZAR ZMW ZWG"},
    {3, "BHD IQD JOD KWD LYD OMR TND"},
    {4, "CLF UYW"},
};

std::optional<int> MinorDigitsOf(std::string_view code) {
  for (const MinorUnit& unit : kMinorUnits)
    for (size_t at = 0; at < unit.codes.size(); at += 4)
      if (unit.codes.substr(at, 3) == code) return unit.digits;
  return std::nullopt;
}

}  // namespace

Result<Currency> Currency::Parse(std::string_view code) {
  const std::optional<int> minor_digits = MinorDigitsOf(code);
  if (!minor_digits)
    return Fail(ErrorCode::kInvalidInput,
                "\"" + std::string(code) +
                    "\" is not a currency; expected a code of ISO 4217 in capitals, such as USD");
  return Currency({code[0], code[1], code[2]}, *minor_digits);
}

Currency Currency::Usd() { return Currency({'U', 'S', 'D'}, 2); }

std::ostream& operator<<(std::ostream& out, const Currency& currency) {
  return out << currency.code();
}

}  // namespace billwright
