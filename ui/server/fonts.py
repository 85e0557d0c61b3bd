"""The fonts of the pages: Streamlit's own, cut to the characters and icons that the course shows.

They ship in assets/fonts (scripts/make_fonts.py) and weigh a sixth of Streamlit's. The app's own
server names them in Streamlit's stylesheet; plain `streamlit run` goes on with Streamlit's.
"""

from pathlib import Path

from cnn import assets
from cnn.errors import Problem
from ui.patches.static_files import FOLDER

FONTS = {  # ours, and how the name of the file that it stands for begins
    "sans": "SourceSansVF-Upright",
    "sans-italic": "SourceSansVF-Italic",
    "serif": "SourceSerifVariable-Roman",
    "serif-italic": "SourceSerifVariable-Italic",
    "code": "SourceCodeVF-Upright",
    "code-italic": "SourceCodeVF-Italic",
    "icons": "MaterialSymbols-Rounded",
}


def original(name: str) -> Path:
    """Streamlit's file that the font `name` stands for."""
    (file,) = (FOLDER / "static" / "media").glob(f"{FONTS[name]}.*woff2")
    return file


def addresses() -> dict[str, Path]:
    """The font files by their addresses below static/, which name their contents.

    A font that is missing or altered is left out: Streamlit's own takes its place.
    """
    found = {}
    for name in FONTS:
        file = f"fonts/{name}.woff2"
        try:
            found[f"fonts/{name}.{assets.row(file).sha256[:8]}.woff2"] = assets.path(file)
        except Problem:
            continue
    return found


def named(text: str) -> str:
    """`text`, naming our fonts where it named Streamlit's."""
    for address, file in addresses().items():
        text = text.replace(f"media/{original(file.stem).name}", address)
    return text
