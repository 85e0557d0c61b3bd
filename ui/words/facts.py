"""The numbers of the prose, each with its source: assets/text/facts.toml, facts.<page>.toml and
sources.toml.

A fact is written once and used as the field `{lenet5.parameters}` in texts and labels. It has a
`value`, or a `compute = "module:function(arguments)"`, or both: then the value is shown, so that
light pages stay light, and a test holds it against the computation.
"""

import ast
import importlib
import time
import tomllib
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ui.words import source_trees
from ui.words.numbers import printed_number

TEXTS = Path(__file__).resolve().parents[2] / "assets" / "text"
MARKS = ("V", "V2", "D")  # read in the primary text; quoted by a secondary one; derived by us


class MissingText(UserWarning):
    """A key that no text file has: an error in the tests, a visible word on the page."""


def missing(what: str, key: str) -> str:
    """Warns of an unknown `key` and returns what stands in its place: ⟨key⟩."""
    warnings.warn(f"{what} {key!r} is not in assets/text", MissingText, stacklevel=3)
    return f"⟨{key}⟩"


@lru_cache(maxsize=64)
def _parse(file: Path, _modified_ns: int) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


@cache
def files(name: str) -> tuple[Path, ...]:
    """assets/text/<name>.toml and, page by page, <name>.<page>.toml."""
    return (TEXTS / f"{name}.toml", *sorted(TEXTS.glob(f"{name}.*.toml")))


def stamp(name: str) -> int:
    """Changes when one of the `files` of this name is written; looks at most once a second.

    Every label asks: some 20 times a message under the pen, each time a look at every file.
    """
    return _stamp(name, int(time.monotonic()))


@lru_cache(maxsize=8)
def _stamp(name: str, _second: int) -> int:
    return max(file.stat().st_mtime_ns for file in files(name))


def toml(name: str) -> dict[str, Any]:
    """The `files` of this name as one table, each parsed once for each change of it."""
    merged: dict[str, Any] = {}
    for file in files(name):
        _unite(merged, _parse(file, file.stat().st_mtime_ns), file.name)
    return merged


def _unite(into: dict[str, Any], more: Mapping[str, Any], file: str) -> None:
    """Adds tables to tables. Raises ValueError if a key would be written twice."""
    for key, entry in more.items():
        here = into.setdefault(key, {} if isinstance(entry, Mapping) else entry)
        if here is entry:
            continue
        if not isinstance(entry, Mapping) or not isinstance(here, dict) or _is_leaf(here, entry):
            raise ValueError(f"{key!r} in {file} is written twice")
        _unite(here, entry, file)


def _is_leaf(*tables: Mapping[str, Any]) -> bool:
    """Whether one of them is an entry (a label in two languages, a fact) and not a table."""
    return any(isinstance(value, str) for table in tables for value in table.values()) and all(
        tables
    )


@dataclass(frozen=True)
class Fact:
    """One number or term. `value` is {"en": ..., "ko": ...} where the languages differ."""

    key: str
    source: str | Mapping[str, str]
    mark: str
    value: Any = None
    compute: str | None = None
    where: str | Mapping[str, str] = ""
    format: str = ""

    def result(self) -> Any:
        """The value, computed now if it is not written down."""
        return self.value if self.value is not None else computed(str(self.compute))

    def shown(self, lang: str, spec: str = "") -> str:
        """The value as the prose prints it, by `spec` or else by the fact's own format."""
        value = self.result()
        if isinstance(value, Mapping):
            return str(value[lang])
        return printed_number(value, spec or self.format, lang)

    def citation(self, lang: str) -> str:
        """The source in Markdown, without the place inside it."""
        return (
            self.source[lang]
            if isinstance(self.source, Mapping)
            else source_citation(self.source, lang)
        )

    def place(self, lang: str) -> str:
        """Section, table or page inside the source; may be empty."""
        return self.where if isinstance(self.where, str) else self.where[lang]


def source_citation(key: str, lang: str) -> str:
    """The text `key` of sources.toml as a citation in Markdown."""
    found = _sources(stamp("sources")).get(key)
    return str(found[lang]) if found else missing("source", key)


@lru_cache(maxsize=2)
def _sources(_stamp: int) -> dict[str, Any]:
    return toml("sources")


def computed(call: str) -> Any:
    """The result of "module:function(literal arguments)"."""
    module, _, expression = call.partition(":")
    node = source_trees.expression_tree(expression)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        raise ValueError(f"{call!r} is not module:function(arguments)")
    function = getattr(importlib.import_module(module), node.func.id)
    keywords = {word.arg: ast.literal_eval(word.value) for word in node.keywords if word.arg}
    return function(*(ast.literal_eval(arg) for arg in node.args), **keywords)


def _leaves(table: Mapping[str, Any], prefix: str = "") -> Iterator[Fact]:
    for name, entry in table.items():
        key = f"{prefix}{name}"
        if "value" in entry or "compute" in entry:
            yield Fact(key=key, **entry)
        else:
            yield from _leaves(entry, f"{key}.")


def facts() -> dict[str, Fact]:
    """Every fact by its dotted key."""
    return _facts(stamp("facts"))


@lru_cache(maxsize=2)
def _facts(_stamp: int) -> dict[str, Fact]:
    return {fact.key: fact for fact in _leaves(toml("facts"))}


def fact_value(key: str) -> float:
    """The fact `key` as a number. Raises KeyError if there is none."""
    return float(facts()[key].result())


def fact(key: str, lang: str, spec: str = "") -> str:
    """The fact `key` as printed in `lang`; an unknown key is a MissingText warning and ⟨key⟩."""
    found = facts().get(key)
    return found.shown(lang, spec) if found else missing("fact", key)
