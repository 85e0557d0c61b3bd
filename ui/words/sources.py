"""The Sources panel: where the numbers that a page has shown come from."""

from collections.abc import Iterable

from ui.words.facts import Fact, facts
from ui.words.text import label


def markdown(used: Iterable[str], lang: str) -> str:
    """A list of the sources of the facts `used`, each with its numbers and their places."""
    groups: dict[str, list[Fact]] = {}
    for key in used:
        if fact := facts().get(key):
            groups.setdefault(fact.citation(lang), []).append(fact)
    return "\n".join(
        f"- {citation}  \n  {' · '.join(dict.fromkeys(_entry(fact, lang) for fact in group))}"
        for citation, group in groups.items()
    )


def _entry(fact: Fact, lang: str) -> str:
    notes = [fact.place(lang)]
    if fact.mark != "V":
        notes.append(label(f"mark.{fact.mark}", lang))
    note = ", ".join(filter(None, notes))
    shown = f"**{fact.shown(lang)}**"
    return f"{shown} ({note})" if note else shown
