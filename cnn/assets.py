"""The binary files that ship, each with its origin, licence and hash (assets/manifest.toml)."""

import hashlib
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cnn.errors import Problem

HERE = Path(__file__).resolve().parent
INSTALLED = HERE / "_assets"  # where a wheel has them
ROOT = INSTALLED if INSTALLED.is_dir() else HERE.parent / "assets"
TEXT_FILES = {".md", ".toml"}  # reviewed as text, so not listed


class AssetProblem(Problem):
    """A file that ships is missing, altered or unlisted."""


@dataclass(frozen=True)
class Asset:
    """One row of the manifest; `metrics` holds what was measured of the file, errors in %.

    A photo's row also names its `author`, and the `url` where the original is.
    """

    file: str
    sha256: str
    source: str
    licence: str
    made_by: str
    author: str = ""
    url: str = ""
    metrics: dict[str, Any] = field(default_factory=dict)


@cache
def manifest() -> dict[str, Asset]:
    """Every listed asset, by its path below assets/."""
    rows = tomllib.loads((ROOT / "manifest.toml").read_text("utf-8"))["asset"]
    return {row["file"]: Asset(**row) for row in rows}


def row(file: str) -> Asset:
    """The manifest's row of this file. Raises AssetProblem if there is none."""
    if file not in manifest():
        raise AssetProblem(
            "asset-unlisted", f"{file} is not listed in assets/manifest.toml.", file=file
        )
    return manifest()[file]


def metric(file: str, name: str) -> Any:
    """What was measured of this file under `name`. Raises KeyError if it was not."""
    return row(file).metrics[name]


def path(file: str) -> Path:
    """The asset's place on disk, its hash found right; read anew only if the file was touched.

    Raises AssetProblem if it is unlisted, missing or altered.
    """
    sha256 = row(file).sha256
    where = ROOT / file
    try:
        found = where.stat()
        seen = found.st_size, found.st_mtime_ns, found.st_ino
        if _right.get(where) != seen:
            if hashlib.sha256(where.read_bytes()).hexdigest() != sha256:
                raise AssetProblem(
                    "asset-altered",
                    f"The file assets/{file} has changed. Install the app again.",
                    file=file,
                )
            _right[where] = seen
    except OSError as error:
        raise AssetProblem(
            "asset-missing", f"The file assets/{file} is missing. Install the app again.", file=file
        ) from error
    return where


_right: dict[Path, tuple[int, int, int]] = {}  # size, time and inode of files found right


def verify() -> list[str]:
    """A sentence for every asset that is missing, altered or unlisted; empty if all is well."""
    present = {
        file.relative_to(ROOT).as_posix()
        for file in ROOT.rglob("*")
        if file.is_file() and file.suffix not in TEXT_FILES
    }
    sentences = []
    for file in sorted(present | set(manifest())):
        try:
            path(file)
        except AssetProblem as problem:
            sentences.append(str(problem))
    return sentences
