"""The simulated transfer agent (登记机构) of docs/ta-protocol.md: takes a day's orders, prices and confirms them.

Its arithmetic is its own, in fractions: that it agrees with ours to the 分 proves something.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from fractions import Fraction
from threading import Lock
from typing import Any

from apps.core.peers.server import Reply

from .fills import Moved, bought, given_back, hundredths, shares_of
from .payouts import announced, lines_of, price_of, text
from .prices import income_of
from .store import ALWAYS, Store

Body = dict[str, Any]
BAD_REQUEST = Reply(422, {"error": "BAD_REQUEST"})
SILENT = Reply(504, {}, silent=True)

# What a pattern of `/sim/mode` may be told to do: with a door (take, ask, prices, confirmations, distributions), an
# order, or a holder of something that is paid out.
DOOR_MODES = ("lose", "mute", "wrong_total", "wrong_count", "missing_line", "wrong_day")
ORDER_MODES, HOLDER_MODES = ("reject", "half"), ("more", "leave_out")


class Agent:
    def __init__(self, store: Store) -> None:
        self.store = store
        self._confirming = Lock()
        self.routes: dict[tuple[str, str], Callable[[Body], Reply]] = {
            ("POST", "/v1/dispatches"): self.take,
            ("POST", "/v1/prices"): self.prices,
            ("POST", "/v1/distributions"): self.distributions,
            ("POST", "/sim/dividend"): self.add_dividend,
            ("POST", "/sim/mode"): self.set_mode,
            ("POST", "/sim/units"): self.set_units,
            ("POST", "/sim/holders"): self.holders,
            ("POST", "/sim/lots"): self.set_lots,
            ("POST", "/sim/reset"): self.reset,
        }

    def handle(self, method: str, path: str, body: Body) -> Reply:
        """The reply to one authenticated request."""
        try:
            if method == "GET" and path.startswith("/v1/dispatches/"):
                return self.known(path.rpartition("/")[2])
            if method == "GET" and path.startswith("/v1/confirmations/"):
                return self.confirmations(path.rpartition("/")[2])
            route = self.routes.get((method, path))
            return route(body) if route else Reply(404, {"error": "NO_ROUTE"})
        except (KeyError, TypeError, ValueError):
            return BAD_REQUEST

    def take(self, body: Body) -> Reply:
        mode = self._mode("take")
        if mode == "lose":
            return SILENT
        reference, orders = str(body["reference"]), body["orders"]
        if body["count"] != len(orders) or len({order["reference"] for order in orders}) != len(orders):
            return BAD_REQUEST
        if not self.store.keep_dispatch(reference, body):
            return Reply(409, {"error": "REFERENCE_REUSED"})
        return SILENT if mode == "mute" else Reply(200, {"reference": reference, "state": "TAKEN"})

    def known(self, reference: str) -> Reply:
        if self._mode("ask") == "mute":
            return SILENT
        if self.store.dispatch(reference) is None:
            return Reply(404, {"reference": reference, "state": "NOT_FOUND"})
        return Reply(200, {"reference": reference, "state": "TAKEN"})

    def prices(self, body: Body) -> Reply:
        day = date.fromisoformat(body["day"])
        lines = [
            {
                "product": one["code"],
                "nav": "1.0000" if one["kind"] == "CASH" else str(price_of(self.store, one["code"], day)),
                "income_per_10k": str(income_of(one["code"], day)) if one["kind"] == "CASH" else None,
                "dividend": announced(self.store, one["code"], day),
                "units": text(self.store.tell_units(one["code"], body["day"])),
            }
            for one in body["products"]
        ]
        return self._file("prices", {"day": body["day"], "count": len(lines), "lines": lines})

    def confirmations(self, reference: str) -> Reply:
        with self._confirming:
            known = self.store.dispatch(reference)
            if known is None:
                return Reply(404, {"reference": reference, "state": "NOT_FOUND"})
            body, answer = known
            if answer is None:
                answer = self._confirm(body)
        return self._file("confirmations", answer)

    def _confirm(self, body: Body) -> Body:
        lines, moved = [], Moved()
        shares = shares_of(self.store, body)
        for order in body["orders"]:
            lines.append(self._line(order, body, shares.get(order["reference"]), moved))
        total = sum(line["amount"] for line in lines if line["result"] != "REJECTED")
        answer = {"day": body["day"], "count": len(lines), "total": total, "lines": lines}
        self.store.confirm(body["reference"], answer, moved.lots)
        return answer

    def _line(self, order: Body, body: Body, count: int | None, moved: Moved) -> Body:
        """The confirmation; `count` hundredths of a large redemption are met on the day. Writes down how lots move."""
        mode, terms = self._mode(order["reference"], order["product"]), body["products"][order["product"]]
        if mode == "reject":
            return {"order": order["reference"], "result": "REJECTED", "code": "AGENT_REFUSED"}
        price = self._price(order["product"], terms, body)
        asked = order["amount"] if order["kind"] == "PURCHASE" else hundredths(order["units"])
        filled = asked // 2 if mode == "half" else asked if count is None else count
        line = {"order": order["reference"], "code": "", "nav": f"{price:.4f}"}
        line["result"] = "CONFIRMED" if filled == asked else "PART"
        if order["kind"] == "PURCHASE":
            net, units = bought(filled, terms, price)
            moved.add(order, terms, order["product"], units)
            return line | {"amount": filled, "fee": filled - net, "units": text(units)}
        fen, fee = given_back(moved.lots_left(self.store, order), order, terms, Fraction(price), filled)
        moved.add(order, terms, order["product"], -filled)
        if "into" in order:
            into = body["products"][order["into"]]
            worth = self._price(order["into"], into, body)
            net, units = bought(fen - fee, into, worth)
            moved.add(order, into, order["into"], units)
            line["into"] = {"nav": f"{worth:.4f}", "fee": fen - fee - net, "units": text(units)}
        return line | {"amount": fen, "fee": fee, "units": text(filled)}

    def _price(self, code: str, terms: Body, body: Body) -> Decimal:
        is_cash = terms["kind"] == "CASH"
        return Decimal(1) if is_cash else price_of(self.store, code, date.fromisoformat(body["day"]))

    def distributions(self, body: Body) -> Reply:
        """What each holder is due on an ex-date, told once; a holder may be told wrongly."""
        with self._confirming:
            answer = self.store.paid(body["agent"], body["day"])
            if answer is None:
                answer = self._pay(body)
        return self._file("distributions", answer)

    def _pay(self, body: Body) -> Body:
        day, lines, moved = date.fromisoformat(body["day"]), [], []
        for one in body["asked"]:
            for line, count in lines_of(self.store, one["product"], one["kind"], day):
                moved.append((line["holder"], line["product"], body["day"], count))
                mode = self._mode(line["holder"])
                if mode != "leave_out":
                    lines.append(line | {"cash": line["cash"] + 1} if mode == "more" else line)
        total = sum(line["cash"] for line in lines)
        answer = {"day": body["day"], "count": len(lines), "total": total, "lines": lines}
        self.store.pay(body["agent"], body["day"], answer, [lot for lot in moved if lot[3]])
        return answer

    def _file(self, door: str, answer: Body) -> Reply:
        mode = self._mode(door)
        if mode == "mute":
            return SILENT
        if mode == "wrong_total":
            answer = answer | {"total": answer.get("total", 0) + 1}
        elif mode == "wrong_count":
            answer = answer | {"count": answer["count"] + 1}
        elif mode == "missing_line":
            answer = answer | {"lines": answer["lines"][1:], "count": answer["count"] - 1}
        elif mode == "wrong_day":
            answer = answer | {"day": "2020-01-01"}
        return Reply(200, answer)

    def _mode(self, *names: str) -> str:
        """The mode that was set for one of these names; each use counts."""
        for pattern, mode in self.store.modes():
            if any(fnmatchcase(name, pattern) for name in names):
                self.store.used(pattern)
                return mode
        return ""

    def set_mode(self, body: Body) -> Reply:
        if body["mode"] not in (*DOOR_MODES, *ORDER_MODES, *HOLDER_MODES):
            return BAD_REQUEST
        self.store.set_mode(str(body["pattern"]), body["mode"], int(body.get("times", ALWAYS)))
        return Reply(200, {})

    def set_lots(self, body: Body) -> Reply:
        """What was bought before the agent's first day: known once, however often it is told."""
        lots = [(one["holder"], one["product"], one["acquired_on"], int(one["hundredths"])) for one in body["lots"]]
        self.store.begin_with(lots)
        return Reply(200, {})

    def add_dividend(self, body: Body) -> Reply:
        self.store.add_dividend(body["product"], body["record_on"], body["ex_on"], body["per_unit"])
        return Reply(200, {})

    def holders(self, body: Body) -> Reply:
        """Who holds how many hundredths of a unit; of cash management no lots are kept."""
        return Reply(200, {"holders": dict(self.store.holders(body["product"], "9999-12-31"))})

    def set_units(self, body: Body) -> Reply:
        self.store.set_others(body["product"], int(body["hundredths"]))
        return Reply(200, {})

    def reset(self, _body: Body) -> Reply:
        self.store.forget()
        return Reply(200, {})
