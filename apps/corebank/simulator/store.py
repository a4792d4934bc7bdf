"""What the simulated bank must not forget when it is restarted: payments, rules, cards. A SQLite file of its own."""

import json
import sqlite3
import threading
from dataclasses import asdict
from typing import Any

from .modes import EVERYTHING, Rule
from .registry import Card

SCHEMA = """
CREATE TABLE IF NOT EXISTS payment (reference TEXT PRIMARY KEY, body TEXT NOT NULL, answer TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS rule (id INTEGER PRIMARY KEY AUTOINCREMENT, pattern TEXT UNIQUE, mode TEXT, code TEXT);
CREATE TABLE IF NOT EXISTS card (account TEXT PRIMARY KEY, entry TEXT NOT NULL);
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

    def add_payment(self, reference: str, body: dict[str, Any], answer: dict[str, Any]) -> None:
        """Keeps the first payment under a reference; a second one changes nothing."""
        self._run("INSERT OR IGNORE INTO payment VALUES (?, ?, ?)", reference, _dump(body), _dump(answer))

    def payment(self, reference: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The payment's body and its answer."""
        rows = self._run("SELECT body, answer FROM payment WHERE reference = ?", reference)
        return (json.loads(rows[0][0]), json.loads(rows[0][1])) if rows else None

    def forget(self) -> None:
        """Payments, rules and cards are gone: the bank is as on its first day."""
        for table in ("payment", "rule", "card"):
            self._run(f"DELETE FROM {table}")  # noqa: S608  (names of our own)

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

    def card(self, account: str) -> Card | None:
        rows = self._run("SELECT entry FROM card WHERE account = ?", account)
        return Card(**json.loads(rows[0][0])) if rows else None


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
