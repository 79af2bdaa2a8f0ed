#pragma once

namespace billwright {

/// How a value that falls between two representable ones is rounded. The mode is always passed,
/// never ambient; each place that rounds names its mode.
///
/// Every place that rounds or divides, outside this folder. tools/tidy fails for a file that calls
/// one of these functions and is not here, and for one that is here and calls none.
///
///   file                      what is rounded            scale       mode            why
///   ------------------------  -------------------------  ----------  --------------  -----------
///   engine/exact.cc           quantities as delivered    12          half even       unbiased over
///                                                                                    many rows
///   engine/exact.cc           amounts as delivered, if   12          half even       what it takes
///                             longer (contracts/)                                    is said
///   model/delivered_digits.cc last digit × rows          12          half even       exact: never
///                                                                                    rounds
///   allocate/divide.cc        share × φ                  12          half even       a product
///   allocate/divide.cc        benefit, cost, unused      12          Split           parts = whole
///                             among customers
///   allocate/lay_on_cells.cc  a customer's part among    12          Split           parts = whole
///                             its cells
///   price/pricer.cc           basis × per cent,          12          half even       a product,
///                             rate × quantity                                        once a charge
///   price/term.cc             per cent of a base         12          half even       a product,
///                                                                                    once a line
///   price/explain.cc          the charge's product       12          half even       the same sum
///                             again                                                  again
///   report/report.cc          subtotal, discount         minor unit  half away       as people
///                                                                                    round
///   report/report.cc          each tax of the subtotal   12, then    half even,      a product,
///                                                        minor unit  then half away  then as above
///   report/rounding.cc        accounts, services, lines  minor unit  RoundToTotal    lines = total
///   report/discounts.cc       savings by commitment      minor unit  RoundToTotal    lines = total
///   report/discounts.cc       total of their on-demand   minor unit  half away       as people
///                             values                                                 round
///   report/render/text.cc     quantities on documents    4           half even       shown only
///   allocate/explain.cc       part of the covered value  0.1 %       half away       shown only
///   app/margin_summary.cc     totals; AWS's bill         minor unit  half even       shown only
///   app/margin_summary.cc     rows below a total         minor unit  RoundToTotal    rows = total
///   app/margin_summary.cc     margin in per cent         0.1 %       half away       shown only
///   monitor/words.cc          amounts on screen and page 2           half even       shown only
///   quality/anomaly.cc        cost + a quarter of it     12          half even       only compares
///   quality/compare.cc        per cent of a cost or a    12          half even       only compares
///                             number of rows
///   quality/compare.cc        difference in per cent     0.1 %       half away       shown only
///   quality/silence.cc        what silent hours cost     12          Split           parts = day
///   quality/words.cc          amounts in sentences       2 or 6      half even       shown only
///   model/policy.cc           φ × 100 in a sentence      12          half even       shown only
///   books/parse.cc            tells a number with too    12          half even       only asks:
///                             many places from a word                                never kept
///
/// Split and RoundToTotal are in split.h: largest remainder, ties to the earlier position, so that
/// the parts add up to the whole.
enum class RoundingMode {
  kHalfEven,          ///< To nearest; a tie goes to the even neighbour. Products of money.
  kHalfAwayFromZero,  ///< To nearest; a tie goes away from zero. Totals of statements.
  kTowardZero,        ///< Cuts.
};

}  // namespace billwright
