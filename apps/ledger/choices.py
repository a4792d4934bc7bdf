"""The vocabulary of the books."""

from enum import StrEnum


class GlKind(StrEnum):
    """What a code of the chart of accounts stands for. MEMO codes (表外) are reported figures and carry no entries."""

    ASSET = "ASSET"
    LIABILITY = "LIABILITY"
    CLEARING = "CLEARING"
    INCOME = "INCOME"
    EXPENSE = "EXPENSE"
    MEMO = "MEMO"


GL_KIND_LABELS: dict[GlKind, str] = {
    GlKind.ASSET: "资产",
    GlKind.LIABILITY: "负债",
    GlKind.CLEARING: "资金清算",
    GlKind.INCOME: "收入",
    GlKind.EXPENSE: "支出",
    GlKind.MEMO: "表外",
}
