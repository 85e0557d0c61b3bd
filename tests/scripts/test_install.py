"""Does the first command install what the locks say, whichever index answers?

Two small indexes stand in for PyPI and for PyTorch's, with wheels of a few hundred bytes.
"""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import threading
import urllib.request
import venv
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import install

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("requirements.lock", "requirements-cluster.lock", "requirements-dev.lock")
FILES = [lock.replace(".lock", ".txt") for lock in LOCKS]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


@pytest.mark.slow
def test_the_locks_are_what_the_pins_say_and_every_platform_has_wheels():
    try:
        urllib.request.urlopen("https://pypi.org/simple/pip/", timeout=5).close()
    except OSError:
        pytest.skip("PyPI does not answer")
    told = subprocess.run(
        [ROOT / "scripts" / "lock", "--check"], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "windows, Python 3.11" in told.stdout and "aarch64-apple-darwin" in told.stdout


@pytest.fixture(params=LOCKS)
def lock(request):
    return (ROOT / request.param).read_text("utf-8")


def test_every_requirement_has_hashes(lock):
    assert all("--hash=sha256:" in block for block in install.blocks(lock))


@pytest.mark.parametrize("file", FILES)
def test_the_locks_hold_what_is_pinned(file):
    wanted = set((ROOT / file).read_text("utf-8").lower().replace("_", "-").split())
    locked = {f"{n}=={v}" for n, v in PIN.findall((ROOT / file).with_suffix(".lock").read_text())}
    assert {each for each in wanted if "==" in each} <= locked


def test_each_lock_goes_on_where_the_one_before_ends():
    app, cluster, dev = (set(PIN.findall((ROOT / lock).read_text("utf-8"))) for lock in LOCKS)
    assert app < cluster < dev


@pytest.mark.parametrize("file", FILES)
def test_whatever_comes_with_what_is_pinned_is_locked_too(file):
    """What is installed here, from package to package, has the version of the lock."""
    locked = set(PIN.findall((ROOT / file).with_suffix(".lock").read_text("utf-8")))
    left, seen = [Requirement(each) for each in pins(file)], dict[str, str]()
    while left:
        wanted = left.pop()
        name = canonicalize_name(wanted.name)
        for extra in ("", *wanted.extras):
            if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
                continue
            if f"{name}[{extra}]" in seen:
                continue
            here = distribution(name)
            seen[f"{name}[{extra}]"] = here.version.partition("+")[0]  # torch's +cpu
            for each in map(Requirement, here.requires or ()):
                if each.marker is None or each.marker.evaluate({"extra": extra}):
                    each.marker = None
                    left.append(each)
    found = {(name.partition("[")[0], version) for name, version in seen.items()}
    assert len(found) > 40
    assert {name for name, _ in found - locked} <= {"pip"}  # which comes with Python


def pins(file):
    """The pinned packages of a file and of the file that it goes on from."""
    for line in (ROOT / file).read_text("utf-8").splitlines():
        if line.startswith("-r "):
            yield from pins(line[3:])
        elif line and not line.startswith("#"):
            yield line


def test_without_cuda_nothing_else_is_lost(lock):
    lost = set(PIN.findall(lock)) - set(PIN.findall(install.without_cuda(lock)))
    names = {name for name, _ in lost}
    assert {"torch", "torchvision", "triton"} < names
    assert all(re.match(r"nvidia-|cuda-", name) for name in names - {*install.PAIR, "triton"})


def wheel(name: str, version: str, *needs: str) -> tuple[str, bytes]:
    """A wheel that holds nothing: its file name and bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        info = f"{name}-{version}.dist-info"
        lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
        lines += [f"Requires-Dist: {need}" for need in needs]
        archive.writestr(f"{info}/METADATA", "\n".join(lines) + "\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return f"{name}-{version}-py3-none-any.whl", written.getvalue()


def publish(folder: Path, wheels: list[tuple[str, bytes]]) -> dict[str, str]:
    """An index in a folder; the sha256 of each wheel by its project."""
    hashes = {}
    for file, content in wheels:
        project = file.split("-")[0].replace("_", "-")
        hashes[project] = hashlib.sha256(content).hexdigest()
        (folder / project).mkdir(parents=True)
        (folder / project / file).write_bytes(content)
        link = f'<a href="{file.replace("+", "%2B")}#sha256={hashes[project]}">{file}</a>'
        (folder / project / "index.html").write_text(link)
    return hashes


class Index(ThreadingHTTPServer):
    """A folder over HTTP that remembers what it was asked; silent, it lets everybody wait."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        self.silent, self.waited_for = threading.Event(), threading.Event()
        super().__init__(("127.0.0.1", 0), partial(Remembering, directory=str(folder)))
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server_port}"


class Remembering(SimpleHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        if not self.server.silent.is_set():
            super().do_GET()
        else:
            self.server.waited_for.wait()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """An environment, the two indexes, and a lock for them."""
    folder = tmp_path_factory.mktemp("install")
    venv.create(folder / "env", with_pip=True)
    hashes = publish(
        folder / "pypi",
        [
            wheel("torch", "9.1", "nvidia-card", "leaf"),
            wheel("torchvision", "9.2", "torch==9.1"),
            wheel("nvidia_card", "1.0"),
            wheel("leaf", "3.0"),
        ],
    )
    publish(
        folder / "cpu",
        [wheel("torch", "9.1+cpu", "leaf"), wheel("torchvision", "9.2+cpu", "torch==9.1")],
    )
    versions = {"leaf": "3.0", "nvidia-card": "1.0", "torch": "9.1", "torchvision": "9.2"}
    lock = [f"{n}=={v} \\\n    --hash=sha256:{hashes[n]}\n" for n, v in versions.items()]
    (folder / "lock").write_text("".join(lock))
    return folder, Index(folder / "pypi"), Index(folder / "cpu")


@pytest.fixture
def indexes(room):
    folder, pypi, cpu = room
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    quiet = [python, "-m", "pip", "uninstall", "-qy", *install.PAIR, "leaf", "nvidia-card"]
    subprocess.run(quiet, capture_output=True, check=True)
    cpu.silent.clear()
    cpu.asked.clear()

    def run(lock="lock", index=cpu.url):
        told = subprocess.run(
            [python, ROOT / "scripts" / "install.py", folder / lock, "--no-cache-dir"],
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("PIP_")},
                "PIP_CONFIG_FILE": os.devnull,
                "PIP_INDEX_URL": pypi.url,
                "TORCH_CPU_INDEX": index,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        listed = subprocess.run(
            [python, "-m", "pip", "list", "--format=json", "--disable-pip-version-check"],
            capture_output=True,
            check=True,
        )
        have = {e["name"].replace("_", "-"): e["version"] for e in json.loads(listed.stdout)}
        return told, {name: have[name] for name in have if name not in {"pip", "setuptools"}}

    return run, folder, cpu


CPU = {"leaf": "3.0", "torch": "9.1+cpu", "torchvision": "9.2+cpu"}
CUDA = {"leaf": "3.0", "nvidia-card": "1.0", "torch": "9.1", "torchvision": "9.2"}
linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere PyPI's is a CPU build")


@linux
@pytest.mark.slow
def test_the_cpu_build_is_taken_where_its_index_answers(indexes):
    run, _, cpu = indexes
    told, have = run()
    assert told.returncode == 0 and have == CPU
    assert f"CPU build, from {cpu.url}" in told.stdout
    asked = len(cpu.asked)
    told, have = run()
    assert told.returncode == 0 and have == CPU and len(cpu.asked) == asked  # it is there already


@linux
@pytest.mark.slow
def test_half_of_the_pair_is_not_left_as_it_is(indexes):
    run, folder, _ = indexes
    run()
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "uninstall", "-qy", "torchvision"], check=True)
    told, have = run()
    assert told.returncode == 0 and have == CPU


def test_a_pip_that_ends_without_a_word_is_told_so():
    assert install.last_line(install.Failed("")) == "pip ended without a word."
    assert install.last_line(install.Failed("one\n  two \n")) == "two"


@linux
@pytest.mark.slow
def test_a_silent_index_is_not_waited_for(indexes):
    run, _, cpu = indexes
    cpu.silent.set()
    told, have = run()
    assert told.returncode == 0 and have == CUDA and cpu.asked == ["/torch/"]
    assert "PyPI's build" in told.stdout and "within 3 seconds" in told.stdout


@linux
@pytest.mark.slow
def test_pypis_is_taken_if_the_index_has_another_version_or_breaks(indexes):
    run, folder, _ = indexes
    page = folder / "cpu" / "torch" / "index.html"
    right = page.read_text()
    try:
        page.write_text(right.replace("9.1", "8.0"))
        told, have = run()
        assert have == CUDA and "has no torch 9.1" in told.stdout
        assert run(index="")[1] == CUDA
    finally:
        page.write_text(right)


@linux
@pytest.mark.slow
def test_a_file_that_is_not_what_its_index_names_is_refused(indexes):
    run, folder, _ = indexes
    page = folder / "cpu" / "torch" / "index.html"
    right = page.read_text()
    try:
        page.write_text(re.sub("sha256=[0-9a-f]{8}", "sha256=00000000", right))
        told, have = run()
        assert have == CUDA and "answered, but" in told.stdout
    finally:
        page.write_text(right)


@pytest.mark.slow
def test_a_file_that_is_not_in_the_lock_is_refused(indexes):
    run, folder, _ = indexes
    right = (folder / "lock").read_text()
    leaf = re.search(r"leaf==3.0 \\\n\s+--hash=sha256:([0-9a-f]{8})", right)[1]
    (folder / "wrong").write_text(right.replace(leaf, "00000000"))
    told, have = run("wrong")
    assert told.returncode != 0 and "leaf" not in have
    assert "Traceback" not in told.stderr and "try again" in told.stderr


def test_progress_says_what_pip_does(tmp_path):
    (tmp_path / "part").write_bytes(bytes(3_000_000))
    progress = install.Progress(7, tmp_path)
    for line in ("Collecting torch==2.1 (from -r x)\n", "Requirement already satisfied: leaf\n"):
        progress.hear(line)
    assert re.match(r"  fetching 2 of 7: leaf, 3 MB received, \d+ s", progress.line())
    progress.hear("Installing collected packages: leaf\n")
    assert progress.line().startswith("  putting them in place: 0, ")
