"""Chromium for the browser tests and the benchmark: find one, or install one.

`python scripts/browser.py` prints the path of a Chromium, after installing Debian's (with apt, as
root or by sudo) or else Playwright's own. It exits with a sentence if it can do neither.
`--others` installs Debian's Firefox and WebKit as well, if that can be done here; `--shell` does so
with Chromium's shell without a window, and prints its path where there is one.
"""

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"  # Chromium's engine alone: pages cost it a third less work
ASK = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
AT_REST = (  # a page of the app: connected, its script at its end, and all of it drawn (frame.css)
    "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
    ":not(:has([data-testid=stSkeleton], "
    "[data-testid=stBidiComponentIsolated]:not([data-drawn]), "
    "[data-testid=stBidiComponentRegular]:not([data-drawn])))"
)
FLAGS = [
    "--no-sandbox",  # root, containers
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",  # the browser itself must not call home in the tests
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find(*, shell: bool = False) -> str | None:
    """The path of a Chromium: $CHROMIUM, one on the PATH, Playwright's own, or None.

    shell: the one without a window, if there is one on the PATH. It asks for no permission, and
    keeps what a frame of another site stores: such things are asked of the whole Chromium.
    """
    named = os.environ.get("CHROMIUM")
    if named and Path(named).name == SHELL and not shell:
        named = None
    names = (SHELL, *NAMES) if shell else NAMES
    for path in (named, *map(shutil.which, names)):
        if path and _runs(path):
            return path
    return _playwrights_own()


def _runs(path: str) -> bool:
    """Ubuntu's /usr/bin/chromium-browser may be no more than the advice to install a snap."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _playwrights_own() -> str | None:
    """Asked for in a process of its own: a test's event loop would refuse a second Playwright."""
    asked = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=False)
    path = asked.stdout.strip()
    return path if asked.returncode == 0 and Path(path).is_file() else None


run = partial(subprocess.run, check=False, stdin=subprocess.DEVNULL, stdout=sys.stderr)


def install() -> None:
    """Install Chromium, and a font with Korean letters where apt is used."""
    apt_install("chromium", "fonts-noto-cjk")
    if not find():
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        run([*command, "--with-deps"] if _is_root() and shutil.which("apt-get") else command)


def install_shell() -> None:
    """Install Debian's Chromium without a window, if that can be done here."""
    if not shutil.which(SHELL):
        apt_install(SHELL)


def install_others() -> None:
    """Install Firefox, and WebKit with the screen that it needs, as far as they are to be had."""
    if not find_firefox():
        apt_install("firefox-esr")
    if not find_webkit():
        apt_install("webkit2gtk-driver", "xvfb")


def find_firefox() -> str | None:
    """The path of a Firefox."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


def find_webkit() -> tuple[str, str, str] | None:
    """The paths of WebKit's driver, of its small browser and of a screen for it."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browsers = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4.*/MiniBrowser")) if driver else []
    return (driver, str(browsers[-1]), screen) if driver and browsers and screen else None


def apt_install(*packages: str) -> None:
    """Install Debian's packages where that can be done, as root or by sudo; else do nothing."""
    if shutil.which("apt-get") and (_is_root() or shutil.which("sudo")):
        apt = [] if _is_root() else ["sudo", "-n"]
        apt += ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        run([*apt, "update"])
        run([*apt, "install", "-y", "--no-install-recommends", *packages])


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def main() -> None:
    """Print the path of a Chromium that is here now."""
    if "--others" in sys.argv[1:]:
        install_others()
    shell = "--shell" in sys.argv[1:]
    if not find():
        install()
    if shell:
        install_shell()
    path = find(shell=shell)
    if path is None:
        sys.exit("No browser for the browser tests: install Chromium, or set CHROMIUM to its path.")
    print(path)


if __name__ == "__main__":
    main()
