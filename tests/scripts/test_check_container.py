"""Do the Dockerfile, compose.yaml and the server agree? Building and running: `make container`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import check_container
from ui.server.settings import PREFIX, Settings, read

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
ELSEWHERE = {"CNN_WEIGHTS_DIR"}  # asked for by cnn.inference.downloads


def instruction(name: str) -> str:
    """What the Dockerfile says behind an instruction that stands there once."""
    (found,) = re.findall(rf"^{name} +(.+)$", DOCKERFILE, re.M)
    return found


def environment() -> dict[str, str]:
    """What the image sets."""
    return dict(re.findall(r"([A-Z_]+)=(\S+)", instruction("ENV")))


def test_compose_is_what_docker_understands():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    told = subprocess.run(
        [*command, ROOT / "deploy" / "compose.yaml"], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_the_port_is_the_server_s_everywhere():
    port = str(read(ROOT / "deploy" / "server.toml").port)
    assert instruction("EXPOSE") == port
    assert re.findall(r'expose:\n +- "(\d+)"', COMPOSE) == [port]
    assert re.findall(r'- "(\d+):(\d+)"', COMPOSE) == [(port, "80")]  # the balancer's
    assert re.findall(r"CNN_REPLICAS: app:(\d+)", COMPOSE) == [port]
    assert re.findall(r"127\.0\.0\.1:(\d+)/readyz", DOCKERFILE) == [port]


def test_its_user_is_not_root_and_owns_its_volume():
    user, group = instruction("USER").split(":")
    assert int(user) > 0 and int(group) > 0
    volume = instruction("VOLUME")
    made = re.search(
        rf"install --directory --owner {user} --group {group} .*{volume}$", DOCKERFILE, re.M
    )
    assert made and made.start() < DOCKERFILE.index("\nVOLUME") < DOCKERFILE.index("\nUSER")


def test_what_must_last_lies_in_the_volume_that_compose_keeps():
    volume, said = instruction("VOLUME"), environment()
    assert said["CNN_CLASSES"].startswith(f"sqlite:///{volume}/")
    assert said["CNN_WEIGHTS_DIR"].startswith(f"{volume}/")
    name = re.search(rf"^ +- (\w+):{volume}\b", COMPOSE, re.M)[1]
    assert re.search(rf"^volumes:\n  {name}:$", COMPOSE, re.M)
    assert "read_only: true" in COMPOSE and f"- {said['HOME']}:size=" in COMPOSE


def test_every_name_in_the_environment_is_known_to_the_server():
    given = {*environment(), *re.findall(r"^ +(CNN_\w+):", COMPOSE, re.M)}
    ours = {name for name in given if name.startswith(PREFIX)} - {"CNN_REPLICAS"}  # HAProxy's
    settings = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert ours and ours <= settings | ELSEWHERE
    downloads = (ROOT / "cnn" / "inference" / "downloads.py").read_text("utf-8")
    assert all(name in downloads for name in ELSEWHERE)


def test_the_check_has_the_room_in_tmp_and_the_files_that_compose_gives():
    size = re.search(r"- /tmp:size=(\w+)", COMPOSE)[1]
    assert f'size={size},mode=1777 tmpfs "$root/tmp"' in check_container.ENTER
    assert check_container.compose_limit("nofile") == int(re.search(r"nofile: (\d+)", COMPOSE)[1])


@pytest.mark.parametrize(("size", "expected"), [("1.5 GB", 1500), ("812 MB", 812), ("20 KB", 0.02)])
def test_buildah_s_sizes_are_read(size, expected):
    assert check_container.megabytes(size) == pytest.approx(expected)


def test_what_is_missing_is_a_sentence(monkeypatch):
    monkeypatch.setattr(check_container.shutil, "which", lambda tool: None)
    with pytest.raises(check_container.Unfit, match="no debootstrap"):
        check_container.ask_for_what_it_takes()
