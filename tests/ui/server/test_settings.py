"""Is the configuration file read as it says, and a slip in it told in words?"""

import re

import pytest

from scripts.running_app import ROOT
from ui.server.app import _options, _settings
from ui.server.connections import reserve
from ui.server.settings import Settings, SettingsProblem, checked, read


def test_the_file_that_explains_the_settings_holds_their_defaults():
    assert read(ROOT / "deploy" / "server.toml") == Settings()


def test_the_file_names_every_setting():
    text = (ROOT / "deploy" / "server.toml").read_text("utf-8")
    assert all(f"\n{name} = " in text for name in Settings.__dataclass_fields__)


@pytest.mark.parametrize("file", ["cnns.service", "compose.yaml"])
def test_a_unit_and_a_container_may_have_what_the_settings_promise(file):
    text = (ROOT / "deploy" / file).read_text("utf-8")
    files, threads = (
        int(re.search(rf"{name}[:=] ?(\d+)", text)[1])
        for name in (r"(?:LimitNOFILE|nofile)", r"(?:TasksMax|pids_limit)")
    )
    assert files >= Settings().most_connections + reserve(Settings().most_visitors)
    assert threads >= Settings().most_visitors + 50


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"prot": 1}, "no setting 'prot'"),
        ({"port": "8501"}, "port must be int, not '8501'"),
        ({"port": True}, "port must be int"),
        ({"port": -1}, "port cannot be -1"),
        ({"port": 65_536}, "port cannot be 65536"),
        ({"most_visitors": 0}, "most_visitors cannot be 0"),
        ({"allowed_hosts": "a.example"}, "allowed_hosts must be a list of names"),
        ({"allowed_hosts": [1]}, "allowed_hosts must be a list of names"),
        ({"allowed_hosts": 5}, "allowed_hosts must be a list of names"),
        ({"trusted_proxies": "127.0.0.1"}, "trusted_proxies must be a list of names"),
        ({"trusted_proxies": ["*"]}, "trusted_proxies: .* does not appear to be"),
        ({"trusted_proxies": ["proxy.example"]}, "trusted_proxies: 'proxy.example' does not"),
        ({"trusted_proxies": ["10.0.0.1/8"]}, "trusted_proxies: 10.0.0.1/8 has host bits set"),
        ({"log_events": 1}, "log_events must be bool"),
    ],
)
def test_a_slip_is_a_sentence(table, sentence):
    with pytest.raises(SettingsProblem, match="x.toml: .*" + sentence):
        checked(table, "x.toml")


@pytest.mark.parametrize("content", [None, b"port = ", b"\xff"])
def test_a_file_that_is_none_is_a_sentence(tmp_path, content):
    file = tmp_path / "server.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsProblem, match=str(file)):
        read(file)


def test_the_command_line_outranks_the_environment_and_that_the_file(tmp_path, monkeypatch):
    file = tmp_path / "server.toml"
    file.write_text('host = "::1"\nport = 1\nallowed_hosts = ["file.example"]\n')
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example b.example")
    monkeypatch.delenv("FRAME_ANCESTORS", raising=False)
    said = _settings(_options(["--config", str(file), "--port", "2"]))
    assert (said.host, said.port, said.frame_ancestors) == ("::1", 2, "'none'")
    assert said.allowed_hosts == ["a.example", "b.example"]
    said = _settings(_options(["--config", str(file), "--allowed-hosts", "c.example"]))
    assert said.allowed_hosts == ["c.example"]


def test_a_port_that_no_machine_has_is_a_sentence_on_the_command_line_too():
    with pytest.raises(SettingsProblem, match="port cannot be 70000"):
        _settings(_options(["--port", "70000"]))
