"""LeNet in the visitor's browser: the networks in JavaScript, for the widgets that run them.

`layers.js` is cnn/models/lenet_layers.py once more, `ink.js`, `mnist_image.js` and
`network_input.js` are cnn.data.digits, `network.js` reads what cnn.export wrote; with `store.js`
a widget asks for the networks that `mount_networks` has brought to its page.
tests/ui/components/browser holds each against Python.
"""

import base64
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from cnn import assets
from cnn.data.mnist import dataset
from ui.components import Once, bundled_script, declare, serve

_HERE = Path(__file__).parent
_NETWORKS = declare("digit_networks", js=bundled_script(_HERE / "networks.js"))
_DIGITS = declare("test_digits", js=bundled_script(_HERE / "test_digits.js"))


def mount_networks(*names: str) -> None:
    """Brings shipped networks of digits, of cnn.export.NETWORKS, to the widgets of this page.

    By their address where this process serves it, else with the message itself. Raises
    cnn.assets.AssetProblem if a file is missing or altered.
    """
    sent = [_sent(name, Once.served) for name in names]
    _NETWORKS(key=f"networks-{'-'.join(names)}", data={"networks": sent})


def mount_test_digits(asked: bool) -> None:
    """Brings MNIST's test digits to the widgets of this page: `digit_store.js`.

    Where this process serves them, their address, and the browser fetches them when a widget asks;
    else with the message itself, which is sent only once somebody has `asked`. Raises
    cnn.assets.AssetProblem if a file is missing or altered.
    """
    if asked or Once.served:
        _DIGITS(key="test-digits", data=_test_digits(Once.served))


@cache
def digits_size() -> int:
    """How many bytes come to the browser with the test digits. Raises AssetProblem."""
    return sum(len(packed) for packed in _packed().values())


@cache
def _test_digits(by_address: bool) -> dict[str, Any]:
    if by_address:
        return {
            kind: {"address": serve(f"test_{kind}", ".bin", packed)}
            for kind, packed in _packed().items()
        }
    return {
        kind: {"bytes": base64.b64encode(packed).decode("ascii")}
        for kind, packed in _packed().items()
    }


def _packed() -> dict[str, bytes]:
    kinds: tuple[dataset.Kind, ...] = ("images", "labels")
    return {
        kind: assets.path(f"data/mnist/{dataset.file_name('test', kind)}.gz").read_bytes()
        for kind in kinds
    }


@cache
def _sent(name: str, by_address: bool) -> dict[str, Any]:
    from cnn import export  # here, since it needs torch, and most pages do not

    numbers = np.frombuffer(export.numbers_of(name), np.uint8)
    planes = numbers.reshape(-1, 4).T.tobytes()  # store.js says why
    if by_address:
        where = {"address": serve(name, ".bin", planes)}
    else:
        where = {"numbers": base64.b64encode(planes).decode("ascii")}
    return {"manifest": export.manifest(name), **where}
