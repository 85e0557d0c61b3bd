"""Do the fonts that ship hold every character and icon that the course shows?"""

import pytest
from fontTools.ttLib import TTFont

from cnn import assets
from scripts.make_fonts import LEGAL, characters, icons, ligatures
from ui.server.fonts import FONTS, original

AGAIN = "Run: python -m scripts.make_fonts, and put its hashes into assets/manifest.toml"


@pytest.mark.parametrize("name", [name for name in FONTS if name != "icons"])
def test_a_font_holds_every_character_of_the_course_that_streamlits_holds(name):
    ours, theirs = TTFont(assets.path(f"fonts/{name}.woff2")), TTFont(original(name))
    wanted = characters() & set(theirs.getBestCmap())
    missing = wanted - set(ours.getBestCmap())
    assert not missing, f"{''.join(map(chr, missing))!r}. {AGAIN}"
    assert len(wanted) > 200


def test_every_icon_that_a_page_can_show_is_there():
    ours = ligatures(TTFont(assets.path("fonts/icons.woff2")))
    theirs = ligatures(TTFont(original("icons")))
    missing = (icons() & set(theirs)) - set(ours)
    assert not missing, f"{missing}. {AGAIN}"
    assert "keyboard_arrow_down" in ours and len(ours) < 300


@pytest.mark.parametrize("name", FONTS)
def test_a_font_keeps_its_terms_and_gives_up_a_reserved_name(name):
    ours, theirs = TTFont(assets.path(f"fonts/{name}.woff2")), TTFont(original(name))
    for row in LEGAL:
        assert ours["name"].getDebugName(row) == theirs["name"].getDebugName(row)
    if "Reserved Font Name" in ours["name"].getDebugName(0):
        for row in ours["name"].names:
            assert row.nameID in LEGAL or "Source" not in str(row)
