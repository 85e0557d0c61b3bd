"""What the exhibits of Data or model look like: numbers in, HTML for st.html out."""

import math
from html import escape

from cnn import learning_curves as measured
from cnn.learning_curves import MACHINES, PREPARATIONS
from ui.exhibits.data_or_model.papers import STEPS, TABLE
from ui.page.frame import Page
from ui.words.facts import value

TOP = 15.0  # per cent, the end of the scale of the paper's table
LEAST = 0.5
PHOTO_TOP = 30.0


def rounded(count: float) -> str:
    """Two digits that count, thousands apart: 1234 -> 1,200."""
    return f"{float(f'{count:.2g}'):,.0f}"


def worth(page: Page, machine: str, digits: int, preparation: str) -> str:
    """The error of the machine chosen, and the fewest digits with which each comes down to it."""
    level = measured.error(machine, digits, preparation)
    needed = {
        (name, prepared): measured.digits_for(level, name, prepared)
        for name in MACHINES
        for prepared in measured.prepared(name)
    }
    own = (machine, preparation)
    fewest = min((each for each in needed if each != own), key=lambda each: needed[each])
    heads = "".join(
        f'<th scope="col">{escape(page.label(f"data.name-{name}"))}</th>'
        for name in measured.preparations()
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(page.label(f"data.name-{name}"))}</th>'
        + "".join(
            _needed(page, needed.get((name, prepared)), digits, (name, prepared) == own)
            for prepared in measured.preparations()
        )
        + "</tr>"
        for name in MACHINES
    )
    fields = {
        "machine": page.label(f"data.name-{machine}"),
        "prepared": page.label(f"data.with-{preparation}"),
        "digits": f"{digits:,}",
        "error": f"{level:.2f}" if level < 2 else f"{level:.1f}",
    }
    said = page.label("data.worth-error", **fields)
    best = _best(page, fewest, needed[fewest], digits)
    return (
        f'<div class="da-worth" lang="{page.lang}" data-testid="worth" data-error="{level:.3f}">'
        f'<p role="status"><b>{escape(said)}</b> {escape(best)}</p>'
        f"<table><caption>{escape(page.label('data.worth-caption'))}</caption>"
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _best(page: Page, names: tuple[str, str], count: float, digits: int) -> str:
    """The machine that is as good with the fewest digits, in a sentence."""
    if math.isinf(count):
        return page.label("data.worth-none")
    fields = {
        "machine": page.label(f"data.name-{names[0]}"),
        "prepared": page.label(f"data.with-{names[1]}"),
    }
    if not count:
        return page.label("data.worth-least", **fields, digits=f"{measured.sizes()[0]:,}")
    if count > digits:
        return page.label("data.worth-more", **fields, digits=rounded(count))
    times = rounded(digits / count) if digits / count >= 2 else f"{digits / count:.1f}"
    return page.label("data.worth-best", **fields, digits=rounded(count), times=times)


def _needed(page: Page, count: float | None, digits: int, own: bool) -> str:
    if count is None:
        return f'<td class="never"><span>{escape(page.label("data.unmeasured"))}</span></td>'
    first, last = measured.sizes()[0], measured.sizes()[-1]
    if math.isinf(count):
        return f'<td class="never"><span>{escape(page.label("data.never"))}</span></td>'
    # The machine itself may have been as good with fewer already, where its line rises again.
    shown = f"{digits:,}" if own else rounded(count) if count else f"&lt; {first:,}"
    part = math.log(max(digits if own else count, first) / first) / math.log(last / first)
    kind = "own" if own else "fewer" if count < digits else "more"
    return (
        f'<td class="{kind}"><span>{shown}</span>'
        f'<i style="width:{max(2.0, 100 * part):.1f}%"></i></td>'
    )


def paper(page: Page) -> str:
    """The paper's machines on one scale, a mark for each way to prepare the digits."""
    rows = "".join(_paper_row(page, name, found) for name, found in TABLE.items())
    legend = "".join(
        f'<li class="{name}">{escape(page.label(f"data.name-{name}"))}</li>'
        for name in PREPARATIONS
    )
    return (
        f'<div class="da-paper" lang="{page.lang}"><ul class="legend">{legend}</ul>'
        f'<table><tbody>{rows}</tbody></table><p class="note">'
        f"{escape(page.label('data.paper-scale'))}</p></div>"
    )


def _paper_row(page: Page, name: str, found: dict[str, str]) -> str:
    marks, numbers = "", []
    for prepared, key in found.items():
        marks += f'<i class="{prepared}" style="left:{_along(value(key)):.1f}%"></i>'
        words = page.label(f"data.name-{prepared}")
        numbers.append(
            f'<span class="{prepared}" title="{escape(words)}">{page.text.fact(key)}%</span>'
        )
    ends = sorted(_along(value(key)) for key in found.values())
    span = f'<b style="left:{ends[0]:.1f}%;width:{ends[-1] - ends[0]:.1f}%"></b>'
    return (
        f'<tr><th scope="row">{escape(page.label(f"data.name-{name}"))}</th>'
        f'<td class="track"><div>{span}{marks}</div></td><td class="numbers">{"".join(numbers)}'
        "</td></tr>"
    )


def _along(error: float) -> float:
    """The place of an error on the logarithmic scale, in per cent of its length."""
    return 100 * math.log(error / LEAST) / math.log(TOP / LEAST)


def photos(page: Page) -> str:
    """Three bars: the best old method, the network on the same photos, with more photos."""
    rows = "".join(_photo_row(page, name, key) for name, key in STEPS)
    return f'<div class="da-photos" lang="{page.lang}">{rows}</div>'


def _photo_row(page: Page, name: str, key: str) -> str:
    return (
        f'<div class="{name}"><b>{escape(page.label(f"data.photos-{name}"))}</b>'
        f"<p>{escape(page.label(f'data.photos-{name}-why'))}</p>"
        f'<i style="width:{100 * value(key) / PHOTO_TOP:.1f}%"></i>'
        f"<span>{page.text.fact(key)}%</span></div>"
    )
