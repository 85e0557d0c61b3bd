"""The server's configuration: what each setting is, and where it may be said.

`Settings` is the one list. `python -m ui.server --help` shows it; `python -m ui.server.settings`
writes it as the file deploy/server.toml. An option outranks the environment, and that the file. A
name that does not exist and a value of the wrong kind end the start with a sentence, so that a slip
of the pen is not found weeks later.
"""

import ipaddress
import json
import os
import re
import textwrap
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    CliApp,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

SCHEDULER = re.compile(r"(?:tcp|tls)://[^\s/]+:\d{1,5}")
PREFIX = "CNN_"  # of a setting's name in the environment
FORMER = ("ALLOWED_HOSTS", "FRAME_ANCESTORS")  # that go without it too, as they did at first


class SettingsProblem(Exception):
    """A sentence about a configuration that cannot be used."""


def _split(value: Any) -> Any:
    """The names of a list that is one text, as in the environment."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _networks(names: list[str]) -> list[str]:
    """Not names, which nobody looks up, nor "*": whoever comes could then say who it is."""
    for name in names:
        ipaddress.ip_network(name)
    return names


def _scheduler(address: str) -> str:
    """As Dask writes it, with a port: a name alone would be taken for a file's, or worse."""
    if address and not SCHEDULER.fullmatch(address):
        raise ValueError("an address such as tcp://host:8786 or tls://host:8786")
    return address


Port = Annotated[int, Field(ge=0, le=65_535)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Names = Annotated[list[str], NoDecode, BeforeValidator(_split)]
Networks = Annotated[Names, AfterValidator(_networks)]


class Settings(BaseModel):
    """What whoever runs the server may choose."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field(
        default="127.0.0.1",
        description='Where to listen. "0.0.0.0" lets other machines in: a class in one network.',
    )
    port: Port = Field(default=8501, description="The port to listen on.")
    proxy_host: str = Field(
        default="",
        description="Where a proxy on the same machine listens for the server, such as 0.0.0.0, "
        "if other machines reach it through that alone.",
    )
    allowed_hosts: Names = Field(
        default=[],
        description="Names under which visitors reach the server, such as cnn.example.org or "
        "*.example.org. Numbers, localhost and the machine's own name are always allowed.",
    )
    trusted_proxies: Networks = Field(
        default=["127.0.0.1", "::1"],
        description="Proxies before the server, by number or network such as 172.16.0.0/12: whom "
        "they name in X-Forwarded-For is who has come. What other machines say there is not "
        "believed.",
    )
    base_path: str = Field(
        default="",
        description="The path of another site below which a proxy shows the app, such as /course, "
        "if the proxy leaves it in what it asks. Leave it out if the proxy takes it away, and "
        "leave Streamlit's baseUrlPath alone.",
    )
    frame_ancestors: str = Field(
        default="'none'",
        description="Sites that may show the app in a frame, such as "
        "https://course.school.example.",
    )
    classes: str = Field(
        default="",
        description="Where classes and their guesses are kept until they end, after a day at most: "
        "a database's address as SQLAlchemy writes it, such as "
        "postgresql://name:word@host/database, which all replicas of the app share. Empty: a "
        "SQLite file in the user's data folder.",
    )
    dask: Annotated[str, AfterValidator(_scheduler)] = Field(
        default="",
        description="A Dask scheduler whose workers train for visitors, such as "
        "tcp://scheduler:8786, in a private network (see SECURITY.md); it needs what "
        "requirements-cluster.txt names. While none of its workers is there, and where this is "
        "empty, this machine trains.",
    )
    metrics_port: Port = Field(
        default=0,
        description="Metrics for Prometheus at http://127.0.0.1:PORT/metrics, never for other "
        "machines. 0: none.",
    )
    log_events: bool = Field(
        default=False,
        description="One line of JSON to standard error for each event: a visitor came, an upload "
        "was refused ... No line holds an address, a file's name or anything a visitor has drawn "
        "or written.",
    )
    most_visitors: Count = Field(
        default=200, description="Connected at once; more are turned away."
    )
    visitors_of_one_address: Count = Field(
        default=150,
        description="Fewer than most_visitors, so that one machine never has all places; it may "
        "be a whole school.",
    )
    messages_a_second: Count = Field(
        default=40, description="Of one visitor; more wait their turn."
    )
    messages_of_one_address: Count = Field(
        default=300,
        description="A second, of all its visitors; a class that lifts its pens at once sends 60.",
    )
    uploads: Count = Field(default=60, description="Files of one visitor in ten minutes.")
    upload_megabytes: Count = Field(default=200, description="Of one visitor in ten minutes.")
    upload_room: Count = Field(
        default=256,
        description="MB of all files that arrive or that no page has looked at; more wait.",
    )
    upload_room_of_one_address: Count = Field(default=128, description="MB of upload_room.")
    upload_kept_seconds: Count = Field(
        default=60, description="Until a file that no page looks at is forgotten."
    )
    most_connections: Count = Field(
        default=2000,
        description="Connections, those that have not asked for anything yet too; more are "
        "refused. There are fewer if the system lets this process open fewer files (LimitNOFILE, "
        "ulimit -n): it says so when it starts.",
    )
    connections_of_one_address: Count = Field(
        default=1000,
        description="A browser opens up to seven for a page; trusted_proxies may have nine tenths "
        "of all.",
    )
    patience_seconds: Count = Field(
        default=20,
        description="For a header, a websocket's first message, a body to go on, a reader.",
    )
    slowest_body: Count = Field(default=500, description="Bytes a second on the whole.")
    trainings: Count = Field(
        default=150, description="Training runs of all visitors that work, wait their turn or rest."
    )
    trainings_of_one_address: Count = Field(
        default=75, description="Which may be a whole school's."
    )
    film_megabytes: Count = Field(
        default=5,
        description="On disk, of the moments of one run: 41 of LeNet-5 take 3, 20 of the largest "
        "network 5.",
    )
    films_megabytes: Count = Field(default=160, description="Of the moments of all runs together.")


HEADINGS = {  # what stands in the file before a setting and those that follow it
    "most_visitors": "What a visitor may ask of a server that others share. Places are shared out "
    "by address; a school has one for all, so what one address may have is generous. IPv6 counts "
    "by /64.",
    "trainings": "Training: runs are shared out as everything is, turns go round by address and by "
    "visitor.",
    "film_megabytes": "Each run keeps moments to be rewound to, in files without a name in TMPDIR "
    "(else /tmp), which go with the run. compose.yaml has 256 MB there. Where there is no more "
    "room, runs of the address that has most keep only their end, those that nobody looked at "
    "lately first.",
}


class _Given(BaseSettings, Settings):
    """Serves the app. What is said here outranks the environment, and that the file."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        cli_prog_name="python -m ui.server",
        cli_kebab_case=True,
        cli_implicit_flags=True,
        cli_hide_none_type=True,
        cli_avoid_json=True,
        cli_show_env_vars=True,
    )

    config: Path | None = Field(default=None, description="A file such as deploy/server.toml.")

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *args: Any, **sources: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return sources["env_settings"], _Former(settings_cls), _File(settings_cls)


class _AllAtOnce(PydanticBaseSettingsSource):
    """A source that is not asked for one setting after the other."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        raise NotImplementedError


class _Former(_AllAtOnce):
    """The environment's names without the prefix."""

    def __call__(self) -> dict[str, Any]:
        return {name.lower(): os.environ[name] for name in FORMER if os.environ.get(name)}


class _File(_AllAtOnce):
    """The file that the command line or the environment names, if one does."""

    def __call__(self) -> dict[str, Any]:
        file = self.current_state.get("config")
        return read(Path(file)).model_dump(exclude_unset=True) if file else {}


def load_settings(arguments: Sequence[str] | None = None) -> Settings:
    """What the command line says, then the environment, then the file. Raises SettingsProblem.

    Exits if the arguments ask for help, or name an option that does not exist.
    """
    with _in_words(lambda name: f"--{name.replace('_', '-')} or ${PREFIX}{name.upper()}"):
        given = CliApp.run(_Given, None if arguments is None else list(arguments))
    return Settings(**given.model_dump(exclude={"config"}))


def read(file: Path) -> Settings:
    """The settings of a TOML file; what it leaves out stays as it is. Raises SettingsProblem."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise SettingsProblem(f"{file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsProblem(f"{file} is not valid TOML: {error}.") from error
    return checked(table, str(file))


def checked(table: dict[str, Any], where: str) -> Settings:
    """Settings of a table whose values are of the right kinds. Raises SettingsProblem."""
    with _in_words(lambda name: f"{where}: {name}"):
        return Settings.model_validate(table, strict=True)


@contextmanager
def _in_words(where: Callable[[str], str]) -> Iterator[None]:
    """Makes a sentence of what is wrong first; `where` says where a setting stands."""
    try:
        yield
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        if first["type"] == "extra_forbidden":
            known = ", ".join(Settings.model_fields)
            raise SettingsProblem(f"{where(name)} is no setting. There are: {known}.") from error
        if first["type"] == "value_error":
            raise SettingsProblem(f"{where(name)}: {first['ctx']['error']}.") from error
        wanted = first["msg"].split(",")[0].replace("Input should", "must")
        raise SettingsProblem(f"{where(name)} {wanted}, not {first['input']!r}.") from error


def as_toml() -> str:
    """The file deploy/server.toml: every setting, what it is, and its default."""
    parts = [
        "# Configuration of the server: python -m ui.server --config deploy/server.toml\n"
        "# Every setting is here with its default; python -m ui.server.settings writes this file.\n"
        "# The environment outranks it (CNN_PORT is port), and options of the command line both.\n"
    ]
    for name, field in Settings.model_fields.items():
        if heading := HEADINGS.get(name):
            parts.append(_comment(heading))
        parts.append(f"{_comment(str(field.description))}{name} = {json.dumps(field.default)}\n")
    return "\n".join(parts)


def _comment(text: str) -> str:
    return textwrap.fill(text, 100, initial_indent="# ", subsequent_indent="# ") + "\n"


if __name__ == "__main__":
    print(as_toml(), end="")
