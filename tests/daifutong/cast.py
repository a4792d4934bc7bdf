"""The people of these tests, and what they do all day: files, submissions, approvals, pay days."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountClass, HolderKind, NewAccount
from apps.core import clock, jobs, outbox
from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.core.models import Job, Parameter
from apps.daifutong.contracts import BatchAnswer, ImportAnswer
from apps.daifutong.models import Batch
from apps.daifutong.services.batch_authorise import batch_authorise
from apps.daifutong.services.batch_check import batch_check
from apps.daifutong.services.batch_import import batch_import
from apps.daifutong.services.batch_submit import batch_submit
from apps.identity import api as identity
from apps.identity.contracts import LoginKind, NewPerson
from apps.identity.models import StepUp
from apps.ledger import api as ledger
from apps.members.models import BankUnit, Department, EmployeeMember, Enterprise
from fixtures.contracts import contract_in_force
from fixtures.generators import card_number, id_number, mobile, uscc_code

NOW = Moment(datetime(2026, 3, 2, 2, 0, tzinfo=UTC), date(2026, 3, 2))  # 10:00 in Shanghai
SYSTEM = Actor.system("测试")


@dataclass(frozen=True)
class Colleague:
    person_id: UUID
    name: str
    emp_no: str
    card: str
    account_id: UUID
    ledger_id: UUID


@dataclass
class House:
    """One enterprise with its operators, its staff and a payer account that holds 1,000,000.00."""

    enterprise_id: UUID
    payer_id: UUID
    payer_ledger_id: UUID
    operators: dict[str, Actor]
    staff: list[Colleague]
    unit_path: str
    keys: int = 0
    now: Moment = NOW
    extra: dict[str, object] = field(default_factory=dict)

    def as_(self, role: str, *, step_up: bool = False) -> Actor:
        """maker, checker, authoriser, second_authoriser, or twin: the maker's second login with the checker's role."""
        return replace(self.operators[role], step_up=step_up)

    def key(self) -> str:
        self.keys += 1
        return f"key-{self.keys}"

    def file(self, amounts: Sequence[str], *, people: Sequence[Colleague] | None = None) -> bytes:
        lines = zip(people or self.staff, amounts, strict=False)
        rows = [f"{c.emp_no},{c.name},{c.card},{amount}" for c, amount in lines]
        return ("工号,姓名,银行卡号,实发金额\n" + "\n".join(rows) + "\n").encode()

    def upload(self, content: bytes, *, period: str = "2026-02", key: str = "", who: str = "maker") -> ImportAnswer:
        return batch_import(
            content=content,
            filename="工资.csv",
            pay_period=period,
            title="2026年2月工资",
            payer_account_id=self.payer_id,
            key=key or self.key(),
            actor=self.as_(who),
            now=self.now,
        )

    def submit(self, batch_id: UUID, *, confirmed: bool = True, who: str = "maker") -> BatchAnswer:
        return batch_submit(
            batch_id=batch_id, warnings_confirmed=confirmed, key=self.key(), actor=self.as_(who), now=self.now
        )

    def digest(self, batch_id: UUID) -> str:
        return Batch.objects.system("test").values_list("content_hash", flat=True).get(pk=batch_id)

    def confirm(self, who: str, digest: str) -> None:
        """What the step-up sheet does when the PIN is right."""
        StepUp.objects.create(
            user_id=self.operators[who].user_id,
            digest=digest,
            method="PIN",
            at=self.now.wall,
            expires_at=clock.wall() + timedelta(minutes=5),  # another process reads the wall clock
        )

    def check(self, batch_id: UUID, who: str = "checker") -> BatchAnswer:
        digest = self.digest(batch_id)
        self.confirm(who, digest)
        return batch_check(
            batch_id=batch_id, key=self.key(), digest=digest, actor=self.as_(who, step_up=True), now=self.now
        )

    def authorise(self, batch_id: UUID, who: str = "authoriser") -> BatchAnswer:
        digest = self.digest(batch_id)
        self.confirm(who, digest)
        return batch_authorise(
            batch_id=batch_id, key=self.key(), digest=digest, actor=self.as_(who, step_up=True), now=self.now
        )

    def approved(self, content: bytes) -> UUID:
        """A batch of the lowest tier that the checker has just agreed to."""
        batch_id = self.upload(content).batch_id
        self.submit(batch_id)
        self.check(batch_id)
        return batch_id

    def payer_balance(self) -> int:
        return ledger.balance(self.payer_ledger_id)


def work(rounds: int = 20) -> None:
    """Relay and worker in one: events become jobs, due jobs are run, until nothing is left to do."""
    for _ in range(rounds):
        events = outbox.relay(100)
        now = datetime.now(UTC)
        is_due = Q(state="DUE", due_at__lte=now) | Q(state="LEASED", lease_until__lt=now)
        due = list(Job.objects.filter(is_due).values_list("pk", flat=True))
        for job in due:
            jobs.run(job)
        if not events and not due:
            return
    raise AssertionError("the jobs never end")


def build_house(*, serial: int = 0, staff: int = 6, funds: int = 100_000_000) -> House:
    """Everything through the doors of the apps; `serial` tells houses apart."""
    with transaction.atomic():
        # It is March here for ever, and later wherever the wall clock is read: no request shall be overdue.
        Parameter.objects.filter(key="approvals.lapse_days").update(value="36500")
        unit, _ = BankUnit.objects.get_or_create(path="/head/east/", defaults={"name": "东城支行"})
        enterprise = Enterprise.objects.create(
            uscc=uscc_code(serial + 1),
            name=f"演示制造{serial}有限公司",
            short_name=f"演示制造{serial}",
            unit=unit,
            status="CERTIFIED",
            certified_on=date(2025, 1, 1),
            created_at=NOW.wall,
        )
        people = _people(serial, staff)
        house = House(
            enterprise_id=enterprise.pk,
            payer_id=_account(HolderKind.ENTERPRISE, enterprise.pk, enterprise.name, f"8901000{serial:09d}", unit.path)[
                0
            ],
            payer_ledger_id=new_id(),
            operators=_operators(people[:5], enterprise, unit.path),
            staff=_staff(people[5:], enterprise, serial, unit.path),
            unit_path=unit.path,
        )
        accounts = bankaccounts.accounts_of(holder_kind=HolderKind.ENTERPRISE, holder_id=enterprise.pk)
        house.payer_ledger_id = accounts[0].ledger_account_id
        contract_in_force(enterprise.pk)
        fund(house.payer_ledger_id, funds)
    return house


def fund(ledger_id: UUID, fen: int) -> None:
    """Money from the central bank, so that the books stay balanced."""
    if fen:
        ledger.post(
            key=f"test.fund:{new_id()}",
            kind="test.fund",
            summary="测试注资",
            legs=((ledger.house_account("1003"), -fen), (ledger_id, fen)),
            now=NOW,
        )


def _people(serial: int, staff: int) -> list[tuple[UUID, str]]:
    names = ["周明", "吴静", "郑强", "冯岚", "周明", "李四光", "王芳", "欧阳小明", "阿依古丽·买买提", "赵一", "钱二"]
    names += [f"员工{n}" for n in range(staff)]
    numbers = [id_number(date(1980 + serial, 1, 1), female=False, sequence=n) for n in range(5 + staff)]
    numbers[4] = numbers[0]  # the twin is the maker himself
    known = identity.persons_ensure(
        people=[
            NewPerson(name, number, mobile(serial * 10_000 + n))
            for n, (name, number) in enumerate(zip(names, numbers, strict=False))
            if n != 4
        ],
        actor=SYSTEM,
        now=NOW,
    )
    return [(known[number], name) for name, number in zip(names, numbers, strict=False)]


ROLES = {
    "maker": {Role.MAKER},
    "checker": {Role.CHECKER},
    "authoriser": {Role.AUTHORISER},
    "second_authoriser": {Role.AUTHORISER},
    "twin": {Role.CHECKER, Role.AUTHORISER},
}


def _operators(people: list[tuple[UUID, str]], enterprise: Enterprise, unit_path: str) -> dict[str, Actor]:
    logins = identity.logins_ensure(person_ids={person for person, _ in people}, kind=LoginKind.OPERATOR, now=NOW)
    return {
        name: Actor(
            person_id=person,
            user_id=logins[person],
            surface=Surface.OFFICE,
            roles=frozenset(roles),
            enterprise_id=enterprise.pk,
            relation=Relation.ENTERPRISE,
            display=f"{full[0]}*",
        )
        for (name, roles), (person, full) in zip(ROLES.items(), people, strict=True)
    }


def _staff(people: list[tuple[UUID, str]], enterprise: Enterprise, serial: int, unit_path: str) -> list[Colleague]:
    department = Department.objects.create(enterprise=enterprise, name="生产部")
    colleagues = []
    for n, (person, name) in enumerate(people):
        card = card_number(serial * 1000 + n)
        account_id, ledger_id = _account(HolderKind.PERSON, person, name, card, unit_path)
        EmployeeMember.objects.create(
            person_id=person,
            enterprise=enterprise,
            department=department,
            emp_no=f"A{n:03d}",
            name=name,
            mobile_tail="0000",
            status="ACTIVE",
            contract_type="LABOUR",
            hired_on=date(2024, 1, 1),
            created_at=NOW.wall,
        )
        colleagues.append(Colleague(person, name, f"A{n:03d}", card, account_id, ledger_id))
    return colleagues


def _account(kind: HolderKind, holder: UUID, name: str, number: str, unit_path: str) -> tuple[UUID, UUID]:
    own = AccountClass.I if kind == HolderKind.PERSON else AccountClass.CORPORATE
    brief = bankaccounts.account_open(
        account=NewAccount(kind, holder, name, own, number, True, unit_path), actor=SYSTEM, now=NOW
    )
    return brief.id, brief.ledger_account_id
