"""退票: a wage that another bank had taken comes back on a later day, and everybody sees what happened (PY-7, P4)."""

from datetime import date

import pytest
from django.db import transaction
from django.test import Client

from apps.audit.models import AuditRow
from apps.cases.models import Case
from apps.core import jobs, outbox
from apps.core.errors import Conflict, IllegalMove
from apps.core.idempotency import body_hash
from apps.core.models import Job
from apps.corebank import api as corebank
from apps.corebank.events import PaymentBounced
from apps.corebank.models import CoreMessage
from apps.daifutong.contracts import ProofView
from apps.daifutong.models import Batch, Payslip, PayslipWithdrawal, Row
from apps.daifutong.selectors import batch_rows, home_salary, own_receipt, receipts
from apps.daifutong.selectors.fees import charged, fee_of
from apps.daifutong.selectors.payslip_desk import slip_for_enterprise
from apps.daifutong.selectors.wage_proofs import employers_of, proof_line, proofs_for_member
from apps.daifutong.services.batch_print import batch_print
from apps.daifutong.services.batch_retry import batch_retry
from apps.daifutong.services.payslip_correct import payslip_correct
from apps.daifutong.services.proof_issue import proof_issue
from apps.daifutong.services.proof_open import proof_open
from apps.daifutong.services.row_bounce import VOID_REASON, row_bounce
from apps.daifutong.services.row_print import row_print
from apps.daifutong.services.row_resolve import row_doubt, row_resolve
from apps.ledger import api as ledger
from apps.ledger.models import Journal
from apps.notify.models import Notice
from tests.ledger.test_clearing import BEPS, file

from .cast import House, work
from .test_disputes import specialist
from .test_other_bank import LATE, LOST, REFUSED, abroad, ask_bank, lines, pay
from .test_payslips import employee, slip_of
from .test_returns import look_again, move, states, waiting
from .test_wage_proofs import issue

TUESDAY = date(2026, 3, 3)
WAGE = 600_000


def bounced(house: House, batch: Batch, *numbers: int, day: date = TUESDAY) -> int:
    """The bank's file of a day has these lines come back; gives how many payments it ends."""
    rows = {row.number: row.payable_fen for row in Row.objects.system("test").filter(batch=batch)}
    file(*((f"{batch.reference}-{number:06d}", -rows[number]) for number in numbers), day=day)
    ended = corebank.resolve_by_statement(account=BEPS, day=day, now=house.now)
    work()
    batch.refresh_from_db()
    return ended


@pytest.fixture
def paid(house: House, simulator: object) -> Batch:
    """Two wages, the second to another bank, both paid on Monday."""
    batch = pay(house, ["5000.00", "6000.00"], [house.staff[0], abroad(house, 1)])
    assert (batch.state, house.payer_balance()) == ("DONE", 100_000_000 - 1_100_000)
    return batch


def test_the_money_is_the_enterprises_again_and_the_line_says_why(house: House, paid: Batch) -> None:
    assert bounced(house, paid, 3) == 1
    assert (paid.state, paid.returned_fen, lines()[3]) == ("PART_FAILED", WAGE, ("RETURNED", "P99"))
    assert (house.payer_balance(), ledger.balance(paid.transit_ledger_id)) == (100_000_000 - 500_000, 0)
    line = batch_rows(house.as_("maker"), paid.pk).rows[1]
    assert (line.state_label, line.outcome_label, line.tone) == ("退票,已退回", "收款银行退票", "danger")
    assert line.bounced_at is not None and line.paid_at is not None
    reversal = Journal.objects.get(kind="daifutong.bounce")
    assert reversal.reverses.idempotency_key == f"daifutong.pay_other:{paid.reference}-000003"
    assert CoreMessage.objects.system("test").get().state == "BOUNCED"


def test_heard_twice_and_from_a_second_file_it_happens_once(house: House, paid: Batch) -> None:
    bounced(house, paid, 3)
    assert corebank.resolve_by_statement(account=BEPS, day=TUESDAY, now=house.now) == 0
    assert bounced(house, paid, 3, day=date(2026, 3, 4)) == 0, "that one is a difference, for people"
    for _ in range(2):
        with transaction.atomic():
            outbox.publish(PaymentBounced(f"{paid.reference}-000003"))
        work()
    for late in (row_resolve, row_doubt):
        with transaction.atomic():
            late(line_ref=f"{paid.reference}-000003", now=house.now, **({} if late is row_doubt else {"code": "P00"}))
    assert (house.payer_balance(), paid.returned_fen) == (100_000_000 - 500_000, WAGE)
    assert Journal.objects.filter(kind__in=["daifutong.bounce", "daifutong.return"]).count() == 2


def proof(house: House, kind: str) -> ProofView:
    actor = employee(house, 1)
    asked = {
        "kind": kind, "enterprise": house.enterprise_id, "months": 6, "purpose": "LOAN", "recipient": "某某银行",
    }  # fmt: skip
    house.operators["employee"] = actor
    house.confirm("employee", body_hash(asked))
    said = {name: asked[name] for name in ("kind", "months", "purpose", "recipient")}
    return proof_issue(enterprise_id=house.enterprise_id, **said, actor=actor, now=house.now)


def verified(view: ProofView) -> str:
    return Client().post("/verify/", {"receipt": view.code}).content.decode()


@pytest.mark.parametrize("kind", ["INCOME", "RECORD"])
def test_a_proof_given_before_says_that_what_it_counted_has_changed(house: House, paid: Batch, kind: str) -> None:
    before, other = proof(house, kind), issue(house, kind, place=0)
    assert "仍在有效期内" in verified(before)
    bounced(house, paid, 3)
    page = verified(before)
    assert "已失效" in page and "其中计入的款项在出具后有变动,现在已作废" in page
    assert "仍在有效期内" not in page and "6,000.00" not in page, "no amount of a paper that is over"
    line = proof_line(employee(house, 1), before.line.id, house.now)
    assert (line.state_label, line.is_good, line.is_void) == ("已作废", False, True)
    assert [one.is_void for one in proofs_for_member(employee(house, 1), house.now)] == [True]
    with pytest.raises(Conflict, match="PROOF_OVER"):
        proof_open(proof_id=before.line.id, actor=employee(house, 1), now=house.now)
    assert "仍在有效期内" in verified(other), "whose wage stayed"
    notice = Notice.objects.system("test").get(title="工资被收款银行退回")
    assert "收入证明已作废" in notice.body


def test_who_hears_of_it_and_what_stands_on_record(house: House, paid: Batch) -> None:
    bounced(house, paid, 3)
    notices = Notice.objects.system("test").filter(title__contains="退")
    told = dict(notices.values_list("person_id", "title"))
    employee_id = Row.objects.system("test").get(number=3).person_id
    assert told == {house.as_("maker").person_id: "代发跨行明细被退票", employee_id: "工资被收款银行退回"}
    assert not any(word in notice.body for notice in notices for word in ("6,000", "6000", "元", "¥")), (
        "never an amount"
    )
    deeds = AuditRow.objects.system("test").exclude(action__startswith="corebank.statement").order_by("pk")
    said = {
        row.action: (row.from_state, row.to_state)
        for row in deeds
        if "bounced" in row.action or row.action in ("daifutong.row.returned", "daifutong.payslip.voided")
    }
    assert said == {
        "corebank.payment.bounced": ("SUCCEEDED", "BOUNCED"),
        "daifutong.row.bounced": ("PAID", "FAILED"),
        "daifutong.row.returned": ("FAILED", "RETURNED"),
        "daifutong.payslip.voided": ("NEW", "WITHDRAWN"),
        "daifutong.batch.bounced": ("DONE", "PART_FAILED"),
    }
    assert set(deeds.filter(action__startswith="daifutong.row.").values_list("unit_path", flat=True)) == {
        house.unit_path
    }


def test_a_payer_that_takes_no_money_gets_it_later(house: House, paid: Batch) -> None:
    move(house, house.payer_id, "freeze")
    bounced(house, paid, 3)
    assert (paid.state, states(), waiting(paid), paid.returned_fen) == ("PART_FAILED", ["PAID", "HELD"], WAGE, 0)
    assert batch_rows(house.as_("maker"), paid.pk).rows[1].state_label == "退票,退回款暂存"
    assert Case.objects.system("test").get(kind="daifutong.return.held").state == "OPEN"
    move(house, house.payer_id, "unfreeze")
    look_again()
    assert (states(), waiting(paid), house.payer_balance()) == (["PAID", "RETURNED"], 0, 100_000_000 - 500_000)


def test_it_is_no_part_of_what_was_returned_at_the_end(house: House, simulator: object) -> None:
    """One failed, one in doubt, one paid: the failure's sum goes first, then the bounce's, then the doubt's."""
    people = [abroad(house, 0), abroad(house, 1, REFUSED), abroad(house, 2, LOST)]
    batch = pay(house, ["6000.00", "7000.00", "8000.00"], people)
    assert (batch.state, batch.returned_fen) == ("IN_DOUBT", 700_000)
    bounced(house, batch, 2)
    assert (batch.state, batch.returned_fen) == ("IN_DOUBT", 1_300_000)
    ask_bank(house, batch, 4, days=1)
    batch.refresh_from_db()
    assert (batch.state, batch.returned_fen, house.payer_balance()) == ("PART_FAILED", 2_100_000, 100_000_000)
    assert [label for label, _ in lines().values()] == ["RETURNED"] * 3


def test_while_the_batch_is_still_being_paid_it_joins_the_one_returned_sum(house: House, simulator: object) -> None:
    content = house.file(["6000.00", "7000.00"], people=[abroad(house, 0), abroad(house, 1, REFUSED)])
    batch = Batch.objects.system("test").get(pk=house.approved(content))
    first, second = f"{batch.reference}-000002", f"{batch.reference}-000003"
    while lines()[2] != ("PAID", "P00"):  # the second has not left yet
        outbox.relay(100)
        for job in Job.objects.filter(state="DUE").exclude(key=second):
            jobs.run(job.pk)
    CoreMessage.objects.system("test").filter(reference=first).update(state="BOUNCED", code="P99")
    with transaction.atomic():
        row_bounce(line_ref=first, now=house.now)
    batch.refresh_from_db()
    assert (batch.state, lines()[2], batch.returned_fen) == ("DISBURSING", ("FAILED", "P99"), 0)
    assert ledger.balance(batch.transit_ledger_id) == 1_300_000
    work()
    batch.refresh_from_db()
    assert (batch.state, states(), batch.returned_fen) == ("PART_FAILED", ["RETURNED", "RETURNED"], 1_300_000)
    assert Journal.objects.filter(kind="daifutong.return").count() == 1
    assert house.payer_balance() == 100_000_000


def test_a_success_that_was_not_heard_yet_is_taken_first(house: House, simulator: object) -> None:
    batch = pay(house, ["6000.00"], [abroad(house, 0, LATE)])
    assert (lines(), batch.state) == ({2: ("IN_DOUBT", "P14")}, "IN_DOUBT")
    CoreMessage.objects.system("test").update(
        state="BOUNCED", code="P99", resolved_at=house.now.wall, next_query_at=None
    )
    with transaction.atomic():
        row_bounce(line_ref=f"{batch.reference}-000002", now=house.now)
    work()
    batch.refresh_from_db()
    assert (lines(), batch.state, house.payer_balance()) == ({2: ("RETURNED", "P99")}, "PART_FAILED", 100_000_000)
    assert set(Case.objects.system("test").values_list("state", flat=True)) == {"CLOSED"}


@pytest.mark.parametrize("entries", [[-WAGE + 1], [-WAGE, -WAGE], [WAGE], [WAGE, -WAGE, -WAGE]])
def test_what_is_not_plainly_its_return_is_left_to_people(house: House, paid: Batch, entries: list[int]) -> None:
    file(*((f"{paid.reference}-000003", fen) for fen in entries), day=TUESDAY)
    assert corebank.resolve_by_statement(account=BEPS, day=TUESDAY, now=house.now) == 0
    work()
    assert lines()[3] == ("PAID", "P00")


@pytest.mark.parametrize("reference", ["WAGES-2026-03-0001", "DF20260302999999-000001", "TF-" + "0" * 32])
def test_other_peoples_references_are_left_alone(house: House, reference: str) -> None:
    with transaction.atomic():
        row_bounce(line_ref=reference, now=house.now)
    assert Row.objects.system("test").count() == 0


def test_the_payslip_is_void_and_the_wage_is_no_income(house: House, paid: Batch) -> None:
    him = employee(house, 1)
    assert home_salary(him, house.now) is not None
    bounced(house, paid, 3)
    slip = slip_of(house, 1)
    assert (slip.state, slip.items, slip.withdraw_reason) == ("WITHDRAWN", [], VOID_REASON)
    record = PayslipWithdrawal.objects.system("test").get()
    assert (record.person_id, record.display, record.state) == (None, "系统", "NEW")
    assert home_salary(him, house.now) is None
    assert employers_of(him) == ()
    desk = specialist(house)
    assert slip_for_enterprise(desk, slip.pk).may == set()
    with pytest.raises(Conflict, match="NOT_PAID"):
        payslip_correct(payslip_id=slip.pk, items=[("基本工资", WAGE)], actor=desk, now=house.now)


def test_a_payslip_that_was_withdrawn_before_keeps_its_own_reason(house: House, paid: Batch) -> None:
    Payslip.objects.system("test").filter(row__number=3).update(state="WITHDRAWN", items=[], withdraw_reason="算错")
    bounced(house, paid, 3)
    assert slip_of(house, 1).withdraw_reason == "算错"
    assert PayslipWithdrawal.objects.system("test").count() == 0


def test_its_receipts_are_no_proof_any_more(house: House, paid: Batch) -> None:
    row = Row.objects.system("test").get(number=3)
    line = row_print(batch_id=paid.pk, row_id=row.pk, actor=house.as_("maker"), now=house.now)
    whole = batch_print(batch_id=paid.pk, actor=house.as_("maker"), now=house.now)
    assert receipts.receipt_proved(line.code.replace(" ", "")).title == "真实"
    bounced(house, paid, 3)
    proved = receipts.receipt_proved(line.code.replace(" ", ""))
    assert (proved.title, proved.state) == ("已退票", "failed")
    assert "2026-03-02" in proved.text
    again = receipts.receipt_proved(whole.code.replace(" ", ""))
    assert (again.title, again.amount_fen) == ("真实", 500_000), "the batch's own says what is left"
    with pytest.raises(Conflict, match="NOT_PAID"):
        row_print(batch_id=paid.pk, row_id=row.pk, actor=house.as_("maker"), now=house.now)
    assert own_receipt(employee(house, 1), row.pk, house.now) is None


def test_the_receipt_of_a_batch_of_which_nothing_is_left_says_so(house: House, simulator: object) -> None:
    batch = pay(house, ["6000.00"], [abroad(house, 0)])
    view = batch_print(batch_id=batch.pk, actor=house.as_("maker"), now=house.now)
    bounced(house, batch, 2)
    assert receipts.receipt_proved(view.code.replace(" ", "")).title == "已退票"


def test_the_bank_did_its_work_and_charges_for_it(house: House, paid: Batch) -> None:
    before = fee_of(charged(Batch.objects.system("test"), "2026-03"))
    bounced(house, paid, 3)
    assert fee_of(charged(Batch.objects.system("test"), "2026-03")) == before > 0


def test_the_line_is_paid_again_to_another_account_and_once(house: House, paid: Batch) -> None:
    maker = house.as_("maker")
    with pytest.raises(IllegalMove):
        batch_retry(batch_id=paid.pk, key=house.key(), actor=maker, now=house.now)
    bounced(house, paid, 3)
    again = batch_retry(batch_id=paid.pk, key=house.key(), actor=maker, now=house.now)
    assert (again.row_count, again.total_fen) == (1, WAGE)
    with pytest.raises(Conflict, match="NOTHING_FAILED"):
        batch_retry(batch_id=paid.pk, key=house.key(), actor=maker, now=house.now)
