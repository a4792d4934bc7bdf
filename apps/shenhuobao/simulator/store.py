"""What the simulated agent must not forget when it is restarted, in a SQLite file of its own."""

import json
import sqlite3
import threading
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS dispatch (reference TEXT PRIMARY KEY, body TEXT NOT NULL, answer TEXT);
CREATE TABLE IF NOT EXISTS lot (
    id INTEGER PRIMARY KEY AUTOINCREMENT, holder TEXT, product TEXT, acquired_on TEXT, hundredths INTEGER);
CREATE INDEX IF NOT EXISTS lot_of ON lot (holder, product);
CREATE TABLE IF NOT EXISTS mode (pattern TEXT PRIMARY KEY, mode TEXT NOT NULL, times INTEGER NOT NULL);
"""
ALWAYS = 1_000_000


class Store:
    """One connection behind one lock; every write is committed before it is answered."""

    def __init__(self, path: str) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.executescript(SCHEMA)

    def _run(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def keep_dispatch(self, reference: str, body: dict[str, Any]) -> bool:
        """Keeps the first dispatch under a reference. False when another body is known under it."""
        self._run("INSERT OR IGNORE INTO dispatch (reference, body) VALUES (?, ?)", reference, _dump(body))
        known: str = self._run("SELECT body FROM dispatch WHERE reference = ?", reference)[0][0]
        return known == _dump(body)

    def dispatch(self, reference: str) -> tuple[dict[str, Any], dict[str, Any] | None] | None:
        """What was sent, and the confirmations once they are made."""
        rows = self._run("SELECT body, answer FROM dispatch WHERE reference = ?", reference)
        return (json.loads(rows[0][0]), json.loads(rows[0][1]) if rows[0][1] else None) if rows else None

    def confirm(self, reference: str, answer: dict[str, Any], lots: list[tuple[str, str, str, int]]) -> None:
        """Keeps the confirmations together with the lots that they make (units above zero) or take (below)."""
        with self._lock:
            self._run("BEGIN")
            self._run("UPDATE dispatch SET answer = ? WHERE reference = ?", _dump(answer), reference)
            for lot in lots:
                self._run("INSERT INTO lot (holder, product, acquired_on, hundredths) VALUES (?, ?, ?, ?)", *lot)
            self._run("COMMIT")

    def begin_with(self, lots: list[tuple[str, str, str, int]]) -> None:
        """Lots of before the first dispatch; those that are known already are left alone."""
        with self._lock:
            for holder, product, acquired_on, count in lots:
                if (acquired_on, count) not in self.lots(holder, product):
                    self._run(
                        "INSERT INTO lot (holder, product, acquired_on, hundredths) VALUES (?, ?, ?, ?)",
                        holder, product, acquired_on, count,
                    )  # fmt: skip

    def lots(self, holder: str, product: str) -> list[tuple[str, int]]:
        """What was bought and not given back: the day and hundredths of a unit, oldest first."""
        rows = self._run(
            "SELECT acquired_on, hundredths FROM lot WHERE holder = ? AND product = ? ORDER BY acquired_on, id",
            holder, product,
        )  # fmt: skip
        gone = -sum(count for _, count in rows if count < 0)
        left = []
        for day, count in rows:
            if count > 0:
                used = min(gone, count)
                gone -= used
                left += [(day, count - used)] if count > used else []
        return left

    def set_mode(self, pattern: str, mode: str, times: int) -> None:
        self._run("INSERT OR REPLACE INTO mode VALUES (?, ?, ?)", pattern, mode, times)

    def modes(self) -> list[tuple[str, str]]:
        return [(pattern, mode) for pattern, mode in self._run("SELECT pattern, mode FROM mode WHERE times > 0")]

    def used(self, pattern: str) -> None:
        self._run("UPDATE mode SET times = times - 1 WHERE pattern = ?", pattern)

    def forget(self) -> None:
        with self._lock:
            self._connection.executescript("BEGIN; DELETE FROM dispatch; DELETE FROM lot; DELETE FROM mode; COMMIT;")


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
