"""A day-end statement of docs/corebank-protocol.md (camt.053) as facts: streamed, without DOCTYPE, within bounds.

Nothing is guessed: what is missing, doubled, of another account or day, or does not add up is no statement.
"""

import re
from collections.abc import Callable
from datetime import date
from xml.parsers import expat

from apps.core.files.package import local, parser
from apps.core.files.refusal import FileRefused
from apps.core.money import MAX_FEN, Fen
from apps.core.peers import NoAnswer

from ..contracts import Statement, StatementEntry

MAX_BYTES = 64 * 1024 * 1024
MAX_ENTRIES = 200_000
MAX_TEXT = 200  # characters of one element

_AMOUNT = re.compile(r"([0-9]{1,13})\.([0-9]{2})")
_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,64}")
_ROOT = "Document/BkToCstmrStmt/Stmt"
_WHOLE, _BALANCE, _ENTRY = (f"{_ROOT}{part}" for part in ("", "/Bal", "/Ntry"))
_CODE, _DAY = "Tp/CdOrPrtry/Cd", "Dt/Dt"
_SIGNS = {"DBIT": 1, "CRDT": -1}  # what goes out of the bank's account is a credit (贷) in our books
_OPENING, _CLOSING = "OPBD", "CLBD"


def read_statement(raw: bytes, account: str, day: date) -> Statement:
    """The statement of an account (3001.*) and day. Raises NoAnswer with BAD_STATEMENT or, where it is a statement
    that contradicts itself, NOT_ADDING_UP."""
    try:
        reader = _Reader()
        reader.run(raw)
        return _statement(reader, account, day)
    except (expat.ExpatError, FileRefused, LookupError, ValueError):
        raise NoAnswer("BAD_STATEMENT") from None


class _Reader:
    """The fields of the statement, of its balances and of its entries, each by the path below its element."""

    def __init__(self) -> None:
        self.whole: dict[str, str] = {}
        self.balances: list[dict[str, str]] = []
        self.entries: list[dict[str, str]] = []
        self._groups: dict[str, Callable[[dict[str, str]], None]] = {
            _BALANCE: self.balances.append, _ENTRY: self._entry, _WHOLE: self._whole
        }  # fmt: skip
        self._path: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []  # the groups around the present element, outermost first
        self._text = ""

    def run(self, raw: bytes) -> None:
        made = parser()
        made.StartElementHandler, made.EndElementHandler = self._start, self._end
        made.CharacterDataHandler = self._characters
        made.Parse(raw, True)
        if not self.whole:
            raise ValueError("no statement")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(local(tag))
        self._text = ""
        if len(self._path) > 20:
            raise ValueError("too deep")
        path = "/".join(self._path)
        if path in self._groups:
            self._open.append((path, {}))
        elif self._open and "Ccy" in attributes and attributes["Ccy"] != "CNY":
            raise ValueError("another currency")

    def _characters(self, text: str) -> None:
        self._text += text
        if len(self._text) > MAX_TEXT:
            raise ValueError("too long a text")

    def _end(self, _tag: str) -> None:
        path = "/".join(self._path)
        self._path.pop()
        if not self._open:
            return
        group, fields = self._open[-1]
        if path == group:
            self._open.pop()
            self._groups[group](fields)
        elif text := self._text.strip():
            below = path.removeprefix(group + "/")
            if below in fields:
                raise ValueError("twice")
            fields[below] = text
        self._text = ""

    def _entry(self, fields: dict[str, str]) -> None:
        if len(self.entries) >= MAX_ENTRIES:
            raise ValueError("too many entries")
        self.entries.append(fields)

    def _whole(self, fields: dict[str, str]) -> None:
        if self.whole:
            raise ValueError("two statements")
        self.whole = fields


def _statement(reader: _Reader, account: str, day: date) -> Statement:
    balances = {found[_CODE]: found for found in reader.balances}
    entries = tuple(_entry(fields, day) for fields in reader.entries)
    if (
        reader.whole["Acct/Id/Othr/Id"] != account
        or reader.whole["Acct/Ccy"] != "CNY"
        or len(balances) != len(reader.balances)
        or any(date.fromisoformat(balances[code][_DAY]) != day for code in (_OPENING, _CLOSING))
    ):
        raise ValueError("of another account or day")
    opening, closing = _fen(balances[_OPENING]), _fen(balances[_CLOSING])
    counted = int(reader.whole["TxsSummry/TtlNtries/NbOfNtries"]) == len(entries)
    if not counted or opening + sum(entry.amount for entry in entries) != closing:
        raise NoAnswer("NOT_ADDING_UP")
    return Statement(reader.whole["Id"][:64], account, day, opening, closing, entries)


def _entry(fields: dict[str, str], day: date) -> StatementEntry:
    if fields["Sts/Cd"] != "BOOK" or date.fromisoformat(fields["BookgDt/Dt"]) != day:
        raise ValueError("not booked on this day")
    reference = fields["NtryDtls/TxDtls/Refs/EndToEndId"]
    amount = _fen(fields)
    if not _REFERENCE.fullmatch(reference) or not amount:
        raise ValueError("no entry")
    return StatementEntry(reference, fields.get("AcctSvcrRef", "")[:64], amount)


def _fen(fields: dict[str, str]) -> Fen:
    match = _AMOUNT.fullmatch(fields["Amt"])
    if match is None:
        raise ValueError("no amount")
    fen = int(match[1] + match[2]) * _SIGNS[fields["CdtDbtInd"]]
    if abs(fen) >= MAX_FEN:
        raise ValueError("too large")
    return Fen(fen)
