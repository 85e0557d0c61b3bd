"""Widgets of our own, a folder each; what several of them do alike is in the folder `shared`."""

from collections.abc import Sequence
from pathlib import Path

SHARED = Path(__file__).with_name("shared")


def script(folder: Path, *names: str, shared: Sequence[str] = ()) -> str:
    """The scripts of a component as one, after those that it shares with others."""
    files = [SHARED / f"{name}.js" for name in shared] + [folder / f"{name}.js" for name in names]
    return "\n".join(file.read_text("utf-8") for file in files)
