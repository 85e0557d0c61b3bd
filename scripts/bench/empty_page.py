"""A copy of the app with one page more, on which nothing stands: what the frame alone costs.

What a page costs is told beside it, measured in the same run on the same machine. The copy shares
its files with the app, but for the three that name the page.
"""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from scripts.running_app import ROOT

NAME, HEADING = "empty", "An empty page"
PAGE = f"""from ui.page import frame

page = frame.open("{NAME}")
page.title()
page.close()
"""
ENTRY = f"""
PAGES = (*PAGES, Entry("{NAME}", "pages/99_Empty.py", ":material/crop_free:", "aids"))
"""
LABEL = f'[page]\n{NAME} = {{ en = "{HEADING}", ko = "{HEADING}" }}'


def app_with_empty_page(folder: Path) -> Path:
    """Makes the copy in an empty folder of the same file system, and returns the folder."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        _link(ROOT / name, copy)
    (folder / "pages" / "99_Empty.py").write_text(PAGE, "utf-8")
    for language in ("en", "ko"):
        text = f"# {HEADING} {{#title}}\n\nNothing.\n"
        (folder / "assets" / "text" / f"{NAME}.{language}.md").write_text(text, "utf-8")
    _change(folder / "ui" / "page" / "course.py", lambda old: old + ENTRY)
    _change(folder / "assets" / "text" / "labels.toml", lambda old: old.replace("[page]", LABEL, 1))
    return folder


def _link(original: Path, copy: Path) -> None:
    try:
        os.link(original, copy)
    except OSError:  # another file system
        copy.write_bytes(original.read_bytes())


def _change(file: Path, change: Callable[[str], str]) -> None:
    """In the copy alone: a file of its own takes the place of the shared one."""
    old = file.read_text("utf-8")
    new = change(old)
    if new == old:
        raise RuntimeError(f"{file.name} does not name the pages as it did")
    file.unlink()
    file.write_text(new, "utf-8")
