"""Is a visitor's address one word, the right one behind a proxy, and nobody's to choose?"""

import ipaddress
import os
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from websockets.sync.client import connect

from scripts.protocol import STREAM, SUBPROTOCOL, Session, is_end
from scripts.running_app import ROOT, free_port
from ui.sharing import addresses
from ui.sharing.addresses import NOWHERE, address_network


@pytest.mark.parametrize(
    ("host", "known_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", NOWHERE),
        ("", NOWHERE),
        (None, NOWHERE),
    ],
)
def test_an_address_is_known_by_its_network(host, known_as):
    assert address_network(host) == known_as


@given(st.ip_addresses(v=6), st.integers(0, (1 << 64) - 1))
def test_all_machines_of_one_network_are_one(address, machine):
    neighbour = ipaddress.IPv6Address(int(address) >> 64 << 64 | machine)
    if not address.ipv4_mapped and not neighbour.ipv4_mapped:
        assert address_network(str(address)) == address_network(str(neighbour))


@given(st.text())
@example("fe80::1%" + "x" * 10_000)
def test_no_word_of_a_stranger_is_long_or_an_error(host):
    assert len(address_network(host)) < 50


def test_outside_a_session_nobody_is_here():
    assert addresses.here() == addresses.of_session("no such session") == NOWHERE


SERVED = """
import sys
from pathlib import Path
import streamlit as st
from ui.server.app import Server, configuration
from ui.server.settings import Settings
settings = Settings(port=int(sys.argv[2]), trusted_proxies=["127.0.0.1"])
Server(configuration(st.App(Path(sys.argv[1])), settings)).run()
"""
SCRIPT = (
    "import streamlit as st; from ui.sharing import addresses as networks; st.html(networks.here())"
)


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    """Asks a server that trusts 127.0.0.1 who its visitor is."""
    script, port = tmp_path_factory.mktemp("app") / "script.py", free_port()
    script.write_text(SCRIPT, "utf-8")
    command = [sys.executable, "-c", SERVED, str(script), str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert server.stdout.readline().startswith("Open ")

    def asked(source, **headers):
        with connect(
            f"ws://127.0.0.1:{port}{STREAM}",
            subprotocols=[SUBPROTOCOL],
            additional_headers=headers,
            source_address=(source, 0),
            proxy=None,
        ) as socket:
            page = Session()
            socket.send(page.visit(""))
            assert any(is_end(page.hear(socket.recv(timeout=20))) for _ in range(1000))
            (told,) = page.page.values()
            return told.delta.new_element.html.body

    yield asked
    server.terminate()
    server.wait(10)


@pytest.mark.parametrize(
    ("source", "said", "known_as"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "192.0.2.1, 203.0.113.9", "203.0.113.9"),  # the proxy has added the last
        ("127.0.0.1", "2001:db8::1", "2001:db8::/64"),
        ("127.0.0.2", "203.0.113.9", "127.0.0.2"),  # a stranger, who is not believed
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address")
def test_a_session_comes_from_where_the_proxy_says_and_nobody_else(where, source, said, known_as):
    assert where(source, **{"X-Forwarded-For": said}) == known_as
