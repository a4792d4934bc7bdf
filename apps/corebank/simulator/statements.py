"""The simulated bank's day-end statement: what it has settled on a clearing account, as the subset of camt.053 that
docs/corebank-protocol.md describes, and the differences that a test may plant in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fnmatch import fnmatchcase
from xml.sax.saxutils import escape

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


@dataclass(frozen=True, slots=True)
class Booking:
    """分 in the bank's own sight: > 0 came in for the owner of the account (CRDT), < 0 went out (DBIT)."""

    reference: str
    bank_reference: str
    fen: int


@dataclass(frozen=True, slots=True)
class Plant:
    """A difference to plant in the next statement, in each booking whose reference fits the shell pattern; `fen` is
    what `amount` adds to a sum, and the sum of an `extra` booking, whose reference is the pattern itself."""

    kind: str
    pattern: str
    fen: int = 0


# What becomes of a booking that fits: the bookings that stand in its place on this day.
PLANTED: dict[str, Callable[[Booking, Plant], list[Booking]]] = {
    "missing": lambda booking, plant: [],
    "late": lambda booking, plant: [],  # and the next day's statement has it
    "amount": lambda booking, plant: [replace(booking, fen=booking.fen + plant.fen)],
    "duplicate": lambda booking, plant: [booking, booking],
}
EXTRA = "extra"


def planted(bookings: list[Booking], plants: list[Plant]) -> tuple[list[Booking], list[Booking]]:
    """The bookings of a day as its statement tells them, and those that the next day gets."""
    told, late = list(bookings), []
    for plant in plants:
        if plant.kind == EXTRA:
            told.append(Booking(plant.pattern, f"EXTRA{len(told):06}", plant.fen))
            continue
        fitting = [booking for booking in told if fnmatchcase(booking.reference, plant.pattern)]
        late += fitting if plant.kind == "late" else []
        told = [new for old in told for new in (PLANTED[plant.kind](old, plant) if old in fitting else [old])]
    return told, late


def day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def document(account: str, day: str, opening: int, bookings: list[Booking]) -> str:
    """The statement as XML."""
    closing = opening + sum(booking.fen for booking in bookings)
    entries = "".join(_entry(number, day, booking) for number, booking in enumerate(bookings, 1))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}"><BkToCstmrStmt><Stmt>'
        f"<Id>{account}-{day}</Id><Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>CNY</Ccy></Acct>"
        f"{_balance('OPBD', day, opening)}{_balance('CLBD', day, closing)}"
        f"<TxsSummry><TtlNtries><NbOfNtries>{len(bookings)}</NbOfNtries></TtlNtries></TxsSummry>"
        f"{entries}</Stmt></BkToCstmrStmt></Document>"
    )


def _entry(number: int, day: str, booking: Booking) -> str:
    return (
        f"<Ntry><NtryRef>{number}</NtryRef>{_amount(booking.fen)}<Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{escape(booking.bank_reference)}</AcctSvcrRef><NtryDtls>"
        f"<TxDtls><Refs><EndToEndId>{escape(booking.reference)}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>"
    )


def _balance(code: str, day: str, fen: int) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(fen)}<Dt><Dt>{day}</Dt></Dt></Bal>"


def _amount(fen: int) -> str:
    yuan, rest = divmod(abs(fen), 100)
    return f'<Amt Ccy="CNY">{yuan}.{rest:02}</Amt><CdtDbtInd>{"DBIT" if fen < 0 else "CRDT"}</CdtDbtInd>'
