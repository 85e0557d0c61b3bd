"""Does Streamlit still have each setting of ours, hidden ones too?"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from streamlit import config

FILE = Path(__file__).resolve().parents[3] / ".streamlit" / "config.toml"
HIDDEN = {"runner.postScriptGC", "global.minCachedMessageSize"}  # in no documentation


def settings(table: dict[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    """Each with its full name."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from settings(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


OURS = dict(settings(tomllib.loads(FILE.read_text("utf-8"))))


def test_streamlit_has_each_setting_and_it_holds():
    assert not [name for name, value in OURS.items() if config.get_option(name) != value]


def test_what_is_hidden_is_still_there_under_its_name():
    known = config.get_config_options()
    hidden = {name for name in OURS if known[name].visibility == "hidden"}
    assert hidden == HIDDEN
