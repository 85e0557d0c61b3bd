"""What was to be seen in the runs of Training: learned, confused, compared."""

from collections.abc import Sequence

import numpy as np

from cnn.training.runs import Run
from ui.page.frame import Page

CHANCE = 80  # per cent misread: hardly better than guessing
NAMED = {"distort": "way", "epochs": "passes"}  # options whose label has another name


def close_train(page: Page, run: Run, acted: bool) -> None:
    """What the run that is shown has learned so far, if anything."""
    first, last = run.moments[0], run.moments[-1]
    page.seen(
        "train",
        acted,
        how="" if last.error <= CHANCE else "stuck",
        first=f"{first.error:.1f}",
        last=f"{last.error:.1f}",
        steps=f"{last.step:,}",
    )


def close_scrub(page: Page, run: Run, acted: bool) -> None:
    """What it answered before the first step, and what it confuses most at the last moment."""
    at_first = run.moments[0].confusion.sum(0)
    errors = run.moments[-1].confusion.astype(int)
    np.fill_diagonal(errors, 0)
    label, answer = divmod(int(errors.argmax()), len(errors))
    page.seen(
        "scrub",
        acted,
        how="" if errors.any() else "right",
        digit=at_first.argmax(),
        share=f"{100 * at_first.max() / at_first.sum():.0f}",
        label=label,
        answer=answer,
        count=errors.max(),
    )


def close_compare(page: Page, runs: Sequence[Run]) -> None:
    """In what two or more runs differ, and how far apart they end; nothing for fewer."""
    if len(runs) < 2:
        return
    every = [run.options for run in runs]
    differing = list(every[0].differing(every))
    ends = sorted(run.moments[-1].error for run in runs)
    page.seen(
        "compare",
        how=_kind(differing),
        options=", ".join(page.label(f"training.{NAMED.get(each, each)}") for each in differing),
        low=f"{ends[0]:.1f}",
        high=f"{ends[-1]:.1f}",
    )


def _kind(differing: Sequence[str]) -> str:
    """Which line says what can be learned from runs that differ in these options."""
    if not differing:
        return "same"
    if len(differing) > 1:
        return "several"
    return "seed" if differing == ["seed"] else ""
