"""Any sequence of calls: a model of plain Python beside the real books, every invariant after every step."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from apps.core.ids import new_id
from apps.ledger import api as ledger
from apps.ledger.choices import FREEZES, OVERRIDING, HoldKind
from apps.ledger.services.hot_fold import hot_fold

from .books import CLEARING, NOW, PERSONAL, TRANSIT, batch, everything, faults, placed, posted, reversed_, rows

EXAMPLES, STEPS = 12, 30
FEN = st.integers(1, 120)
ANY = st.integers(0, 10**6)


@dataclass
class MirrorHold:
    """A hold as the model remembers it: what it still wants, what it holds."""

    id: UUID
    key: str
    is_freeze: bool
    left: int  # wanted and neither held nor taken
    held: int
    is_open: bool = True

    def end(self) -> None:
        self.held, self.is_open = 0, False


@dataclass
class Mirror:
    """What an account should hold: its legs in order, its holds, and whether nothing more may come."""

    floor: int | None
    amounts: list[int] = field(default_factory=list)
    is_closed: bool = False
    holds: list[MirrorHold] = field(default_factory=list)

    @property
    def balance(self) -> int:
        return sum(self.amounts)

    @property
    def held(self) -> int:
        return sum(hold.held for hold in self.holds)

    def catch(self) -> None:
        """Freezes take what is free, in their order."""
        for freeze in self.holds:
            if freeze.is_open and freeze.is_freeze:
                caught = max(min(freeze.left, self.balance - self.held), 0)
                freeze.left -= caught
                freeze.held += caught


@dataclass
class Written:
    """A journal as the model remembers it."""

    id: UUID
    key: str
    legs: list[tuple[UUID, int]]
    send: object
    is_reversed: bool = False
    is_reversal: bool = False


class Books(RuleBasedStateMachine):
    """Calls of the door; a refused call must leave every table byte-equal."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.accounts: dict[UUID, Mirror] = {ledger.house_account(CLEARING): Mirror(None)}
        self.journals: list[Written] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def pick(self, number: int) -> UUID:
        return list(self.accounts)[number % len(self.accounts)]

    def refusals(self, legs: list[tuple[UUID, int]]) -> set[str]:
        """The reasons that the model has against these legs; any of them may be given."""
        reasons = {"LEDGER_CLOSED" for account, _ in legs if self.accounts[account].is_closed}
        running: dict[UUID, int] = {}
        for account, fen in legs:
            mirror = self.accounts[account]
            running[account] = running.get(account, mirror.balance - mirror.held) + fen
            if mirror.floor is not None and running[account] < mirror.floor:
                reasons.add("LEDGER_INSUFFICIENT")
        return reasons

    def send(self, call, legs: list[tuple[UUID, int]], key: str, **marks: bool) -> None:
        reasons, before = self.refusals(legs), everything()
        try:
            with transaction.atomic():
                result = call()
        except ledger.LedgerRefused as refused:
            assert refused.code in reasons
            assert everything() == before
        else:
            assert not reasons and not result.is_replay
            for account, fen in legs:
                self.accounts[account].amounts.append(fen)
                self.accounts[account].catch()
            self.journals.append(Written(result.journal_id, key, legs, call, **marks))

    @rule(gl_code=st.sampled_from([PERSONAL, TRANSIT]))
    def open(self, gl_code: str) -> None:
        owner = new_id()
        account = ledger.open_account(owner_kind="test", owner_id=owner, gl_code=gl_code, on=NOW.business_date)
        self.accounts[account] = Mirror(floor=0)

    @rule(number=ANY, fen=FEN)
    def fund(self, number: int, fen: int) -> None:
        house, account = self.pick(0), self.pick(number)
        if house != account:
            key, legs = str(new_id()), [(house, -fen), (account, fen)]
            self.send(lambda: posted(*legs, key=key), legs, key)

    @rule(numbers=st.lists(ANY, min_size=2, max_size=5), amounts=st.lists(st.integers(-90, 90), min_size=4, max_size=4))
    def post(self, numbers: list[int], amounts: list[int]) -> None:
        """Some legs over some accounts, one of them perhaps twice; the last leg balances."""
        parts = [fen or 1 for fen in amounts[: len(numbers) - 1]]
        if sum(parts) == 0:
            parts[0] += 1
            parts[0] = parts[0] or 2
        legs = [(self.pick(n), fen) for n, fen in zip(numbers, [*parts, -sum(parts)], strict=True)]
        if all(fen for _, fen in legs):
            key = str(new_id())
            self.send(lambda: posted(*legs, key=key), legs, key)

    @rule(debit=ANY, payees=st.lists(st.tuples(ANY, FEN), min_size=1, max_size=6))
    def pay(self, debit: int, payees: list[tuple[int, int]]) -> None:
        payer = self.pick(debit)
        lines = [(self.pick(n), fen) for n, fen in payees if self.pick(n) != payer]
        if lines:
            self.send_batch(payer, lines)

    def send_batch(self, payer: UUID, lines: list[tuple[UUID, int]]) -> None:
        """A line to a closed account fails alone; the payer must have enough for all of them."""
        key, mirror = str(new_id()), self.accounts[payer]
        call = lambda: batch(payer, *lines, key=key)  # noqa: E731
        dead = {n: "LEDGER_CLOSED" for n, (account, _) in enumerate(lines) if self.accounts[account].is_closed}
        living = [line for n, line in enumerate(lines) if n not in dead]
        asked = sum(fen for _, fen in lines)
        if dead and mirror.floor is not None and mirror.balance - mirror.held - asked < mirror.floor:
            self.refused_whole(payer, call)
        elif dead and not living:
            assert (call().journal_id, call().refused) == (None, dead)
        else:
            self.send(call, [(payer, -sum(fen for _, fen in living)), *living], key)
            if self.journals and self.journals[-1].key == key:
                assert call().refused == dead

    def refused_whole(self, payer: UUID, call: Callable[[], object]) -> None:
        before = everything()
        with pytest.raises(ledger.LedgerRefused) as refused:
            call()
        assert refused.value.code in ("LEDGER_INSUFFICIENT", *["LEDGER_CLOSED"] * self.accounts[payer].is_closed)
        assert everything() == before

    @rule(debit=ANY, payee=ANY, fen=FEN, bad=st.sampled_from(["unknown", "nothing", "oneself"]))
    def pay_with_a_bad_line(self, debit: int, payee: int, fen: int, bad: str) -> None:
        payer, good = self.pick(debit), self.pick(payee)
        if payer == good or self.accounts[good].is_closed:
            return
        line = {"unknown": (new_id(), fen), "nothing": (good, 0), "oneself": (payer, fen)}[bad]
        key, legs = str(new_id()), [(payer, -fen), (good, fen)]
        self.send(lambda: batch(payer, line, (good, fen), key=key), legs, key)
        if self.journals and self.journals[-1].key == key:
            assert set(self.journals[-1].send().refused) == {0}

    @rule(number=ANY, fen=FEN, kind=st.sampled_from([HoldKind.WEALTH_BUY, HoldKind.PLEDGE, *sorted(FREEZES)]))
    def hold(self, number: int, fen: int, kind: HoldKind) -> None:
        account = self.pick(number)
        mirror, key = self.accounts[account], str(new_id())
        if mirror.floor is None:
            return
        reasons = {"LEDGER_CLOSED"} if mirror.is_closed else set()
        if kind not in FREEZES and mirror.balance - mirror.held < fen:
            reasons.add("LEDGER_INSUFFICIENT")
        before = everything()
        try:
            held = placed(account, fen, kind=kind, key=key)
        except ledger.LedgerRefused as refused:
            assert refused.code in reasons
            assert everything() == before
            return
        assert not reasons
        if kind in OVERRIDING:
            for other in mirror.holds:
                if other.id in held.ended:
                    other.end()
        is_freeze = kind in FREEZES
        mirror.holds.append(MirrorHold(held.hold_id, key, is_freeze, fen if is_freeze else 0, 0 if is_freeze else fen))
        mirror.catch()
        assert held.held == mirror.holds[-1].held

    @precondition(lambda self: any(mirror.holds for mirror in self.accounts.values()))
    @rule(number=ANY)
    def release(self, number: int) -> None:
        mirror, hold = self.some_hold(number)
        before = everything()
        try:
            with transaction.atomic():
                was_released = ledger.release_hold(hold.id, now=NOW)
        except ledger.LedgerRefused as refused:
            assert (refused.code, hold.is_open) == ("LEDGER_HOLD_ENDED", False)
            assert everything() == before
            return
        assert was_released is not hold.is_open
        if hold.is_open:
            hold.end()
            mirror.catch()

    @precondition(lambda self: any(mirror.holds for mirror in self.accounts.values()))
    @rule(number=ANY, fen=FEN, rest=st.booleans())
    def take(self, number: int, fen: int, rest: bool) -> None:
        """A posting out of a hold or a freeze, in whole or in part."""
        mirror, hold = self.some_hold(number)
        account = next(a for a, m in self.accounts.items() if m is mirror)
        later = mirror.holds[mirror.holds.index(hold) + 1 :]
        reasons = set() if hold.is_open else {"LEDGER_HOLD_ENDED"}
        if hold.held < fen:
            reasons.add("LEDGER_HOLD_SHORT")
        if not hold.is_freeze and any(other.is_open and other.is_freeze for other in later):
            reasons.add("LEDGER_FROZEN")
        key, legs, before = str(new_id()), [(account, -fen), (self.pick(0), fen)], everything()
        call = lambda: posted(*legs, key=key, holds={account: hold.id}, release_rest=rest)  # noqa: E731
        try:
            result = call()
        except ledger.LedgerRefused as refused:
            assert refused.code in reasons
            assert everything() == before
            return
        assert not reasons
        for touched, amount in legs:
            self.accounts[touched].amounts.append(amount)
        hold.held -= fen
        if rest or (hold.held == 0 and hold.left == 0):
            hold.end()
        mirror.catch()
        self.journals.append(Written(result.journal_id, key, legs, call))

    def some_hold(self, number: int) -> tuple[Mirror, MirrorHold]:
        holds = [(mirror, hold) for mirror in self.accounts.values() for hold in mirror.holds]
        return holds[number % len(holds)]

    @rule()
    def fold(self) -> None:
        hot_fold(now=NOW)

    @precondition(lambda self: self.journals)
    @rule(number=ANY)
    def reverse(self, number: int) -> None:
        original = self.journals[number % len(self.journals)]
        key = str(new_id())
        if original.is_reversed or original.is_reversal:
            before = everything()
            with pytest.raises(ledger.LedgerRefused) as refused, transaction.atomic():
                reversed_(original.id, key=key)
            assert refused.value.code == ("LEDGER_REVERSAL" if original.is_reversal else "LEDGER_REVERSED")
            assert everything() == before
            return
        legs, count = [(account, -fen) for account, fen in original.legs], len(self.journals)
        self.send(lambda: reversed_(original.id, key=key), legs, key, is_reversal=True)
        original.is_reversed = len(self.journals) > count

    @precondition(lambda self: self.journals)
    @rule(number=ANY)
    def replay(self, number: int) -> None:
        written, before = self.journals[number % len(self.journals)], everything()
        again = written.send()
        assert (again.journal_id, again.is_replay) == (written.id, True)
        assert everything() == before

    @precondition(lambda self: self.journals)
    @rule(number=ANY, fen=FEN)
    def reuse_key(self, number: int, fen: int) -> None:
        written, before = self.journals[number % len(self.journals)], everything()
        legs = [(self.pick(0), -fen - 200_000), (self.pick(number), fen + 200_000)]
        with pytest.raises(ledger.LedgerKeyReused), transaction.atomic():
            posted(*legs, key=written.key)
        assert everything() == before

    @rule(number=ANY)
    def close(self, number: int) -> None:
        account = self.pick(number)
        mirror = self.accounts[account]
        if mirror.floor is None:
            return
        if mirror.balance or any(hold.is_open for hold in mirror.holds):
            with pytest.raises(ledger.LedgerRefused), transaction.atomic():
                ledger.close_account(account, now=NOW)
        else:
            ledger.close_account(account, now=NOW)
            mirror.is_closed = True

    @invariant()
    def the_books_are_the_models(self) -> None:
        held: dict[UUID, list[int]] = {account: [] for account in self.accounts}
        for account, amount in rows("SELECT account_id, amount FROM ledger_entry ORDER BY account_id, version"):
            held[account].append(amount)
        house = self.pick(0)  # hot: its entries have no order
        held[house].sort()
        assert held == {
            account: sorted(mirror.amounts) if account == house else mirror.amounts
            for account, mirror in self.accounts.items()
        }
        assert ledger.balances(list(self.accounts)) == {a: mirror.balance for a, mirror in self.accounts.items()}
        assert rows("SELECT count(*) FROM ledger_journal") == [(len(self.journals),)]
        stand = {id: (held, is_open) for id, held, is_open in rows("SELECT id, held, is_open FROM ledger_hold")}
        model = [hold for mirror in self.accounts.values() for hold in mirror.holds]
        assert stand == {hold.id: (hold.held, hold.is_open) for hold in model}

    @invariant()
    def the_books_are_right(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        assert faults() == []


@pytest.mark.django_db
def test_any_sequence_of_calls_keeps_the_books_right() -> None:
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
@pytest.mark.django_db
def test_any_long_sequence_of_calls_keeps_the_books_right() -> None:
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=200, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
