"""A name that is meant to be taken for the bank's is refused, whatever it is written with."""

import pytest

from apps.core.errors import InvalidInput
from apps.core.lookalike import refuse_lookalike

OFFICIAL = ("演示农商银行", "银行客服", "EFIN Bank")


@pytest.mark.parametrize(
    "name",
    [
        "演示农商银行",
        "演示农商银行 总行",
        "演 示 农 商 银 行",
        "演示·农商-银行",
        "演示农商\u200b银行",
        "EFIN BANK",
        "efin-bank",
        "EFIN Bаnk",
        "ΕFIN Bank",
        "éfin bank",
        "官方银行客服",
        "财\u202e务部",
        "Sаles",
    ],
)
def test_it_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="E_LOOKALIKE"):
        refuse_lookalike(name, OFFICIAL)


@pytest.mark.parametrize("name", ["财务部", "客服部", "农商合作部", "IT 部", "Продажи", "研发一部(北京)", "R&D"])
def test_other_names_stay(name: str) -> None:
    refuse_lookalike(name, OFFICIAL)
