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

from ui.components import Once, bundled_script, declare, serve

_NETWORKS = declare("digit_networks", js=bundled_script(Path(__file__).with_name("networks.js")))


def mount_networks(*names: str) -> None:
    """Brings shipped networks of digits, of cnn.export.NETWORKS, to the widgets of this page.

    By their address where this process serves it, else with the message itself. Raises
    cnn.assets.AssetProblem if a file is missing or altered.
    """
    sent = [_sent(name, Once.served) for name in names]
    _NETWORKS(key=f"networks-{'-'.join(names)}", data={"networks": sent})


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
