"""Pages and sockets of ./dev run in one ASGI process, on a listening socket that ./dev holds (argument: its number).

`uvicorn --fd` would take the socket for a unix one and leave Nagle's delay on.
"""

from __future__ import annotations

import socket
import sys

import uvicorn


def main() -> None:
    config = uvicorn.Config(
        "efincloud.asgi:application",
        lifespan="off",
        ws_per_message_deflate=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
        log_level="info",
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])


if __name__ == "__main__":
    main()
