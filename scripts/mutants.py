"""Does a test fail when a line of each kind is taken out or changed? `python -m scripts.mutants`.

The list is mutants.toml: a place, what becomes of the line, and the tests that should mind. Each
mutant is made in a copy of the tree, and the tests named for it run there. The table tells which of
them failed first; it must pass without the mutant. A mutant that no test minds, or whose line is no
longer there, is an error. With arguments only those whose file or kind has one of them in it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = Path(__file__).with_suffix(".toml")
SHARED = (".venv", "assets")  # too large to copy, and never changed
PATIENCE = 600  # seconds for the tests of one mutant; one that makes a loop endless is found, too
FAILED = re.compile(r"^(?:FAILED|ERROR) ([^\s\[]+::[^\s\[]+)|^not ok \d+ - (.+)", re.M)
INDENT = re.compile(r"\s*")


class Lost(Exception):
    """A line that is to be changed is not in its file, or more than once."""


@dataclass(frozen=True)
class Mutant:
    """A line of a file, without its indentation, and what it is changed to: "" takes it out."""

    kind: str
    file: str
    line: str
    change: str
    tests: tuple[str, ...]

    def made(self, text: str) -> str:
        """The file's text with the change in it. Raises Lost."""
        lines = text.split("\n")
        places = [at for at, line in enumerate(lines) if line.strip() == self.line]
        if len(places) != 1:
            raise Lost(f"{self.file} has {len(places)} times: {self.line}")
        (at,) = places
        nothing = "pass" if self.file.endswith(".py") else ""
        found = INDENT.match(lines[at])
        lines[at] = (found[0] if found else "") + (self.change or nothing)
        return "\n".join(lines)


def mutants() -> list[Mutant]:
    """The list."""
    rows = tomllib.loads(LIST.read_text("utf-8"))["mutant"]
    return [Mutant(**{**row, "tests": tuple(row["tests"])}) for row in rows]


def copied(into: Path) -> None:
    """The files that git knows, and new ones, as they are now."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in sorted(set(names.split("\0")) - {""}):
        if (ROOT / name).is_file() and Path(name).parts[0] not in SHARED:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, into / name)
    for name in SHARED:
        (into / name).symlink_to(ROOT / name)


def failing(tree: Path, tests: tuple[str, ...]) -> str:
    """The first of the tests that fails in this tree; "" if all pass. Raises RuntimeError if they
    cannot be run.
    """
    scripts = [each for each in tests if each.endswith(".js")]
    others = [each for each in tests if each not in scripts]
    if scripts:
        node = ["node", "--test", "--test-reporter=tap", *scripts]
        if found := _run(tree, node):
            return found
    if others:
        quiet = ["-x", "-q", "-p", "no:cacheprovider", "--tb=line", *others]
        return _run(tree, [sys.executable, "-m", "pytest", *quiet])
    return ""


def _run(tree: Path, command: list[str]) -> str:
    tools = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    own = {
        "PATH": tools,
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # a change may keep a file's size and time
    try:
        told = subprocess.run(
            command,
            cwd=tree,
            env=os.environ | own,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"none within {PATIENCE} s"
    if told.returncode == 0:
        return ""
    if told.returncode < 0:
        return f"none: signal {-told.returncode} ends them"
    found = FAILED.search(told.stdout)
    if told.returncode != 1 or not found:
        raise RuntimeError(f"{' '.join(command)}\n{told.stdout[-2000:]}\n{told.stderr[-2000:]}")
    return next(group for group in found.groups() if group)


def main() -> None:
    """Runs the list, and prints a row for each. Exits with a sentence if a mutant lives."""
    wanted = sys.argv[1:]
    chosen = [
        each
        for each in mutants()
        if not wanted or any(word in each.kind or word in each.file for word in wanted)
    ]
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = Path(folder)
        copied(tree)
        lived = 0
        print(
            "| kind | place | change | the first test that fails |\n|---|---|---|---|", flush=True
        )
        for each in chosen:
            place = tree / each.file
            text = place.read_text("utf-8")
            place.write_text(each.made(text), "utf-8")
            minded = failing(tree, each.tests)
            place.write_text(text, "utf-8")
            lived += not minded
            if minded and failing(tree, (minded,) if "::" in minded else each.tests):
                sys.exit(f"{minded} fails without any mutant.")
            change = f"`{each.line}` → `{each.change}`" if each.change else f"no `{each.line}`"
            row = (each.kind, each.file, change.replace("|", "\\|"), minded or "**none**")
            print(f"| {' | '.join(row)} |", flush=True)
    if lived:
        sys.exit(f"{lived} of {len(chosen)} mutants live: no test minds them.")


if __name__ == "__main__":
    main()
