"""One thread for all: the kernel keeps the list of sockets, and epoll(7) returns only those that are ready.

    epoll_wait -> accept, or recv -> send -> epoll_wait again
"""

import select

import echo

listener = echo.listen()
listener.setblocking(False)
epoll = select.epoll()
epoll.register(listener, select.EPOLLIN)
clients = {}  # by descriptor
owed = {}  # what clients have not taken yet; they are not read meanwhile
while True:
    for descriptor, _ in epoll.poll():
        if descriptor == listener.fileno():
            client = echo.accept(listener)
            if client:
                clients[client.fileno()] = client
                epoll.register(client, select.EPOLLIN)
            continue
        client = clients[descriptor]
        before = owed.pop(descriptor, b"")
        rest = echo.answer(client, before)
        if rest is None:
            epoll.unregister(descriptor)
            clients.pop(descriptor).close()
            continue
        if rest:
            owed[descriptor] = rest
        if bool(rest) != bool(before):
            epoll.modify(descriptor, select.EPOLLOUT if rest else select.EPOLLIN)
