"""Words that a product may not use, found also where gaps are put between their characters."""

import re
from collections.abc import Iterable, Iterator

_GAPS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff·・.,,。、*_-]+")


class Wording:
    """`allowed` are phrases in which a banned word is no fault, such as the denial of a promise."""

    def __init__(self, banned: Iterable[str], allowed: Iterable[str]) -> None:
        self._found = re.compile("|".join(sorted(banned, key=len, reverse=True)))
        self._allowed = tuple(sorted(allowed, key=len, reverse=True))

    def banned_in(self, text: str) -> Iterator[str]:
        """The banned words of a text, once each, in order."""
        for allowed in self._allowed:
            text = text.replace(allowed, "\n")
        found = dict.fromkeys(self._found.findall(text)) | dict.fromkeys(self._found.findall(_GAPS.sub("", text)))
        yield from found
