"""Is what we keep what Streamlit would send?"""

import inspect

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from ui.patches import theme_cache

SECTIONS = ["theme", *(f"theme.{category.value}" for category in config.CustomThemeCategories)]


@pytest.mark.parametrize("section", SECTIONS)
def test_the_kept_theme_is_the_one_of_the_configuration(section, monkeypatch):
    monkeypatch.setattr(app_session, "_populate_theme_msg", theme_cache.populate)
    theirs, ours = CustomThemeConfig(), CustomThemeConfig()
    app_session._populate_theme_msg(theirs, section)
    theme_cache.keep()
    app_session._populate_theme_msg(ours, section)
    assert ours == theirs
    assert section != "theme" or ours.heading_font_sizes


def test_a_part_of_the_theme_leaves_the_others_alone():
    """The message of [theme] holds those of [theme.dark] and others, filled one by one."""
    whole = CustomThemeConfig()
    theme_cache.populate_from_memory(whole)
    theme_cache.populate_from_memory(whole.dark, "theme.dark")
    assert whole.dark == theme_cache.theme_message("theme.dark")
    assert not whole.HasField("light")


def test_streamlit_still_reads_the_theme_at_each_run():
    """Otherwise this module can go."""
    source = inspect.getsource(app_session.AppSession._create_new_session_message)
    assert source.count("_populate_theme_msg(") == len(SECTIONS)
    assert "get_options_for_section" in inspect.getsource(theme_cache.populate)
