"""The employer's tax among its columns, recomputed to warn and no more (PY-14)."""

import pytest

from apps.core.errors import Forbidden, NotFound
from apps.daifutong.models import Batch, Row
from apps.daifutong.rules.withholding import TaxField, tax_checked, tax_fields
from apps.daifutong.selectors import tax_check
from apps.daifutong.selectors.tax_check import tax_findings

from .cast import House, work

F = TaxField
JANUARY = {F.INCOME: 2_000_000, F.SOCIAL: 300_000, F.SPECIAL: 200_000, F.TAX: 30_000}
HEAD = "工号,姓名,应发工资,养老保险(个人),公积金,专项附加扣除,代扣个人所得税,实发金额,银行卡号"


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("应发工资", F.INCOME), ("应发合计", F.INCOME), ("税前工资", F.INCOME), ("养老保险", F.SOCIAL),
        ("医疗保险(个人)", F.SOCIAL), ("代扣社保", F.SOCIAL), ("个人公积金", F.SOCIAL), ("五险一金", F.SOCIAL),
        ("专项附加扣除", F.SPECIAL), ("赡养老人", F.SPECIAL), ("个人养老金", F.OTHER), ("个税", F.TAX),
        ("个人所得税", F.TAX), ("代扣代缴个人所得税", F.TAX), ("本月应扣税额", F.TAX), ("累计收入额", F.SUM_INCOME),
        ("累计已预缴税额", F.PRIOR_TAX), ("累计减除费用", F.SUM_BASIC), ("工龄工资", None), ("税后工资", None),
        ("", None),
    ],
)  # fmt: skip
def test_what_a_column_says_for_the_tax(label: str, field: TaxField | None) -> None:
    assert tax_fields([(label, -100)]) == ({field: 100} if field else {})


def test_parts_are_added_up_and_a_total_counts_alone() -> None:
    parts = [("养老保险", -800), ("医疗保险", -200), ("住房公积金", 500)]
    assert tax_fields(parts) == {F.SOCIAL: 1_500}
    assert tax_fields([*parts, ("五险一金", 1_500)]) == {F.SOCIAL: 1_500}


def test_a_year_of_the_rule_book_differs_nowhere() -> None:
    before: dict[str, dict[TaxField, int]] = {}
    for number, tax in enumerate([30_000] * 3 + [58_000] + [100_000] * 8, 1):
        month, fields = f"2026-{number:02d}", JANUARY | {F.TAX: tax}
        check = tax_checked(month, fields, before)
        assert check is not None
        assert (check.due, check.differs) == (tax, False)
        before[month] = fields


@pytest.mark.parametrize(("said", "differs"), [(58_000, False), (58_100, False), (57_900, False), (58_101, True)])
def test_a_yuan_more_or_less_is_no_warning(said: int, differs: bool) -> None:
    before = {f"2026-{number:02d}": JANUARY for number in (1, 2, 3)}
    check = tax_checked("2026-04", JANUARY | {F.TAX: said}, before)
    assert check is not None
    assert (check.differs, check.basis) == (differs, "本企业今年 1 至 4 月的工资")


def test_the_files_own_sums_do_without_a_history() -> None:
    sums = {F.TAX: 58_000, F.SUM_INCOME: 8_000_000, F.SUM_BASIC: 2_000_000, F.SUM_SOCIAL: 1_200_000,
            F.SUM_SPECIAL: 800_000, F.PRIOR_TAX: 90_000}  # fmt: skip
    check = tax_checked("2026-04", sums, {})
    assert check is not None
    assert (check.due, check.differs, check.basis) == (58_000, False, "名单中的累计数")


@pytest.mark.parametrize("gap", [{}, {"2026-01": JANUARY}, {"2026-01": JANUARY, "2026-02": {F.INCOME: 1}}])
def test_nothing_is_said_of_a_year_with_a_gap(gap: dict[str, dict[TaxField, int]]) -> None:
    assert tax_checked("2026-03", JANUARY, gap) is None
    assert tax_checked("2026-01", {F.INCOME: 2_000_000}, {}) is None


def upload(house: House, period: str, *taxes: str) -> Batch:
    rows = [
        f"{c.emp_no},{c.name},20000,-2000,-1000,2000,{tax},{16_700 - n}.00,{c.card}"
        for n, (c, tax) in enumerate(zip(house.staff, taxes, strict=False))
    ]
    answer = house.upload("\n".join([HEAD, *rows, ""]).encode(), period=period)
    return Batch.objects.system("test").get(pk=answer.batch_id)


def pay(house: House, batch: Batch) -> None:
    house.submit(batch.pk)
    house.check(batch.pk)
    work()


def test_the_maker_is_warned_before_he_submits_and_may_submit_all_the_same(house: House) -> None:
    january = upload(house, "2026-01", "300.00", "300.00", "300.00")
    assert tax_findings(house.as_("maker"), january.pk).lines == ()
    pay(house, january)
    february = upload(house, "2026-02", "300.00", "580.00", "0", "300.00")
    found = tax_findings(house.as_("maker"), february.pk)
    assert [(line.name, line.said_fen, line.due_fen) for line in found.lines] == [
        ("王芳", 58_000, 30_000), ("欧阳小明", 0, 30_000),
    ]  # fmt: skip
    assert (found.checked, found.unknown) == (3, 1), "of the fourth January is not known"
    assert "58000" not in repr(found)
    pay(house, february)
    assert Row.objects.system("test").filter(batch=february, state="PAID").count() == 4


def test_who_may_not_see_the_lines_sees_no_tax(house: House, neighbour: House, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = upload(house, "2026-01", "1.00")
    with pytest.raises(NotFound):
        tax_findings(neighbour.as_("maker"), batch.pk)
    monkeypatch.setattr(tax_check, "TAX_LINES", 0)
    assert tax_findings(house.as_("maker"), batch.pk).is_too_large
    Batch.objects.system("test").filter(pk=batch.pk).update(is_confidential=True)
    with pytest.raises(Forbidden, match="CONFIDENTIAL"):
        tax_findings(house.as_("maker"), batch.pk)


def test_other_kinds_and_files_without_tax_are_not_checked(house: House) -> None:
    batch = upload(house, "2026-01", "1.00")
    Batch.objects.system("test").filter(pk=batch.pk).update(kind="BONUS")
    assert not tax_findings(house.as_("maker"), batch.pk).has_tax
    plain = house.upload(house.file(["5000.00"])).batch_id
    assert tax_findings(house.as_("maker"), plain).checked == 0
