"""PostgreSQL for the tests of the classes: find Debian's, install it, run one for a while.

`python -m scripts.postgres` installs it where that can be done; without it those tests are skipped.
It listens at a free port of this machine alone, keeps everything in a folder that goes with it, and
never runs as root, which it refuses.
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self

from scripts import browser
from scripts.running_app import free_port

NOBODY = "postgres"  # Debian's user for it; used by root alone
NAME = "classes"


def find() -> Path | None:
    """The folder of the programs of the newest PostgreSQL here, or None."""
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = sorted(found, key=lambda path: int(re.sub(r"\D", "", path.parts[-3]) or 0))
    return newest[-1].parent if newest else None


def install() -> None:
    """Installs Debian's, where that can be done, as root or by sudo."""
    if not find():
        browser.apt_install("postgresql")


class Running:
    """A PostgreSQL with an empty database at `address`; use it in a `with` block."""

    def __enter__(self) -> Self:
        programs = find()
        assert programs, "no PostgreSQL here"
        self.programs, self.port = programs, free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="cnns-postgres-"))
        self.who = NOBODY if os.geteuid() == 0 else None
        if self.who:
            shutil.chown(self.folder, self.who)
        self._run("initdb", "-D", self._data, "-U", NAME, "-A", "trust", "--no-sync")
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", NAME, NAME)
        return self

    @property
    def address(self) -> str:
        """As SQLAlchemy writes it."""
        return f"postgresql://{NAME}@127.0.0.1:{self.port}/{NAME}"

    def start(self) -> None:
        """Starts it, and returns when it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", self._data, "-o", options, "-l", log, "-w", "start")

    def stop(self) -> None:
        """Stops it at once: whoever is connected is cut off."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.programs / program), *arguments],
            check=True,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            user=self.who,
        )


if __name__ == "__main__":
    install()
