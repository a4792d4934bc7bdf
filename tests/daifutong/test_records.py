"""凭证 by department, balanced; the archive of a year, for the pay specialist, on record with count and hash."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

import pytest

from apps.audit.models import AuditRow
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from apps.core.files.pdf import write_pdf
from apps.daifutong.adapters.receipt_files import receipt_document
from apps.daifutong.choices import BatchKind
from apps.daifutong.models import Batch, Contract, PayReceipt, Row
from apps.daifutong.rules.voucher import voucher_lines
from apps.daifutong.selectors.records import years_and_months
from apps.daifutong.services import archive_export as archiving
from apps.daifutong.services.archive_export import ArchiveFile, archive_export
from apps.daifutong.services.batch_export import batch_export
from apps.daifutong.services.voucher_export import voucher_export
from apps.members.models import Department, EmployeeMember

from .cast import House, work
from .test_disputes import specialist
from .test_items import sheet


@pytest.fixture
def paid(house: House) -> House:
    """李四光 in a department whose name a spreadsheet could take for a formula, 王芳 in 生产部; 赵一 is in none."""
    home = Department.objects.create(enterprise_id=house.enterprise_id, name="=cmd|部")
    members = EmployeeMember.objects.system("test")
    members.filter(person_id=house.staff[0].person_id).update(department=home)
    house.extra["batch"] = house.approved(sheet(house, "8200,,,,7443.50", "6000,,,,6000.00", "5000,,,,4999.99"))
    work()
    return house


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def sums(lines: list[dict[str, str]]) -> tuple[Decimal, Decimal]:
    debit, credit = ([Decimal(line[f"{side}方金额(元)"] or 0) for line in lines] for side in "借贷")
    return sum(debit, Decimal(0)), sum(credit, Decimal(0))


def batch_id(house: House) -> UUID:
    return Batch.objects.system("test").get(pk=house.extra["batch"]).pk


def test_a_batch_is_an_entry_by_department_that_balances(paid: House) -> None:
    made = batch_export(batch_id=batch_id(paid), actor=paid.as_("maker"), now=paid.now)
    lines = rows_of(made.content)
    assert [(line["科目编码"], line["部门"], line["借方金额(元)"], line["贷方金额(元)"]) for line in lines] == [
        ("2211", "'=cmd|部", "7443.50", ""), ("2211", "生产部", "10999.99", ""), ("1002", "", "", "18443.49"),
    ]  # fmt: skip
    assert sums(lines) == (Decimal("18443.49"), Decimal("18443.49"))
    deed = AuditRow.objects.system("test").get(action="daifutong.batch.exported")
    assert deed.detail == {"lines": 3, "sha256": hashlib.sha256(made.content).hexdigest()}


def test_what_came_back_is_not_booked_and_what_waits_is_in_transit(paid: House) -> None:
    rows = Row.objects.system("test").filter(batch_id=batch_id(paid))
    rows.filter(number=3).update(state="HELD", outcome="P04", paid_at=None)
    rows.filter(number=4).update(state="RETURNED", outcome="P04", paid_at=None)
    lines = rows_of(voucher_export(month="2026-02", actor=paid.as_("maker"), now=paid.now).content)
    assert [(line["科目名称"], line["借方金额(元)"] or line["贷方金额(元)"]) for line in lines] == [
        ("应付职工薪酬—工资", "7443.50"), ("其他应收款—代发在途款", "6000.00"), ("银行存款", "13443.50"),
    ]  # fmt: skip
    debit, credit = sums(lines)
    assert debit == credit
    rows.update(state="PAID", outcome="P00", paid_at=paid.now.wall)  # the house's invariants are true again


@pytest.mark.parametrize(
    ("kind", "code"),
    [("SALARY", "2211"), ("BONUS", "2211"), ("SUPPLEMENT", "2211"), ("SEVERANCE", "2211"), ("EXPENSE", "2241")],
)
def test_every_kind_has_its_account_and_balances(kind: str, code: str) -> None:
    given: Mapping[str, int] = {"乙": 3, "甲": 5, "空": 0}
    lines = voucher_lines(BatchKind(kind), given, 7)
    assert [(line.account, line.department, line.debit, line.credit) for line in lines] == [
        (code, "乙", 3, 0), (code, "甲", 5, 0), ("1221", "", 7, 0), ("1002", "", 0, 15),
    ]  # fmt: skip
    assert voucher_lines(BatchKind(kind), {}, 0) == ()


def test_what_is_not_paid_or_not_ones_own_has_no_voucher(house: House, neighbour: House) -> None:
    waiting = house.upload(house.file(["5000.00"])).batch_id
    with pytest.raises(Conflict, match="NOT_PAID"):
        batch_export(batch_id=waiting, actor=house.as_("maker"), now=house.now)
    with pytest.raises(Conflict, match="NOT_PAID"):
        voucher_export(month="2026-02", actor=house.as_("maker"), now=house.now)
    with pytest.raises(NotFound):
        batch_export(batch_id=waiting, actor=neighbour.as_("maker"), now=house.now)
    for month in ("", "2026-13", "2026"):
        with pytest.raises(InvalidInput, match="E_PERIOD"):
            voucher_export(month=month, actor=house.as_("maker"), now=house.now)


def test_a_confidential_batch_is_booked_by_whom_the_contract_names(paid: House) -> None:
    Batch.objects.system("test").update(is_confidential=True)
    with pytest.raises(Forbidden, match="CONFIDENTIAL"):
        voucher_export(month="2026-02", actor=paid.as_("maker"), now=paid.now)
    Contract.objects.system("test").update(confidential_person_ids=[str(paid.as_("maker").person_id)])
    assert voucher_export(month="2026-02", actor=paid.as_("maker"), now=paid.now).lines == 3


# ---- the archive


def archive(house: House, year: int = 2026) -> ArchiveFile:
    return archive_export(
        year=year, render=lambda view: write_pdf(receipt_document(view)), actor=specialist(house), now=house.now
    )


def test_a_year_holds_batches_receipts_and_the_written_record(paid: House) -> None:
    made = archive(paid)
    content = made.file.read()
    assert (made.name, made.lines, made.sha256) == ("payroll-2026.zip", 3, hashlib.sha256(content).hexdigest())
    reference = Batch.objects.system("test").get(pk=batch_id(paid)).reference
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        names = ["批次.xlsx", f"回单/{reference}.pdf", "工资记录.csv"]
        assert pack.namelist() == [*names, "清单.json"]
        listed = json.loads(pack.read("清单.json"))
        assert listed["lines"] == 3
        assert listed["sha256"] == {name: hashlib.sha256(pack.read(name)).hexdigest() for name in names}
        lines = rows_of(pack.read("工资记录.csv"))
    assert [(line["姓名"], line["实发(元)"], line["工资构成"]) for line in lines] == [
        ("李四光", "7443.50", "应发工资 8200.00"), ("王芳", "6000.00", "应发工资 6000.00"),
        ("欧阳小明", "4999.99", "应发工资 5000.00"),
    ]  # fmt: skip
    assert paid.staff[0].card not in content.decode("latin-1")
    assert PayReceipt.objects.system("test").get().prints == 1
    deed = AuditRow.objects.system("test").get(action="daifutong.archive.exported")
    assert deed.detail == {"year": 2026, "lines": 3, "sha256": made.sha256}
    assert years_and_months(specialist(paid)) == (("2026", ("2026-02",)),)


def test_confidential_lines_are_in_it_for_whom_the_contract_names(paid: House) -> None:
    Batch.objects.system("test").update(is_confidential=True)
    assert archive(paid).lines == 0
    Contract.objects.system("test").update(confidential_person_ids=[str(specialist(paid).person_id)])
    assert archive(paid).lines == 3


def test_a_year_without_wages_or_with_too_many(paid: House, neighbour: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for house, year in ((paid, 2025), (neighbour, 2026)):
        with pytest.raises(Conflict, match="NOTHING"):
            archive(house, year)
    with pytest.raises(InvalidInput, match="YEAR"):
        archive(paid, 0)
    monkeypatch.setattr(archiving, "ARCHIVE_LINES", 2)
    with pytest.raises(InvalidInput, match="ARCHIVE_LINES"):
        archive(paid)
    assert AuditRow.objects.system("test").filter(action="daifutong.archive.exported").count() == 0
