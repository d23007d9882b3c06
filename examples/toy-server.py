#!/usr/bin/env python3
"""A toy: a thread for each client, and a part of the queue protocol. The suite finds out which. Port: first argument."""
import math
import select
import socket
import socketserver
import sys
import threading
import time
from collections import defaultdict, deque
from functools import partial

queues, changed = defaultdict(deque), threading.Condition()  # the lock of all queues, and whom a push wakes
connected, waiting = [], []
client = threading.local()  # each thread's own


def bulk(value):
    return b"$-1\r\n" if value is None else b"$%d\r\n%s\r\n" % (len(value), value)


def array(values):
    return b"*-1\r\n" if values is None else b"*%d\r\n" % len(values) + b"".join(map(bulk, values))


def push(add, queue, first, *more):
    for element in (first, *more):
        add(queues[queue], element)
    changed.notify_all()
    return b":%d\r\n" % len(queues[queue])


def pop(take, queue):
    return bulk(take(queues[queue]) if queues[queue] else None)


def has_left(connection):
    return select.select([connection], [], [], 0)[0] and not connection.recv(1, socket.MSG_PEEK)


def blocking_pop(*arguments):
    *names, seconds = arguments
    end = time.monotonic() + (float(seconds) or math.inf)
    waiting.append(names)
    served = None
    while served is None and time.monotonic() < end and not has_left(client.connection):
        ready = [others for others in waiting if any(queues[name] for name in others)]
        if ready and ready[-1] is names:  # a list as a stack: who came last is served first
            served = next(name for name in names if queues[name])
        else:
            changed.wait(0.05)
    waiting[:] = [others for others in waiting if others is not names]
    return array(None if served is None else [served, queues[served].popleft()])


COMMANDS = {
    "PING": lambda text=None: b"+PONG\r\n" if text is None else bulk(text),
    "ECHO": lambda text: bulk(text),
    "RPUSH": partial(push, deque.append),
    "LPUSH": partial(push, deque.appendleft),
    "LPOP": partial(pop, deque.popleft),
    "RPOP": partial(pop, deque.pop),
    "LLEN": lambda queue: b":%d\r\n" % len(queues[queue]),
    "LRANGE": lambda queue, first, last: array(list(queues[queue])[int(first):int(last) + 1 or None]),
    "BLPOP": blocking_pop,
    "DBSIZE": lambda: b":%d\r\n" % sum(1 for queue in queues.values() if queue),
    "FLUSHALL": lambda: queues.clear() or b"+OK\r\n",
    "INFO": lambda *_: bulk(b"connected_clients:%d\r\nblocked_clients:%d\r\n" % (len(connected), len(waiting))),
}


class Client(socketserver.StreamRequestHandler):
    def handle(self):
        client.connection = self.connection
        connected.append(self)
        try:
            while line := self.rfile.readline():
                arguments = [self.argument() for _ in range(int(line[1:]))] if line[:1] == b"*" else line.split()
                if arguments:
                    self.wfile.write(self.answer(arguments[0].decode("latin-1"), arguments[1:]))
        except (ConnectionError, ValueError):
            pass  # gone, or no request: closed without a word
        connected.remove(self)

    def argument(self):
        return self.rfile.read(int(self.rfile.readline()[1:]) + 2)[:-2]

    def answer(self, name, arguments):
        command = COMMANDS.get(name.upper())
        if command is None:
            return b"-ERR unknown command '%s'\r\n" % name.encode("latin-1")
        try:
            with changed:
                return command(*arguments)
        except TypeError:
            return b"-ERR wrong number of arguments for '%s' command\r\n" % name.lower().encode("latin-1")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads, request_queue_size = True, True, 128


with Server(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 7379), Client) as server:
    print("toy listens on %s:%d" % server.server_address, flush=True)
    server.serve_forever()
