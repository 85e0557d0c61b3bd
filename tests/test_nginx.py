"""Does nginx, as deploy/ has it, count connections as the app does: those of one /64 together?"""

import shutil
import subprocess
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scripts.running_app import free_port
from tests.waiting import until
from ui.sharing.addresses import address_network

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
MAIN = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/errors;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    set_real_ip_from 127.0.0.1;
    real_ip_header X-From;
    include cnns.conf;
}}
"""
FIRST = "2001:db8::1"
OTHERS = {
    FIRST: 503,
    "2001:db8::2": 503,
    "2001:db8::a0a:a0a:a0a:a0a": 503,  # a line's end is a byte as any other
    "2001:db8:0:1::1": 200,
    "2001:db8:0:a0a::1": 200,
    "192.0.2.1": 200,
    "::ffff:192.0.2.2": 200,
    "::ffff:192.0.2.3": 200,
}


class App(BaseHTTPRequestHandler):
    """Answers at once, but what is held only when it is let go."""

    held, let_go = threading.Event(), threading.Event()

    def do_GET(self):
        if self.path == "/held":
            self.held.set()
            self.let_go.wait()
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@contextmanager
def proxied(folder):
    """The port of an nginx before an app of its own, which lets an address have one connection."""
    app, port = ThreadingHTTPServer(("127.0.0.1", 0), App), free_port()
    thread = threading.Thread(target=app.serve_forever)
    thread.start()
    site = (DEPLOY / "nginx.conf").read_text("utf-8")
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};")
    site = site.replace("127.0.0.1:8501", f"127.0.0.1:{app.server_port}")
    common = (DEPLOY / "cnns-proxy.conf").read_text("utf-8")
    assert "limit_conn cnns 1000;" in common
    (folder / "cnns-proxy.conf").write_text(common.replace("cnns 1000;", "cnns 1;"), "utf-8")
    (folder / "cnns.conf").write_text(site, "utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder), "utf-8")
    files = ["-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]
    with subprocess.Popen([NGINX, *files], stderr=subprocess.PIPE) as nginx:
        try:
            until(lambda: answers(port) or nginx.poll())
            assert nginx.poll() is None, nginx.stderr.read()
            yield port
        finally:
            App.let_go.set()
            nginx.terminate()
            app.shutdown()
            app.server_close()
            thread.join()


def answers(port):
    with suppress(OSError):
        return asked(port, "192.0.2.9") == 200


def asked(port, address, path="/"):
    """The status of what an address is answered."""
    headers = {"X-From": address, "Host": "cnn.example.org"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.skipif(not NGINX, reason="no nginx here")
def test_addresses_of_one_network_share_what_one_may_have(tmp_path):
    with proxied(tmp_path) as port:
        thread = threading.Thread(target=asked, args=(port, FIRST, "/held"))
        thread.start()
        assert App.held.wait(60)
        found = {address: asked(port, address) for address in OTHERS}
        App.let_go.set()
        thread.join()
    assert found == OTHERS


@pytest.mark.parametrize("address", OTHERS)
def test_the_app_counts_them_as_nginx_does(address):
    same = address_network(address) == address_network(FIRST)
    assert OTHERS[address] == (503 if same else 200)
