"""One thread for all: poll(2) is handed a list of all sockets at each call, of any length, and looks at each of them.

    poll -> accept, or recv -> send -> poll again
"""

import select

import echo

listener = echo.listen()
listener.setblocking(False)
poll = select.poll()
poll.register(listener, select.POLLIN)
clients = {}  # by descriptor
owed = {}  # what clients have not taken yet; they are not read meanwhile
while True:
    for descriptor, _ in poll.poll():
        if descriptor == listener.fileno():
            client = echo.accept(listener)
            if client:
                clients[client.fileno()] = client
                poll.register(client, select.POLLIN)
            continue
        client = clients[descriptor]
        before = owed.pop(descriptor, b"")
        rest = echo.answer(client, before)
        if rest is None:
            poll.unregister(descriptor)
            clients.pop(descriptor).close()
            continue
        if rest:
            owed[descriptor] = rest
        if bool(rest) != bool(before):
            poll.modify(descriptor, select.POLLOUT if rest else select.POLLIN)
