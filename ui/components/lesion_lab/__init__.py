"""The lesion lab: parts of a network of digits are taken out, and it reads again in the browser.

The digit on the pad is read anew at once, whole and injured; MNIST's test digits by a Worker, which
reports how many of a random sample were misread until it has read all.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from cnn import figures
from ui.components import Once, browser, bundled_script, once, serve, worker_script
from ui.components.digit_pad import Strokes
from ui.components.digit_pad.message import pack_strokes

_HERE = Path(__file__).parent
_LAB = once(
    "lesion_lab",
    js=bundled_script(_HERE / "lab.js"),
    css=(_HERE / "lesion_lab.css").read_text("utf-8"),
    html='<div class="lab"></div>',
    height=("160rem", "101rem"),
)
LABELS = (
    *("layer-maps", "layer-units", "map", "unit", "connection", "table", "legend"),
    *("swap", "swap-of", "biases", "biases-of", "back", "nothing", "out"),
    *("out-all", "out-but", "out-maps", "out-connections", "out-biases"),
    *("whole", "hurt", "input", "sure", "refused", "now-refused", "now-other", "now-same"),
    *("ten", "digit", "distance", "misread", "progress", "bet-first", "unread", "fetching"),
    *("sample", "all", "failed", "read", "read-again", "stop", "missing", "again"),
)
"""The names of the labels that `mount` needs; %l is a layer, %m a map."""
PROBLEMS = ("digit-empty", "digit-dot")
"""What may be wrong with a drawing; `mount` needs a sentence for each."""


def mount(
    key: str,
    network: str,
    *,
    pad: str,
    sample: Strokes,
    digits: Sequence[int],
    misread: Sequence[int],
    bet: bool,
    asked: bool,
    dark: bool,
    labels: Mapping[str, str],
    problems: Mapping[str, str],
    lang: str,
    on_asked: Callable[[], None],
    on_cut: Callable[[], None],
) -> None:
    """Shows the lab for a shipped `network` that has a layer with a table of connections.

    `pad`: the name of the pad whose digit is read, `sample` what is read until something is drawn.
    `digits` and `misread`, ten counts each: how many test digits there are of each digit, and how
    many of them the whole network misreads. `bet`: whether errors may be shown. `asked`: whether
    `on_asked` was called, as it is where the test digits have to be sent by hand. `on_cut`: called
    when a part was taken out. Raises cnn.assets.AssetProblem if a file is missing or altered.
    """
    browser.mount_networks(network)
    browser.mount_test_digits(asked)
    theme = figures.theme_name(dark)
    data = {
        "network": network,
        "pad": pad,
        "sample": pack_strokes(sample),
        "colours": figures.DIVERGING[theme],
        "ink": figures.INK[theme],
        "whole": {"digits": list(digits), "wrong": list(misread)},
        "bytes": browser.digits_size(),
        "bet": bet,
        "worker": _worker(Once.served),
        "problems": {name: problems[name] for name in PROBLEMS},
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _LAB(key=key, data=data, on_asked_change=on_asked, on_cut_change=on_cut)


@cache
def _worker(by_address: bool) -> dict[str, Any]:
    text = worker_script(_HERE / "worker.js")
    if by_address:
        return {"address": serve("lesion_worker", ".js", text.encode())}
    return {"text": text}
