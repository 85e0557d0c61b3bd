"""AlexNet's small edition in the visitor's browser: what a widget needs to run it.

`photo_way.js` is cnn.data.photos.crops once more; ONNX Runtime runs the graph of
scripts/make_onnx.py with the numbers of the file that ships; `worker.js` does both beside the page,
and `reader.js` is what a widget asks. tests/ui/components/small_edition holds them against torch.
"""

from functools import cache
from pathlib import Path
from typing import Any

from cnn import assets
from ui.components import Once, serve, serve_asset, worker_script

_HERE = Path(__file__).parent
NUMBERS, GRAPH = "weights/alexnet-small.safetensors", "weights/alexnet-small.onnx"
WASM = "onnxruntime/ort-wasm-simd-threaded.wasm"
FILES = {  # the name that types.d.ts has for it: the file, and how its address ends
    "runtime": ("onnxruntime/ort.wasm.bundle.min.mjs", ".js"),
    "wasm": (WASM, ".wasm"),
    "graph": (GRAPH, ".onnx"),
    "numbers": (NUMBERS, ".safetensors"),
}
WORKER = "small_edition_worker"  # its address: ui.server.security allows it to compile the program


def sent() -> dict[str, Any] | None:
    """Where a browser finds the network: `Sent` of types.d.ts; None under plain `streamlit run`.

    32 MB are too much for a message. Raises cnn.assets.AssetProblem if a file is not right.
    """
    return _sent() if Once.served else None


def megabytes() -> int:
    """How much comes over the wire until the network runs, in MB. Raises AssetProblem."""
    whole = sum(assets.path(file).stat().st_size for file, _ in FILES.values())
    spared = assets.path(WASM).stat().st_size - int(assets.metric(WASM, "wire"))
    return round((whole - spared) / 1e6)


@cache
def _sent() -> dict[str, Any]:
    from cnn.inference.small_edition import small_edition_transform  # needs torch, most pages none

    transform = small_edition_transform()
    return {
        "worker": serve(WORKER, ".js", worker_script(_HERE / "worker.js").encode()),
        "files": {
            name: {
                "address": serve_asset(f"small_edition_{name}", suffix, file),
                "bytes": assets.path(file).stat().st_size,
                "sha256": assets.row(file).sha256,
            }
            for name, (file, suffix) in FILES.items()
        },
        "way": {
            "short": transform.short,
            "side": transform.side,
            "mean": list(transform.mean),
            "deviation": list(transform.deviation),
        },
    }


def scales() -> dict[str, float]:
    """Where the scale of each layer of maps ends, as measured on the sample photos."""
    found: dict[str, float] = assets.metric(GRAPH, "scales")
    return found
