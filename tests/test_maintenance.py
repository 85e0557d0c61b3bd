"""Do the files for maintainers say what is: the package, the version, the forms, the workflow?"""

import json
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from tests.test_architecture import OURS, pinned, third_party

ROOT = Path(__file__).resolve().parent.parent
NPM = "https://registry.npmjs.org/"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_version_is_the_newest_of_the_changes():
    headings = re.findall(
        r"^## (\d{4}\.\d{2}\.\d{2})$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M
    )
    assert headings == sorted(headings, reverse=True)
    assert PROJECT["version"] == headings[0]


def test_the_package_needs_what_cnn_imports_and_no_more():
    pins = {line for line in (ROOT / "requirements.txt").read_text("utf-8").split() if "==" in line}
    assert set(PROJECT["dependencies"]) <= pins
    needed = third_party({name: tree for name, tree in OURS.items() if name.startswith("cnn")})
    named = {each.split("==")[0] for each in PROJECT["dependencies"]}
    assert named == needed & pinned("requirements.txt")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The package as pip builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.mark.slow
def test_a_wheel_holds_a_cnn_that_reads_a_seven(wheel, tmp_path):
    """It can be imported in a bare environment; with what it needs the README's snippet works."""
    venv.create(tmp_path / "bare", with_pip=False)
    python = Path(venv.EnvBuilder().ensure_directories(tmp_path / "bare").env_exe)
    (site,) = (tmp_path / "bare").rglob("site-packages")
    with zipfile.ZipFile(wheel) as packed:
        tops = {name.split("/")[0] for name in packed.namelist()}
        assert {top for top in tops if not top.endswith(".dist-info")} == {"cnn"}
        packed.extractall(site)

    def run(code: str) -> str:
        told = subprocess.run(
            [python, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stderr
        return told.stdout.strip()

    assert run("import cnn, cnn.errors, cnn.assets as a; print(a.ROOT.name)") == "_assets"
    dependencies = [path for path in sys.path if path.endswith("site-packages")]
    (site / "dependencies.pth").write_text("\n".join(dependencies), "utf-8")
    snippet = re.search(r"```python\n(.+?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert snippet is not None
    *lines, last = snippet[1].strip().splitlines()
    assert run("\n".join([*lines, f"print({last.split('#')[0]})"])) == "7"
    named = """
from cnn.data.imagenet import classes
from cnn.data.photos import sample_photos
print(len(classes.tree()) > 1000, all(map(sample_photos.sample_image, sample_photos.samples())))
"""
    assert run(named) == "True True"


def test_what_checks_the_javascript_is_pinned_by_hash_wherever_it_comes_from():
    folder = ROOT / "scripts" / "js"
    wanted = json.loads((folder / "package.json").read_text("utf-8"))["devDependencies"]
    packages = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    assert packages.pop("")["devDependencies"] == wanted
    assert all(packages[f"node_modules/{name}"]["version"] == wanted[name] for name in wanted)
    for package in packages.values():
        assert package["integrity"].startswith("sha512-")
        assert package.get("resolved", NPM).startswith(NPM)


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", ".github/workflows/*.yml"),
        ("vendor.dependabot", ".github/dependabot.yml"),
        ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/f*.yml"),
        ("vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
    ],
)
def test_the_hosting_site_understands_its_files(schema, files):
    found = sorted(ROOT.glob(files))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *found]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found and told.returncode == 0, told.stdout + told.stderr
