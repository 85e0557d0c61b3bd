"""Numbers as print has them: a true minus, and powers of ten with raised digits."""

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


def compact(count: float, lang: str) -> str:
    """A round number as short as an axis wants it: 60k, 6만."""
    if lang == "ko":
        return f"{count:,}" if count < 10_000 else f"{count / 10_000:g}만"
    return f"{count:g}" if count < 1000 else f"{count / 1000:g}k"
