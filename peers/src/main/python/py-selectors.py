"""One thread for all: the library's selector is whatever the system has that is best, epoll on Linux.

    select -> accept, or recv -> send -> select again
"""

import selectors

import echo

listener = echo.listen()
listener.setblocking(False)
selector = selectors.DefaultSelector()
selector.register(listener, selectors.EVENT_READ)
while True:
    for key, _ in selector.select():
        client, before = key.fileobj, key.data  # what it has not taken yet; it is not read meanwhile
        if client is listener:
            client = echo.accept(listener)
            if client:
                selector.register(client, selectors.EVENT_READ, b"")
            continue
        rest = echo.answer(client, before)
        if rest is None:
            selector.unregister(client)
            client.close()
        elif rest or before:
            selector.modify(client, selectors.EVENT_WRITE if rest else selectors.EVENT_READ, rest)
