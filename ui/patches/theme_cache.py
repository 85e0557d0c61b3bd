"""Work that Streamlit 1.67 repeats in every run of every fragment, done once.

Each run begins with a message that carries the whole theme, read anew from some 300 options: 0.6 ms
of a quiet processor, much more of a busy one, on the thread that serves all visitors. The theme
cannot change while the app runs, so the finished message is kept. The version is pinned, and a test
compares the kept message with Streamlit's own.
"""

from functools import cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

populate = app_session._populate_theme_msg


@cache
def theme_message(section: str) -> CustomThemeConfig:
    """The options of one section of the theme, such as "theme.dark", as Streamlit sends them."""
    message = CustomThemeConfig()
    populate(message, section)
    return message


def _populate_from_memory(msg: CustomThemeConfig, section: str = "theme") -> None:
    msg.MergeFrom(theme_message(section))


def keep_theme() -> None:
    """From now on, send the theme from memory."""
    app_session._populate_theme_msg = _populate_from_memory
