"""What the simulated bank must not forget when it is restarted, in a SQLite file of its own."""

import json
import sqlite3
import threading
from dataclasses import asdict
from datetime import date
from typing import Any

from .modes import EVERYTHING, Rule
from .registry import Card
from .statements import Booking, Plant

SCHEMA = """
CREATE TABLE IF NOT EXISTS payment (reference TEXT PRIMARY KEY, body TEXT NOT NULL, answer TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS rule (id INTEGER PRIMARY KEY AUTOINCREMENT, pattern TEXT UNIQUE, mode TEXT, code TEXT);
CREATE TABLE IF NOT EXISTS card (account TEXT PRIMARY KEY, entry TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS booking (
    id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT, day TEXT, reference TEXT, bank_reference TEXT, fen INTEGER);
CREATE INDEX IF NOT EXISTS booking_day ON booking (account, day);
CREATE TABLE IF NOT EXISTS loan (
    number INTEGER PRIMARY KEY AUTOINCREMENT, reference TEXT UNIQUE, account TEXT, amount INTEGER, paid_on TEXT);
CREATE TABLE IF NOT EXISTS plant (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT, pattern TEXT, fen INTEGER);
CREATE TABLE IF NOT EXISTS statement (
    account TEXT, day TEXT, closing INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (account, day));
"""


class Store:
    """One connection behind one lock; every write is committed before it is answered."""

    def __init__(self, path: str) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.executescript(SCHEMA)

    def _run(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def add_payment(self, reference: str, body: dict[str, Any], answer: dict[str, Any]) -> bool:
        """Keeps the first payment under a reference; a second one changes nothing, and the answer is False."""
        sql = "INSERT OR IGNORE INTO payment VALUES (?, ?, ?) RETURNING 1"
        return bool(self._run(sql, reference, _dump(body), _dump(answer)))

    def payment(self, reference: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The payment's body and its answer."""
        rows = self._run("SELECT body, answer FROM payment WHERE reference = ?", reference)
        return (json.loads(rows[0][0]), json.loads(rows[0][1])) if rows else None

    def forget(self) -> None:
        """Everything is gone: the bank is as on its first day."""
        tables = ("payment", "rule", "card", "booking", "loan", "plant", "statement")
        deletes = "".join(f"DELETE FROM {table};" for table in tables)  # noqa: S608  (names of our own)
        with self._lock:
            self._connection.executescript(f"BEGIN; {deletes} COMMIT;")

    def set_rule(self, rule: Rule) -> None:
        """The rule is the first to be looked at; a rule for everything replaces the ones before it."""
        if rule.pattern == EVERYTHING:
            self._run("DELETE FROM rule")
        self._run(
            "INSERT OR REPLACE INTO rule (pattern, mode, code) VALUES (?, ?, ?)", rule.pattern, rule.mode, rule.code
        )

    def rules(self) -> list[Rule]:
        """Newest first."""
        return [Rule(*row) for row in self._run("SELECT pattern, mode, code FROM rule ORDER BY id DESC")]

    def set_card(self, card: Card) -> None:
        self._run("INSERT OR REPLACE INTO card VALUES (?, ?)", card.account, _dump(asdict(card)))

    def add_booking(self, account: str, day: str, booking: Booking) -> None:
        self._run(
            "INSERT INTO booking (account, day, reference, bank_reference, fen) VALUES (?, ?, ?, ?, ?)",
            *(account, day, booking.reference, booking.bank_reference, booking.fen),
        )

    def bookings(self, account: str, day: str) -> list[Booking]:
        """In the order in which they were settled."""
        sql = "SELECT reference, bank_reference, fen FROM booking WHERE account = ? AND day = ? ORDER BY id"
        return [Booking(*row) for row in self._run(sql, account, day)]

    def add_plant(self, plant: Plant) -> None:
        self._run("INSERT INTO plant (kind, pattern, fen) VALUES (?, ?, ?)", plant.kind, plant.pattern, plant.fen)

    def take_plants(self) -> list[Plant]:
        """The planted differences, which are gone afterwards."""
        return [Plant(*row) for row in self._run("DELETE FROM plant RETURNING kind, pattern, fen")]

    def add_loans(self, loans: list[tuple[str, str, int, date]]) -> None:
        """Keeps loans; a second one under the same reference changes nothing."""
        sql = "INSERT OR IGNORE INTO loan (reference, account, amount, paid_on) VALUES (?, ?, ?, ?)"
        with self._lock:
            self._connection.execute("BEGIN")
            self._connection.executemany(sql, [(*loan, day.isoformat()) for *loan, day in loans])
            self._connection.execute("COMMIT")

    def loans(self, after: int, most: int) -> list[dict[str, Any]]:
        """Those behind a number, at most so many."""
        names = ("number", "reference", "account", "amount", "paid_on")
        sql = "SELECT number, reference, account, amount, paid_on FROM loan WHERE number > ? ORDER BY number LIMIT ?"
        return [dict(zip(names, row, strict=True)) for row in self._run(sql, after, most)]

    def add_statement(self, account: str, day: str, closing: int, document: str) -> None:
        """Keeps the first statement of an account and day; a second one changes nothing."""
        self._run("INSERT OR IGNORE INTO statement VALUES (?, ?, ?, ?)", account, day, closing, document)

    def statement(self, account: str, day: str) -> str | None:
        rows = self._run("SELECT document FROM statement WHERE account = ? AND day = ?", account, day)
        return str(rows[0][0]) if rows else None

    def closing_before(self, account: str, day: str) -> int:
        """分: the closing balance of the last statement before this day."""
        sql = "SELECT closing FROM statement WHERE account = ? AND day < ? ORDER BY day DESC LIMIT 1"
        rows = self._run(sql, account, day)
        return int(rows[0][0]) if rows else 0

    def card(self, account: str) -> Card | None:
        rows = self._run("SELECT entry FROM card WHERE account = ?", account)
        return Card(**json.loads(rows[0][0])) if rows else None


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
