"""How an employer's columns stand on the payslip: which of them, in which groups and order (PY-13)."""

from collections.abc import Sequence
from enum import StrEnum

Item = tuple[str, int]  # the employer's word and 分


class ItemGroup(StrEnum):
    """Where a column stands on the payslip; HIDDEN is kept in the records and shown to nobody but the pay
    specialist."""

    EARNING = "EARNING"
    DEDUCTION = "DEDUCTION"
    OTHER = "OTHER"
    HIDDEN = "HIDDEN"


GROUP_LABELS: dict[ItemGroup, str] = {
    ItemGroup.EARNING: "应发",
    ItemGroup.DEDUCTION: "扣款",
    ItemGroup.OTHER: "其他",
    ItemGroup.HIDDEN: "不显示",
}
SHOWN = (ItemGroup.EARNING, ItemGroup.DEDUCTION, ItemGroup.OTHER)
WITHOUT_TEMPLATE = "工资构成"

_DEDUCTED = ("扣", "社保", "保险", "公积金", "个税", "所得税", "年金", "工会费", "水电费")
_TOLD = ("累计", "专项", "企业", "单位", "公司", "基数", "余额")


def guessed_group(label: str) -> ItemGroup:
    """Where a column most likely belongs, until the enterprise says so."""
    if any(word in label for word in _TOLD):
        return ItemGroup.OTHER
    return ItemGroup.DEDUCTION if any(word in label for word in _DEDUCTED) else ItemGroup.EARNING


def laid_out(
    items: Sequence[Item], columns: Sequence[tuple[str, str]] | None
) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """The groups with their items, empty ones left out. `columns`: (label, ItemGroup) in the template's order; what
    the template does not know comes after, where it is guessed. None: no template, one group in the file's order."""
    if columns is None:
        return ((WITHOUT_TEMPLATE, tuple(items)),) if items else ()
    places = {label: at for at, (label, _) in enumerate(columns)}
    groups = {label: ItemGroup(group) for label, group in columns}
    ordered = sorted(items, key=lambda item: places.get(item[0], len(places)))  # stable: the file's order otherwise
    found = {group: tuple(i for i in ordered if groups.get(i[0], guessed_group(i[0])) == group) for group in SHOWN}
    return tuple((GROUP_LABELS[group], found[group]) for group in SHOWN if found[group])
