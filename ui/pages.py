"""The pages of the course, in order. A new page is one line here, its file and its texts."""

from typing import NamedTuple


class Entry(NamedTuple):
    """A page: its name in the texts, its file, icon and section, and what can be done on it."""

    name: str
    file: str
    icon: str
    section: str
    exhibits: tuple[str, ...]  # in the order of the page; each has a label route.<page>.<exhibit>

    @property
    def address(self) -> str:
        """The page's path below the app's root, as Streamlit derives it from the file."""
        stem = self.file.removesuffix(".py").removeprefix("pages/")
        return "" if stem == "streamlit_app" else stem.split("_", 1)[1]


PAGES = (
    Entry("home", "streamlit_app.py", ":material/home:", "start", ("walk", "guess", "timeline")),
    Entry("draw", "pages/4_Draw.py", ":material/draw:", "digits", ("pad",)),
)


def entry(name: str) -> Entry:
    """The page called `name`. Raises KeyError if there is none."""
    return {page.name: page for page in PAGES}[name]


def exhibits() -> tuple[str, ...]:
    """Everything that can be done, as "<page>.<exhibit>", in the order of the course."""
    return tuple(f"{page.name}.{exhibit}" for page in PAGES for exhibit in page.exhibits)
