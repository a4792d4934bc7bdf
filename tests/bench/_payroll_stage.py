"""People, accounts and money for the payroll bench, and the steps that it measures."""

import hashlib
import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

import django
from django.core.management import call_command
from django.db import connection, transaction

from apps.bankaccounts.models import BankAccount
from apps.core import jobs
from apps.core.collector import collector_paused
from apps.core.crypto import blind_index
from apps.core.files import Table, read_table
from apps.core.ids import new_id, new_ids
from apps.core.invariants import faults
from apps.core.models import Job
from apps.daifutong.choices import BatchKind
from apps.daifutong.models import Batch, Contract
from apps.daifutong.rules.lines import Line
from apps.daifutong.rules.payroll_file import check_table
from apps.daifutong.services import batch_import
from apps.daifutong.services.batch_disburse import batch_disburse
from apps.daifutong.services.batch_finish import batch_finish
from apps.daifutong.services.batch_release import batch_release
from apps.identity import api as identity
from apps.identity.contracts import NewPerson
from apps.ledger import api as ledger
from apps.members.models import Department, EmployeeMember
from fixtures import reference
from fixtures.payroll import PayLine, made_up_lines, payroll_xlsx
from fixtures.people import Crowd, Somebody
from tests.bench._harness import BASELINE, Cost, peak_mib, timed
from tests.bench.baseline import payroll_orm
from tests.daifutong.cast import NOW, SYSTEM, House, build_house

PEOPLE = 9_000  # the group of fixtures.payroll.made_up_lines
CHUNK = 2_000


@dataclass
class Stage:
    house: House
    lines: list[PayLine]
    bare_payer: UUID
    last: UUID  # the batch paid last

    @staticmethod
    def migrate() -> None:
        call_command("migrate", verbosity=0)

    @classmethod
    def build(cls, rows: int) -> "Stage":
        with transaction.atomic():
            reference.load()
        house = build_house(serial=24, staff=0, funds=10**13)  # born in 2004, after all of the crowd
        unlimited = {"batch_limit_fen": 10**15, "day_limit_fen": 10**15}
        Contract.objects.system("bench").filter(enterprise_id=house.enterprise_id).update(**unlimited)
        lines = made_up_lines(rows)
        people = list(islice(Crowd().anybody(PEOPLE), rows))
        for start in range(0, rows, CHUNK):
            _open(house, people[start : start + CHUNK], lines[start : start + CHUNK])
        stage = cls(house, lines, new_id(), new_id())
        stage._build_bare()
        return stage

    # ---- ours

    def pay(self, month: date, *, rows: int | None = None) -> dict[str, Cost]:
        """One payroll of a month of its own, or of its first rows: what each part costs."""
        content = self.file(month, rows)
        made: dict[str, Any] = {}

        def part(name: str, deed: Callable[[], object]) -> Cost:
            @collector_paused()  # as batch_import and batch_disburse do
            def keep() -> None:
                made[name] = deed()

            return timed(keep)

        costs = {"parse": part("parse", lambda: self.parse(content))}
        costs["check"] = part("check", lambda: self.check(made["parse"]))
        costs["load"] = part("load", lambda: self.load(made["check"], content, month))
        self.approve(made["load"])
        self.last = made["load"]
        return costs | {"post": part("post", lambda: self.post(self.last))}

    def file(self, month: date, rows: int | None) -> bytes:
        """The month's file: wages that no month before has had."""
        varied = [replace(line, amount=int(line.amount) + month.year * 12 + month.month) for line in self.lines[:rows]]
        return payroll_xlsx(varied, company="演示建设有限公司", month=month)

    def parse(self, content: bytes) -> Table:
        return read_table(content, "工资.xlsx")

    def check(self, table: Table) -> list[Line]:
        rows = check_table(table, today=NOW.business_date).rows
        return list(map(Line.read, rows, new_ids(len(rows))))

    def load(self, lines: list[Line], content: bytes, month: date) -> UUID:
        answer = batch_import._store(
            lines=lines,
            file_sha256=hashlib.sha256(content).hexdigest(),
            filename="工资.xlsx",
            pay_period=f"{month:%Y-%m}",
            title=f"{month:%Y-%m}",
            kind=BatchKind.SALARY,
            wanted_on=None,
            is_confidential=False,
            payer_account_id=self.house.payer_id,
            key=f"{month:%Y-%m}",
            actor=self.house.as_("maker"),
            now=NOW,
        )
        if answer.error_count or answer.warning_count:
            raise RuntimeError(f"the bench's own file has {answer.error_count} errors, {answer.warning_count} warnings")
        return answer.batch_id

    def approve(self, batch_id: UUID) -> None:
        self.house.submit(batch_id)
        self.house.check(batch_id)
        for who in ("authoriser", "second_authoriser"):
            if Batch.objects.system("bench").get(pk=batch_id).state == "CHECKED":
                self.house.authorise(batch_id, who)

    def post(self, batch_id: UUID) -> None:
        """Release, every part, and the end: the jobs of one worker, one after the other."""
        batch_release(batch_id=batch_id, key=str(batch_id), actor=SYSTEM, now=NOW)
        for job in Job.objects.filter(kind="daifutong.disburse", state="DUE").order_by("pk"):
            part = {"first": job.payload["first"], "last": job.payload["last"]}
            batch_disburse(batch_id=batch_id, lease=_lease(job), now=NOW, **part)
        batch_finish(batch_id=batch_id, lease=_lease(Job.objects.get(kind="daifutong.finish", state="DUE")), now=NOW)
        if Batch.objects.system("bench").get(pk=batch_id).state != "DONE":
            raise RuntimeError("the bench's payroll was not paid in full")

    def peak_mib(self) -> float:
        """What one more payroll takes at most in a process that does nothing else, as a worker would."""
        month = date(2030, 1, 1)
        content = self.file(month, None)
        context = multiprocessing.get_context("spawn")
        with context.Pool(1, initializer=django.setup) as pool:
            return pool.apply(_pay_alone, (self.house, content, month))

    def verify(self) -> None:
        """Every promise holds after all that."""
        if wrong := list(faults()):
            raise RuntimeError(f"the books are wrong: {wrong[:3]}")

    # ---- the one statement

    def _build_bare(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute((BASELINE / "payroll_tables.sql").read_text())
            cursor.execute("INSERT INTO bench.account VALUES (%s, 10000000000000)", [self.bare_payer])
            cursor.execute(
                "INSERT INTO bench.account SELECT ledger_account_id, 0 FROM bankaccounts_bankaccount"
                " WHERE holder_kind = 'person'"
            )
            cursor.execute("SELECT ledger_account_id FROM bankaccounts_bankaccount WHERE holder_kind = 'person'")
            accounts = [row[0] for row in cursor.fetchall()]
            with cursor.copy("COPY bench.line FROM STDIN") as copy:
                for account, line in zip(accounts, self.lines, strict=True):
                    copy.write_row((account, line.amount))
            cursor.execute("ANALYZE bench.account, bench.line")

    def pay_bare(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute((BASELINE / "payroll.sql").read_text(), {"payer": self.bare_payer})

    def bare_lines(self) -> None:
        """The lines of the batch paid last once more, for `pay_bare_lines`."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute((BASELINE / "payroll_lines_tables.sql").read_text(), {"batch": self.last})
            cursor.execute("ANALYZE bench.row")

    def pay_bare_lines(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute((BASELINE / "payroll.sql").read_text(), {"payer": self.bare_payer})
            cursor.execute((BASELINE / "payroll_lines.sql").read_text())

    def pay_orm(self, rows: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT account, amount FROM bench.line LIMIT %s", [rows])
            lines = cursor.fetchall()
        payroll_orm.pay(self.bare_payer, lines)


def _pay_alone(house: House, content: bytes, month: date) -> float:
    stage = Stage(house, [], new_id(), new_id())
    batch_id = stage.load(stage.check(stage.parse(content)), content, month)
    stage.approve(batch_id)
    stage.post(batch_id)
    return peak_mib()


def _lease(job: Job) -> jobs.Lease:
    lease = jobs.claim(job.pk)
    if lease is None:
        raise RuntimeError("somebody else works on the bench's jobs")
    return lease


@transaction.atomic
def _open(house: House, people: list[Somebody], lines: list[PayLine]) -> None:
    """Persons, memberships and cards in bulk, without the audit rows of opening them."""
    known = identity.persons_ensure(
        people=[NewPerson(who.name, who.id_number, who.mobile) for who in people], actor=SYSTEM, now=NOW
    )
    department = Department.objects.system("bench").filter(enterprise_id=house.enterprise_id).first()
    accounts, members = [], []
    for who, line in zip(people, lines, strict=True):
        person_id = known[who.id_number]
        members.append(
            EmployeeMember(
                person_id=person_id,
                enterprise_id=house.enterprise_id,
                department=department,
                emp_no=line.emp_no,
                name=who.name,
                mobile_tail=who.mobile[-4:],
                status="ACTIVE",
                contract_type="LABOUR",
                hired_on=date(2020, 1, 1),
                created_at=NOW.wall,
            )
        )
        accounts.append(
            BankAccount(
                number=line.account,
                number_index=blind_index("account_number", line.account),
                tail4=line.account[-4:],
                holder_kind="person",
                holder_id=person_id,
                holder_name=who.name,
                account_class="I",
                status="NORMAL",
                is_face_verified=True,
                ledger_account_id=new_id(),
                unit_path=house.unit_path,
                opened_on=NOW.business_date,
            )
        )
    ledger.open_accounts(
        [(a.ledger_account_id, "bankaccounts.account", a.pk, "2011.02") for a in accounts], on=NOW.business_date
    )
    BankAccount.objects.bulk_create(accounts)
    EmployeeMember.objects.bulk_create(members)
