"""Do the types of the JavaScript say what Python sends?"""

import importlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.ui.opening import opened
from ui.page.course import PAGES

ROOT = Path(__file__).resolve().parents[3]
COMPONENTS = ROOT / "ui" / "components"
TSC = ROOT / ".venv" / "js" / "node_modules" / ".bin" / "tsc"
OTHERS = {  # all others get what their types.d.ts calls Data
    "convolution_apart": ("convolution", "ApartData"),
    "convolution_painter": ("convolution", "PainterData"),
    "convolution_pooling": ("convolution", "PoolingData"),
    "convolution_field": ("convolution", "FieldData"),
    "digit_map_news": ("digit_map", "News"),
    "digit_networks": ("browser", "Brought"),
    "digit_pad_ack": ("digit_pad", "Word"),
    "digit_reading_part": ("digit_reading", "PlaceData"),
}
LABELLED = sorted(
    file.parent.name
    for file in COMPONENTS.glob("*/__init__.py")
    if "\nLABELS = (" in file.read_text("utf-8")
)


@pytest.mark.parametrize("name", LABELLED)
def test_the_labels_are_those_that_python_sends(name):
    types = (COMPONENTS / name / "types.d.ts").read_text("utf-8")
    (union,) = re.findall(r"type Label =(.*?)\n\n|Labels<(\".*?)>", types, re.DOTALL)
    typed = re.findall(r'"([\w-]+)"', "".join(union))
    labels = importlib.import_module(f"ui.components.{name}").LABELS
    assert sorted(typed) == sorted(labels)


def shortened(data: Any) -> Any:
    """The same with the beginnings of its long lists and texts."""
    if isinstance(data, dict):
        return {key: shortened(value) for key, value in data.items()}
    if isinstance(data, list):
        return [shortened(value) for value in data[:20]]
    return data[:80] if isinstance(data, str) else data


@pytest.mark.slow
def test_what_python_sends_is_what_the_types_say(tmp_path):
    """Every component of every page: no field is missing, none is unknown, each is of its type."""
    sent: dict[str, list[Any]] = {}
    for page in PAGES:
        for element in opened(page.file).get("bidi_component"):
            name = element.proto.component_name.split(".")[-1].removesuffix("_once")
            if element.proto.json:
                sent.setdefault(name, []).append(shortened(json.loads(element.proto.json)))
    assert len(sent) >= 24
    for name, every in sent.items():
        folder, kind = OTHERS.get(name, (name, "Data"))
        lines = [f'import type {{ {kind} }} from "{COMPONENTS / folder}/types.d.ts"']
        for at, data in enumerate(every):
            lines.append(f"export const sent{at}: {kind} = {json.dumps(data)}")
        (tmp_path / f"{name}.ts").write_text("\n".join(lines), "utf-8")
    settings = {
        "extends": str(ROOT / "scripts" / "js" / "tsconfig.json"),
        "include": ["*.ts", str(ROOT / "scripts" / "js" / "streamlit.d.ts")],
    }
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings), "utf-8")
    assert TSC.exists(), "scripts/javascript installs TypeScript"
    command = [TSC, "--project", tmp_path, "--pretty", "false"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
