"""The echo protocol (RFC 862), and what all servers here begin and end with. How to wait, and for whom, is theirs."""

import argparse
import contextlib
import os
import pathlib
import signal
import socket
import sys

BUFFER_BYTES = 64 * 1024
BACKLOG = 1024


def port():
    """The port on the command line; 0 is any."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, default=0)
    return arguments.parse_args().port


def announce(listener):
    """Says where the server listens; it ends on SIGTERM from then on, which is no failure."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    name = pathlib.Path(sys.argv[0]).stem
    print(f"{name} listens on 127.0.0.1:{listener.getsockname()[1]} (protocol echo, process {os.getpid()})", flush=True)


def listen():
    """A socket that listens on the loopback interface, announced."""
    listener = socket.create_server(("127.0.0.1", port()), backlog=BACKLOG)
    announce(listener)
    return listener


def converse(client):
    """Echoes until the client has said all, or is gone. Each call waits for this client, and for no other."""
    with contextlib.suppress(OSError):
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while data := client.recv(BUFFER_BYTES):
            client.sendall(data)


def accept(listener):
    """The next client, whose calls never wait; None when there is none, or no descriptor for it."""
    try:
        client, _ = listener.accept()
        client.setblocking(False)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client
    except OSError:
        return None


def answer(client, owed):
    """Sends what is owed to the client or, if that is nothing, what it says; without waiting.

    Returns what it is owed then, which it did not take at once; None when it has said all, or is gone.
    """
    data = owed
    try:
        data = data or client.recv(BUFFER_BYTES)
        return data[client.send(data):] if data else None
    except BlockingIOError:
        return data
    except OSError:
        return None
