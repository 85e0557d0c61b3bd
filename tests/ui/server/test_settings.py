"""Is the configuration file read as it says, and a slip in it told in words?"""

import json
import os
import re

import pytest

from scripts.running_app import ROOT
from tests.alone import alone
from ui.server.connections import reserve
from ui.server.settings import Settings, SettingsProblem, as_toml, checked, load_settings, read

OTHER = {str: "other.example", int: 7, bool: True, list: ["192.0.2.0/24", "2001:db8::1"]}


ADDRESSES = {"dask": "tcp://other.example:8786"}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    """As if nothing were set where the tests run."""
    for name in [each for each in os.environ if each.startswith("CNN_")]:
        monkeypatch.delenv(name)


def spoken(value):
    """A value as a command line or an environment has it."""
    return " ".join(value) if isinstance(value, list) else str(value)


def test_the_file_that_explains_the_settings_holds_their_defaults():
    file = ROOT / "deploy" / "server.toml"
    assert read(file) == load_settings([]) == Settings()
    assert file.read_text("utf-8") == as_toml(), "python -m ui.server.settings > deploy/server.toml"


def test_help_explains_every_setting():
    code = "from ui.server import settings; settings.load_settings(['--help'])"
    said = re.sub(r"\s+", "", alone(code).stdout)
    for name, field in Settings.model_fields.items():
        assert f"--{name.replace('_', '-')}" in said and f"CNN_{name.upper()}" in said
        assert field.description and re.sub(r"\s+", "", field.description) in said


@pytest.mark.parametrize("name", Settings.model_fields)
def test_file_environment_and_command_line_agree(name, tmp_path, monkeypatch):
    value = ADDRESSES.get(name, OTHER[type(getattr(Settings(), name))])
    file = tmp_path / "server.toml"
    file.write_text(f"{name} = {json.dumps(value)}\n")
    said = load_settings(["--config", str(file)])
    assert said == Settings().model_copy(update={name: value}) != Settings()
    option = f"--{name.replace('_', '-')}"
    assert load_settings([option] if value is True else [option, spoken(value)]) == said
    monkeypatch.setenv(f"CNN_{name.upper()}", spoken(value))
    assert load_settings([]) == said


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
        ({"prot": 1}, "prot is no setting. There are: host, port"),
        ({"port": "8501"}, "port must be a valid integer, not '8501'"),
        ({"port": True}, "port must be a valid integer, not True"),
        ({"port": -1}, "port must be greater than or equal to 0, not -1"),
        ({"port": 65_536}, "port must be less than or equal to 65535, not 65536"),
        ({"most_visitors": 0}, "most_visitors must be greater than or equal to 1, not 0"),
        ({"allowed_hosts": [1]}, "allowed_hosts must be a valid string, not 1"),
        ({"allowed_hosts": 5}, "allowed_hosts must be a valid list, not 5"),
        ({"trusted_proxies": "proxy.example"}, "trusted_proxies: 'proxy.example' does not"),
        ({"trusted_proxies": ["*"]}, "trusted_proxies: .* does not appear to be"),
        ({"trusted_proxies": ["proxy.example"]}, "trusted_proxies: 'proxy.example' does not"),
        ({"trusted_proxies": ["10.0.0.1/8"]}, "trusted_proxies: 10.0.0.1/8 has host bits set"),
        ({"dask": "scheduler"}, "dask: an address such as tcp://host:8786"),
        ({"dask": "http://scheduler:8786"}, "dask: an address such as tcp://host:8786"),
        ({"log_events": 1}, "log_events must be a valid boolean, not 1"),
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
    monkeypatch.setenv("CNN_ALLOWED_HOSTS", "a.example b.example")
    monkeypatch.setenv("CNN_FRAME_ANCESTORS", "")  # as deploy/compose.yaml may have it
    said = load_settings(["--config", str(file), "--port", "2"])
    assert (said.host, said.port, said.frame_ancestors) == ("::1", 2, "'none'")
    assert said.allowed_hosts == ["a.example", "b.example"]
    monkeypatch.setenv("CNN_CONFIG", str(file))
    said = load_settings(["--allowed-hosts", "c.example", "--allowed-hosts", "d.example"])
    assert (said.port, said.allowed_hosts) == (1, ["c.example", "d.example"])


def test_two_names_are_known_without_the_prefix_as_they_were_at_first(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example *.b.example")
    monkeypatch.setenv("FRAME_ANCESTORS", "https://c.example")
    said = load_settings([])
    assert said.allowed_hosts == ["a.example", "*.b.example"]
    assert said.frame_ancestors == "https://c.example"
    monkeypatch.setenv("CNN_ALLOWED_HOSTS", "d.example")
    assert load_settings([]).allowed_hosts == ["d.example"]


@pytest.mark.parametrize(
    ("arguments", "environment", "sentence"),
    [
        (["--port", "70000"], {}, "--port or [$]CNN_PORT must be less than or equal to 65535"),
        ([], {"CNN_PORT": "http"}, "--port or [$]CNN_PORT must be a valid integer, not 'http'"),
        ([], {"CNN_LOG_EVENTS": "please"}, "[$]CNN_LOG_EVENTS must be a valid boolean"),
        (["--trusted-proxies", "*"], {}, "--trusted-proxies or .*: '[*]' does not appear to be"),
        (["--config", "none.toml"], {}, "none.toml cannot be read"),
    ],
)
def test_a_slip_elsewhere_is_a_sentence_too(arguments, environment, sentence, monkeypatch):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsProblem, match=sentence):
        load_settings(arguments)


def test_an_option_that_does_not_exist_ends_the_start(capsys):
    with pytest.raises(SystemExit):
        load_settings(["--prot", "1"])
    assert "unrecognized arguments: --prot" in capsys.readouterr().err
