"""One thread for all: select(2) is told all sockets at each call, and looks at each of them.

    select -> accept, or recv -> send -> select again
"""

import select

import echo

FD_SETSIZE = 1024  # select's bitmap is not longer

listener = echo.listen()
listener.setblocking(False)
reading = {listener}
owed = {}  # what clients have not taken yet; they are not read meanwhile
while True:
    readable, writable, _ = select.select(reading, owed, [])
    if listener in readable:
        readable.remove(listener)
        client = echo.accept(listener)
        if client and client.fileno() < FD_SETSIZE:
            reading.add(client)
        elif client:
            client.close()
    for client in readable + writable:
        reading.discard(client)
        rest = echo.answer(client, owed.pop(client, b""))
        if rest is None:
            client.close()
        elif rest:
            owed[client] = rest
        else:
            reading.add(client)
