"""A payroll from the file to the employees' accounts, the way it goes on a good day."""

from apps.daifutong.models import Batch, Payslip, Row
from apps.daifutong.selectors import batch_detail
from apps.ledger import api as ledger

from .cast import House, work


def test_a_file_is_uploaded_checked_by_another_person_and_everybody_is_paid(house: House) -> None:
    before = house.payer_balance()
    answer = house.upload(house.file(["5000.00", "6000.50", "7000.00"]))
    assert (answer.state, answer.row_count, answer.total_fen) == ("PARSED", 3, 1_800_050)
    assert house.submit(answer.batch_id).state == "SUBMITTED"
    assert house.check(answer.batch_id).state == "SCHEDULED"
    assert house.payer_balance() == before, "nothing moves inside the approval"

    work()

    batch = Batch.objects.system("test").get(pk=answer.batch_id)
    assert batch.state == "DONE"
    assert house.payer_balance() == before - 1_800_050
    assert [ledger.balance(c.ledger_id) for c in house.staff[:4]] == [500_000, 600_050, 700_000, 0]
    assert ledger.balance(batch.transit_ledger_id) == 0
    assert set(Row.objects.system("test").values_list("state", "outcome")) == {("PAID", "P00")}
    assert Payslip.objects.system("test").count() == 3
    detail = batch_detail(house.as_("maker"), answer.batch_id, house.now)
    assert (detail.progress.percent, detail.progress.settled, detail.may) == (100, True, frozenset())
    assert [line.role_label for line in detail.approvals] == ["企业复核"]
