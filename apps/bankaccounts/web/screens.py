"""Contracts of this app as the parts that templates draw."""

from dataclasses import dataclass

from django.urls import reverse

from apps.agreements.api import SignatureProof
from apps.core.clock import SHANGHAI
from apps.core.money import format_yuan, in_words
from apps.core.parts import Link, Pages, Pair, Stat
from apps.ledger.api import EntryLine, PeriodSheet, ProvedLine

from ..contracts import AccountBrief, EntryPage, KindLine, MonthSummary, ReceiptView, StatementView


def pager(found: EntryPage, query: str = "") -> Pages:
    """Where one stands among the pages of entries."""
    address = reverse("mobile:account_entries", args=[found.account.id])

    def at(number: int) -> str:
        return f"{address}?{query}{'&' if query else ''}page={number}" if 1 <= number <= found.pages else ""

    return Pages(found.number, found.pages, found.total, at(found.number - 1), at(found.number + 1))


@dataclass(frozen=True, slots=True)
class Bars:
    """A kind in the month's chart: widths of a bar in tenths of a percent of the widest, `y` of its row."""

    line: KindLine
    y: int
    came: int
    went: int


BAR_ROW, BAR_WIDTH = 44, 1000  # units of the drawing


def kind_chart(found: MonthSummary) -> tuple[Bars, ...]:
    """The kinds of a month as bars, income above spending, all on one scale."""
    most = max((max(line.came, line.went) for line in found.lines), default=0) or 1

    def width(fen: int) -> int:
        return max(fen * BAR_WIDTH // most, 4) if fen else 0

    return tuple(
        Bars(line, number * BAR_ROW, width(line.came), width(line.went)) for number, line in enumerate(found.lines)
    )


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


def period_stats(sheet: PeriodSheet) -> tuple[Stat, ...]:
    """The figures above the lines of a period, in yuan."""
    return (
        Stat("期初余额", format_yuan(sheet.opening), f"{sheet.first} 日初"),
        Stat("支出", format_yuan(sheet.debit), f"{sheet.debits:,} 笔"),
        Stat("收入", format_yuan(sheet.credit), f"{sheet.credits:,} 笔"),
        Stat("期末余额", format_yuan(sheet.closing), f"{sheet.last} 日末"),
    )


def statement_pairs(view: StatementView) -> tuple[Pair, ...]:
    """An issued statement as its holder sees it, and a stranger who has its code: nothing of whose it is."""
    return (
        Pair("对账期间", f"{view.first} 至 {view.last}"),
        Pair("期末余额", f"{format_yuan(view.closing)} 元"),
        Pair("业务笔数", f"{view.lines:,} 笔"),
        Pair("验证码", view.code),
        Pair("内容摘要值", view.digest),
        Pair("出具时间", f"{view.issued_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"),
        Pair("补打次数", str(view.prints - 1)),
    )


def signature_pairs(proof: SignatureProof) -> tuple[Pair, ...]:
    """A signed agreement as a stranger sees it who has its code."""
    return (
        Pair("协议", f"{proof.title} 第 {proof.version} 版"),
        Pair("签署人", proof.signer),
        Pair("签署时间", f"{proof.signed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"),
        Pair("文本摘要值", proof.text_hash),
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


def opened_screen(account: AccountBrief) -> dict[str, object]:
    """The result of an opening."""
    return {
        "pairs": (
            Pair("账户", f"{account.class_label} 尾号 {account.tail4}"),
            Pair("卡号", account.masked_number),
            Pair("状态", account.status_label),
            Pair("开户日期", f"{account.opened_on:%Y-%m-%d}"),
        ),
        "primary": Link("转入资金", f"{reverse('mobile:transfer_new')}?direction=IN&account={account.id}"),
        "secondary": Link("查看账户", reverse("mobile:account_list")),
    }
