"""A thread for each client: socketserver accepts in the main thread and starts another for every connection.

    main thread: select -> accept -> start a thread;   its thread: recv -> sendall, until the client ends
"""

import socketserver

import echo


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        echo.converse(self.request)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = echo.BACKLOG  # 5 otherwise: of fifty clients at once most would try again after a second
    daemon_threads = True


with Server(("127.0.0.1", echo.port()), Conversation) as server:
    echo.announce(server.socket)
    server.serve_forever()
