"""Which tests are of what is being worked on? They come first."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHANGED = ["git", "status", "--porcelain", "--no-renames", "-z", "--untracked-files=all"]


@cache
def distance(test: Path) -> int:
    """0 for a file of tests that has changed since the last commit, 1 for one that imports a module
    that has, 2 for any other.
    """
    if test in changed():
        return 0
    text = test.read_text("utf-8")
    return 1 if any(imports(text, module) for module in changed() if module != test) else 2


def imports(text: str, file: Path) -> bool:
    """Whether a module's text imports that of this file, by either of the two ways to write it."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    *package, name = parts[:-1] if parts[-1] == "__init__" else parts
    whole = ".".join([*package, name])
    from_package = any(
        line.startswith(f"from {'.'.join(package)} import ")
        and name in line.replace(",", " ").split()
        for line in text.splitlines()
    )
    return from_package or f"from {whole} import " in text or f"import {whole}" in text


@cache
def changed() -> frozenset[Path]:
    """The Python files that differ from the last commit; none where git does not tell."""
    try:
        told = subprocess.run(CHANGED, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return frozenset()
    names = (line[3:] for line in told.stdout.split("\0") if line.endswith(".py"))
    return frozenset(ROOT / name for name in names if (ROOT / name).parent != ROOT)
