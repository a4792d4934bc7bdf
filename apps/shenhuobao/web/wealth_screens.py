"""The parts that the wealth home draws."""

from dataclasses import dataclass

from apps.core.clock import SHANGHAI
from apps.core.money import Fen, format_yuan
from apps.core.parts import Figure, Pair

from ..contracts import PaperContent, PaperView


@dataclass(frozen=True, slots=True)
class AssetCard:
    """For the component asset-card: closed without `amount`."""

    url: str
    hide_url: str
    amount: Fen | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Todo:
    """For the component todo-card."""

    title: str
    text: str
    url: str
    action: str


def paper_facts(content: PaperContent) -> tuple[Pair, ...]:
    """The sums of a period; the gain stands above them."""
    return (
        Pair("期初参考市值", f"¥{format_yuan(content.opening_fen)}"),
        Pair("期间转入", f"¥{format_yuan(content.in_fen)}"),
        Pair("期间转出", f"¥{format_yuan(content.out_fen)}"),
        Pair("期末参考市值", f"¥{format_yuan(content.closing_fen)}"),
    )


def paper_pairs(view: PaperView) -> tuple[Pair, ...]:
    """What stands on the paper, to compare it."""
    return (
        Pair("期间", f"{view.content.first} 至 {view.content.last}"),
        *paper_facts(view.content),
        Pair("出具时间", f"{view.issued_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"),
        Pair("验证码", view.code),
        Pair("打印", f"第 {view.prints} 次"),
        Pair("内容摘要值", view.digest),
    )
