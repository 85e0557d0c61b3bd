"""Are numbers printed as print has them?"""

from ui.words.numbers import (
    about,
    compact,
    minus,
    power_of_ten,
    scientific,
    signed,
    signed_or_power,
    signed_plain,
)


def test_a_minus_is_no_hyphen_and_nothing_is_minus_nothing():
    assert [signed(v) for v in (-1.5, 0.004, -0.004, 2)] == ["−1.50", "0.00", "0.00", "2.00"]
    assert signed(-0.0004, 3) == "0.000" and signed(-0.0006, 3) == "−0.001"
    assert minus("-7 … -5") == "−7 … −5"


def test_powers_of_ten_are_raised():
    assert scientific(5.03e17, 1) == "5.0\u00a0×\u00a010¹⁷"
    assert scientific(-1.5e-12, 2) == "−1.50\u00a0×\u00a010⁻¹²"
    assert scientific(0.0, 1) == "0.0\u00a0×\u00a010⁰"
    assert [power_of_ten(10.0**-k) for k in (1, 2, 3, 12)] == ["0.1", "0.01", "10⁻³", "10⁻¹²"]


def test_a_number_that_its_digits_would_not_show_is_a_power_of_ten():
    assert [signed_or_power(v) for v in (0.0, -0.5, 12.34567)] == ["0.0000", "−0.5000", "12.3457"]
    assert signed_or_power(-2.5e-5) == scientific(-2.5e-5, 3)
    assert signed_or_power(1e5) == scientific(1e5, 3)


def test_a_small_step_is_no_power_of_ten():
    printed = [signed_plain(v) for v in (0.0, -0.5, 1.23456, -0.00002, 0.0005)]
    assert printed == ["0", "−0.5", "1.235", "−0.00002", "0.0005"]


def test_an_axis_counts_as_its_language_does():
    counts = (100, 3000, 15000, 60000)
    assert [compact(count, "en") for count in counts] == ["100", "3k", "15k", "60k"]
    assert [compact(count, "ko") for count in counts] == ["100", "3,000", "1.5만", "6만"]


def test_a_rough_number_has_so_many_digits_that_count():
    assert [about(value, 2) for value in (1234, 12_345.6, 9.96, 0.4)] == [
        "1,200",
        "12,000",
        "10",
        "0",
    ]
