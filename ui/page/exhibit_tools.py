"""For who teaches, below the heading of each exhibit: alone, a link to it, a frame for other pages.

Pupils have none of it: their pages stay calm, and what they would pass on is the page's address.
"""

from ui.components import copy_tools
from ui.page import projector, teaching
from ui.page.app_root import app_root
from ui.page.course import Entry
from ui.sharing.frames import Framing, is_allowed_somewhere
from ui.words.text import label


def offer(entry: Entry, section: str, lang: str) -> None:
    """The tools of the exhibit in this section, if there is one and this visitor teaches."""
    if not teaching.teaches() or projector.shown(entry):
        return
    stop = projector.stop_at(entry, section)
    if not stop:
        return
    address = projector.address_on_page(stop, lang).removeprefix("./")
    copy_tools.mount(
        f"tools-{stop.page}-{stop.exhibit}",
        title=projector.name_of(stop, lang),
        link=f"{app_root(entry, for_others=True)}{address}",
        alone=projector.address_alone(stop, lang),
        note=frame_note(lang),
        labels={name: label(f"tools.{name}", lang) for name in copy_tools.LABELS},
        lang=lang,
    )


def frame_note(lang: str) -> str:
    """What to know of a frame on this server; "" if other sites may show it, or nobody has said."""
    if not Framing.ancestors:
        return ""
    if not is_allowed_somewhere():
        return label("tools.no-frames", lang)
    return label("tools.some-frames", lang, sites=Framing.ancestors)
