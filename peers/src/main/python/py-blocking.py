"""One client at a time: whoever comes meanwhile waits in the backlog until that one has left.

    accept -> recv -> sendall, until the client ends -> accept the next
"""

import echo

listener = echo.listen()
while True:
    client, _ = listener.accept()
    with client:
        echo.converse(client)
