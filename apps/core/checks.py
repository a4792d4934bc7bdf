"""What must be true of the ground floor: the sealed logs are as they were sealed."""

from collections.abc import Iterator

from . import seal


def seals_hold() -> Iterator[str]:
    """Every block of every sealed stream has its content, its place and its predecessor."""
    for stream in seal.streams():
        for number, what in seal.faults(stream):
            yield f"{stream} 第 {number} 个封存块:{what}"


CHECKS = (seals_hold,)
