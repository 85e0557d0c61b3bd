"""Where a visitor comes from, for sharing out what there is: one word for all who share an address.

An address of IPv4 stands for itself, one of IPv6 for its /64, which one household or one school has
whole. Behind a trusted proxy it is what the proxy says (`trusted_proxies` of `ui.server.settings`,
by uvicorn), else the other end of the socket. It is kept in memory while it counts, and never
written.
"""

import ipaddress
from collections.abc import Mapping
from typing import Any

from ui.patches import sessions

NOWHERE = ""  # no address: a visitor who has left, a test without a server, a word that is none
HOUSEHOLD = 64  # bits of an address of IPv6 that all machines of one network share


def address_network(host: str | None) -> str:
    """The network of an address such as "192.0.2.1" or "2001:db8::1"; NOWHERE if it is none."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return NOWHERE
    if address.version == 6 and address.ipv4_mapped:  # as a socket for both versions says it
        address = address.ipv4_mapped
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address), HOUSEHOLD), strict=False))


def of_request(scope: Mapping[str, Any]) -> str:
    """Where an ASGI request comes from."""
    client = scope.get("client")
    return address_network(client[0]) if client else NOWHERE


def of_session(session: str) -> str:
    """Where the visitor of a Streamlit session is connected from; NOWHERE if not connected.

    Of any thread.
    """
    return address_network(sessions.client_address(session))


def here() -> str:
    """Where the visitor comes from for whom this thread runs a script; NOWHERE if for nobody."""
    return of_session(sessions.current())
