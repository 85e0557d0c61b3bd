"""The pad's own connection past Streamlit, where this process has one (`ui.server.pad_socket`)."""

from typing import Any

PATH = "/live"


class Lane:
    """Whether this process answers pads on PATH; plain `streamlit run` does not."""

    open = False


def lane_for_pad(dark: bool) -> dict[str, Any] | None:
    """What the pad needs to be answered there; None where it has to go by Streamlit."""
    return {"path": PATH.removeprefix("/"), "dark": dark} if Lane.open else None
