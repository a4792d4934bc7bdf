"""People who have signed that something is bought again and again."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.agreements import api as agreements
from apps.core.models import Job
from apps.ledger import api as ledger
from apps.shenhuobao.contracts import Goal, InstructionTerms, Reading
from apps.shenhuobao.models import Instruction, Product, Run
from apps.shenhuobao.services.autoinvest_run import autoinvest_open
from apps.shenhuobao.services.instruction_sign import instruction_sign
from apps.shenhuobao.services.plan_create import plan_create
from apps.shenhuobao.services.sweep_run import sweeps_tick
from tests.daifutong.cast import Colleague, work
from tests.tongxinbao.cast import clock_at

from .cast import Shop

SCHOOL = Goal("EDUCATION", 50_000_00, date(2028, 9, 1))
MONTHLY = InstructionTerms(kind="AUTO_INVEST", fen=1_000_00, rhythm="MONTHLY", day=15)
SHARE = InstructionTerms(kind="PAY_DAY", percent=Decimal("10.00"))
IDLE = InstructionTerms(kind="SWEEP", floor_fen=5_000_00)


@dataclass
class Standing:
    shop: Shop

    # ---- what people sign

    def words(self, seconds: int = 60) -> dict[str, Any]:
        reading = self.shop.reading(seconds)
        opened = self.shop.now.wall - timedelta(seconds=seconds)
        mandate = agreements.words_in_force("wealth_mandate", self.shop.now).text_hash
        shown = Reading(reading.prospectus_hash, reading.risk_hash, reading.agreement_hash, opened)
        return {"reading": shown, "mandate_hash": mandate}

    def sign(self, product: Product, who: Colleague, said: InstructionTerms, **changes: Any) -> UUID:
        asked = {
            "product_id": product.pk, "account_id": who.account_id, "said": said, "key": self.shop.stage.key()
        } | self.words()  # fmt: skip
        actor = self.shop.stage.lender(who)
        instruction_id: UUID = self.shop.stage.signed(instruction_sign, actor, **asked | changes)
        return instruction_id

    def plan(self, product: Product, who: Colleague) -> UUID:
        actor = self.shop.stage.lender(who)
        return plan_create(
            goal=SCHOOL, product_id=product.pk, key=self.shop.stage.key(), actor=actor, now=self.shop.now
        )

    # ---- days

    def opens(self, day: date) -> None:
        """The day opens, and whatever waits for it is done."""
        self.shop.at(day)
        with clock_at(self.shop.stage):
            with transaction.atomic():
                autoinvest_open(day=day)
            work()

    def afternoon(self) -> None:
        """The hour of the sweep comes, and is looked at twice."""
        with clock_at(self.shop.stage):
            for _ in range(2):
                with transaction.atomic():
                    sweeps_tick(now=self.shop.now)
            work()

    def works(self) -> None:
        with clock_at(self.shop.stage):
            work()

    # ---- reading

    def one(self, instruction_id: UUID) -> Instruction:
        return Instruction.objects.system("test").get(pk=instruction_id)

    def runs(self, instruction_id: UUID) -> list[tuple[str, int, str]]:
        rows = Run.objects.system("test").filter(instruction=instruction_id).order_by("at", "occasion")
        return list(rows.values_list("occasion", "fen", "outcome"))

    def free(self, who: Colleague) -> int:
        return ledger.available(who.ledger_id, now=self.shop.now)

    def jobs(self) -> int:
        return Job.objects.exclude(state="DONE").count()
