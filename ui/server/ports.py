"""Whether a port can be had, asked before anything that takes time."""

import errno
import os
import socket
import sys


def refuse_if_taken(host: str, port: int) -> None:
    """Exit with a sentence if the port is taken, before warming up for nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                sys.exit(f"Port {port} is taken. Choose another: make run PORT={port + 1}")
            sys.exit(f"Cannot listen on {host}, port {port}: {error.strerror}.")
