"""Uploading: what becomes of a file, and why no file becomes two payrolls (PY-11, P3, AT-11)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from apps.audit.models import AuditRow
from apps.core.errors import Conflict, InvalidInput, KeyReused, NotFound
from apps.core.files import FileRefused
from apps.core.identifiers import luhn_valid
from apps.daifutong.models import Batch, Row
from apps.daifutong.selectors import batch_rows
from apps.daifutong.services.batch_cancel import batch_cancel
from apps.daifutong.services.batch_reject import batch_reject
from apps.daifutong.services.row_drop import row_drop
from fixtures.generators import OTHER_BIN, card_number

from .cast import House, work


def rows() -> list[Row]:
    return list(Row.objects.system("test").order_by("number"))


def test_a_line_is_stored_with_its_account_encrypted_and_its_payee_known(house: House) -> None:
    house.upload(house.file(["5000.00"]))
    (row,) = rows()
    colleague = house.staff[0]
    assert (row.name, row.number, row.amount_fen, row.emp_no) == (colleague.name, 2, 500_000, "A000")
    assert (row.payee_account_id, row.payee_ledger_id) == (colleague.account_id, colleague.ledger_id)
    assert (row.person_id, row.channel, row.state) == (colleague.person_id, "OWN", "PENDING")
    assert row.account.clear() == colleague.card
    assert colleague.card.encode() not in bytes(row.__dict__["account"])
    assert row.line_ref == f"{row.batch.reference}-000002"


@pytest.mark.parametrize("text", ["\\N", "a\\tb\\\\", "\\.", "引号\"与'", "𠮷野家", "{}\\x41"])
def test_texts_come_back_as_they_were_typed(house: House, text: str) -> None:
    """COPY has its own escapes: none of them means anything here."""
    colleague = house.staff[0]
    quoted = '"' + text.replace('"', '""') + '"'
    house.upload(f"姓名,银行卡号,实发金额,备注\n{colleague.name},{colleague.card},5000.00,{quoted}\n".encode())
    (row,) = rows()
    assert (row.remark, row.name, row.errors) == (text, colleague.name, [])


def test_an_account_that_is_none_is_kept_as_typed(house: House) -> None:
    house.upload(f"姓名,银行卡号,实发金额\n{house.staff[0].name},62\\N29,5000.00\n".encode())
    (row,) = rows()
    assert (row.account.clear(), row.account_tail) == ("62\\N29", "\\N29")
    assert [error["code"] for error in row.errors] == ["E_ACCOUNT"]


def test_errors_are_kept_on_their_lines_and_the_total_counts_what_can_be_read(house: House) -> None:
    strangers = [replace(house.staff[0], name="张错名"), house.staff[1], replace(house.staff[2], card=card_number(999))]
    answer = house.upload(house.file(["5000.00", "12.345", "7000.00"], people=strangers))
    assert (answer.state, answer.row_count, answer.total_fen) == ("HAS_ERRORS", 3, 1_200_000)
    assert answer.error_count == 3
    assert [[error["code"] for error in row.errors] for row in rows()] == [["E_NAME"], ["E_DECIMALS"], ["E_ACCOUNT"]]
    assert [row.amount_fen for row in rows()] == [500_000, None, 700_000]


def test_a_file_that_is_refused_leaves_nothing(house: House) -> None:
    with pytest.raises(FileRefused, match="F_HEADER"):
        house.upload("姓名,电话\n李四光,13800000000\n".encode())
    with pytest.raises(InvalidInput, match="E_PERIOD"):
        house.upload(house.file(["1.00"]), period="2026-13")
    assert Batch.objects.system("test").count() == 0


def test_gbk_utf8_and_bom_are_the_same_payroll(house: House) -> None:
    text = house.file(["5000.00", "6000.00"]).decode()
    first = house.upload(text.encode("gbk"))
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        with pytest.raises(Conflict, match="DUP_BATCH"):
            house.upload(text.encode(encoding))
    assert Batch.objects.system("test").get().pk == first.batch_id


def test_the_same_file_twice_is_refused_whoever_sends_it(house: House) -> None:
    content = house.file(["5000.00"])
    house.upload(content)
    with pytest.raises(Conflict, match="DUP_BATCH"):
        house.upload(content, period="2026-03", who="twin")


def test_the_same_wages_in_another_order_are_refused_but_not_for_another_month(house: House) -> None:
    house.upload(house.file(["5000.00", "6000.00"]))
    turned = house.file(["6000.00", "5000.00"], people=[house.staff[1], house.staff[0]])
    with pytest.raises(Conflict, match="DUP_BATCH"):
        house.upload(turned)
    assert house.upload(turned, period="2026-03").state == "PARSED"


def test_after_thirty_days_the_same_file_may_come_for_another_month(house: House) -> None:
    content = house.file(["5000.00"])
    house.upload(content)
    house.now = replace(house.now, business_date=house.now.business_date + timedelta(days=30))
    with pytest.raises(Conflict, match="DUP_BATCH"):
        house.upload(content, period="2026-03")
    house.now = replace(house.now, wall=house.now.wall + timedelta(seconds=1))
    assert house.upload(content, period="2026-03").state == "PARSED"


@pytest.mark.parametrize("end", ["cancelled", "rejected"])
def test_a_batch_that_came_to_nothing_does_not_block_its_file(house: House, end: str) -> None:
    content = house.file(["5000.00"])
    batch_id = house.upload(content).batch_id
    if end == "cancelled":
        batch_cancel(batch_id=batch_id, key=house.key(), actor=house.as_("maker"), now=house.now)
    else:
        house.submit(batch_id)
        batch_reject(
            batch_id=batch_id,
            digest=house.digest(batch_id),
            reason="金额有误",
            key=house.key(),
            actor=house.as_("checker"),
            now=house.now,
        )
    assert house.upload(content).state == "PARSED"


def test_a_rejected_batch_cannot_come_back_beside_its_successor(house: House) -> None:
    content = house.file(["5000.00"])
    batch_id = house.upload(content).batch_id
    house.submit(batch_id)
    batch_reject(
        batch_id=batch_id,
        digest=house.digest(batch_id),
        reason="重做",
        key=house.key(),
        actor=house.as_("checker"),
        now=house.now,
    )
    house.upload(content)
    with pytest.raises(Conflict, match="DUP_BATCH"):
        house.submit(batch_id)


def test_one_key_is_one_import_and_another_body_is_refused(house: House) -> None:
    content = house.file(["5000.00"])
    first = house.upload(content, key="k")
    assert house.upload(content, key="k") == first
    with pytest.raises(KeyReused):
        house.upload(house.file(["5000.01"]), key="k")
    assert Batch.objects.system("test").count() == 1
    assert AuditRow.objects.system("test").filter(action="daifutong.batch.imported").count() == 1


def test_a_refused_file_does_not_burn_its_key(house: House) -> None:
    content = house.file(["5000.00"])
    house.upload(content)
    with pytest.raises(Conflict, match="DUP_BATCH"):
        house.upload(content, key="again")
    assert house.upload(house.file(["5000.01"]), key="again").state == "PARSED"


def test_another_enterprises_account_cannot_pay(house: House, neighbour: House) -> None:
    house.payer_id = neighbour.payer_id
    with pytest.raises(NotFound):
        house.upload(house.file(["5000.00"]))


def test_a_neighbour_finds_nothing(house: House, neighbour: House) -> None:
    batch_id = house.upload(house.file(["5000.00"])).batch_id
    with pytest.raises(NotFound):
        batch_rows(neighbour.as_("maker"), batch_id)
    with pytest.raises(NotFound):
        neighbour.submit(batch_id)
    with pytest.raises(NotFound):
        row_drop(row_id=rows()[0].pk, actor=neighbour.as_("maker"), now=house.now)


def test_a_wage_far_above_the_average_is_worth_a_look(house: House) -> None:
    house.approved(house.file(["5000.00"]))
    work()
    house.upload(house.file(["15000.01"]), period="2026-03")
    assert [warning["code"] for warning in rows()[-1].warnings] == ["W_OUTLIER"]


def test_the_audit_trail_names_no_account(house: House) -> None:
    house.upload(house.file(["5000.00"], people=[replace(house.staff[0], card=card_number(7, bin_prefix=OTHER_BIN))]))
    for row in AuditRow.objects.system("test"):
        digits = [word for word in str(row.detail).replace("'", " ").split() if word.isdigit() and len(word) >= 13]
        assert [word for word in digits if luhn_valid(word)] == []
