"""An enterprise that borrows from its people, the bank's people who let it, and their days."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.agreements import api as agreements
from apps.agreements.models import Signature
from apps.core import clock
from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.calendar import is_workday, next_workday
from apps.core.clock import SHANGHAI, Moment
from apps.core.errors import StepUpRequired
from apps.core.models import BankDay, Parameter
from apps.identity import api as identity
from apps.identity.contracts import LoginKind
from apps.identity.models import Device, StepUp
from apps.ledger import api as ledger
from apps.members.models import EmployeeMember
from apps.tongxinbao.choices import Disclosure
from apps.tongxinbao.contracts import OrderAnswer, Signing
from apps.tongxinbao.models import Issue, LprQuote, Order
from apps.tongxinbao.services.dues_close import dues_close
from apps.tongxinbao.services.dues_open import dues_open
from apps.tongxinbao.services.issue_check import issue_check
from apps.tongxinbao.services.issue_decide import issue_decide
from apps.tongxinbao.services.issue_draft import issue_draft
from apps.tongxinbao.services.issue_review import issue_review
from apps.tongxinbao.services.issue_save import issue_save
from apps.tongxinbao.services.issue_settle import issue_settle
from apps.tongxinbao.services.issue_submit import issue_submit
from apps.tongxinbao.services.issues_tick import issues_tick
from apps.tongxinbao.services.order_place import order_place
from apps.tongxinbao.services.order_withdraw import order_withdraw
from apps.tongxinbao.services.paper_put import paper_put
from fixtures import reference
from tests.daifutong.cast import Colleague, House, build_house, fund, work

MARCH_2 = date(2026, 3, 2)
PDF = b"%PDF-1.4 demo"
STAFF = {
    "reviewer": Role.REVIEWER,
    "approver": Role.APPROVER,
    "compliance": Role.COMPLIANCE,
    "operator": Role.BANK_OPERATOR,
}


@dataclass
class Stage:
    """The house of the payroll, with what it takes to borrow. `day` is the open day; the hour is 10:00."""

    house: House
    bank: dict[str, Actor]
    day: date = MARCH_2
    keys: int = 0
    hour: time = field(default=time(10, 0))
    devices: dict[UUID, UUID] = field(default_factory=dict)

    # ---- who and when

    @property
    def now(self) -> Moment:
        return Moment(datetime.combine(self.day, self.hour, SHANGHAI).astimezone(UTC), self.day)

    def key(self) -> str:
        self.keys += 1
        return f"tx-{self.keys}"

    def actor(self, who: str) -> Actor:
        return self.bank[who] if who in self.bank else self.house.operators[who]

    def lender(self, colleague: Colleague) -> Actor:
        with transaction.atomic():
            logins = identity.logins_ensure(person_ids={colleague.person_id}, kind=LoginKind.EMPLOYEE, now=self.now)
        return Actor(
            person_id=colleague.person_id,
            user_id=logins[colleague.person_id],
            surface=Surface.MOBILE,
            roles=frozenset({Role.EMPLOYEE}),
            enterprise_id=self.house.enterprise_id,
            relation=Relation.SELF,
            display=f"{colleague.name[0]}*",
            device="测试手机",
            device_id=self._device(logins[colleague.person_id]),
        )

    def _device(self, user_id: UUID) -> UUID:
        """The phone of a login, trusted since last year."""
        if user_id not in self.devices:
            at = self.now.wall - timedelta(days=365)
            device = Device.objects.create(
                user_id=user_id, token_index=user_id.bytes, name="测试手机", ip="127.0.0.1",
                first_seen_at=at, last_seen_at=at, trusted_at=at,
            )  # fmt: skip
            self.devices[user_id] = device.pk
        return self.devices[user_id]

    def signed(self, deed: Any, actor: Actor, **asked: Any) -> Any:
        """Does a deed that asks for step-up: refused, confirmed by the PIN, done."""
        actor = replace(actor, step_up=True)
        try:
            return deed(**asked, actor=actor, now=self.now)
        except StepUpRequired as wanted:
            StepUp.objects.create(
                user_id=actor.user_id,
                digest=wanted.digest,
                method="PIN",
                at=self.now.wall,
                expires_at=self.now.wall + timedelta(minutes=5),
            )
        return deed(**asked, actor=actor, now=self.now)

    # ---- the way to the listing

    def draft(self, **changes: Any) -> UUID:
        maker = self.actor("maker")
        issue_id = issue_draft(title="一季度备料借款", key=self.key(), actor=maker, now=self.now).issue_id
        values = TERMS | {
            "open_at": datetime.combine(self.day, time(9), SHANGHAI) + timedelta(days=1),
            "close_at": datetime.combine(self.day, time(17), SHANGHAI) + timedelta(days=1),
        }
        issue_save(
            issue_id=issue_id, values=values | changes, account_id=self.house.payer_id, key=self.key(), actor=maker,
            now=self.now,
        )  # fmt: skip
        for kind in ("RESOLUTION", "FINANCIALS"):
            paper_put(
                issue_id=issue_id, kind=kind, file_name=f"{kind}.pdf", content=PDF, key=self.key(), actor=maker,
                now=self.now,
            )  # fmt: skip
        return issue_id

    def submitted(self, **changes: Any) -> UUID:
        issue_id = self.draft(**changes)
        issue_submit(issue_id=issue_id, key=self.key(), actor=self.actor("maker"), now=self.now)
        return issue_id

    def checked(self, **changes: Any) -> UUID:
        issue_id = self.submitted(**changes)
        self.signed(issue_check, self.actor("checker"), **self.verdict(issue_id))
        return issue_id

    def reviewed(self, **changes: Any) -> UUID:
        issue_id = self.checked(**changes)
        reviewer = self.actor("reviewer")
        issue_review(issue_id=issue_id, opinion="材料齐全", key=self.key(), actor=reviewer, now=self.now)
        return issue_id

    def listed(self, **changes: Any) -> UUID:
        issue_id = self.reviewed(**changes)
        self.signed(issue_decide, self.actor("approver"), **self.verdict(issue_id))
        return issue_id

    def verdict(self, issue_id: UUID, verdict: str = "APPROVE", reason: str = "") -> dict[str, Any]:
        digest = self.issue(issue_id).content_hash
        return {"issue_id": issue_id, "verdict": verdict, "reason": reason, "digest": digest, "key": self.key()}

    def open(self, **changes: Any) -> UUID:
        """An issue that takes orders, the next day at 10:00."""
        issue_id = self.listed(**changes)
        self.turn(self.day + timedelta(days=1))
        self.tick()
        return issue_id

    # ---- lending

    def place(self, issue_id: UUID, colleague: Colleague, fen: int, **changes: Any) -> OrderAnswer:
        asked = {
            "issue_id": issue_id,
            "account_id": colleague.account_id,
            "fen": fen,
            "is_own_money": True,
            "signing": self.signing(),
            "key": self.key(),
        }
        answer: OrderAnswer = self.signed(order_place, self.lender(colleague), **asked | changes)
        return answer

    def signing(self) -> Signing:
        words = [agreements.words_in_force(code, self.now).text_hash for code in ("loan_risk", "loan_terms")]
        return Signing(*words, opened_at=self.now.wall - timedelta(seconds=10))

    def withdraw(self, order_id: UUID, colleague: Colleague) -> OrderAnswer:
        return order_withdraw(order_id=order_id, key=self.key(), actor=self.lender(colleague), now=self.now)

    def close(self, issue_id: UUID) -> Issue:
        """The hour of the close."""
        self.hour = time(17)
        self.tick()
        with clock_at(self):
            work()
        self.hour = time(10)
        return self.issue(issue_id)

    def settle(self, issue_id: UUID) -> Issue:
        self.signed(issue_settle, self.actor("approver"), issue_id=issue_id, key=self.key())
        with clock_at(self):
            work()
        return self.issue(issue_id)

    def lent(self, amounts: list[int], *, on: date = MARCH_2, **changes: Any) -> Issue:
        """A settled issue whose value date is `on`, lent by the first colleagues."""
        self.turn(on - timedelta(days=1))
        scale = changes.pop("scale_fen", -(-sum(amounts) // 100_000) * 100_000)
        issue_id = self.open(scale_fen=scale, **changes)
        relax(issue_id)
        for colleague, fen in zip(self.house.staff, amounts, strict=False):
            assert self.place(issue_id, colleague, fen).state == "HELD"
        self.close(issue_id)
        return self.settle(issue_id)

    # ---- days

    def turn(self, day: date) -> None:
        """Makes `day` the open one, as if the days between had been closed; nothing of theirs runs."""
        if day != self.day:
            reference._turn(day)  # the tests' own way to another day
            self.day = day

    def tick(self) -> None:
        with transaction.atomic(), clock_at(self):
            issues_tick(now=self.now)

    def morning(self, day: date) -> None:
        self.turn(day)
        with transaction.atomic():
            dues_open(day=day)
        with clock_at(self):
            work()

    def midnight(self, day: date | None = None) -> str:
        """The step of the day close, for the open day; what its report says."""
        if day is not None:
            self.turn(day)
        with transaction.atomic():
            return dues_close(self.now, 0).sentence

    # ---- reading

    def issue(self, issue_id: UUID) -> Issue:
        return Issue.objects.system("test").get(pk=issue_id)

    def order(self, order_id: UUID) -> Order:
        return Order.objects.system("test").get(pk=order_id)

    def fund(self, fen: int) -> None:
        """Money comes to the enterprise, or goes, on the open day."""
        legs = ((self.house.payer_ledger_id, fen), (ledger.house_account("1003"), -fen))
        with transaction.atomic():
            ledger.post(key=f"test.fund:{self.key()}", kind="test.fund", summary="经营", legs=legs, now=self.now)

    def balance(self, colleague: Colleague) -> int:
        return ledger.balance(colleague.ledger_id)


TERMS: dict[str, Any] = {
    "scale_fen": 100_000_00,
    "rate": Decimal("5.40"),
    "maturity_date": date(2026, 8, 31),
    "proceeds": "MATERIALS",
    "net_assets_fen": 50_000_000_00,
    "disclosures": tuple((one.value, "以演示数据填写。") for one in Disclosure),
}


def relax(issue_id: UUID) -> None:
    """Sets the personal limits aside, as the worked examples do."""
    Issue.objects.system("test").filter(pk=issue_id).update(min_order_fen=1, step_fen=1, person_max_fen=10**12)


@contextmanager
def clock_at(stage: Stage) -> Iterator[None]:
    """Inside, whoever reads the clock reads the stage's hour for business; jobs are due by the real one."""
    real = clock.read
    clock.read = lambda: Moment(stage.now.wall, BankDay.objects.open_date())
    try:
        yield
    finally:
        clock.read = real


def set_parameter(key: str, value: str) -> None:
    Parameter.objects.filter(key=key).update(value=value)


def quote(day: date, rate: str) -> None:
    LprQuote.objects.update_or_create(
        published_on=day, defaults={"rate": Decimal(rate), "state": "ACTIVE", "created_at": clock.wall()}
    )


def workday_from(day: date) -> date:
    return day if is_workday(day) else next_workday(day)


def build_stage(*, staff: int = 6, funds: int = 100_000_000, each: int = 100_000_000) -> Stage:
    """A house whose people may all lend and hold `each` 分; the LPR is 3.00 the whole year."""
    return stage_in(build_house(staff=staff, funds=funds), each=each)


def stage_in(house: House, *, each: int = 100_000_000) -> Stage:
    """The same with the people of a house that is there already."""
    EmployeeMember.objects.system("test").filter(enterprise_id=house.enterprise_id).update(is_insured=True)
    with transaction.atomic():
        for colleague in house.staff:
            fund(colleague.ledger_id, each)
        for year, month in [(2025, 11), (2025, 12), *((2026, month) for month in range(1, 13))]:
            quote(workday_from(date(year, month, 20)), "3.00")
        Signature.objects.bulk_create([_settlement(house)])
    stage = Stage(house, _bank(house.unit_path))
    for name in ("reviewer", "approver", "compliance", "operator"):
        assert stage.bank[name].user_id
    return stage


def _settlement(house: House) -> Signature:
    from apps.agreements.selectors.texts import text_in_force

    text = text_in_force("loan_settlement", house.now.business_date)
    maker = house.operators["maker"]
    return Signature(
        text=text,
        text_hash=text.text_hash,
        person_id=maker.person,
        user_id=maker.user,
        signer="演示",
        enterprise_id=house.enterprise_id,
        business_date=house.now.business_date,
        signed_at=house.now.wall,
    )


def _bank(unit_path: str) -> dict[str, Actor]:
    from apps.identity.contracts import NewPerson
    from fixtures.generators import id_number, mobile

    moment = Moment(datetime(2026, 3, 2, 2, tzinfo=UTC), MARCH_2)
    numbers = [id_number(date(1975, 5, 5), female=True, sequence=n) for n in range(len(STAFF))]
    with transaction.atomic():
        known = identity.persons_ensure(
            people=[NewPerson(f"银行{n}", number, mobile(990_000 + n)) for n, number in enumerate(numbers)],
            actor=Actor.system("测试"),
            now=moment,
        )
        logins = identity.logins_ensure(person_ids=set(known.values()), kind=LoginKind.STAFF, now=moment)
    return {
        name: Actor(
            person_id=known[number],
            user_id=logins[known[number]],
            surface=Surface.CONSOLE,
            roles=frozenset({role}),
            relation=Relation.UNIT,
            unit_path=unit_path,
            display="银*",
        )
        for (name, role), number in zip(STAFF.items(), numbers, strict=True)
    }
