"""One thing that the bank looks at before it lists an issue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screen:
    """`label` in a word, whether it `holds`, and `said`: why, or why not."""

    label: str
    holds: bool
    said: str
