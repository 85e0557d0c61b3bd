"""Makes assets/fonts/*.woff2: Streamlit's fonts, cut to what the course shows (see
ui.server.fonts).

Each keeps Latin and whatever other characters the course's files hold; the font of icons keeps
those that the course or Streamlit's own scripts name. A font whose licence reserves its name gets
another. Run after a new character or icon: python -m scripts.make_fonts
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from ui.patches.static_files import FOLDER
from ui.server.fonts import FONTS, original

ROOT = Path(__file__).resolve().parent.parent
ALWAYS = {*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2028)}
ICON = re.compile(r":material/([a-z0-9_]+)")
SHOWN = {".css", ".js", ".md", ".py", ".toml"}
LEGAL = (0, 13, 14)  # of a font's table of names: copyright, licence, its address
HEADINGS = {"wght": (400, 600), "opsz": (16, 48)}  # what frame.css and the theme ask for
AXES = {"serif": HEADINGS, "serif-italic": HEADINGS}


def texts() -> Iterator[str]:
    """Every file of ours whose words may reach a page."""
    for place in ("assets/text", "cnn", "pages", "ui"):
        for file in sorted((ROOT / place).rglob("*")):
            if file.suffix in SHOWN:
                yield file.read_text("utf-8")
    yield (ROOT / "streamlit_app.py").read_text("utf-8")


def characters() -> set[int]:
    """The code points that the course can show."""
    return ALWAYS | {ord(character) for text in texts() for character in text if character >= " "}


def icons() -> set[str]:
    """The names of the icons that the course can show, and Streamlit around it."""
    scripts = (file.read_text("utf-8") for file in sorted((FOLDER / "static" / "js").glob("*.js")))
    return {name for each in (texts(), scripts) for text in each for name in ICON.findall(text)}


def ligatures(font: TTFont) -> dict[str, str]:
    """The glyph of each icon, by the word that is replaced by it."""
    letters: dict[str, str] = {}
    for point, glyph in font.getBestCmap().items():
        letters[glyph] = chr(point).lower()
    return {
        "".join(letters[glyph] for glyph in (first, *ligature.Component)): ligature.LigGlyph
        for lookup in font["GSUB"].table.LookupList.Lookup
        for table in lookup.SubTable
        for first, found in getattr(table, "ExtSubTable", table).ligatures.items()
        for ligature in found
        if all(glyph in letters for glyph in (first, *ligature.Component))
    }


def cut(name: str) -> TTFont:
    """The font `name`, cut to what is shown."""
    font, options = TTFont(original(name), recalcTimestamp=False), subset.Options()
    options.layout_features = [*options.layout_features, "lnum", "tnum", "rlig"]
    options.name_IDs = [1, 2, 3, 4, 6, *LEGAL]
    cutter = subset.Subsetter(options)
    if name == "icons":
        known = ligatures(font)
        options.layout_closure = False  # or each icon that the kept letters can spell would stay
        words = sorted(icons() & set(known))
        cutter.populate(glyphs=[known[word] for word in words], text="".join(words))
    else:
        cutter.populate(unicodes=characters())
    cutter.subset(font)
    if name in AXES:
        font = instantiateVariableFont(font, AXES[name])
    if "Reserved Font Name" in font["name"].getDebugName(0):
        for row in font["name"].names:
            if row.nameID not in LEGAL:
                row.string = str(row).replace("Source", "Course")
    font.flavor = "woff2"
    return font


def main() -> None:
    """Write the fonts; print what assets/manifest.toml says of each."""
    for name in FONTS:
        file = ROOT / "assets" / "fonts" / f"{name}.woff2"
        cut(name).save(file)
        print(file.name, file.stat().st_size, hashlib.sha256(file.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
