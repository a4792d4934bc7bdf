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
CREATE TABLE IF NOT EXISTS dividend (product TEXT, record_on TEXT, ex_on TEXT, per_unit TEXT);
CREATE TABLE IF NOT EXISTS choice (
    id INTEGER PRIMARY KEY AUTOINCREMENT, holder TEXT, product TEXT, made_on TEXT, mode TEXT);
CREATE TABLE IF NOT EXISTS others (product TEXT PRIMARY KEY, hundredths INTEGER);
CREATE TABLE IF NOT EXISTS told (product TEXT, day TEXT, hundredths INTEGER, PRIMARY KEY (product, day));
CREATE TABLE IF NOT EXISTS paid (agent TEXT, day TEXT, answer TEXT, PRIMARY KEY (agent, day));
CREATE TABLE IF NOT EXISTS mode (pattern TEXT PRIMARY KEY, mode TEXT NOT NULL, times INTEGER NOT NULL);
"""
FORGET = """
BEGIN; DELETE FROM dispatch; DELETE FROM lot; DELETE FROM dividend; DELETE FROM choice; DELETE FROM paid;
DELETE FROM others; DELETE FROM told;
DELETE FROM mode; COMMIT;
"""
ALWAYS = 1_000_000
OTHERS = 500_000_000  # hundredths of a unit that others hold of a product, unless it was told otherwise


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
        """Keeps the first dispatch under a reference, with the choices in it. False when another body is known under
        it."""
        with self._lock:
            rows = self._run("SELECT body FROM dispatch WHERE reference = ?", reference)
            if rows:
                return bool(rows[0][0] == _dump(body))
            self._run("BEGIN")
            self._run("INSERT INTO dispatch (reference, body) VALUES (?, ?)", reference, _dump(body))
            for one in body.get("modes", ()):
                self._run(
                    "INSERT INTO choice (holder, product, made_on, mode) VALUES (?, ?, ?, ?)",
                    one["holder"], one["product"], body["day"], one["mode"],
                )  # fmt: skip
            self._run("COMMIT")
        return True

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

    def holders(self, product: str, before: str) -> list[tuple[str, int]]:
        """Who holds how many hundredths of what was confirmed by a day."""
        return self._run(
            "SELECT holder, sum(hundredths) FROM lot WHERE product = ? AND acquired_on <= ? GROUP BY holder "
            "HAVING sum(hundredths) > 0 ORDER BY holder",
            product, before,
        )  # fmt: skip

    def mode_of(self, holder: str, product: str, day: str) -> str:
        """What the holder chose last, in a dispatch up to a day."""
        rows = self._run(
            "SELECT mode FROM choice WHERE holder = ? AND product = ? AND made_on <= ? ORDER BY id DESC LIMIT 1",
            holder, product, day,
        )  # fmt: skip
        return str(rows[0][0]) if rows else "CASH"

    def add_dividend(self, product: str, record_on: str, ex_on: str, per_unit: str) -> None:
        self._run("INSERT INTO dividend VALUES (?, ?, ?, ?)", product, record_on, ex_on, per_unit)

    def dividends(self, product: str) -> list[dict[str, str]]:
        """By their ex-dates."""
        rows = self._run("SELECT record_on, ex_on, per_unit FROM dividend WHERE product = ? ORDER BY ex_on", product)
        return [{"record_on": record_on, "ex_on": ex_on, "per_unit": per_unit} for record_on, ex_on, per_unit in rows]

    def set_others(self, product: str, count: int) -> None:
        """What people hold who bought elsewhere."""
        self._run("INSERT OR REPLACE INTO others VALUES (?, ?)", product, count)

    def tell_units(self, product: str, day: str) -> int:
        """All units at the end of a day, in hundredths; kept as told."""
        others = self._run("SELECT hundredths FROM others WHERE product = ?", product)
        mine = sum(count for _, count in self.holders(product, day))
        self._run(
            "INSERT OR IGNORE INTO told VALUES (?, ?, ?)", product, day, (others[0][0] if others else OTHERS) + mine
        )
        rows = self._run("SELECT hundredths FROM told WHERE product = ? AND day = ?", product, day)
        return int(rows[0][0])

    def told_before(self, product: str, day: str) -> int | None:
        """What was told last before a day."""
        rows = self._run(
            "SELECT hundredths FROM told WHERE product = ? AND day < ? ORDER BY day DESC LIMIT 1", product, day
        )
        return int(rows[0][0]) if rows else None

    def paid(self, agent: str, day: str) -> dict[str, Any] | None:
        """What was told of an ex-date."""
        rows = self._run("SELECT answer FROM paid WHERE agent = ? AND day = ?", agent, day)
        return json.loads(rows[0][0]) if rows else None

    def pay(self, agent: str, day: str, answer: dict[str, Any], lots: list[tuple[str, str, str, int]]) -> None:
        """Keeps the payouts together with the lots that they make or take."""
        with self._lock:
            self._run("BEGIN")
            self._run("INSERT INTO paid VALUES (?, ?, ?)", agent, day, _dump(answer))
            for lot in lots:
                self._run("INSERT INTO lot (holder, product, acquired_on, hundredths) VALUES (?, ?, ?, ?)", *lot)
            self._run("COMMIT")

    def set_mode(self, pattern: str, mode: str, times: int) -> None:
        self._run("INSERT OR REPLACE INTO mode VALUES (?, ?, ?)", pattern, mode, times)

    def modes(self) -> list[tuple[str, str]]:
        return [(pattern, mode) for pattern, mode in self._run("SELECT pattern, mode FROM mode WHERE times > 0")]

    def used(self, pattern: str) -> None:
        self._run("UPDATE mode SET times = times - 1 WHERE pattern = ?", pattern)

    def forget(self) -> None:
        with self._lock:
            self._connection.executescript(FORGET)


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
