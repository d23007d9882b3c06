#!/usr/bin/env python3
"""Echo servers, each wrong in one way (first argument); the suite must find out in which."""
import os
import selectors
import socket
import sys
import threading

HOW = sys.argv[1]
HIGH_WATER = 65536


class Connection:
    def __init__(self, server, sock):
        self.server, self.sock, self.owed, self.ended, self.answered, self.ignored = server, sock, b"", False, False, False
        sock.setblocking(False)

    def ready(self, mask):
        if self.ignored:
            return
        if mask & selectors.EVENT_READ:
            self.read()
        self.write()
        if not self.sock._closed:
            self.watch()

    def read(self):
        data = self.sock.recv(131072)
        if HOW == "loops-at-end" and data:
            while True:  # until there is nothing more to read: but behind the end there is, for ever
                try:
                    data += self.sock.recv(131072)
                except BlockingIOError:
                    break
        self.ended = not data
        if HOW == "loses-above-64k":
            data = data[:65536]
        if HOW.endswith("prints") and data:
            print("echo of %d bytes: %r" % (len(data), data[:40]), flush=True)
        if HOW == "talks" and data:
            data += b"(%d bytes)\n" % len(data)
        if HOW.startswith("ignores-send") and data:
            try:
                self.sock.send(data)
            except BlockingIOError:
                pass
        else:
            self.owed += data

    def write(self):
        if self.owed:
            try:
                self.owed = self.owed[self.sock.send(self.owed):]
                self.answered = True
            except BlockingIOError:
                pass
        if not self.owed and (self.ended or HOW == "answers-once" and self.answered):
            self.close()

    def watch(self):
        events = selectors.EVENT_WRITE if self.owed else 0
        if not self.ended and len(self.owed) < HIGH_WATER:
            events |= selectors.EVENT_READ
        self.server.selector.modify(self.sock, events, self)

    def close(self):
        self.server.selector.unregister(self.sock)
        self.sock.close()


class Server:
    def __init__(self):
        self.selector, self.newest, self.all = selectors.DefaultSelector(), None, []
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.selector.register(self.listening, selectors.EVENT_READ)
        print("listens on %d" % self.listening.getsockname()[1], flush=True)

    def accept(self):
        connection = Connection(self, self.listening.accept()[0])
        if HOW == "newest-only" and self.newest and not self.newest.sock._closed:
            self.selector.unregister(self.newest.sock)
            self.newest.ignored = True
        self.newest = connection
        self.all.append(connection)
        self.selector.register(connection.sock, selectors.EVENT_READ, connection)

    def serve(self):
        while True:
            for key, mask in self.selector.select():
                if key.data is None:
                    self.accept()
                    continue
                try:
                    key.data.ready(mask)
                except ConnectionError:
                    if HOW == "dies-at-reset":
                        raise
                    key.data.close()


# It ends with the test, however that ends, and however it loops itself.
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
Server().serve()
