"""What the size rule looks like at the far edge of an image: HTML."""

import htpy as h
from htpy import Renderable

from cnn.experiments.output_size import Coverage, Rule, coverage
from cnn.experiments.output_size import output_size as places
from ui.exhibits.alexnet.charts import chart_image
from ui.page.frame import Page
from ui.page.pictures import scrolls

SHOWN = 36  # pixels at the far edge
UNIT = 16  # of the drawing, for a pixel
BEYOND = 8  # pixels drawn behind the edge
TOP, ROW = 34, 20
POOL = (3, 2)  # window and stride of all three pooling layers


def size_rule(
    page: Page, rule: Rule, *, image: int, kernel: int, stride: int, padding: int
) -> Renderable:
    """The division, the last windows at the edge, and the widths down to the full layers."""
    seen = coverage(image, kernel, stride, padding, rule)
    found = len(seen.starts)
    exact = (image + 2 * padding - kernel) / stride + 1
    sentences = [_division(image, kernel, stride, padding, exact)]
    if not found:
        sentences = [page.label("alexnet.size-none", kernel=kernel, image=image + 2 * padding)]
    else:
        sentences.append(page.label("alexnet.size-places", count=found))
        sentences.append(_edge(page, seen, image, padding))
    chain = widths(found, rule)
    if found:
        sentences.append(page.label("alexnet.size-chain", chain=" → ".join(map(str, chain))))
        if not chain[-1]:
            sentences.append(page.label("alexnet.size-vanished"))
    words = [h.p[sentence] for sentence in sentences]
    drawn = _drawing(page, image, kernel, padding, seen) if found else None
    return h.div(
        ".ax-size",
        lang=page.lang,
        data_testid="size",
        data_places=found,
        data_chain="-".join(map(str, chain)),
        data_over=seen.overhang if found else 0,
    )[h.div(role="status")[words], h.div(".wide", scrolls(page))[drawn]]


def _division(image: int, kernel: int, stride: int, padding: int, exact: float) -> str:
    around = f" + 2 × {padding}" if padding else ""
    shown = f"{exact:.4f}".rstrip("0").rstrip(".")
    return f"({image}{around} − {kernel}) / {stride} + 1 = {shown}".replace("= -", "= −")


def _edge(page: Page, seen: Coverage, image: int, padding: int) -> str:
    if int(seen.starts[-1]) >= image:
        return page.label("alexnet.size-beyond")
    if seen.overhang:
        return page.label("alexnet.size-over", count=seen.overhang)
    if seen.missed > padding:
        return page.label("alexnet.size-missed", count=seen.missed - padding)
    if seen.missed and len(seen.unseen):
        return page.label("convolution.gaps", count=len(seen.unseen))
    if seen.missed:
        return page.label("convolution.only-padding", count=seen.missed)
    return page.label("alexnet.size-exact")


def widths(width: int, rule: Rule) -> list[int]:
    """conv1's width and those after each pooling; the convolutions between keep the width."""
    chain = [width]
    for _ in range(3):
        chain.append(places(chain[-1], *POOL, 0, rule) if chain[-1] else 0)
    return chain


def _drawing(page: Page, image: int, kernel: int, padding: int, seen: Coverage) -> Renderable:
    first = max(-padding, image - SHOWN)
    last = image + BEYOND
    cells = []
    for pixel in range(first, last):
        inside = 0 <= pixel < image
        kind = "pixel" if inside else "padding" if pixel < image + padding else "outside"
        if inside and not seen.seen[pixel]:
            kind = "missed"
        x = (pixel - first) * UNIT
        cells.append(h.rect(class_=kind, x=x, y="6", width=UNIT - 1, height="18"))
    shown = [int(start) for start in seen.starts if start + kernel > first and start < last][-4:]
    bars = []
    for row, start in enumerate(shown):
        x1, x2 = max(start, first) - first, min(start + kernel, last) - first
        here = " last" if start == int(seen.starts[-1]) else ""
        bars.append(
            h.rect(
                class_=f"place{here}",
                x=x1 * UNIT,
                y=TOP + ROW * row,
                width=(x2 - x1) * UNIT - 1,
                height="12",
                rx="3",
            )
        )
    edge = (image - first) * UNIT - 0.5
    height = TOP + ROW * len(shown) + 22
    text = page.label("alexnet.size-edge", pixel=image - 1)
    line = (
        h.path(".edge", d=f"M{edge} 0V{height - 20}"),
        h.text(x=f"{edge:.0f}", y=height - 4, class_="y")[text],
    )
    box = (0, 0, (last - first) * UNIT, height)
    return chart_image((cells, bars, line), box, page.label("alexnet.size-alt"))
