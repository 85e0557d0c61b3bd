"""A visitor draws digits, and a copy of a network learns from them: in the browser, and only there.

Drawings, answers and what was learned never come to Python: the tab keeps them, and forgets them
when it is closed. Python sends what a lesson needs, by its address where this process serves it,
else once the browser asks; and it is told that something has been learned.
"""

import gzip
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import streamlit as st

from cnn import figures
from cnn.data.mnist import dataset
from ui.components import Once, bundled_script, digit_pad, once, serve, worker_script

_HERE = Path(__file__).parent
_PAD = _HERE.parent / "digit_pad"
_OWN = once(
    "own_digits",
    js=bundled_script(_HERE / "own_digits.js"),
    css=(
        f".draw {{\n{(_PAD / 'digit_pad.css').read_text('utf-8')}}}\n"
        + (_HERE / "own_digits.css").read_text("utf-8")
    ),
    html=(_HERE / "own_digits.html")
    .read_text("utf-8")
    .replace("PAD", (_PAD / "digit_pad.html").read_text("utf-8")),
    height=("80rem", "44rem"),
)
LABELS = (
    *("keep", "reads", "reads-now", "nothing", "kept", "kept-back", "empty-pad", "dot", "full"),
    *("title", "none", "digit", "learns", "back", "picture", "remove", "removed", "right", "wrong"),
    *("layers", "last", "all", "mix", "alone", "mixed", "rule", "learn", "stop"),
    *("save", "load", "loaded", "forget", "forgotten-all"),
    *("too-few", "one-digit", "fetching", "working", "stopped", "done"),
    *("no-network", "crashed", "silent", "storage"),
    *("file-json", "file-form", "file-digit", "file-points", "file-many", "file-large"),
    *("results", "misread", "before", "after", "yours-back", "yours-learned", "sample", "chance"),
    *("chart-yours", "chart-sample", "chart-alt", "passes", "lost", "lost-none", "lost-one"),
    "moved",
)
"""The names of the labels that `mount` needs; fields are %a, %b and the like."""

RULE = {
    # Tried out on an odd seven: with MNIST's digits mixed in, a tenth of it is too slow; at ten
    # times as much, all layers together forget every other digit.
    "rate": 0.0003,
    "passes": 20,
    "mix": 4,
    "every": 3,
    "most": 100,
    "sample": 1_000,
}
"""How is learned: `Rule` of types.d.ts."""
REPLAY = 500  # training digits of MNIST, for those who mix some in


def mount(
    key: str,
    network: str,
    *,
    labels: Mapping[str, str],
    pad_labels: Mapping[str, str],
    lang: str,
    dark: bool,
    on_learned: Callable[[], None],
) -> None:
    """Shows the exhibit for a LeNet-5 that `browser.mount_networks` brings to the page.

    `labels` has a text for each of LABELS, `pad_labels` for each of digit_pad's. `on_learned` is
    called when a lesson is over. Raises cnn.assets.AssetProblem if MNIST's digits are missing.
    """
    asked = bool(st.session_state.get(f"{key}_asked"))
    data = {
        "name": key,
        "network": network,
        "rule": RULE,
        "sources": _sources(Once.served) if Once.served or asked else None,
        "colours": figures.INK[figures.theme_name(dark)],
        "labels": {name: labels[name] for name in LABELS},
        "pad": {name: pad_labels[name] for name in digit_pad.LABELS},
        "lang": lang,
    }

    def remember() -> None:
        st.session_state[f"{key}_asked"] = True

    _OWN(key=key, data=data, on_asked_change=remember, on_learned_change=on_learned)


@cache
def _sources(by_address: bool) -> dict[str, dict[str, str]]:
    """`Sources` of types.d.ts."""
    script = worker_script(_HERE / "worker.js")
    digits = {
        "test": _packed(dataset.balanced_sample("test", RULE["sample"])),
        "replay": _packed(dataset.balanced_sample("train", REPLAY)),
    }
    if by_address:
        worker = {"address": serve("own_digits_worker", ".js", script.encode())}
        sent = {
            name: {"address": serve(f"own_digits_{name}", ".bin", packed)}
            for name, packed in digits.items()
        }
    else:
        worker = {"content": script}
        sent = {
            name: {"content": b64encode(packed).decode("ascii")} for name, packed in digits.items()
        }
    return {"worker": worker, **sent}


def _packed(digits: dataset.Digits) -> bytes:
    """All images, then all labels."""
    return gzip.compress(digits.images.tobytes() + digits.labels.tobytes(), mtime=0)
