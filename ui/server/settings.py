"""The server's configuration: one TOML file, explained in deploy/server.toml; options outrank it.

A name that does not exist and a value of the wrong kind end the start with a sentence, so that a
slip of the pen is not found weeks later.
"""

import ipaddress
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_origin, get_type_hints

PORTS = (0, 65_535)


class SettingsProblem(Exception):
    """A sentence about a configuration file that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """What whoever runs the server may choose."""

    host: str = "127.0.0.1"
    port: int = 8501
    allowed_hosts: list[str] = field(default_factory=list)
    trusted_proxies: list[str] = field(default_factory=lambda: ["127.0.0.1", "::1"])
    base_path: str = ""  # below which a proxy shows the app and which it leaves in its requests
    frame_ancestors: str = "'none'"
    metrics_port: int = 0  # on 127.0.0.1 only; 0: no metrics
    log_events: bool = False  # one line of JSON an event, to standard error
    most_visitors: int = 200  # at once
    visitors_of_one_address: int = 150  # which may be a whole school's
    messages_a_second: int = 40  # of one visitor, who is slowed down beyond it
    uploads: int = 60  # files of one visitor in ten minutes
    upload_megabytes: int = 200  # of one visitor in ten minutes
    upload_room: int = 256  # MB of all files that arrive or have not been looked at; others wait
    upload_room_of_one_address: int = 128  # MB
    upload_kept_seconds: int = 60  # until a file that no page looks at is forgotten
    most_connections: int = 2000  # a browser opens up to eight for a page
    connections_of_one_address: int = 1000
    patience_seconds: int = 20  # for a header, a first message, a body's next bytes, a reader
    slowest_body: int = 500  # bytes a second on the whole
    trainings: int = 150  # runs of all visitors that work, wait or rest
    trainings_of_one_address: int = 75  # which may be a whole school's
    film_megabytes: int = 5  # on disk, of the moments of one run
    films_megabytes: int = 160  # of all runs together


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
    """Settings of a table of plain values. Raises SettingsProblem."""
    kinds = get_type_hints(Settings)
    for name, value in table.items():
        if name not in kinds:
            known = ", ".join(kinds)
            raise SettingsProblem(f"{where}: there is no setting {name!r}. There are: {known}.")
        kind = get_origin(kinds[name]) or kinds[name]
        if type(value) is not kind or (kind is list and not _are_names(value)):
            wanted = "a list of names" if kind is list else f"{kind.__name__}"
            raise SettingsProblem(f"{where}: {name} must be {wanted}, not {value!r}.")
        least, most = PORTS if name.endswith("port") else (1, 1_000_000)
        if isinstance(value, int) and kind is int and not least <= value <= most:
            raise SettingsProblem(f"{where}: {name} cannot be {value}.")
    for proxy in table.get("trusted_proxies", []):
        _must_be_a_network(proxy, where)
    return replace(Settings(), **table)


def _are_names(value: list[Any]) -> bool:
    return all(isinstance(each, str) for each in value)


def _must_be_a_network(text: str, where: str) -> None:
    """Not a name, which nobody looks up, nor "*": whoever comes could then say who it is."""
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        raise SettingsProblem(f"{where}: trusted_proxies: {error}.") from error
