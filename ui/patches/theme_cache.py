"""The theme as a message, made once and kept.

Each run of a page or fragment begins with a message that carries the whole theme, which Streamlit
reads anew from some 300 options, on the thread that serves all visitors. The theme cannot change
while the app runs. Without: 0.6 ms more of a quiet processor for each run, much more of a busy one
(`make bench BENCH=patches`).
"""

from functools import cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig as CustomThemeConfig
from streamlit.runtime import app_session

populate = app_session._populate_theme_msg


@cache
def theme_message(section: str) -> CustomThemeConfig:
    """The options of one section of the theme, such as "theme.dark", as Streamlit sends them."""
    message = CustomThemeConfig()
    populate(message, section)
    return message


def populate_from_memory(msg: CustomThemeConfig, section: str = "theme") -> None:
    """What Streamlit's own does."""
    msg.MergeFrom(theme_message(section))


def keep() -> None:
    """From now on, in this whole process."""
    app_session._populate_theme_msg = populate_from_memory
