"""/ws/: sockets. The first consumer comes with iMessage."""

socket_patterns: list[object] = []
