"""Numbers as print has them: thousands apart, a true minus, powers of ten with raised digits.

English and Korean part thousands and fractions alike; they differ where a number is said in words.
Babel is not for this: it says 1.44억 and 6095.47만 where Korean prose has 1억 4,400만 and 6,100만,
prints a hyphen for a minus, and rounds the shortest decimal of a number instead of the number.
"""

from math import log10
from typing import Any

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def minus(number: str) -> str:
    """The same with a minus, which is as wide as a plus, for each hyphen."""
    return number.replace("-", "−")


def signed(value: float, digits: int = 2) -> str:
    """With so many digits behind the point; never "−0.00"."""
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else minus(text)


def scientific(value: float, digits: int) -> str:
    """A number times a power of ten, whatever its size: 5.0 × 10¹⁷."""
    shown, _, power = f"{value:.{digits}e}".partition("e")
    return f"{minus(shown)}\u00a0×\u00a010{str(int(power)).translate(RAISED)}"


def power_of_ten(value: float) -> str:
    """A power of ten, as such where it has many zeros: 0.1, 0.01, 10⁻³."""
    exponent = round(log10(value))
    return f"{value:g}" if abs(exponent) < 3 else f"10{str(exponent).translate(RAISED)}"


def signed_or_power(value: float, digits: int = 4) -> str:
    """`signed`, or a power of ten where those digits would show nothing, or too much."""
    plain = 1e-3 <= abs(value) < 1e5 or value == 0
    return signed(value, digits) if plain else scientific(value, 3)


def signed_plain(value: float) -> str:
    """Four digits that count, and no power of ten however small it is."""
    small = 0 < abs(value) < 0.001
    return minus(f"{value:.8f}".rstrip("0") if small else f"{value:.4g}")


def printed_number(value: Any, spec: str, lang: str) -> str:
    """A number in print: thousands separators unless `spec` says otherwise; "words" rounds to
    three digits and says million or 만.
    """
    if isinstance(value, str) or not isinstance(value, (int, float)):
        return str(value)
    if spec == "words":
        return _words(value, lang)
    return format(value, spec or ",")


def _words(value: float, lang: str) -> str:
    rounded = float(f"{value:.3g}")
    if lang == "ko" and rounded >= 1e4:
        hundred_millions, rest = divmod(int(rounded), 10**8)
        parts = ((hundred_millions, "억"), (rest // 10**4, "만"))
        return " ".join(f"{count:,}{name}" for count, name in parts if count)
    for size, name in ((1e9, "billion"), (1e6, "million")):
        if lang == "en" and rounded >= size:
            return f"{rounded / size:g} {name}"
    return f"{value:,}"


def about(value: float, digits: int) -> str:
    """So many digits that count, thousands apart: 1234 -> 1,200."""
    return f"{float(f'{value:.{digits}g}'):,.0f}"


def compact(count: float, lang: str) -> str:
    """A round number as short as an axis wants it: 60k, 6만."""
    if lang == "ko":
        return f"{count:,}" if count < 10_000 else f"{count / 10_000:g}만"
    return f"{count:g}" if count < 1000 else f"{count / 1000:g}k"
