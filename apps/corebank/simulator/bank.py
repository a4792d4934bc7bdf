"""The simulated bank behind its HTTP door: what it answers, and when it keeps silent."""

from collections.abc import Callable
from datetime import date
from fnmatch import fnmatchcase
from threading import Lock
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from apps.core.peers.server import Reply

from . import registry
from .modes import ACCOUNT_RULES, COLLECTION_RULES, DEFAULT_RULE, EVERYTHING, MODES, Rule
from .registry import Card
from .statements import EXTRA, PLANTED, Booking, Plant, day_after, document, planted
from .store import Store

Body = dict[str, Any]
PAYEE, PAYER = "payee", "payer"
BEPS_ACCOUNT = "3001.02"  # where payments to and collections from other banks are cleared
CLEARING_ACCOUNTS = tuple(f"3001.0{network}" for network in range(1, 7))
LOANS_AT_ONCE = 500
BAD_REQUEST = Reply(422, {"error": "BAD_REQUEST"})


class Bank:
    def __init__(self, store: Store) -> None:
        self.store = store
        self._day = Lock()  # a payment is settled before a statement is made, or after it and refused
        self.routes: dict[tuple[str, str], Callable[[Body], Reply]] = {
            ("POST", "/v1/identity/check"): self.check_identity,
            ("POST", "/v1/enterprises/check"): self.check_enterprise,
            ("POST", "/v1/cards/lookup"): self.look_up_cards,
            ("POST", "/v1/payments"): self.pay,
            ("POST", "/v1/collections"): self.collect,
            ("POST", "/sim/mode"): self.set_mode,
            ("POST", "/sim/cards"): self.register_cards,
            ("POST", "/sim/plant"): self.plant,
            ("POST", "/sim/loans"): self.pay_out_loans,
            ("POST", "/sim/reset"): self.reset,
        }

    def handle(self, method: str, path: str, body: Body) -> Reply:
        """The reply to one authenticated request."""
        route = self.routes.get((method, path))
        try:
            if method == "GET" and path.startswith("/v1/payments/"):
                return self.query(path.removeprefix("/v1/payments/"))
            if method == "GET" and path.startswith("/v1/statements/"):
                return self.statement(*path.removeprefix("/v1/statements/").partition("/")[::2])
            if method == "GET" and path.startswith("/v1/loan-disbursements/"):
                return self.loans(int(path.removeprefix("/v1/loan-disbursements/")))
            return route(body) if route else Reply(404, {"error": "NO_SUCH_ROUTE"})
        except (KeyError, TypeError, ValueError):
            return BAD_REQUEST

    def check_identity(self, body: Body) -> Reply:
        factors, id_number = int(body["factors"]), str(body["id_number"])
        result = registry.person_result(id_number)
        if result == "MATCH" and factors >= 3:
            card = self._card(body["account"])
            matches = card.exists and card.matches(
                name=body["name"], id_number=id_number, mobile=body["mobile"] if factors >= 4 else None
            )
            fits = factors < 5 or card.card_class in ("I", "CREDIT")
            result = "MATCH" if matches and fits else "MISMATCH"
        return Reply(200, {"result": result, "reference": _reference("ID", body)})

    def check_enterprise(self, body: Body) -> Reply:
        if not (body["name"] and body["legal_name"]):
            return BAD_REQUEST
        result = registry.enterprise_result(str(body["uscc"]))
        return Reply(200, {"result": result, "reference": _reference("ER", body)})

    def look_up_cards(self, body: Body) -> Reply:
        return Reply(200, {"cards": [self._describe(question) for question in body["cards"]]})

    def pay(self, body: Body) -> Reply:
        return self._take(body, PAYEE)

    def collect(self, body: Body) -> Reply:
        """Pulls from an account at the other bank, whose holder has given a mandate for it."""
        return self._take(body, PAYER)

    def _take(self, body: Body, side: str) -> Reply:
        """`side`: which of the two accounts is at the other bank."""
        reference, amount, day = str(body["reference"]), body["amount"], body["business_date"]
        if type(amount) is not int or amount <= 0:
            return BAD_REQUEST
        known = self.store.payment(reference)
        if known:
            return Reply(200, known[1]) if known[0] == body else Reply(409, {"error": "REFERENCE_REUSED"})
        rule = self._rule(reference, body[f"{side}_account"], side)
        mode = MODES[rule.mode]
        if mode.applies:
            with self._day:
                self._settle(reference, body, amount, day, side)
        elif mode.refuses:
            self.store.add_payment(reference, body, _payment_answer(reference, amount, rule.code))
        known = self.store.payment(reference)
        return Reply(200, known[1] if known else {}, silent=not mode.answers)

    def _settle(self, reference: str, body: Body, amount: int, day: str, side: str) -> None:
        code = registry.refusal(self._card(body[f"{side}_account"]), name=body[f"{side}_name"], amount=amount)
        if self.store.statement(BEPS_ACCOUNT, day) is not None:
            code = "P99"  # the day is closed
        answer = _payment_answer(reference, amount, code)
        if self.store.add_payment(reference, body, answer) and not code:
            fen = -amount if side == PAYEE else amount
            self.store.add_booking(BEPS_ACCOUNT, day, Booking(reference, answer["bank_reference"], fen))

    def query(self, reference: str) -> Reply:
        known = self.store.payment(reference)
        order = known[0] if known else {}
        side = PAYER if "payer_bank" in order else PAYEE
        rule = self._rule(reference, order.get(f"{side}_account", ""), side)
        if not MODES[rule.mode].answers_queries:
            return Reply(503, {"error": "QUERY_DOWN"})
        return Reply(200, known[1]) if known else Reply(404, {"reference": reference, "state": "NOT_FOUND"})

    def statement(self, account: str, day: str) -> Reply:
        """The first question closes the bank's day on this account; later ones get the same document."""
        if account not in CLEARING_ACCOUNTS or date.fromisoformat(day).isoformat() != day:
            return Reply(404, {"error": "NO_SUCH_STATEMENT"})
        with self._day:
            if self.store.statement(account, day) is None:
                self._close_day(account, day)
        return Reply(200, {}, document=self.store.statement(account, day) or "")

    def _close_day(self, account: str, day: str) -> None:
        plants = self.store.take_plants() if account == BEPS_ACCOUNT else []
        told, late = planted(self.store.bookings(account, day), plants)
        opening = self.store.closing_before(account, day)
        closing = opening + sum(booking.fen for booking in told)
        for booking in late:
            self.store.add_booking(account, day_after(day), booking)
        self.store.add_statement(account, day, closing, document(account, day, opening, told))

    def loans(self, after: int) -> Reply:
        """The loans that were paid out behind a number, oldest first."""
        found = self.store.loans(after, LOANS_AT_ONCE + 1)
        return Reply(200, {"disbursements": found[:LOANS_AT_ONCE], "more": len(found) > LOANS_AT_ONCE})

    def pay_out_loans(self, body: Body) -> Reply:
        loans = [
            (str(one["reference"]), str(one["account"]), int(one["amount"]), date.fromisoformat(one["paid_on"]))
            for one in body["loans"]
        ]
        self.store.add_loans(loans)
        return Reply(200, {"count": len(loans)})

    def plant(self, body: Body) -> Reply:
        plant = Plant(str(body["kind"]), str(body["pattern"]), int(body.get("fen", 0)))
        if plant.kind != EXTRA and plant.kind not in PLANTED:
            return BAD_REQUEST
        self.store.add_plant(plant)
        return Reply(200, {})

    def set_mode(self, body: Body) -> Reply:
        rule = Rule(body.get("pattern", EVERYTHING), body["mode"], body.get("code", "P99"))
        if rule.mode not in MODES:
            return BAD_REQUEST
        self.store.set_rule(rule)
        return Reply(200, {"rules": [[r.pattern, r.mode, r.code] for r in self.store.rules()]})

    def register_cards(self, body: Body) -> Reply:
        for entry in body["cards"]:
            self.store.set_card(Card(**entry))
        return Reply(200, {"count": len(body["cards"])})

    def reset(self, body: Body) -> Reply:
        self.store.forget()
        return Reply(200, {})

    def _card(self, account: str) -> Card:
        return self.store.card(account) or registry.unregistered(account)

    def _rule(self, reference: str, account: str, side: str) -> Rule:
        rules = self.store.rules()
        for rule in rules:
            if rule.pattern != EVERYTHING and (
                fnmatchcase(reference, rule.pattern) or fnmatchcase(account, rule.pattern)
            ):
                return rule
        marked = ACCOUNT_RULES | (COLLECTION_RULES if side == PAYER else {})
        by_account = marked.get(registry.marker(account))
        return by_account or next((rule for rule in rules if rule.pattern == EVERYTHING), DEFAULT_RULE)

    def _describe(self, question: Body) -> Body:
        card = self._card(question["account"])
        known = {
            "name_match": "MATCH" if card.matches(name=question["name"]) else "MISMATCH",
            "class": card.card_class,
            "status": card.status,
        }
        described = {"account": card.account, "exists": card.exists, "own_bank": card.own_bank}
        return described | (known if card.exists else {})


def _reference(prefix: str, body: Body) -> str:
    """The same question has always the same number."""
    return prefix + uuid5(NAMESPACE_URL, "|".join(str(value) for value in body.values())).hex[:20].upper()


def _payment_answer(reference: str, amount: int, refusal: str) -> Body:
    return {
        "reference": reference,
        "state": "FAILED" if refusal else "SUCCEEDED",
        "code": refusal or "P00",
        "amount": amount,
        "bank_reference": "BEPS" + uuid5(NAMESPACE_URL, reference).hex[:16].upper(),
    }
