"""收入证明 and 工资流水: the person's own, printed after step-up, verified by a code until they end."""

import io
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from pypdf import PdfReader

from apps.audit.models import AuditRow
from apps.core.actors import Relation
from apps.core.errors import Conflict, InvalidInput, NotFound, StepUpRequired
from apps.core.files.pdf import write_pdf
from apps.core.idempotency import body_hash
from apps.daifutong.adapters.proof_file import proof_document
from apps.daifutong.contracts import ProofView
from apps.daifutong.models import Batch, WageProof
from apps.daifutong.rules.wage_proof import valid_until, wage_sum
from apps.daifutong.selectors.wage_proofs import employers_of, proof_line, proofs_for_member
from apps.daifutong.services.proof_issue import proof_issue
from apps.daifutong.services.proof_open import proof_open
from apps.daifutong.services.proof_revoke import proof_revoke

from .cast import House, work
from .test_payslips import employee


@pytest.fixture
def paid(house: House) -> House:
    """李四光 had 5,432.10 for January and 6,000.01 for February; the second batch's other line is 王芳's."""
    for period, amounts in (("2026-01", ["5432.10"]), ("2026-02", ["6000.01", "7000.00"])):
        batch_id = house.upload(house.file(amounts), period=period).batch_id
        house.submit(batch_id)
        house.check(batch_id)
        work()
    return house


def issue(
    house: House, kind: str = "INCOME", place: int = 0, recipient: str = "某某银行", months: int = 6
) -> ProofView:
    actor = employee(house, place)
    said = {
        "kind": kind, "enterprise": house.enterprise_id, "months": months, "purpose": "LOAN", "recipient": recipient,
    }  # fmt: skip
    house.operators["employee"] = actor
    house.confirm("employee", body_hash(said))
    return proof_issue(
        kind=kind, enterprise_id=house.enterprise_id, months=months, purpose="LOAN", recipient=recipient, actor=actor,
        now=house.now,
    )  # fmt: skip


def text_of(view: ProofView) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(proof_document(view)))).pages)


def asked(code: str) -> str:
    return Client().post("/verify/", {"receipt": code}).content.decode()


def test_the_average_is_the_sum_over_the_months_half_a_fen_up(paid: House) -> None:
    view = issue(paid)
    assert (view.line.first, view.line.last, view.months) == ("2026-01", "2026-02", 2)
    assert (view.total_fen, view.average_fen) == (1_143_211, 571_606)
    text = text_of(view)
    for said in (
        "收入证明",
        "李四光",
        "5,716.06 元",
        "人民币伍仟柒佰壹拾陆元零陆分",
        "某某银行",
        "2026-06-02",
        view.digest,
    ):
        assert said in text.replace("\n", "")
    for kept in ("5,432.10", "6,000.01", "11,432.11"):
        assert kept not in text, "a proof of income tells no single wage"
    assert "571606" not in repr(view)


def test_the_record_lists_each_wage(paid: House) -> None:
    text = text_of(issue(paid, "RECORD"))
    for said in ("工资流水", "5,432.10", "6,000.01", "11,432.11", "2026-01", "工资", "2 笔"):
        assert said in text
    assert "7,000.00" not in text, "somebody else's"


def test_it_takes_a_step_up_for_this_very_paper(paid: House) -> None:
    li = employee(paid, 0)
    with pytest.raises(StepUpRequired):
        proof_issue(
            kind="INCOME", enterprise_id=paid.enterprise_id, months=6, purpose="LOAN", recipient="某某银行", actor=li,
            now=paid.now,
        )  # fmt: skip
    assert WageProof.objects.system("test").count() == 0
    view = issue(paid)
    with pytest.raises(StepUpRequired):
        proof_open(proof_id=view.line.id, actor=li, now=paid.now)
    paid.confirm("employee", f"proof-{view.line.id}")
    assert proof_open(proof_id=view.line.id, actor=li, now=paid.now) == view
    assert "571606" not in repr(proofs_for_member(li, paid.now))
    deeds = AuditRow.objects.system("test").filter(subject_kind="daifutong.proof").order_by("pk")
    assert [row.detail for row in deeds] == [{"kind": "INCOME"}] * 2


def test_a_stranger_sees_the_average_of_a_proof_and_no_amount_of_a_record(paid: House) -> None:
    income, record = issue(paid), issue(paid, "RECORD")
    answer = asked(income.code)
    for said in ("真实", "李*光", "演示制造0有限公司", "5,716.06", "2026年1月至2026年2月", income.digest, "某某银行"):
        assert said in answer
    answer = asked(record.code)
    assert "真实" in answer
    for hidden in ("5,432.10", "6,000.01", "11,432.11", "5,716.06", "李四光"):
        assert hidden not in answer


def test_a_revoked_or_expired_one_says_only_that_it_is_over(paid: House) -> None:
    view, li = issue(paid), employee(paid, 0)
    assert proof_line(li, view.line.id, replace(paid.now, business_date=date(2026, 6, 2))).is_good
    assert proof_line(li, view.line.id, replace(paid.now, business_date=date(2026, 6, 3))).state_label == "已过期"
    with pytest.raises(Conflict, match="PROOF_OVER"):
        proof_open(proof_id=view.line.id, actor=li, now=replace(paid.now, business_date=date(2026, 6, 3)))
    for _ in range(2):
        proof_revoke(proof_id=view.line.id, actor=li, now=paid.now)
    assert AuditRow.objects.system("test").filter(action="daifutong.proof.revoked").count() == 1
    assert proof_line(li, view.line.id, paid.now).state_label == "已撤销"
    answer = asked(view.code)
    assert "已失效" in answer
    for hidden in ("李*光", "5,716.06", "演示制造0有限公司", "某某银行", view.digest):
        assert hidden not in answer


def test_nobody_else_finds_it(paid: House) -> None:
    view = issue(paid)
    operator = paid.as_("maker")
    for stranger in (employee(paid, 1), operator, replace(operator, relation=Relation.UNIT, unit_path="/head/")):
        assert proofs_for_member(stranger, paid.now) == ()
        for use in (proof_open, proof_revoke):
            with pytest.raises(NotFound):
                use(proof_id=view.line.id, actor=stranger, now=paid.now)
    assert employers_of(employee(paid, 3)) == ()
    with pytest.raises(NotFound):
        issue(paid, place=3)


def test_expenses_are_no_income(paid: House) -> None:
    Batch.objects.system("test").filter(pay_period="2026-02").update(kind="EXPENSE")
    assert issue(paid).average_fen == 543_210
    Batch.objects.system("test").update(kind="SEVERANCE")
    with pytest.raises(Conflict, match="NO_INCOME"):
        issue(paid)


@pytest.mark.parametrize(
    "wrong", [{"kind": "SALARY"}, {"months": 7}, {"purpose": "FUN"}, {"recipient": "  "}, {"recipient": "长" * 61}]
)
def test_what_is_no_request(paid: House, wrong: dict[str, object]) -> None:
    asked: dict[str, object] = {"kind": "INCOME", "months": 6, "purpose": "LOAN", "recipient": "某某银行"}
    with pytest.raises(InvalidInput, match="PROOF"):
        proof_issue(enterprise_id=UUID(int=0), actor=employee(paid, 0), now=paid.now, **(asked | wrong))  # type: ignore[arg-type]


def test_which_months_count() -> None:
    def lines(*months: str) -> list[tuple[str, str, str, int]]:
        return [(month, "SALARY", f"{month}-10", 100) for month in months]

    def months_of(*months: str, wanted: int = 6) -> tuple[str, str, int, int]:
        found = wage_sum(lines(*months), wanted)
        assert found is not None
        return found.first, found.last, found.months, found.average

    assert wage_sum([], 6) is None
    assert months_of("2025-12", "2026-01") == ("2025-12", "2026-01", 2, 100)
    assert months_of("2025-06", "2025-07", "2025-12") == ("2025-07", "2025-12", 6, 33), "an empty month counts"
    assert months_of("2025-06", "2025-07", "2025-12", wanted=12) == ("2025-06", "2025-12", 7, 43)
    assert months_of("2026-02", "2026-02") == ("2026-02", "2026-02", 1, 200), "a supplement of the same month"


@pytest.mark.parametrize(
    ("issued", "until"),
    [
        ("2026-03-02", "2026-06-02"),
        ("2025-11-30", "2026-02-28"),
        ("2027-11-30", "2028-02-29"),
        ("2026-12-31", "2027-03-31"),
    ],
)
def test_how_long_it_is_good(issued: str, until: str) -> None:
    assert valid_until(date.fromisoformat(issued), 3) == date.fromisoformat(until)
