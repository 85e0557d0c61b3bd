"""Do words that point at a part of a picture become elements, and nothing else does?"""

import pytest

from ui.html.points import marked

WORD = '<span class="points" role="button" tabindex="0" data-points="'


def test_a_pointing_word_can_be_focused_and_names_its_part():
    assert marked("See [C1](^lenet5.C1), and [fc6](^alexnet.fc6).") == (
        f'See {WORD}lenet5.C1">C1</span>, and {WORD}alexnet.fc6">fc6</span>.'
    )


@pytest.mark.parametrize(
    "other",
    [
        "[a link](/Draw?lang=en#pad)",
        "[C1](^)",
        "[](^lenet5.C1)",
        "[C1](^lenet5.C1 onclick)",
        '[C1](^"><script>)',
        "2^n (^x)",
    ],
)
def test_what_is_no_pointing_word_stays(other):
    assert marked(other) == other


def test_what_the_word_holds_is_text():
    assert "<b>" not in marked("[<b>C1</b>](^lenet5.C1)")
