"""The `websockets` library by itself: its own broadcast to all open connections (argument: the port)."""

import asyncio
import sys

from websockets.asyncio.server import ServerConnection, broadcast, serve

open_now: set[ServerConnection] = set()


async def talk(connection: ServerConnection) -> None:
    open_now.add(connection)
    try:
        async for text in connection:
            broadcast(open_now, text)
    finally:
        open_now.discard(connection)


async def main() -> None:
    async with serve(talk, "127.0.0.1", int(sys.argv[1]), compression=None, ping_interval=None):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main())
