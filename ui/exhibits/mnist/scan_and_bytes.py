"""The exhibits of MNIST about one digit: how it was made from a scan, and its bytes in the file."""

import streamlit as st

from cnn.data.digits import preprocess
from cnn.data.mnist import dataset, idx, scans
from cnn.data.mnist.dataset import Kind
from ui.components import byte_grid, segments
from ui.exhibits.mnist import digits_html as html
from ui.exhibits.mnist.chosen_digit import ChosenDigit, digit_now, title
from ui.html import markup
from ui.page import url_state
from ui.page.frame import Page
from ui.page.theme import is_dark

KINDS: tuple[Kind, ...] = ("images", "labels")
LABELS_SHOWN = 140  # five rows
START = (("zero", 2), ("type", 1), ("dimensions", 1), ("count", 4))
FIELDS = {"images": (*START, ("rows", 4), ("columns", 4)), "labels": START}
TYPE = 2  # the byte explained at first: it says what all others are


@st.fragment(key="mnist.scan")
def scan(page: Page) -> None:
    """The open digit on its way from black and white to 28×28."""
    page.section("scan")
    digit = digit_now()
    steps = preprocess.steps_from_ink(scans.bilevel_scan(digit.image))
    st.caption(title(page, digit))
    markup.show(html.scan(page, steps, digit.image, is_dark()))


@st.fragment(key="mnist.bytes")
def file_bytes(page: Page) -> None:
    """The bytes of the file that holds the open digit; the one picked is explained."""
    page.section("bytes")
    url_state.grant("mnist", "byte")
    split = digit_now().split
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        kind: Kind = url_state.choice(
            page,
            "file",
            KINDS,
            label=page.label("mnist.file"),
            widget=segments.joined,
            format_func=lambda each: page.label(f"mnist.file-{each}"),
        )
        offset = url_state.whole(
            page,
            "byte",
            0,
            idx.file_size(split, kind) - 1,
            label=page.label("mnist.byte"),
            default=TYPE,
            widget=st.number_input,
            width=220,
        )
    found = idx.describe_byte(split, kind, offset)
    at = found.digit if offset >= idx.HEADER[kind] else digit_now().index
    left, right = st.columns([9, 4], gap="medium")
    with right:
        markup.show(html.byte(page, found, dataset.file_name(split, kind)))
    with left:
        st.caption(page.label(f"mnist.grid-{kind}", name=title(page, ChosenDigit(split, at))))
        _grid(page, kind, at, offset)
    picked = "mnist.byte-picked" in st.session_state
    how = {"pixel": "", "label": "label"}.get(found.role, "header")
    page.seen("bytes", picked, how=how, value=found.value, header=idx.HEADER[kind])


def _grid(page: Page, kind: Kind, digit: int, offset: int) -> None:
    content, start = dataset.raw(digit_now().split, kind), idx.digit_offset(kind, digit)
    shown = idx.PIXELS if kind == "images" else LABELS_SHOWN
    byte_grid.mount(
        f"mnist.{kind}-grid",
        content[: idx.HEADER[kind]],
        content[start : start + shown],
        begins=start,
        inked=kind == "images",
        selected=offset,
        fields=[(page.label(f"mnist.field-{name}"), length) for name, length in FIELDS[kind]],
        label=page.label("mnist.grid"),
        cell=page.label("mnist.grid-cell"),
        lang=page.lang,
        on_pick=_picked,
    )


def _picked(offset: int) -> None:
    st.session_state["mnist.byte-picked"] = True
    url_state.set_value("mnist", "byte", offset)
