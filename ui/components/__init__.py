"""Widgets of our own, a folder each; what several of them do alike is in the folder `shared`."""

import json
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit as st

from cnn import assets

SHARED = Path(__file__).with_name("shared")
ENTRY = re.compile(r"^export default function\b", re.MULTILINE)
IMPORT = re.compile(r'^import \{[^}]*\} from "(\.\.?/[^"]+)"\n+', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function\*?|class|const|let) )", re.MULTILINE)
OTHER = re.compile(r"^(?:import\b|export (?!default function\b))", re.MULTILINE)
TYPES = re.compile(r"^ */\*\*(?:(?!\*/).)*\*/\n", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)
REMARK = re.compile(r"(?<=\S) +// [^\"'`\n]*$", re.MULTILINE)  # behind code, and in no text
RING = ":focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }\n"  # as frame.css
DRAWN = """
export default (given) => {
  const { parentElement } = given
  const end = component(given)
  if (parentElement.host) parentElement.host.dataset.drawn = "" // frame.css shows what is below
  return () => setTimeout(() => parentElement.isConnected || end?.())
}
"""
LINK = """
const { default: run, style } = await import(new URL("./ADDRESS", document.baseURI))
export default function (given) {
  const root = given.parentElement
  if (!root.querySelector("style")) {
    root.append(Object.assign(document.createElement("style"), { textContent: style }))
  }
  return run(given)
}
"""

LATER = """
const states = new WeakMap()

async function load(root, state) {
  try {
    const { default: run, style } = await import(new URL("./ADDRESS", document.baseURI))
    if (!root.isConnected) return
    root.append(Object.assign(document.createElement("style"), { textContent: style }))
    state.run = run
    state.end = run(state.given)
    root.host.style.minHeight = ""
    delete root.host.dataset.later
  } catch (problem) {
    if (root.isConnected) setTimeout(load, 5000, root, state)
    console.warn(problem)
  }
}

function begun(root) {
  const state = {}
  state.eyes = new IntersectionObserver(
    (seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return
      state.eyes.disconnect()
      load(root, state)
    },
    { rootMargin: "100%", scrollMargin: "100%" },
  )
  state.eyes.observe(root.host)
  root.host.style.minHeight = root.host.clientWidth < 704 ? "NARROW" : "WIDE"
  Object.assign(root.host.dataset, { drawn: "", later: "" })
  states.set(root, state)
  return state
}

export default function (given) {
  const root = given.parentElement
  const state = states.get(root) ?? begun(root)
  state.given = given
  if (state.run) state.end = state.run(given)
  return () =>
    setTimeout(() => {
      if (root.isConnected) return
      state.eyes.disconnect()
      states.delete(root)
      state.end?.()
    })
}
"""


def declare(
    name: str, *, js: str, css: str = "", html: str | None = None, isolated: bool = True
) -> Any:
    """A component of Streamlit's with the ring of the keyboard's focus that all pages have.

    Its element carries `data-drawn` once it has been drawn: what stands below is shown only then
    (frame.css), so that nothing is pushed down in sight. What its script returns is called once the
    element is off the page. Streamlit itself also calls it for an element that stays, when data
    change while the script is still being loaded, and only after the element was drawn again.
    """
    return st.components.v2.component(
        name, js=_drawn(js), css=RING + css, html=html, isolate_styles=isolated
    )


def bundled_script(entry: Path) -> str:
    """The module `entry` with all that it imports as one: each file once, below what it needs.

    Streamlit takes a component's code as a single text, so that imports are resolved here. Only
    `import { names } from "./file.js"` is understood; names stay as they are, so that no two of the
    files may use one for different things of their own. Comments that stand alone in a line or at
    its end are left out. Raises ValueError for another form of import or export, and unless
    `entry` alone has a function as its default export.
    """
    files: dict[Path, str] = {}

    def read(file: Path) -> None:
        text = file.read_text("utf-8")
        for found in IMPORT.finditer(text):
            needed = (file.parent / found[1]).resolve()
            if needed not in files:
                read(needed)
        text = REMARK.sub("", COMMENT.sub("", TYPES.sub("", IMPORT.sub("", text))))
        text = EXPORT.sub("", text)
        if len(ENTRY.findall(text)) != (file == entry) or OTHER.search(text):
            raise ValueError(f"{file.name} imports or exports what cannot be joined")
        files[file] = text

    entry = entry.resolve()
    read(entry)
    return "\n".join(files.values())


def worker_script(entry: Path) -> str:
    """The module `entry` as `bundled_script` joins it, as the script of a Worker.

    Its default export is called with the Worker's own scope. Raises ValueError as `bundled_script`.
    """
    return f"{ENTRY.sub('const work = function', bundled_script(entry))}\nwork(self)\n"


class Once:
    """What a browser loads once by its address, although many components need it."""

    # By their addresses below the app's root: the bytes, or the file that holds them.
    files: dict[str, bytes | Path] = {}  # noqa: RUF012
    # Whether this process answers there (ui.server.static); plain `streamlit run` does not.
    served = False


def serve(name: str, suffix: str, body: bytes) -> str:
    """The address of a file, below the app's root: it changes with what the file holds."""
    address = f"static/components/{name}.{sha256(body).hexdigest()[:8]}{suffix}"
    Once.files[address] = body
    return address


def serve_asset(name: str, suffix: str, file: str) -> str:
    """The address of a large file of assets/, as by `serve`; it is read when it is asked for.

    Raises cnn.assets.AssetProblem if it is unlisted, missing or altered.
    """
    path = assets.path(file)
    address = f"static/components/{name}.{assets.row(file).sha256[:8]}{suffix}"
    Once.files[address] = path
    return address


def once(
    name: str, *, js: str, css: str, html: str, height: tuple[str, str] | None = None
) -> Callable[..., Any]:
    """A component as by `declare`; its script and style are loaded by their address, if they can.

    Streamlit sends both with each mount, 5 kB for a row of buttons; a page may have 25 of them.
    With a `height`, which is kept free meanwhile, they are loaded when it comes near the window:
    what it will take in a column of less than 44 rem, and in a wider one.
    """
    js, css = _drawn(js), RING + css
    address = serve(name, ".js", f"{js}\nexport const style = {json.dumps(css)}\n".encode())
    whole = st.components.v2.component(name, js=js, css=css, html=html)
    narrow, wide = height or ("", "")
    link = LATER.replace("NARROW", narrow).replace("WIDE", wide) if height else LINK
    linked = st.components.v2.component(
        f"{name}_once", js=link.replace("ADDRESS", address), html=html
    )

    def mount(**given: Any) -> Any:
        return (linked if Once.served else whole)(**given)

    return mount


def _drawn(js: str) -> str:
    return ENTRY.sub("function component", js) + DRAWN
