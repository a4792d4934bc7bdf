"""电子回单 by batch and by line: counted, verified by a code, masked on the employee's copy (PY-12)."""

import io
import zipfile
from dataclasses import replace
from uuid import UUID

import pytest
from django.test import Client
from pypdf import PdfReader

from apps.audit.models import AuditRow
from apps.core.actors import Relation, Role
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound, StepUpRequired
from apps.core.files.pdf import write_pdf
from apps.core.masking import mask_account
from apps.daifutong.adapters.receipt_files import bundle_response, receipt_document
from apps.daifutong.contracts import ReceiptView
from apps.daifutong.models import Batch, Contract, PayReceipt, Row
from apps.daifutong.selectors import own_receipt, receipts
from apps.daifutong.services import receipts_print as printing
from apps.daifutong.services.batch_print import batch_print
from apps.daifutong.services.receipt_give import receipt_give
from apps.daifutong.services.receipts_print import receipts_print
from apps.daifutong.services.row_print import row_print

from .cast import House, work
from .test_payslips import employee, slip_of


@pytest.fixture
def paid(house: House) -> House:
    """1,004.50 for 李四光, 10,000.05 for 王芳, 0.30 for 欧阳小明: the figures of PY-12."""
    house.extra["batch"] = house.approved(house.file(["1004.50", "10000.05", "0.30"]))
    work()
    return house


def batch_of(house: House) -> UUID:
    return Batch.objects.system("test").get(pk=house.extra["batch"]).pk


def row_of(house: House, place: int) -> Row:
    return Row.objects.system("test").get(batch_id=batch_of(house), person_id=house.staff[place].person_id)


def printed(house: House, place: int | None = None, who: str = "maker") -> ReceiptView:
    batch_id, actor = batch_of(house), house.as_(who)
    if place is None:
        return batch_print(batch_id=batch_id, actor=actor, now=house.now)
    return row_print(batch_id=batch_id, row_id=row_of(house, place).pk, actor=actor, now=house.now)


def given(house: House, place: int) -> ReceiptView:
    actor, slip = employee(house, place), slip_of(house, place)
    house.operators["employee"] = actor
    house.confirm("employee", f"receipt-{slip.pk}")
    return receipt_give(payslip_id=slip.pk, actor=actor, now=house.now)


def text_of(view: ReceiptView) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(receipt_document(view)))).pages)


@pytest.mark.parametrize(
    ("place", "figures", "words"),
    [
        (0, "1,004.50 元", "人民币壹仟零肆元伍角整"),
        (1, "10,000.05 元", "人民币壹万元零伍分"),
        (2, "0.30 元", "人民币叁角整"),
        (None, "11,004.85 元", "人民币壹万壹仟零肆元捌角伍分"),
    ],
)
def test_the_paper_has_the_amount_in_figures_and_in_words(
    paid: House, place: int | None, figures: str, words: str
) -> None:
    view = printed(paid, place)
    text = text_of(view)
    for said in (figures, words, view.code, view.number, "2026年2月工资", "电子回单专用章", "2026-03-02"):
        assert said in text
    assert ("3 笔" in text) == (place is None)


def test_the_first_print_is_the_original_and_the_next_a_reprint_of_the_same_receipt(paid: House) -> None:
    first, second = printed(paid, 0), printed(paid, 0, "checker")
    assert (first.code, first.number, first.issued_at) == (second.code, second.number, second.issued_at)
    assert (first.prints, second.prints) == (1, 2)
    assert "补打" not in text_of(first)
    assert "第 2 次(补打)" in text_of(second)
    assert printed(paid).code != first.code, "the batch has a receipt of its own"
    deeds = AuditRow.objects.system("test").filter(action__in=("daifutong.row.printed", "daifutong.batch.printed"))
    assert sorted(deeds.values_list("action", flat=True)) == [
        "daifutong.batch.printed",
        *["daifutong.row.printed"] * 2,
    ]


def test_the_employee_has_a_copy_of_his_own_with_names_masked_after_step_up(paid: House) -> None:
    theirs, li = printed(paid, 0), employee(paid, 0)
    with pytest.raises(StepUpRequired):
        receipt_give(payslip_id=slip_of(paid, 0).pk, actor=li, now=paid.now)
    own = given(paid, 0)
    assert (own.number, own.amount_fen, own.prints) == (theirs.number, 100_450, 1)
    assert (theirs.payee_name, own.payee_name) == ("李四光", "李*光")
    assert own.code != theirs.code
    for view in (theirs, own):
        assert paid.staff[0].card not in text_of(view)
        assert "100450" not in repr(view)
    assert "李四光" not in text_of(own)
    assert own_receipt(li, slip_of(paid, 0).pk, paid.now) == own
    assert own_receipt(employee(paid, 1), slip_of(paid, 0).pk, paid.now) is None


def test_only_what_is_paid_has_a_receipt(house: House) -> None:
    batch_id = house.upload(house.file(["5000.00"])).batch_id
    house.extra["batch"] = batch_id
    for place in (None, 0):
        with pytest.raises(Conflict, match="NOT_PAID"):
            printed(house, place)
    with pytest.raises(Conflict, match="NOT_PAID"):
        receipts_print(batch_id=batch_id, part=1, actor=house.as_("maker"), now=house.now)
    assert PayReceipt.objects.system("test").count() == 0


def test_another_enterprise_and_bank_staff_find_nothing(paid: House, neighbour: House) -> None:
    bank = replace(paid.as_("maker"), relation=Relation.UNIT, roles=frozenset({Role.AUDITOR}), unit_path="/head/")
    row_id = row_of(paid, 0).pk
    with pytest.raises(NotFound):
        row_print(batch_id=batch_of(paid), row_id=row_id, actor=neighbour.as_("maker"), now=paid.now)
    with pytest.raises(NotFound):
        receipt_give(payslip_id=slip_of(paid, 0).pk, actor=employee(paid, 1), now=paid.now)
    printed(paid, 0)
    assert PayReceipt.objects.scoped(bank).count() == 0
    other = neighbour.approved(neighbour.file(["1.00"]))
    work()
    with pytest.raises(NotFound):  # a line of somebody else's batch under one's own
        row_print(batch_id=other, row_id=row_id, actor=neighbour.as_("maker"), now=paid.now)


def test_the_lines_of_a_confidential_batch_are_printed_by_whom_the_contract_names(paid: House) -> None:
    Batch.objects.system("test").filter(pk=batch_of(paid)).update(is_confidential=True)
    assert printed(paid).amount_fen == 1_100_485
    with pytest.raises(Forbidden, match="CONFIDENTIAL"):
        printed(paid, 0)
    with pytest.raises(Forbidden, match="CONFIDENTIAL"):
        receipts_print(batch_id=batch_of(paid), part=1, actor=paid.as_("maker"), now=paid.now)
    Contract.objects.system("test").update(confidential_person_ids=[str(paid.as_("maker").person_id)])
    assert printed(paid, 0).amount_fen == 100_450
    assert given(paid, 0).amount_fen == 100_450, "to the employee it is his own"


def test_all_lines_come_in_files_of_so_many(paid: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "RECEIPTS_A_FILE", 2)
    monkeypatch.setattr(printing, "RECEIPTS_A_FILE", 2)
    printed(paid, 2)
    names, codes = [], set()
    for part in (1, 2):
        bundle = receipts_print(batch_id=batch_of(paid), part=part, actor=paid.as_("maker"), now=paid.now)
        answer = bundle_response(bundle)
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as pack:
            names += [name for name in pack.namelist() if name.endswith(".pdf")]
            listed = pack.read("回单清单.csv").decode("utf-8-sig").splitlines()
            assert pack.testzip() is None
            assert len(listed) == len(bundle.receipts) + 1
            assert all("人民币" in PdfReader(io.BytesIO(pack.read(n))).pages[0].extract_text() for n in names[-1:])
        codes |= {view.code for view in bundle.receipts}
    reference = Batch.objects.system("test").get(pk=batch_of(paid)).reference
    assert names == [f"{reference}-{number:06d}.pdf" for number in (2, 3, 4)]
    assert len(codes) == 3
    counts = PayReceipt.objects.system("test").order_by("row__number").values_list("prints", flat=True)
    assert list(counts) == [1, 1, 2]
    for part in (0, 3):
        with pytest.raises(InvalidInput, match="PART"):
            receipts_print(batch_id=batch_of(paid), part=part, actor=paid.as_("maker"), now=paid.now)


def test_a_stranger_with_the_code_sees_what_was_paid_and_no_full_name_or_account(paid: House) -> None:
    own, whole = given(paid, 0), printed(paid)
    answer = Client().post("/verify/", {"receipt": own.code.lower()}).content.decode()
    for said in ("真实", "1,004.50", "人民币壹仟零肆元伍角整", "李*光", own.number, "演示制造0有限公司"):
        assert said in answer
    for hidden in ("李四光", mask_account(paid.staff[0].card)):
        assert hidden not in answer
    answer = Client().post("/verify/", {"receipt": whole.code}).content.decode()
    assert "11,004.85" in answer
    assert "3 笔" in answer
    last = "3" if own.code[-1] == "2" else "2"
    assert "不符" in Client().post("/verify/", {"receipt": own.code[:-1] + last}).content.decode()
