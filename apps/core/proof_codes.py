"""The codes by which a stranger checks a document of the bank's at /verify/: 80 random bits, 16 letters."""

import secrets
from dataclasses import dataclass

from .parts import Pair

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is read for something else
LENGTH, GROUP = 16, 4


def new_code() -> str:
    """The verification code of a receipt (PY-12), a statement or a signature."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def with_spaces(code: str) -> str:
    """A code as people read it, in groups of four."""
    return " ".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def code_in(text: str) -> str:
    """The code that somebody has typed or pasted, without spaces, dashes and small letters; "" when it is none."""
    code = "".join(text.split()).replace("-", "").upper()
    return code if len(code) == LENGTH else ""


@dataclass(frozen=True, slots=True)
class Proved:
    """What a product's document proves to a stranger who has its code (settings.PROOFS): `state` as in the component
    result, `amount_fen` only if the document is about one amount."""

    title: str
    text: str
    state: str
    pairs: tuple[Pair, ...]
    amount_fen: int | None = None
