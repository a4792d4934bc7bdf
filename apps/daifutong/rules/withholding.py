"""The withholding fields among an employer's columns, and whether its tax is what 累计预扣法 gives (PY-14).

Only a warning comes of it: the employer is the withholding agent, and its figures are what is shown.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .iit import BASIC_DEDUCTION, YearSoFar, withholding

Item = tuple[str, int]
TOLERANCE = 1_00  # 分: employers round each part of it for themselves
BY_AGENT = "以扣缴义务人申报为准"


class TaxField(StrEnum):
    """What a column says for the tax; the cumulative ones up to and with this month, PRIOR_TAX before it."""

    INCOME = "INCOME"
    SOCIAL = "SOCIAL"
    SPECIAL = "SPECIAL"
    OTHER = "OTHER"
    TAX = "TAX"
    SUM_INCOME = "SUM_INCOME"
    SUM_BASIC = "SUM_BASIC"
    SUM_SOCIAL = "SUM_SOCIAL"
    SUM_SPECIAL = "SUM_SPECIAL"
    SUM_OTHER = "SUM_OTHER"
    PRIOR_TAX = "PRIOR_TAX"


# A total of a field counts alone; without one its parts are added up.
TOTALS: dict[TaxField, tuple[str, ...]] = {
    TaxField.INCOME: ("应发工资", "应发合计", "应发金额", "应发", "税前工资", "应税工资", "应付工资", "收入", "收入额"),
    TaxField.SOCIAL: ("专项扣除", "五险一金", "社保公积金", "三险一金"),
    TaxField.SPECIAL: ("专项附加扣除", "专项附加", "专项附加扣除合计"),
    TaxField.OTHER: ("其他扣除", "其它扣除", "依法确定的其他扣除"),
    TaxField.TAX: ("个税", "所得税", "应扣个税", "应扣税额", "应扣缴税额", "应补退税额", "应补税额"),
    TaxField.SUM_INCOME: ("累计收入", "累计收入额", "累计应发"),
    TaxField.SUM_BASIC: ("累计减除费用", "累计基本减除费用"),
    TaxField.SUM_SOCIAL: ("累计专项扣除",),
    TaxField.SUM_SPECIAL: ("累计专项附加扣除", "累计专项附加"),
    TaxField.SUM_OTHER: ("累计其他扣除", "累计其它扣除"),
    TaxField.PRIOR_TAX: ("累计已缴税额", "累计已预缴税额", "累计已扣税额", "累计已扣缴税额", "累计已预扣税额"),
}
PARTS: dict[TaxField, tuple[str, ...]] = {
    TaxField.SOCIAL: (
        "社保", "社会保险", "养老保险", "基本养老保险", "养老", "医疗保险", "基本医疗保险", "医疗", "失业保险", "失业",
        "公积金", "住房公积金",
    ),
    TaxField.SPECIAL: (
        "子女教育", "继续教育", "大病医疗", "住房贷款利息", "住房租金", "赡养老人", "婴幼儿照护", "3岁以下婴幼儿照护",
    ),
    TaxField.OTHER: ("企业年金", "职业年金", "年金", "商业健康保险", "税延养老保险", "个人养老金"),
}  # fmt: skip
_TOTAL_OF = {word: field for field, words in TOTALS.items() for word in words}
_PART_OF = {word: field for field, words in PARTS.items() for word in words}
_AROUND = re.compile(
    r"\([^()]*\)|^(?:代扣代缴|代扣|代缴|扣缴|扣|本月|本期|当月)+|^个人(?!养老金)|(?:个人部分|个人|扣款|金额)$"
)


def _bare(label: str) -> str:
    """A column's word without what employers put around it: 代扣个人所得税 → 所得税, 养老保险(个人) → 养老保险."""
    while (bare := _AROUND.sub("", label)) not in ("", label):
        label = bare
    return label


def tax_fields(items: Sequence[Item]) -> dict[TaxField, int]:
    """What the columns say, 分 >= 0 whichever sign the employer writes before what is taken off."""
    totals: dict[TaxField, int] = {}
    parts: dict[TaxField, int] = {}
    for label, fen in items:
        for word in (label, _bare(label)):
            if (field := _TOTAL_OF.get(word)) is not None:
                totals.setdefault(field, abs(fen))
                break
            if (field := _PART_OF.get(word)) is not None:
                parts[field] = parts.get(field, 0) + abs(fen)
                break
    return parts | totals


@dataclass(frozen=True, slots=True)
class TaxCheck:
    """`said` by the employer, `due` by the rule (both 分), and on what the latter stands."""

    said: int
    due: int
    basis: str

    @property
    def differs(self) -> bool:
        return abs(self.said - self.due) > TOLERANCE


def tax_checked(
    month: str, fields: Mapping[TaxField, int], before: Mapping[str, Mapping[TaxField, int]]
) -> TaxCheck | None:
    """The employer's tax of a month ("2026-03") against the rule; None where the figures do not suffice.

    By the file's own cumulative columns where it has them, else by the enterprise's months `before`, which must be all
    of the year since January, each with income and tax: whoever came later has figures that we do not know.
    """
    if TaxField.TAX not in fields:
        return None
    if {TaxField.SUM_INCOME, TaxField.SUM_BASIC, TaxField.SUM_SOCIAL, TaxField.PRIOR_TAX} <= fields.keys():
        year = YearSoFar(
            fields[TaxField.SUM_INCOME], fields[TaxField.SUM_BASIC], fields[TaxField.SUM_SOCIAL],
            fields.get(TaxField.SUM_SPECIAL, 0), fields.get(TaxField.SUM_OTHER, 0), fields[TaxField.PRIOR_TAX],
        )  # fmt: skip
        return TaxCheck(fields[TaxField.TAX], withholding(year), "名单中的累计数")
    number = int(month[5:])
    wanted = [f"{month[:4]}-{earlier:02d}" for earlier in range(1, number)]
    months = [*(before.get(earlier, {}) for earlier in wanted), fields]
    if not all(TaxField.INCOME in said and TaxField.TAX in said for said in months):
        return None
    sums = {field: sum(said.get(field, 0) for said in months) for field in TaxField}
    year = YearSoFar(
        sums[TaxField.INCOME], BASIC_DEDUCTION * number, sums[TaxField.SOCIAL], sums[TaxField.SPECIAL],
        sums[TaxField.OTHER], sums[TaxField.TAX] - fields[TaxField.TAX],
    )  # fmt: skip
    return TaxCheck(fields[TaxField.TAX], withholding(year), f"本企业今年 1 至 {number} 月的工资")
