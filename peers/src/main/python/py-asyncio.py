"""One thread for all, and a coroutine for each client, which reads as if it waited for that client alone.

    event loop (epoll): ready -> into the client's reader -> its coroutine goes on: read -> write, drain -> await
"""

import asyncio
import contextlib

import echo


async def converse(reader, writer):
    with contextlib.suppress(OSError):
        while data := await reader.read(echo.BUFFER_BYTES):
            writer.write(data)
            await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(converse, "127.0.0.1", echo.port(), backlog=echo.BACKLOG)
    echo.announce(server.sockets[0])
    await server.serve_forever()


asyncio.run(main())
