"""Figures with their n, median and 95th percentile, as Markdown and JSON."""

import json
import os
import platform
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Figure:
    """A measured quantity; `p95` is None where a single value was taken."""

    name: str
    unit: str
    n: int
    median: float
    p95: float | None = None
    note: str = ""


def figure(name: str, unit: str, values: list[float], note: str = "") -> Figure:
    """A figure of many values. Raises ValueError if there are none."""
    if not values:
        raise ValueError(f"nothing was measured: {name}")
    median, p95 = np.percentile(values, [50, 95])
    return Figure(name, unit, len(values), float(median), float(p95), note)


def single(name: str, unit: str, value: float, note: str = "") -> Figure:
    """A figure that is one value."""
    return Figure(name, unit, 1, float(value), None, note)


def machine() -> dict[str, object]:
    """Where and under what load a report was made."""
    return {
        "date": time.strftime("%Y-%m-%d %H:%M"),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load before": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def markdown(
    where: dict[str, object], parts: dict[str, list[Figure]], title: str = "Benchmark"
) -> str:
    """The report as a Markdown page."""
    lines = [f"# {title}", "", ", ".join(f"{name} {value}" for name, value in where.items())]
    for part, figures in parts.items():
        lines += ["", f"## {part}", "", "| what | median | p95 | unit | n | note |"]
        lines.append("|---|---:|---:|---|---:|---|")
        lines += [
            f"| {f.name} | {f.median:,.4g} | {'' if f.p95 is None else f'{f.p95:,.4g}'} "
            f"| {f.unit} | {f.n} | {f.note} |"
            for f in figures
        ]
    return "\n".join(lines) + "\n"


def write(folder: Path, where: dict[str, object], parts: dict[str, list[Figure]]) -> str:
    """Write report.md and report.json; returns the Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    page = markdown(where, parts)
    (folder / "report.md").write_text(page, "utf-8")
    data = {"machine": where, **{part: [asdict(f) for f in each] for part, each in parts.items()}}
    (folder / "report.json").write_text(json.dumps(data, indent=1), "utf-8")
    return page
