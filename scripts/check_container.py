"""Builds deploy/Dockerfile and runs what comes of it: `make container`, as root, on Debian.

No Docker, and no registry of images: Debian's buildah builds, over a base made of Debian's own
packages that stands in for the one that FROM names (its Python 3.11 too). The image then runs as
deploy/compose.yaml runs it: its user, a root that nobody can write to, 256 MB in /tmp, no
capabilities, no new privileges, as many open files; in namespaces of its own for processes and
mounts. Not so: it shares this machine's network, and memory, processors and processes are not
limited, only told. A visitor from outside draws a digit, sends a photo and opens a class, which
must be there when a new container starts over the same volume.

Takes ten minutes or more, most of them for PyTorch, and 30 GB meanwhile; everything is removed at
the end. Ends with status 1 if a check failed, with 2 if there is nothing to build with.
"""

import asyncio
import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from scripts.bench.digits import strokes
from scripts.bench.memory import children
from scripts.bench.visitor import Visitor, visitor
from scripts.running_app import ROOT, RunningApp

TOOLS = ("buildah", "debootstrap", "unshare", "setpriv", "mount")
ROOM = 30  # GB
BASE, IMAGE = "localhost/check-container-base", "localhost/check-container"
PACKAGES = "python3,python3-venv,ca-certificates"
TRUSTED = Path("/etc/ssl/certs/ca-certificates.crt")
DIGIT, PHOTO, LOOKED_FOR = 7, "assets/photos", "photo.files"
READY = 240  # seconds until the server must be ready

# The root, the volume's folder, then a command. What a container runtime does before it.
ENTER = """
root=$1 data=$2; shift 2
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o size=256m,mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for each in null zero full random urandom; do
    : >"$root/dev/$each"
    mount --bind "/dev/$each" "$root/dev/$each"
done
mkdir "$root/dev/shm"
mount -t tmpfs -o size=64m,mode=1777 tmpfs "$root/dev/shm"
mount --bind "$data" "$root/data"
if [ -e "$root/etc/hosts" ]; then mount --bind /etc/hosts "$root/etc/hosts"; fi
exec "$@"
"""


class Unfit(Exception):
    """Why there is nothing to build with, as a sentence."""


class Image(NamedTuple):
    """What an image says of itself."""

    user: str
    environment: list[str]
    folder: str
    command: list[str]
    ports: list[str]
    volumes: list[str]
    health: list[str]  # the command that asks whether it is well
    size: float  # MB


class Checks:
    """What was asked, and what came out."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def tell(self, holds: bool, what: str) -> None:
        """Prints one check; one that does not hold fails the whole."""
        print(f"{'ok    ' if holds else 'FAILED'} {what}", flush=True)
        if not holds:
            self.failed.append(what)


class Storage:
    """buildah with images and containers of its own, in a folder."""

    def __init__(self, folder: Path) -> None:
        kinds = Path("/proc/filesystems").read_text().split()
        driver = "overlay" if "overlay" in kinds else "vfs"
        self.command = ["buildah", "--root", f"{folder}/storage", "--runroot", f"{folder}/run"]
        self.command += ["--storage-driver", os.environ.get("STORAGE_DRIVER", driver)]
        self.environment = os.environ | {"BUILDAH_ISOLATION": "chroot", "TMPDIR": str(folder)}

    def ask(self, *arguments: str) -> str:
        """What buildah prints. Raises CalledProcessError."""
        told = subprocess.run(
            [*self.command, *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return told.stdout.strip()

    def show(self, *arguments: str) -> None:
        """Runs buildah, and lets it print; ended in its midst, nothing of it goes on.

        Raises CalledProcessError.
        """
        command = [*self.command, *arguments]
        process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL)
        try:
            status = process.wait()
        except BaseException:
            for each in [*children(process.pid), process.pid]:
                with suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)
            process.wait()
            raise
        if status:
            raise subprocess.CalledProcessError(status, command)

    def empty(self) -> None:
        """Removes what it has mounted and made; what it could not is said."""
        for what in (("umount", "--all"), ("rm", "--all"), ("rmi", "--all", "--force")):
            command = [*self.command, *what]
            subprocess.run(command, env=self.environment, stdout=subprocess.DEVNULL, check=False)
        subprocess.run(
            ["umount", "--quiet", f"{self.command[2]}/overlay"],
            stderr=subprocess.DEVNULL,
            check=False,
        )

    def build_base(self, folder: Path) -> None:
        """An image of Debian's packages with `python` and `pip` where Docker's has them."""
        bootstrap(folder)
        container = self.ask("from", "scratch")
        self.ask("add", "--quiet", container, str(folder), "/")
        path = "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
        self.ask("config", "--env", f"PATH={path}", container)
        self.ask("commit", "--quiet", "--rm", container, BASE)
        shutil.rmtree(folder)

    def build(self) -> None:
        """The image of deploy/Dockerfile, over the base."""
        self.show(
            *("build", "--format", "docker", "--from", BASE, "--pull-never"),
            *("--file", str(ROOT / "deploy" / "Dockerfile"), "--tag", IMAGE, str(ROOT)),
        )

    def image(self) -> Image:
        """What the image says of itself."""
        told: dict[str, Any] = json.loads(self.ask("inspect", "--type", "image", IMAGE))
        config = told["Docker"]["config"]
        (sizes,) = (
            each["size"]
            for each in json.loads(self.ask("images", "--json"))
            if any(name.startswith(f"{IMAGE}:") for name in each["names"] or ())
        )
        return Image(
            config["User"],
            config["Env"],
            config["WorkingDir"],
            config["Cmd"],
            list(config["ExposedPorts"]),
            list(config["Volumes"]),
            config["Healthcheck"]["Test"][1:],
            megabytes(sizes),
        )


def bootstrap(folder: Path) -> None:
    """Debian's packages in a folder. Raises CalledProcessError."""
    subprocess.run(
        ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm", folder],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    subprocess.run(["chroot", folder, "python3", "-m", "venv", "/usr/local"], check=True)
    if TRUSTED.is_file():  # a proxy between this machine and PyPI may have its own
        shutil.copy(TRUSTED, folder / TRUSTED.relative_to("/"))
    for each in (folder / "dev").iterdir():  # no device is copied
        shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink()


class Container(RunningApp):
    """The image at work over a folder that is its volume."""

    def __init__(self, image: Image, root: Path, data: Path, files: int) -> None:
        super().__init__(root=Path("/"))
        self.image, self.inside, self.data, self.files = image, root, data, files
        self.command = self._entered(image.command)

    def _entered(self, command: Sequence[str]) -> list[str]:
        user, _, group = self.image.user.partition(":")
        environment = [*self.image.environment, f"CNN_PORT={self.port}"]
        return [
            *("unshare", "--mount", "--pid", "--fork", "--kill-child"),
            *("sh", "-euc", ENTER, "enter", str(self.inside), str(self.data)),
            *("prlimit", f"--nofile={self.files}", "chroot", str(self.inside)),
            *("setpriv", f"--reuid={user}", f"--regid={group or user}", "--clear-groups"),
            *("--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"),
            *("env", "-i", "-C", self.image.folder, *environment, *command),
        ]

    def within(self, *command: str) -> bool:
        """Whether a command ends well in a container like this one."""
        told = subprocess.run(self._entered(command), capture_output=True, check=False)
        return told.returncode == 0

    def ready(self) -> tuple[float, dict[str, Any]]:
        """Seconds until /readyz has said 200, and what it says. Raises TimeoutError."""
        began = time.monotonic()
        while time.monotonic() < began + READY:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                    return time.monotonic() - began, json.load(answer)
            except urllib.error.HTTPError as error:
                said = error.read().decode("utf-8", "replace")
            time.sleep(0.05)
        raise TimeoutError(said)

    def first(self) -> int:
        """The container's first process, as this machine counts."""
        assert self.process
        return children(self.process.pid)[0]

    def stop(self, by: int = signal.SIGTERM) -> str:
        """Ends it as a runtime does: by a signal to its first process."""
        if self.process and self.process.poll() is None:
            os.kill(self.first(), by)
        return super().stop(signal.SIGCONT)

    def memory(self) -> float:
        """What its processes take together, in MB; what they share counts once."""
        assert self.process
        total = 0
        for each in children(self.process.pid):
            try:
                told = Path(f"/proc/{each}/smaps_rollup").read_text()
            except OSError:
                continue  # it has ended
            total += int(re.findall(r"^Pss: +(\d+)", told, re.M)[0])
        return total / 1024


def megabytes(size: str) -> float:
    """What buildah's "1.23 GB" is."""
    number, unit = size.split()
    return float(number) * {"KB": 1e-3, "MB": 1, "GB": 1e3}[unit.upper()]


def compose_limit(name: str) -> int:
    """A number of deploy/compose.yaml."""
    text = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
    found = re.search(rf"^\s*{name}: (\d+)", text, re.M)
    assert found, name
    return int(found[1])


def page_says(one: Visitor) -> str:
    """All HTML and code that stands on a visitor's page."""
    elements = (message.delta.new_element for message in one.session.page.values())
    said = [f"{each.html.body}\n{each.code.code_text}" for each in elements]
    return html.unescape("\n".join(said))


async def digit_read(url: str) -> str:
    """What the machines of Draw say of a drawn 7."""
    async with visitor(url) as one:
        await one.open("Draw", "lang=en&open=all")
        await one.send(strokes(DIGIT, 14, 800, 100, 100))
        rows = re.findall(r'<td class="answer">(\d)</td>', page_says(one))
        return "".join(rows)


async def photo_read(url: str) -> str:
    """What AlexNet's small edition sees in a photo that is sent."""
    photo = sorted((ROOT / PHOTO).glob("*.jpg"))[0]
    async with visitor(url) as one:
        await one.open("Photo", "lang=en&open=all")
        await one.upload("mine.jpg", photo.read_bytes(), LOOKED_FOR)
        return (one.session.html("photo-answers") or {}).get("best", "")


async def class_opened(url: str) -> tuple[str, str]:
    """Opens a class: its code, and the query of its teacher's own link."""
    async with visitor(url) as one:
        await one.open("For_teachers", "lang=en&open=all")
        await one.act("teachers-open", trigger_value=True)
        said = page_says(one)
    code = re.search(r'class="class-code"[^>]*>([^<]+)<', said)
    link = re.search(r"\?(teach=\S+)", said)
    return (code[1], link[1]) if code and link else ("", "")


async def class_found(url: str, query: str) -> str:
    """The code of the class that a teacher's link opens."""
    async with visitor(url) as one:
        await one.open("For_teachers", query)
        code = re.search(r'class="class-code"[^>]*>([^<]+)<', page_says(one))
        return code[1] if code else ""


def check_rights(checks: Checks, running: Container) -> None:
    """Who the server is, and what it may do."""
    status = dict(re.findall(r"^(\w+):\s+(.+)$", _proc(running, "status"), re.M))
    user, group = (status[name].split()[0] for name in ("Uid", "Gid"))
    checks.tell(f"{user}:{group}" == running.image.user and user != "0", f"runs as {user}:{group}")
    checks.tell(int(status["CapEff"], 16) == 0 == int(status["CapBnd"], 16), "no capabilities")
    checks.tell(status["NoNewPrivs"] == "1", "no new privileges")
    limit = re.search(r"^Max open files +(\d+) +(\d+)", _proc(running, "limits"), re.M)
    checks.tell(bool(limit and int(limit[2]) == running.files), f"{running.files} open files")
    for place, writable in (("/app", False), ("/usr", False), ("/tmp", True), ("/data", True)):
        can = running.within("touch", f"{place}/.check-container")
        checks.tell(can == writable, f"{place} can{'' if can else 'not'} be written to")
    (running.data / ".check-container").unlink(missing_ok=True)


def _proc(running: Container, name: str) -> str:
    return Path(f"/proc/{running.first()}/{name}").read_text()


def check_start(checks: Checks, running: Container, what: str) -> None:
    """Starts it, and asks whether it is ready."""
    began = time.monotonic()
    running.start()
    _, said = running.ready()
    took = time.monotonic() - began
    checks.tell(not said.get("degraded"), f"{what}: ready after {took:.1f} s: {json.dumps(said)}")


def check_end(checks: Checks, running: Container) -> None:
    """SIGTERM ends it, and it has said nothing of an error."""
    began = time.monotonic()
    said = running.stop()
    took = time.monotonic() - began
    checks.tell(running.ended == 0, f"SIGTERM ends it in {took:.1f} s, status {running.ended}")
    wrong = [line for line in said.splitlines() if re.search(r"Traceback|Error|Read-only", line)]
    checks.tell(not wrong, f"no error in what it printed{': ' if wrong else ''}{wrong[:3] or ''}")


def check(checks: Checks, image: Image, root: Path, data: Path) -> None:
    """Every check of a running container, then of one that follows it."""
    files = compose_limit("nofile")
    running = Container(image, root, data, files)
    try:
        check_start(checks, running, "first start")
        check_rights(checks, running)
        health = [each.replace(":8501/", f":{running.port}/") for each in image.health]
        checks.tell(running.within(*health), "its own health check says that it is well")
        said = asyncio.run(digit_read(running.url))
        digits = f"a drawn {DIGIT} is read, by its machines, as {said or 'nothing'}"
        checks.tell(2 * said.count(str(DIGIT)) > max(len(said), 1), digits)
        best = asyncio.run(photo_read(running.url))
        checks.tell(bool(best), f"a photo sent to it is answered: {best or 'nothing'}")
        code, query = asyncio.run(class_opened(running.url))
        checks.tell(bool(code), f"a class is opened: {code or 'none'}")
        print(f"       memory after this: {running.memory():,.0f} MB (compose allows 2 GB)")
    finally:
        check_end(checks, running)
    kept = sorted(each.name for each in data.iterdir())
    checks.tell("classes.sqlite" in kept, f"its volume keeps {', '.join(kept) or 'nothing'}")
    following = Container(image, root, data, files)
    try:
        check_start(checks, following, "a new container over the same volume")
        found = asyncio.run(class_found(following.url, query))
        checks.tell(bool(code) and found == code, f"the class is still there: {found or 'no'}")
    finally:
        check_end(checks, following)


def torch_told(root: Path) -> str:
    """Which PyTorch lies in an image."""
    found = sorted(each.name for each in root.glob("usr/local/lib/python3*/site-packages/torch-*"))
    names = [each.removesuffix(".dist-info") for each in found]
    cuda = any(root.glob("usr/local/lib/python3*/site-packages/nvidia*"))
    whose = "PyPI's build, with CUDA, since PyTorch's own index did not answer here"
    return f"{', '.join(names)}: {whose if cuda else 'the CPU build'}"


def ask_for_what_it_takes() -> None:
    """Raises Unfit if a tool, a right or room is missing."""
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        raise Unfit(
            f"There is no {', no '.join(missing)} here (apt-get install buildah debootstrap)."
        )
    if os.geteuid():
        raise Unfit("Only root may make a base and mount an image.")
    free = shutil.disk_usage(place()).free / 1e9
    if free < ROOM:
        raise Unfit(f"{place()} has {free:.0f} GB free, and {ROOM} are needed (TMPDIR chooses).")


def place() -> Path:
    """Where everything lies meanwhile."""
    return Path(os.environ.get("TMPDIR", "/var/tmp"))


@contextmanager
def own_room() -> Iterator[tuple[Storage, Path]]:
    """A folder with buildah's images, all gone with the block."""
    folder = Path(tempfile.mkdtemp(prefix="check-container-", dir=place()))
    storage = Storage(folder)
    try:
        yield storage, folder
    finally:
        storage.empty()
        if any(str(folder) in line for line in Path("/proc/mounts").read_text().splitlines()):
            print(f"FAILED {folder} is still mounted: unmount it and remove it by hand.")
        else:
            shutil.rmtree(folder)


def main() -> None:
    """Build, run, ask, remove."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended from outside."))
    checks = Checks()
    try:
        ask_for_what_it_takes()
        with own_room() as (storage, folder):
            began = time.monotonic()
            print("A base of Debian's packages ...", flush=True)
            storage.build_base(folder / "base")
            print(
                f"{time.monotonic() - began:.0f} s. The image of deploy/Dockerfile ...", flush=True
            )
            storage.build()
            print(f"Built after {time.monotonic() - began:.0f} s.", flush=True)
            image = storage.image()
            container = storage.ask("from", "--pull-never", IMAGE)
            root, data = Path(storage.ask("mount", container)), folder / "data"
            print(f"Image: {image.size:,.0f} MB. {torch_told(root)}.", flush=True)
            shutil.copytree(root / "data", data)  # as a new volume begins
            shutil.copystat(root / "data", data)
            owner = (root / "data").stat()
            os.chown(data, owner.st_uid, owner.st_gid)
            check(checks, image, root, data)
    except Unfit as reason:
        print(f"Not checked: {reason}", file=sys.stderr)
        sys.exit(2)
    except subprocess.CalledProcessError as error:
        sys.exit(f"FAILED {' '.join(map(str, error.cmd[:12]))}: status {error.returncode}")
    if checks.failed:
        sys.exit(f"The container fails {len(checks.failed)} of its checks.")
    print("The container is built and does what it should.")


if __name__ == "__main__":
    main()
