"""Contracts of this app as the parts that templates draw."""

from django.urls import reverse

from apps.core.clock import SHANGHAI
from apps.core.money import in_words
from apps.core.parts import Pages, Pair
from apps.ledger.api import EntryLine, ProvedLine

from ..contracts import AccountBrief, EntryPage, ReceiptView


def pager(found: EntryPage) -> Pages:
    """Where one stands among the pages of entries."""
    address = reverse("mobile:account_entries", args=[found.account.id])

    def at(number: int) -> str:
        return f"{address}?page={number}" if 1 <= number <= found.pages else ""

    return Pages(found.number, found.pages, found.total, at(found.number - 1), at(found.number + 1))


def entry_pairs(account: AccountBrief, line: EntryLine) -> tuple[Pair, ...]:
    """An entry as its holder sees it."""
    return (
        *_figures(line),
        Pair("账户", f"{account.class_label} 尾号 {account.tail4}"),
        Pair("凭证号", f"{line.journal_id}-{line.leg}"),
    )


def receipt_pairs(receipt: ReceiptView) -> tuple[Pair, ...]:
    return (
        Pair("验证码", receipt.code),
        Pair("出具时间", f"{receipt.issued_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"),
        Pair("补打次数", str(receipt.prints - 1)),
    )


def proved_pairs(line: ProvedLine) -> tuple[Pair, ...]:
    """What a receipt proves to a stranger: this entry, and nothing of whose it is."""
    return (
        Pair("摘要", line.summary),
        *_figures(line),
        Pair("凭证号", f"{line.journal_id}-{line.leg}"),
        Pair("封存区块", f"第 {line.block} 块"),
    )


def _figures(line: EntryLine | ProvedLine) -> tuple[Pair, ...]:
    return (
        Pair("收支", "收入" if line.amount > 0 else "支出"),
        Pair("大写", f"人民币{in_words(abs(line.amount))}"),
        Pair("记账日期", f"{line.business_date:%Y-%m-%d}"),
    )
