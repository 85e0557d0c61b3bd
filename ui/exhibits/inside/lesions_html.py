"""The markup of a lesion: five answers before and after, and the samples that changed."""

from collections.abc import Sequence
from typing import NamedTuple

import htpy as h
from htpy import Renderable

from cnn.data.imagenet.classes import Synset
from ui.html.img import img
from ui.page.frame import Page


class FiveAnswers(NamedTuple):
    """The most probable classes of a photo, the best first, under a heading."""

    heading: str
    answers: list[tuple[Synset, float]]


class Counted(NamedTuple):
    """How the sample photos came out before and after."""

    photos: int
    known: int  # of them show one of the network's classes
    before: int  # of those are answered rightly by the whole network
    after: int  # and without the maps
    changed: int  # photos, of all, whose first answer is another


class ChangedPhoto(NamedTuple):
    """A sample whose first answer is another without the maps."""

    picture: bytes
    title: str
    before: Synset
    after: Synset
    was_right: bool
    is_right: bool


def five_before_after(page: Page, title: str, both: Sequence[FiveAnswers]) -> Renderable:
    """What the network says of the open photo, whole and hurt."""
    return h.div(lang=page.lang, data_testid="inside-lesion-photo")[
        h.p[page.label("inside.lesion-photo", title=title)],
        h.div(".in-five")[
            [
                h.div[
                    h.b[each.heading],
                    h.ol[
                        [
                            h.li[
                                h.span[synset.name(page.lang)],
                                h.span(".share")[f"{100 * chance:.0f}%"],
                                h.i(style=f"--share:{chance:.3f}", aria_hidden="true"),
                            ]
                            for synset, chance in each.answers
                        ]
                    ],
                ]
                for each in both
            ]
        ],
    ]


def counted(page: Page, out: str, found: Counted, changed: Sequence[ChangedPhoto]) -> Renderable:
    """How many samples are still right, and those whose answer changed."""
    return h.div(
        lang=page.lang,
        data_testid="inside-lesion-samples",
        data_before=found.before,
        data_after=found.after,
        data_changed=found.changed,
    )[
        h.p[
            page.label(
                "inside.lesion-counted",
                out=out,
                known=found.known,
                before=found.before,
                after=found.after,
            )
        ],
        h.p[
            page.label("inside.lesion-changed", changed=found.changed, all=found.photos)
            if changed
            else page.label("inside.lesion-none", all=found.photos)
        ],
        h.ul(".in-changed", tabindex="0")[[_changed(page, each) for each in changed]],
    ]


def _changed(page: Page, photo: ChangedPhoto) -> Renderable:
    kind = "lost" if photo.was_right else "gained" if photo.is_right else "other"
    return h.li(data_kind=kind)[
        img(photo.picture, photo.title, "photo"),
        h.span[
            h.s[photo.before.name(page.lang)],
            " → ",
            photo.after.name(page.lang),
            h.small[page.label(f"inside.lesion-{kind}")],
        ],
    ]
