"""Issues with their lenders' money held, for the bench of 同心宝, and the steps that it measures."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.db import connection, transaction

from apps.core import jobs
from apps.core.calendar import next_workday
from apps.core.ids import new_id
from apps.core.invariants import faults
from apps.core.models import Job
from apps.ledger.choices import FREEZES, OVERRIDING, YIELDING
from apps.ledger.contracts import HoldKind
from apps.tongxinbao.choices import IssueState, OrderState
from apps.tongxinbao.models import Issue, Order
from apps.tongxinbao.services.dues_close import dues_close
from apps.tongxinbao.services.issue_settle import SETTLE_JOB
from apps.tongxinbao.services.orders_settle import orders_settle
from fixtures import reference
from tests.bench._harness import BASELINE, Cost, timed
from tests.tongxinbao.cast import Stage, build_stage, set_parameter

TERM = timedelta(days=31)
TRANSIT, ENTERPRISE = (UUID(int=number) for number in (1, 2))  # the baseline's
_HOLDS = """
    SELECT o.place, (ledger_hold_place(gen_random_uuid(), 'bench:' || o.id, o.account, %s, o.fen, %s, %s, %s,
                                       'tongxinbao.order', o.id, NULL, %s, %s)).hold_id
      FROM unnest(%s::int[], %s::uuid[], %s::uuid[], %s::bigint[]) o(place, id, account, fen) ORDER BY 1"""


@dataclass
class Loans:
    stage: Stage
    model: Issue  # what every issue looks like
    waiting: list[UUID] = field(default_factory=list)  # settled next
    running: list[UUID] = field(default_factory=list)  # settled, not paid back
    count: int = 0

    @staticmethod
    def migrate() -> None:
        call_command("migrate", verbosity=0)

    @classmethod
    def build(cls, lenders: int) -> "Loans":
        with transaction.atomic():
            reference.load()
        stage = build_stage(staff=lenders, funds=10**13, each=10**12)
        set_parameter("tongxinbao.lender_cap", str(lenders))
        loans = cls(stage, stage.issue(stage.listed()))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute((BASELINE / "payroll_tables.sql").read_text())
            cursor.execute((BASELINE / "loans_tables.sql").read_text())
            accounts = [who.ledger_id for who in stage.house.staff]
            cursor.execute("INSERT INTO bench.account SELECT unnest(%s::uuid[]), 1000000000000", [accounts])
            cursor.execute("INSERT INTO bench.account VALUES (%s, 0), (%s, 10000000000000)", [TRANSIT, ENTERPRISE])
        return loans

    def in_turn(
        self, number: int, into: dict[str, list[Cost]], ours: Callable[[], None], bare: Callable[[], None]
    ) -> None:
        """One pair; every other one begins with the baseline."""
        sides = [("ours", ours), ("bare", bare)]
        for name, deed in sides if number % 2 == 0 else reversed(sides):
            into[name].append(timed(deed))

    # ---- what is there before

    def prepare(self, issues: int) -> None:
        """So many issues whose settlement the bank has confirmed, each with an order of every lender, all held."""
        self.waiting = []
        with transaction.atomic():
            for _ in range(issues):
                self.waiting.append(self._issue())
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench.loan_order SELECT * FROM tongxinbao_order WHERE issue_id = ANY(%s)",
                           [self.waiting])  # fmt: skip
            cursor.execute("INSERT INTO bench.hold SELECT h.* FROM ledger_hold h JOIN tongxinbao_order o"
                           " ON o.hold_id = h.id WHERE o.issue_id = ANY(%s)", [self.waiting])  # fmt: skip
            cursor.execute("ANALYZE bench.loan_order, bench.hold, tongxinbao_order, ledger_hold")

    def _issue(self) -> UUID:
        staff, self.count = self.stage.house.staff, self.count + 1
        fens = [1_000_00 * (1 + place % 20) for place in range(len(staff))]
        issue = copy(self.model)
        issue.pk, issue.reference = new_id(), f"TXB{self.count:06d}"
        issue.scale_fen = issue.taken_fen = sum(fens)
        issue.maturity_date, issue.state = next_workday(self.stage.day + TERM), IssueState.SETTLING
        issue._state = copy(issue._state)
        issue._state.adding = True
        issue.save(force_insert=True)
        ids = [new_id() for _ in staff]
        with connection.cursor() as cursor:
            kind, now = HoldKind.TXB_SUBSCRIBE, self.stage.now
            cursor.execute(_HOLDS, [
                kind, kind in FREEZES, kind in OVERRIDING, kind in YIELDING, now.business_at, now.wall,
                list(range(len(staff))), ids, [who.ledger_id for who in staff], fens,
            ])  # fmt: skip
            holds = [hold for _, hold in cursor.fetchall()]
        Order.objects.bulk_create(
            Order(
                id=pk, issue=issue, number=place + 1, person_id=who.person_id, member_id=who.person_id,
                state=OrderState.ALLOTTED, amount_fen=fen, allotted_fen=fen, account_id=who.account_id,
                account_ledger_id=who.ledger_id, account_masked="****0000", hold_id=hold, placed_at=now.business_at,
            )
            for place, (pk, who, fen, hold) in enumerate(zip(ids, staff, fens, holds, strict=True))
        )  # fmt: skip
        jobs.add(SETTLE_JOB, str(issue.pk), {"issue_id": str(issue.pk)})
        return issue.pk

    def mature_day(self) -> None:
        """The day on which all of them are due is open."""
        self.stage.turn(next_workday(self.stage.day + TERM))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE tongxinbao_holding, tongxinbao_due, bench.holding, bench.due")

    # ---- settled

    def settle(self) -> None:
        """The jobs of one worker, one after the other."""
        for job in Job.objects.filter(kind=SETTLE_JOB, state="DUE").order_by("pk"):
            lease = jobs.claim(job.pk)
            if lease is None:
                raise RuntimeError("somebody else works on the bench's jobs")
            orders_settle(issue_id=UUID(job.payload["issue_id"]), lease=lease, now=self.stage.now)
        self.running += self.waiting

    def settle_bare(self) -> None:
        script = (BASELINE / "loans_settle.sql").read_text()
        due_on = next_workday(self.stage.day + TERM)
        for issue_id in self.waiting:
            self._bare(script, {"issue": issue_id, "day": self.stage.day, "due_on": due_on})

    # ---- paid back

    def mature(self) -> None:
        with transaction.atomic():
            said = dues_close(self.stage.now, 0)
        if said.figures["paid"] != len(self.running):
            raise RuntimeError(f"the bench's loans were not all paid back: {said.sentence}")
        self.running = []

    def mature_bare(self) -> None:
        script = (BASELINE / "loans_mature.sql").read_text()
        with transaction.atomic():
            for issue_id in self.bare_running():
                self._bare(script, {"issue": issue_id, "day": self.stage.day})

    def bare_running(self) -> list[UUID]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT issue_id FROM bench.holding WHERE state = 'ACTIVE'")
            return [row[0] for row in cursor.fetchall()]

    def _bare(self, script: str, values: dict[str, Any]) -> None:
        known = {"transit": TRANSIT, "enterprise": ENTERPRISE, "rate": self.model.rate}
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in script.split(";\n"):
                cursor.execute(statement, known | values)

    def verify(self) -> None:
        """Every promise holds after all that, and both sides have paid the lenders the same."""
        if wrong := list(faults()):
            raise RuntimeError(f"the books are wrong: {wrong[:3]}")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT sum(net_fen) FROM tongxinbao_payoutline), (SELECT sum(net_fen) FROM bench.line_paid)"
            )
            ours, theirs = cursor.fetchone()
        if ours != theirs or not ours:
            raise RuntimeError(f"ours has paid {ours}, the baseline {theirs}")
