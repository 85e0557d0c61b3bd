"""What Streamlit's menu, uploader and camera say, in the page's language: they speak English alone.

It draws nothing, and puts a sentence of ours wherever one of theirs is shown, also for an error of
the network, which they show as a programmer's.
"""

from pathlib import Path

from ui.components import bundled_script, declare
from ui.words.text import label

_HERE = Path(__file__).parent
_WORDS = declare(
    "streamlit_words",
    js=bundled_script(_HERE / "streamlit_words.js"),
    html="<span hidden></span>",
)
# A pattern of theirs, whole; the label that stands there instead; what $1 is in it. Where an
# uploader takes a single file, another label may stand there (ONE).
SAID = (
    ("Upload", "upload.button", ""),
    (r"(\d+)MB per file.*", "upload.each", "most"),
    ("Drag and drop (?:a file|files) here", "upload.drop", ""),
    ("File must be .* or smaller.*", "upload.large", ""),
    (r".*status code 413", "upload.large", ""),
    (r".*status code 429", "upload.many", ""),
    (r".*status code 408", "upload.slow", ""),
    ("Error: ", "", ""),  # what follows is a sentence
    (r".*(?:Error|Upload failed|status code).*", "upload.failed", ""),
    ("Too many files|Only one file is allowed.*", "upload.one", ""),
    (".* files are not allowed.*|File type must be .*", "upload.kind", ""),
    ("File size is too small.*", "upload.empty", ""),
    ("Add files", "upload.add", ""),
    ("Remove (.*)", "upload.remove", "name"),
    ("Cancel upload of (.*)", "upload.cancel", "name"),
    ("Click to retry upload", "upload.retry", ""),
    ("Uploading...", "upload.sending", ""),
    ("Take Photo", "upload.take", ""),
    (" ?Clear photo", "upload.clear", ""),
    ("Switch camera", "upload.switch", ""),
    (r"This app would like to use your camera\.", "upload.camera", ""),
    (r"Learn how to allow access\.|\w+ icon", "", ""),
    ("Main menu", "menu.name", ""),
    ("Theme", "menu.theme", ""),
    ("System", "menu.system", ""),
    ("Light", "menu.light", ""),
    ("Dark", "menu.dark", ""),
    ("Print", "menu.print", ""),
    ("Made with Streamlit (.*)", "menu.made", "version"),
    ("Copy version to clipboard", "menu.copy", ""),
    (r"Running\.\.\.", "menu.running", ""),
    ("Stop", "menu.stop", ""),
)


ONE = {name: f"{name}-one" for name in ("upload.button", "upload.each", "upload.drop")}


def mount(key: str, lang: str, most: int) -> None:
    """Translates as long as it stands there; `most` is the largest file in MB."""
    words = []
    for pattern, said, field in SAID:
        fields: dict[str, object] = {"most": most} | ({field: "$1"} if field else {})
        ours = [label(said, lang, **fields)] if said else [""]
        if said in ONE:
            ours.append(label(ONE[said], lang, **fields))
        words.append([pattern, *ours])
    _WORDS(key=key, data={"words": words}, height=1)
