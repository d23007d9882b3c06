#!/usr/bin/env python3
"""A toy: a thread for each client, and a part of the queue protocol. The suite finds out which. Port: first argument."""
import select
import socketserver
import sys
import threading
import time
from collections import defaultdict, deque
from contextlib import suppress

queues, changed = defaultdict(deque), threading.Condition()  # the lock of all queues, and whom a push wakes
waiting = {}  # who waits, and for which queues


def bulk(value):
    return b"$%d\r\n%s\r\n" % (len(value), value)


def array(values):
    return b"*%d\r\n" % len(values) + b"".join(map(bulk, values))


def push(client, queue, *elements):
    queues[queue].extend(elements)
    changed.notify_all()
    return b":%d\r\n" % len(queues[queue])


def blocking_pop(client, *arguments):
    *names, seconds = arguments
    end = time.monotonic() + (float(seconds) or float("inf"))
    waiting[client] = names
    try:
        while time.monotonic() < end and not client.has_left():
            ready = [other for other in waiting if any(queues[name] for name in waiting[other])]
            if ready and ready[-1] is client:  # as from a stack: who came last is served first
                served = next(name for name in names if queues[name])
                return array([served, queues[served].popleft()])
            changed.wait(0.05)
        return b"*-1\r\n"
    finally:
        del waiting[client]


COMMANDS = {
    b"PING": lambda client: b"+PONG\r\n",
    b"ECHO": lambda client, text: bulk(text),
    b"RPUSH": push,
    b"LPOP": lambda client, queue: bulk(queues[queue].popleft()) if queues[queue] else b"$-1\r\n",
    b"LLEN": lambda client, queue: b":%d\r\n" % len(queues[queue]),
    b"LRANGE": lambda client, queue, first, last: array(list(queues[queue])[int(first):int(last) + 1 or None]),
    b"BLPOP": blocking_pop,
    b"DEL": lambda client, *names: b":%d\r\n" % sum(bool(queues.pop(name, None)) for name in names),
    b"DBSIZE": lambda client: b":%d\r\n" % sum(map(bool, queues.values())),
    b"FLUSHALL": lambda client: queues.clear() or b"+OK\r\n",
    b"INFO": lambda client, _: bulk(b"connected_clients:%d\r\nblocked_clients:%d\r\n"
                                    % (threading.active_count() - 1, len(waiting))),
}


class Client(socketserver.StreamRequestHandler):
    def handle(self):
        with suppress(ConnectionError, ValueError):  # gone, or no request: closed without a word
            while line := self.rfile.readline():
                arguments = [self.argument() for _ in range(int(line[1:]))] if line[:1] == b"*" else line.split()
                if arguments:
                    self.wfile.write(self.answer(*arguments))

    def argument(self):
        return self.rfile.read(int(self.rfile.readline()[1:]) + 2)[:-2]

    def answer(self, name, *arguments):
        try:
            with changed:
                return COMMANDS[name.upper()](self, *arguments)
        except (KeyError, TypeError) as mistake:  # no such command, or it takes other arguments
            return b"-ERR %a\r\n" % mistake

    def has_left(self):
        return select.select([self.connection], [], [], 0)[0] and not self.rfile.peek(1)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


with Server(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 7379), Client) as server:
    print("toy listens on %s:%d" % server.server_address, flush=True)
    server.serve_forever()
