"""A button that prints the page, which only the browser can do."""

from pathlib import Path

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_BUTTON = declare(
    "print_button",
    js=bundled_script(_HERE / "print_button.js"),
    css=(_HERE / "print_button.css").read_text("utf-8"),
    html='<button type="button"></button>',
)


def mount(key: str, label: str) -> None:
    """Shows the button with this label."""
    _BUTTON(key=key, data={"label": label}, width="content")
