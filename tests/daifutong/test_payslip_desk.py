"""The pay specialist withdraws and corrects a payslip, and says how payslips look (PY-13)."""

from dataclasses import replace

import pytest
from django.http import QueryDict

from apps.audit.models import AuditRow
from apps.core.actors import Relation, Role
from apps.core.errors import Conflict, IllegalMove, InvalidInput, NotFound
from apps.daifutong.models import Batch, Contract, PayslipWithdrawal
from apps.daifutong.rules.payslip_layout import ItemGroup, guessed_group, laid_out
from apps.daifutong.selectors import payslip_line
from apps.daifutong.selectors.payslip_desk import slip_for_enterprise, slips_for_enterprise, template_for_enterprise
from apps.daifutong.services.payslip_confirm import payslip_confirm
from apps.daifutong.services.payslip_correct import payslip_correct
from apps.daifutong.services.payslip_withdraw import payslip_withdraw
from apps.daifutong.services.template_save import template_save
from apps.daifutong.web.payslip_desk import _items
from apps.members.models import Enterprise
from apps.notify.models import Notice

from .cast import House, work
from .test_disputes import disputed, specialist
from .test_items import sheet
from .test_payslips import employee, slip_of, view

__all__ = ["disputed"]
WRONG, RIGHT = (
    [["应发工资", 820_000], ["养老保险", -65_600], ["个税", 10_050]],
    [("应发工资", 830_000), ("个税", -11_050)],
)


@pytest.fixture
def paid(house: House) -> House:
    house.approved(sheet(house, '"8,200.00",-656,100.5,,7443.50', "6000,,,,6000.00"))
    work()
    return house


def withdraw(house: House, reason: str = "应发少算了一天") -> None:
    payslip_withdraw(payslip_id=slip_of(house, 0).pk, reason=reason, actor=specialist(house), now=house.now)


def correct(house: House, items: object = RIGHT) -> None:
    payslip_correct(payslip_id=slip_of(house, 0).pk, items=items, actor=specialist(house), now=house.now)  # type: ignore[arg-type]


def test_a_withdrawn_payslip_shows_the_wage_and_the_reason_and_no_items(paid: House) -> None:
    li = employee(paid, 0)
    view(paid, 0, li)
    withdraw(paid)
    work()
    opened = view(paid, 0, li)
    assert (opened.line.state, opened.amount_fen, opened.items, opened.withdrawn, opened.may) == (
        "WITHDRAWN", 744_350, (), "应发少算了一天", frozenset(),
    )  # fmt: skip
    told = Notice.objects.system("test").get(person_id=li.person_id, title="企业撤回了一张工资条")
    assert told.body == "已到账的款项不变,请打开工资条查看原因。"
    assert "应发少算了一天" not in repr(payslip_line(li, slip_of(paid, 0).pk, paid.now)), "closed, it says nothing"
    with pytest.raises(IllegalMove):
        payslip_confirm(payslip_id=slip_of(paid, 0).pk, actor=li, now=paid.now)
    with pytest.raises(IllegalMove):
        withdraw(paid)


def test_what_it_said_stays_in_the_records_of_the_enterprise(paid: House) -> None:
    withdraw(paid)
    (kept,) = PayslipWithdrawal.objects.system("test").all()
    assert (kept.items, kept.state, kept.reason, kept.display) == (WRONG, "NEW", "应发少算了一天", "郑*")
    desk = slip_for_enterprise(specialist(paid), slip_of(paid, 0).pk)
    assert desk.withdrawals[0].items == tuple((label, fen) for label, fen in WRONG)
    assert desk.may == {"correct"}
    assert "820000" not in repr(desk)
    trail = AuditRow.objects.system("test").filter(action="daifutong.payslip.withdrawn")
    assert list(trail.values_list("from_state", "to_state", "detail")) == [("NEW", "WITHDRAWN", {})]


def test_a_corrected_one_is_new_to_the_employee(paid: House) -> None:
    li = employee(paid, 0)
    view(paid, 0, li)
    payslip_confirm(payslip_id=slip_of(paid, 0).pk, actor=li, now=paid.now)
    with pytest.raises(IllegalMove):
        correct(paid)
    withdraw(paid)
    correct(paid)
    work()
    slip = slip_of(paid, 0)
    assert (slip.state, slip.viewed_at, slip.answered_at) == ("NEW", None, None)
    opened = view(paid, 0, li)
    assert (opened.items, opened.amount_fen, opened.withdrawn) == (tuple(RIGHT), 744_350, "应发少算了一天")
    assert opened.may == {"confirm", "dispute"}
    titles = Notice.objects.system("test").filter(person_id=li.person_id).values_list("title", flat=True)
    assert {"企业撤回了一张工资条", "企业更正了一张工资条"} <= set(titles)
    withdraw(paid, "又错了")
    assert PayslipWithdrawal.objects.system("test").count() == 2


def test_a_dispute_goes_with_what_it_was_about(disputed: House) -> None:
    withdraw(disputed)
    assert PayslipWithdrawal.objects.system("test").get().dispute_text == "少了加班费 300 元"
    correct(disputed)
    slip = slip_of(disputed, 0)
    assert (slip.state, slip.dispute_text, slip.reply_text) == ("NEW", "", "")


@pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
def test_a_withdrawal_has_a_reason(paid: House, reason: str) -> None:
    with pytest.raises(InvalidInput, match="WITHDRAWAL"):
        withdraw(paid, reason)
    assert slip_of(paid, 0).state == "NEW"


@pytest.mark.parametrize(
    "items",
    [[], [("", 1)], [("长" * 21, 1)], [("工资", 0)], [("工资", 10**15)], [("工资", 1), ("工资 ", 2)],
     [(f"项{n}", 1) for n in range(41)]],
)  # fmt: skip
def test_a_correction_says_what_the_wage_is_made_of(paid: House, items: list[tuple[str, int]]) -> None:
    withdraw(paid)
    with pytest.raises(InvalidInput, match="ITEMS"):
        correct(paid, items)
    assert slip_of(paid, 0).state == "WITHDRAWN"


@pytest.mark.parametrize("amount", ["9" * 5000, "?", "", "--1", "1.234", "-"])
def test_an_amount_that_cannot_be_read_is_no_item(amount: str) -> None:
    sent = QueryDict(mutable=True)
    sent.setlist("label", ["工资", "社保"])
    sent.setlist("amount", ["8200.00", amount])
    with pytest.raises(InvalidInput, match="ITEMS") as refused:
        _items(sent)
    assert set(refused.value.fields) == {"lines"}
    sent.setlist("amount", ["8,200.00", "-656"])
    assert _items(sent) == [("工资", 820_000), ("社保", -65_600)]


def test_another_enterprise_and_bank_staff_find_none(paid: House, neighbour: House) -> None:
    bank = replace(specialist(paid), relation=Relation.UNIT, roles=frozenset({Role.AUDITOR}), unit_path="/head/")
    for stranger in (specialist(neighbour), bank):
        assert slips_for_enterprise(stranger).slips == ()
        with pytest.raises(NotFound):
            slip_for_enterprise(stranger, slip_of(paid, 0).pk)
        with pytest.raises(NotFound):
            payslip_withdraw(payslip_id=slip_of(paid, 0).pk, reason="x", actor=stranger, now=paid.now)
    assert [slip.name for slip in slips_for_enterprise(specialist(paid), find="李四").slips] == ["李四光"]
    assert slips_for_enterprise(specialist(paid), find="2026-02").total == 2


def test_confidential_payslips_are_for_whom_the_contract_names(paid: House) -> None:
    Batch.objects.system("test").update(is_confidential=True)
    assert slips_for_enterprise(specialist(paid)).slips == ()
    with pytest.raises(NotFound):
        withdraw(paid)
    Contract.objects.system("test").update(confidential_person_ids=[str(specialist(paid).person_id)])
    assert slips_for_enterprise(specialist(paid)).total == 2


def test_a_suspended_enterprise_withdraws_nothing(paid: House) -> None:
    Enterprise.objects.system("test").filter(pk=paid.enterprise_id).update(status="SUSPENDED")
    with pytest.raises(Conflict, match="ENTERPRISE_SUSPENDED"):
        withdraw(paid)


# ---- the template

COLUMNS = [("个税", "DEDUCTION"), ("应发工资", "EARNING"), ("养老保险", "HIDDEN")]


def save(house: House, note: str = "考勤截止每月25日") -> None:
    template_save(columns=COLUMNS, note=note, actor=specialist(house), now=house.now)


def test_the_template_orders_groups_and_hides_what_is_published_after_it(house: House) -> None:
    save(house)
    house.approved(sheet(house, '"8,200.00",-656,100.5,800,7443.50'))
    work()
    opened = view(house, 0, employee(house, 0))
    assert opened.groups == (("应发", (("应发工资", 820_000),)), ("扣款", (("个税", 10_050), ("公积金", 80_000))))
    assert (opened.note, opened.has_tax) == ("考勤截止每月25日", True)
    assert "养老" not in str(opened.items)
    desk = slip_for_enterprise(specialist(house), slip_of(house, 0).pk)
    assert ("养老保险", -65_600) in desk.items, "the record keeps what is hidden"


def test_what_was_published_before_keeps_its_look(paid: House) -> None:
    save(paid)
    opened = view(paid, 0, employee(paid, 0))
    assert opened.groups == (("工资构成", (("应发工资", 820_000), ("养老保险", -65_600), ("个税", 10_050))),)
    assert opened.note == ""


def test_the_template_is_remembered_and_offers_what_the_files_have_besides(paid: House, neighbour: House) -> None:
    before = template_for_enterprise(specialist(paid))
    assert [(c.label, c.group, c.is_new) for c in before.columns] == [
        ("应发工资", "EARNING", True), ("养老保险", "DEDUCTION", True), ("个税", "DEDUCTION", True),
    ]  # fmt: skip
    template_save(columns=COLUMNS[:2], note=" 说明 ", actor=specialist(paid), now=paid.now)
    after = template_for_enterprise(specialist(paid))
    assert [(c.label, c.group, c.is_new) for c in after.columns] == [
        ("个税", "DEDUCTION", False), ("应发工资", "EARNING", False), ("养老保险", "DEDUCTION", True),
    ]  # fmt: skip
    assert (after.note, after.saved_display) == ("说明", "郑*")
    assert template_for_enterprise(specialist(neighbour)).columns == ()


@pytest.mark.parametrize(
    ("columns", "note"),
    [([("个税", "TAX")], ""), ([("", "OTHER")], ""), ([("长" * 21, "OTHER")], ""), ([("个税", "OTHER")] * 2, ""),
     ([(f"项{n}", "OTHER") for n in range(81)], ""), ([], "长" * 201)],
)  # fmt: skip
def test_what_is_no_template(house: House, columns: list[tuple[str, str]], note: str) -> None:
    with pytest.raises(InvalidInput, match="TEMPLATE"):
        template_save(columns=columns, note=note, actor=specialist(house), now=house.now)


def test_the_layout_of_items() -> None:
    items = [("基本工资", 1), ("个税", 2), ("累计收入", 3), ("加班费", 4)]
    assert [guessed_group(label) for label, _ in items] == ["EARNING", "DEDUCTION", "OTHER", "EARNING"]
    assert laid_out(items, None) == (("工资构成", tuple(items)),)
    assert laid_out([], None) == laid_out([], []) == ()
    assert laid_out(items, [("加班费", ItemGroup.OTHER)]) == (
        ("应发", (("基本工资", 1),)), ("扣款", (("个税", 2),)), ("其他", (("加班费", 4), ("累计收入", 3))),
    )  # fmt: skip
