"""A process for each client: socketserver accepts in the parent and forks for every connection.

    parent: select -> accept -> fork -> close its copy;   child: recv -> sendall, until the client ends -> exit
"""

import os
import signal
import socketserver
import sys

import echo


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        echo.converse(self.request)


class Server(socketserver.ForkingTCPServer):
    allow_reuse_address = True
    request_queue_size = echo.BACKLOG
    max_children = 1000  # 40 otherwise: socketserver then accepts nobody, and hears no signal, until a child ends
    ending = False

    def verify_request(self, request, client_address):
        """Closes the connection of who comes when max_children is near, as waiting would keep all others waiting."""
        return len(self.active_children or ()) < self.max_children - 1

    def service_actions(self):
        """Called between two clients, and twice a second: every child is known then, and can be told."""
        super().service_actions()
        if self.ending:
            for child in self.active_children or ():
                os.kill(child, signal.SIGKILL)
            sys.exit()

    def end(self, *_):
        self.ending = True


with Server(("127.0.0.1", echo.port()), Conversation) as server:
    echo.announce(server.socket)
    signal.signal(signal.SIGTERM, server.end)
    server.serve_forever()
