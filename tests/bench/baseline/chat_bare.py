"""The least that carries a message to many sockets: a bare ASGI application with a local set."""

from typing import Any

open_now: set[Any] = set()


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    open_now.add(send)
    try:
        while (event := await receive())["type"] == "websocket.receive":
            for other in list(open_now):
                await other({"type": "websocket.send", "text": event["text"]})
    finally:
        open_now.discard(send)
