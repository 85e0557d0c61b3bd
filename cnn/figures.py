"""Pictures of arrays: numpy in, PNG bytes or a plotly figure out. No model, no prose, no torch.

Signed data (maps, weights) is drawn on one diverging scale, blue below zero and orange above it,
with zero fixed at its centre in the colour of the page: a map that answers nothing looks like
nothing. Blue and orange stay apart for every common kind of colour blindness.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Palette = list[tuple[int, int, int]]
TRANSPARENT, NEGATIVE, ZERO, POSITIVE = 0, 1, 128, 255  # palette indices

DIVERGING = {  # from most negative to most positive, zero in the middle
    "light": ["#0b3a66", "#2a6fae", "#86b6dc", "#f1efea", "#f0b47a", "#d1701b", "#7a3703"],
    "dark": ["#a9d6fb", "#5aa7e6", "#2b5f8f", "#20242b", "#8a5220", "#e08a35", "#ffd9ab"],
}
BETWEEN = "#808790"  # a grey that stands out from the paper of both themes
INK = {"light": ["#fbfaf7", "#1d2129"], "dark": ["#171a20", "#f2efe8"]}  # paper, ink


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@cache
def ramp(colours: tuple[str, ...], steps: int) -> NDArray[np.uint8]:
    """`steps` colours from the first to the last of `colours`, (steps, 3), evenly interpolated."""
    anchors = np.array([_rgb(colour) for colour in colours], float)
    at = np.linspace(0, len(anchors) - 1, steps)
    return np.stack(
        [np.interp(at, range(len(anchors)), anchors[:, channel]) for channel in range(3)], axis=1
    ).astype(np.uint8)


def theme_name(dark: bool) -> str:
    """The key of this module's colour tables."""
    return "dark" if dark else "light"


def to_indices(values: NDArray[Any], limit: float) -> NDArray[np.uint8]:
    """Palette indices of signed values of any shape: -limit is 1, zero 128, +limit 255.

    What is beyond is clipped; what is no number counts as 0.
    """
    scaled = np.nan_to_num(np.asarray(values, np.float32) / max(limit, 1e-12))
    indices: NDArray[np.uint8] = np.rint(ZERO + 127 * np.clip(scaled, -1, 1)).astype(np.uint8)
    return indices


def mosaic(indices: NDArray[np.uint8], columns: int, gap: int = 1) -> NDArray[np.uint8]:
    """Maps (n, h, w) side by side, `columns` a row, transparent gaps between: (H, W)."""
    n, h, w = indices.shape
    rows = -(-n // columns)
    sheet = np.zeros((rows * columns, h + gap, w + gap), np.uint8)
    sheet[:n, :h, :w] = indices
    joined = sheet.reshape(rows, columns, h + gap, w + gap).swapaxes(1, 2)
    height, width = rows * (h + gap), columns * (w + gap)
    return joined.reshape(height, width)[: height - gap, : width - gap]


def palette_png(indices: NDArray[np.uint8], colours: NDArray[np.uint8], scale: int = 1) -> bytes:
    """A PNG of palette indices (H, W), each pixel `scale` wide; index 0 is transparent.

    Only the colours that occur are written: all would weigh more than a small picture itself.
    """
    occurs = np.bincount(indices.ravel(), minlength=256) > 0
    indices = (np.cumsum(occurs) - 1).astype(np.uint8)[indices]
    if scale > 1:
        indices = indices.repeat(scale, 0).repeat(scale, 1)
    image = Image.fromarray(indices)
    palette = np.vstack([[0, 0, 0], colours])[occurs[: len(colours) + 1]]
    image.putpalette(palette.astype(np.uint8).tobytes())
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1, **({"transparency": 0} if occurs[0] else {}))
    return out.getvalue()


def maps_png(
    maps: NDArray[Any], *, limit: float, columns: int, dark: bool = False, scale: int = 1
) -> bytes:
    """Maps or kernels (n, h, w) as one PNG grid on the diverging scale, ±limit at its ends."""
    return signed_png(mosaic(to_indices(maps, limit), columns), dark=dark, scale=scale)


def signed_png(indices: NDArray[np.uint8], *, dark: bool = False, scale: int = 1) -> bytes:
    """Indices (H, W) from `to_indices` as a PNG on the diverging scale."""
    return palette_png(indices, ramp(tuple(DIVERGING[theme_name(dark)]), 255), scale)


def kernels_png(kernels: NDArray[Any], *, limit: float, columns: int) -> bytes:
    """Kernels of colour photos (n, 3, k, k) as one PNG grid; 0 is middle grey, ±limit the ends."""
    levels = np.rint(127.5 + 127.5 * np.clip(kernels / max(limit, 1e-12), -1, 1)).astype(np.uint8)
    red, green, blue = (mosaic(levels[:, channel], columns) for channel in range(3))
    inside = mosaic(np.full_like(levels[:, 0], 255), columns)
    sheet = np.stack([red, green, blue, inside], axis=2)
    out = io.BytesIO()
    Image.fromarray(sheet).save(out, "PNG", compress_level=6)
    return out.getvalue()


def ink_png(image: NDArray[np.uint8], *, dark: bool = False, scale: int = 1) -> bytes:
    """A grey picture (H, W), 0 paper ... 255 ink, as a PNG in the colours of the theme."""
    colours = ramp(tuple(INK[theme_name(dark)]), 255)
    return palette_png(np.maximum(image, 1), colours, scale)


def kernel_colours(kernels: NDArray[Any], limit: float) -> NDArray[np.uint8]:
    """First-layer kernels (n, 3, k, k) as colours (n, k, k, 3): no weight is grey, limit full."""
    scaled = np.clip(kernels / max(limit, 1e-12), -1, 1).transpose(0, 2, 3, 1)
    colours: NDArray[np.uint8] = np.rint(127.5 * (1 + scaled)).astype(np.uint8)
    return colours


def colour_sheet(pictures: NDArray[np.uint8], columns: int, *, gap: int = 0) -> Image.Image:
    """Colour pictures (n, h, w, 3) side by side, `columns` a row."""
    channels = [mosaic(pictures[..., channel], columns, gap) for channel in range(3)]
    return Image.fromarray(np.stack(channels, axis=-1))


def encoded(picture: Image.Image, kind: str = "PNG", quality: int = 85) -> bytes:
    """A colour picture as the bytes of a file: "PNG" and "WebP" exact, "JPEG" and "small" not.

    "small" is WebP, two thirds of a JPEG's bytes for four to ten times its work.
    """
    out = io.BytesIO()
    if kind == "JPEG":
        picture.save(out, "JPEG", quality=quality)
    elif kind == "small":
        picture.save(out, "WebP", quality=75, method=2)
    elif kind == "WebP":
        picture.save(out, "WebP", lossless=True, quality=0, method=0)  # the quickest
    else:
        picture.save(out, "PNG", compress_level=3)
    return out.getvalue()


def smooth_map_png(values: NDArray[Any], side: int, *, limit: float, dark: bool = False) -> bytes:
    """A map (h, w) enlarged without edges to `side` pixels, on the diverging scale."""
    image = Image.fromarray(np.asarray(values, np.float32))
    large = np.asarray(image.resize((side, side), Image.Resampling.BICUBIC))
    return maps_png(large[None], limit=limit, columns=1, dark=dark)


@cache
def scale_png(
    *, dark: bool = False, width: int = 127, height: int = 6, signed: bool = True
) -> bytes:
    """The diverging scale itself, or its half above zero, as a legend (height, width)."""
    row = np.linspace(NEGATIVE if signed else ZERO, POSITIVE, width).round().astype(np.uint8)
    return signed_png(np.tile(row, (height, 1)), dark=dark)


def histogram_chart(
    edges: NDArray[Any],
    counts: Mapping[str, NDArray[Any]],
    marks: Mapping[str, float],
    axes: tuple[str, str],
) -> "Figure":
    """The share of each kind in each bin, in per cent, as a line of steps of its own dash.

    edges: (n + 1,); counts: (n,) by the kind's name; marks: vertical lines by their names;
    axes: the names of x and y.
    """
    from plotly import graph_objects as go  # here, since pages without a chart do without it

    figure = go.Figure()
    dashes = ("solid", "dot", "dash", "dashdot")
    for (name, count), dash in zip(counts.items(), dashes, strict=False):
        share = 100 * count / count.sum()
        line = {"shape": "hv", "dash": dash, "width": 2.5}
        figure.add_scatter(x=edges, y=[*share, 0], name=name, mode="lines", line=line)
    for name, at in marks.items():
        figure.add_vline(x=min(at, edges[-1]), line_width=1.5, line_color=BETWEEN)
        figure.add_annotation(x=min(at, edges[-1]), y=1, yref="paper", text=name, yanchor="bottom")
    figure.update_annotations(showarrow=False)
    figure.update_xaxes(title=axes[0], range=[edges[0], edges[-1]], fixedrange=True)
    figure.update_yaxes(title=axes[1], rangemode="tozero", fixedrange=True)
    legend = {"orientation": "h", "yanchor": "top", "y": -0.32}
    return figure.update_layout(height=360, margin={"t": 30, "l": 10, "r": 10}, legend=legend)


class Mark(NamedTuple):
    """One result on a chart over the years."""

    key: str
    year: int
    value: float
    name: str


def results_chart(
    marks: Mapping[str, Sequence[Mark]],
    line: tuple[Sequence[int], Sequence[float], str],
    axes: tuple[str, str],
    *,
    chosen: tuple[float, float],
    log: bool,
) -> "Figure":
    """Results over the years, a marker's shape of its own for each kind, and a line of the best.

    `chosen`: year and value of the one that is ringed. A mark's key is the point's customdata.
    """
    from plotly import graph_objects as go  # here, since pages without a chart do without it

    figure = go.Figure()
    years, values, name = line
    quiet = {"width": 1.5, "color": BETWEEN}
    figure.add_scatter(x=years, y=values, name=name, mode="lines", line=quiet, hoverinfo="skip")
    shapes = ("triangle-up", "circle", "diamond", "square", "circle-open", "star")
    for (kind, points), shape in zip(marks.items(), shapes, strict=False):
        figure.add_scatter(
            x=[point.year for point in points],
            y=[point.value for point in points],
            name=kind,
            mode="markers",
            marker={"symbol": shape, "size": 11, "line": {"width": 2}},
            customdata=[[point.key] for point in points],
            text=[point.name for point in points],
            hovertemplate="%{text}<extra></extra>",
            unselected={"marker": {"opacity": 1}},
        )
    ring = {"symbol": "circle-open", "size": 24, "color": BETWEEN, "line": {"width": 2}}
    year, value = chosen
    figure.add_scatter(
        x=[year], y=[value], mode="markers", marker=ring, showlegend=False, hoverinfo="skip"
    )
    figure.update_xaxes(title=axes[0], dtick=1, fixedrange=True, range=[2009.5, 2017.5])
    figure.update_yaxes(title=axes[1], fixedrange=True, rangemode="tozero")
    if log:
        ticks = [2, 5, 10, 20, 30]
        figure.update_yaxes(type="log", tickvals=ticks, ticktext=[str(tick) for tick in ticks])
    legend = {"orientation": "v", "xanchor": "left", "x": 0, "yanchor": "top", "y": -0.2}
    return figure.update_layout(
        height=600, margin={"t": 20, "l": 10, "r": 10}, legend=legend, dragmode=False
    )


def line_chart(
    x: Sequence[float],
    lines: Mapping[str, Sequence[float]],
    axes: tuple[str, str],
    *,
    level: float | None = None,
) -> "Figure":
    """A line of its own dash for each name, all over the same x; `level` is a line across."""
    from plotly import graph_objects as go  # here, since pages without a chart do without it

    figure = go.Figure()
    dashes = ("solid", "dot", "dash", "dashdot", "longdash", "longdashdot")
    for place, (name, y) in enumerate(lines.items()):
        line = {"dash": dashes[place % len(dashes)], "width": 2.5}
        marker = {"size": 7, "symbol": place}
        figure.add_scatter(
            x=list(x), y=list(y), name=name, mode="lines+markers", line=line, marker=marker
        )
    if level is not None:
        figure.add_hline(y=level, line_width=1.5, line_color=BETWEEN)
    figure.update_xaxes(title=axes[0], fixedrange=True)
    figure.update_yaxes(title=axes[1], rangemode="tozero", fixedrange=True)
    legend = {"orientation": "h", "yanchor": "top", "y": -0.32}
    return figure.update_layout(height=380, margin={"t": 20, "l": 10, "r": 10}, legend=legend)


class ErrorCurve(NamedTuple):
    """Values over x with what lies around each: a line, or single points where `dash` is None."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    colour: str
    symbol: str
    dash: str | None = "solid"


def learning_curve_chart(
    lines: Sequence[ErrorCurve], axes: tuple[str, str], hover: str, printed: Callable[[float], str]
) -> "Figure":
    """Errors over numbers of digits, both axes logarithmic, with bars from `low` to `high`.

    `hover` is plotly's template of what a point says: %{x}, %{y} and %{fullData.name}. `printed`
    shortens a number of digits, so that a phone has room for it on the axis.
    """
    from plotly import graph_objects as go  # here, since pages without a chart do without it

    figure = go.Figure()
    for each in lines:
        y = np.asarray(each.y, float)
        bars = {"array": np.asarray(each.high) - y, "arrayminus": y - np.asarray(each.low)}
        marker = {"size": 8 if each.dash else 12, "symbol": each.symbol, "color": each.colour}
        figure.add_scatter(
            x=list(each.x),
            y=list(each.y),
            name=each.name,
            mode="lines+markers" if each.dash else "markers",
            line={"dash": each.dash or "solid", "width": 2.5, "color": each.colour},
            marker=marker,
            error_y={**bars, "thickness": 1.5, "width": 4},
            hovertemplate=hover + "<extra></extra>",
        )
    ticks = {x for each in lines if each.dash for x in each.x}
    figure.update_xaxes(title=axes[0], type="log", fixedrange=True)
    if ticks:
        shown = sorted(ticks)
        figure.update_xaxes(tickvals=shown, ticktext=[printed(x) for x in shown])
    percents = [0.5, 1, 2, 5, 10, 20, 50]
    figure.update_yaxes(title=axes[1], type="log", fixedrange=True, tickvals=percents)
    figure.update_yaxes(ticktext=[f"{percent:g}" for percent in percents])
    legend = {"orientation": "h", "yanchor": "top", "y": -0.24}
    return figure.update_layout(height=470, margin={"t": 16, "l": 10, "r": 10}, legend=legend)
