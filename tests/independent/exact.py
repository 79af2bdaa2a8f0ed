"""Exact amounts: integers in units of 10^-12 (design, section 3). No floating point."""

import decimal
from fractions import Fraction

UNITS = 10**12
_WIDE = decimal.Context(prec=60, traps=[decimal.InvalidOperation, decimal.Inexact])


def units(text):
    """The units of a delivered number; an empty field is zero. More than 12 places is an error."""
    if not text:
        return 0
    scaled = decimal.Decimal(text).scaleb(12, _WIDE)
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{text} has more than 12 places")
    return whole


def text(amount):
    """Units as a decimal in full, without needless zeros: how Billwright prints csv."""
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), UNITS)
    return sign + str(whole) + (f".{rest:012d}".rstrip("0") if rest else "")


def part_of(amount, part):
    """amount x part, rounded half to even once. `part` is a Fraction."""
    return round(amount * part)  # Python rounds a Fraction half to even, exactly


def split(whole, weights):
    """Largest remainder over {key: weight}; ties to the key that sorts first; all zero: equally."""
    if not any(weights.values()):
        weights = dict.fromkeys(weights, 1)
    total = sum(weights.values())
    keys = sorted(weights)
    exact = {key: Fraction(abs(whole) * weights[key], total) for key in keys}
    parts = {key: exact[key].numerator // exact[key].denominator for key in keys}
    left = abs(whole) - sum(parts.values())
    by_remainder = sorted(keys, key=lambda key: (parts[key] - exact[key], key))
    for key in by_remainder[:left]:
        parts[key] += 1
    sign = -1 if whole < 0 else 1
    return {key: sign * part for key, part in parts.items()}
