"""The exhibits of Photo, last part: guesses, the ImageNet weights beside ours, many photos."""

import csv
import io
import uuid
from collections.abc import Callable

import streamlit as st
from PIL import Image

from cnn import figures
from cnn.data.photos import sample_photos
from cnn.errors import Problem
from cnn.inference import photo as seeing
from cnn.inference.downloads import DownloadProblem
from cnn.inference.photo import Floats, PhotoNetwork
from ui.components import segments
from ui.exhibits.photo import answer_html as html
from ui.exhibits.photo import chosen_photo as state
from ui.exhibits.photo.answer_html import Answered
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.page.session_cache import last_result
from ui.work import weights_download
from ui.work.inference_threads import call_beside

THUMB = 56  # pixels, doubled for sharp screens
TURNS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "upright": lambda photo: photo,
    "mirrored": lambda photo: photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "down": lambda photo: photo.transpose(Image.Transpose.ROTATE_180),
}
NEARLY_ALL = 0.9  # of the photos answered rightly before
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for one


@questions.one_place
def unknown_question(page: Page) -> None:
    """What does a network say to something it has no word for? A guess, then giraffes."""
    if not questions.ask(page, "unknown"):
        return
    try:
        found = call_beside(
            seeing.read_photo, state.network_shown("small"), sample_photos.sample_image("giraffe")
        )
    except Problem as problem:
        page.problem(problem)
        return
    sample = sample_photos.samples()["giraffe"]
    photo = state.Photo("giraffe", sample_photos.sample_image("giraffe"), sample, "")
    left, right = st.columns([5, 6], gap="large")
    with left:
        markup.show(html.photo_card(page, photo, "photo-giraffe"))
    with right:
        markup.show(html.five_best(page, photo, found, "photo-giraffe-answers"))


@questions.one_place
def turned_question(page: Page) -> None:
    """Upside down: a guess, then all samples counted."""
    try:
        if not questions.ask(page, "turned", lambda: survivors(turned()[0])):
            return
        counts, known = turned()
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(html.turned(page, counts, known))


def survivors(counts: dict[str, int]) -> str:
    """The question's option that is true of these counts."""
    share = counts["down"] / max(counts["upright"], 1)
    return "most" if share >= NEARLY_ALL else "half" if share > 1 / 2 else "few"


@st.cache_data(show_spinner=False)
def turned() -> tuple[dict[str, int], int]:
    """How many of the samples within the 200 classes are answered rightly, turned in each way."""
    network = state.network_shown("small")
    right = {
        name: place
        for name, sample in sample_photos.samples().items()
        if (place := network.place(sample.wnid)) is not None
    }
    counts = {}
    for turn, change in TURNS.items():
        said = [
            _answer(network, change(sample_photos.sample_image(name))).argmax() for name in right
        ]
        counts[turn] = sum(int(a == b) for a, b in zip(said, right.values(), strict=True))
    return counts, len(right)


@st.fragment(key="photo.both")
def both_networks(page: Page) -> None:
    """Our network beside the one with public ImageNet weights, or the way to get those."""
    page.section("both")
    if "imagenet" not in seeing.network_names() or weights_download.server.state.live:
        _offer(page)
        return
    photo = state.photo_now()
    columns = st.columns(2, gap="large")
    for column, name in zip(columns, seeing.NETWORKS, strict=True):
        with column:
            try:
                found = state.photo_reading(name)
            except Problem as problem:
                page.problem(problem)
                if isinstance(problem, DownloadProblem):  # damaged since it was fetched
                    _offer(page)
                continue
            st.subheader(page.label(f"photo.network-{name}"), anchor=False)
            markup.show(html.five_best(page, photo, found, f"photo-both-{name}"))
    page.prose(page.text["both-here"])


def _offer(page: Page) -> None:
    """Not here yet: what it is, and the download, which all visitors share."""
    page.prose(page.text["both-missing"])
    now = weights_download.server.state
    if now.live:
        _download(page)
        return
    if now.problem is not None:
        page.problem(now.problem)
    st.button(
        page.label("photo.download"),
        key="photo.download",
        icon=":material/download:",
        on_click=lambda: weights_download.server.start(seeing.PUBLISHED, _visitor()),
    )
    with st.expander(page.text.heading("both-file")):
        page.prose(page.text["both-file"])
        st.code("python -m cnn.inference.weights alexnet --file PATH", language=None)


@st.fragment(key="photo.download-progress", run_every=0.5)
def _download(page: Page) -> None:
    """How far the download is, looked at until it has ended."""
    now = weights_download.server.state
    if not now.live:
        st.rerun()
        return
    done, total = now.progress
    whole = f"{total / 1e6:,.0f}" if total else "?"
    words = page.label("photo.downloading", done=f"{done / 1e6:,.0f}", all=whole)
    st.progress(min(done / total, 1.0) if total else 0.0, words)
    if now.owner == _visitor():
        st.button(
            page.label("photo.cancel"),
            key="photo.download-cancel",
            on_click=lambda: weights_download.server.cancel(_visitor()),
        )
    else:
        st.caption(page.label("photo.download-others"))


def _visitor() -> str:
    """A name of this visit's own, for nothing but the right to cancel."""
    name: str = st.session_state.setdefault("photo.visitor", uuid.uuid4().hex)
    return name


@st.fragment(key="photo.many")
def many(page: Page) -> None:
    """Several photos answered at once, as a table and as a file."""
    page.section("many")
    kinds = ("none", "samples", "mine")
    kind = url_state.choice(
        page,
        "many",
        kinds,
        label=page.label("photo.many"),
        widget=segments.joined,
        format_func=lambda each: page.label(f"photo.many-{each}"),
    )
    if kind == "none":
        return
    if kind == "mine" and not state.own_photos():
        page.prose(page.label("photo.many-empty"))
        return
    try:
        network = state.network_shown()
        mine = tuple(each.number for each in state.own_photos()) if kind == "mine" else ()
        key = (kind, mine, network.name, state.ten(), page.lang)
        rows = last_result("photo.many-rows", key, lambda: _rows(page, kind, network))
    except Problem as problem:
        page.problem(problem)
        return
    verdicts = [row.verdict for row in rows]
    known = len(rows) - verdicts.count("none")
    if known:
        page.prose(page.label("photo.many-right", right=verdicts.count("right"), known=known))
    st.download_button(
        page.label("photo.many-download"),
        as_csv(page, rows, network),
        "photos.csv",
        "text/csv",
        key="photo.csv",
        icon=":material/download:",
        on_click="ignore",
    )
    markup.show(html.photo_table(page, rows, network))
    right = verdicts.count("right")
    page.seen("many", how="" if known else "unlabelled", right=right, known=known)


def _rows(page: Page, kind: str, network: PhotoNetwork) -> list[Answered]:
    if kind == "mine":
        images = [(each.name, each.image, "") for each in state.own_photos()]
    else:
        images = [
            (sample.title(page.lang), sample_photos.sample_image(name), sample.wnid)
            for name, sample in sample_photos.samples().items()
        ]
    answers = [_answer(network, image, state.ten()) for _, image, _ in images]
    return [
        Answered(title, _thumb(image), probabilities, network.place(wnid) if wnid else None)
        for (title, image, wnid), probabilities in zip(images, answers, strict=True)
    ]


def _answer(network: PhotoNetwork, image: Image.Image, ten: bool = False) -> Floats:
    """The probabilities for one photo; one by one, so that other visitors come in between."""
    found: Floats = call_beside(seeing.class_probabilities, network, [image], ten)[0]
    return found


def _thumb(image: Image.Image) -> bytes:
    return figures.encoded(Image.fromarray(sample_photos.thumb(image, 2 * THUMB)), "JPEG")


def as_csv(page: Page, rows: list[Answered], network: PhotoNetwork) -> bytes:
    """The table as a file that spreadsheets open, Korean included."""
    out = io.StringIO()
    writer = csv.writer(out)
    names = ("photo", "answer", "probability", "second", "probability", "verdict")
    writer.writerow([page.label(f"photo.many-{name}") for name in names])
    for row in rows:
        cells = []
        for i in row.order[:2]:
            cells += [network.classes[i].name(page.lang), f"{float(row.probabilities[i]):.4f}"]
        verdict = page.label(f"photo.verdict-{row.verdict}")
        writer.writerow([_plain(row.title), *cells, verdict])
    return out.getvalue().encode("utf-8-sig")


def _plain(words: str) -> str:
    """A file's name that begins like a formula is made plain text."""
    return f"'{words}" if words.startswith(FORMULA) else words


def limits(page: Page) -> None:
    """What the small edition cannot know, and how it was trained."""
    page.section("limits")
    with st.expander(page.text.heading("limits-how")):
        page.prose(page.text["limits-how"])
