"""理财对账单 as a file."""

from apps.core.clock import SHANGHAI
from apps.core.errors import Conflict
from apps.core.files.pdf import Column, Document, Passage, write_pdf
from apps.core.money import format_yuan

from ..choices.product import BANNER
from ..contracts import PaperLine, PaperView

COLUMNS = (
    Column("产品", 125),
    Column("期初市值", 75, True),
    Column("转入", 75, True),
    Column("转出", 75, True),
    Column("收益", 65, True),
    Column("期末市值", 75, True),
)


def paper_pdf(view: PaperView) -> bytes:
    """Every product of the period, and below it every order that was confirmed in it. Raises Conflict PAPER_OUTDATED
    where the books say something else by now; Unavailable without a font."""
    if not view.is_current:
        raise Conflict("PAPER_OUTDATED", "出具后期间内的账务有变化,这份对账单不能再打印,请重新出具。")
    content = view.content
    period = f"{content.first} 至 {content.last}"
    document = Document(
        title="理财对账单",
        facts=(
            ("客户姓名", view.name),
            ("期间", period),
            ("期初参考市值", f"{format_yuan(content.opening_fen)} 元"),
            ("期末参考市值", f"{format_yuan(content.closing_fen)} 元"),
            ("期间转入", f"{format_yuan(content.in_fen)} 元"),
            ("期间转出", f"{format_yuan(content.out_fen)} 元"),
            ("期间收益", f"{_signed(content.gain_fen)} 元"),
            ("出具时间", f"{view.issued_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"),
            ("验证码", view.code),
            ("打印", "第 1 次" if view.prints <= 1 else f"第 {view.prints} 次(补打)"),
            ("内容摘要值", view.digest),
        ),
        foot=f"验证码 {view.code}",
        seal="对账单专用章",
        subject=f"{view.name} · {period}",
        passages=(
            [Passage("期间交易", is_heading=True)]
            + [
                Passage(
                    f"{move.on}  {move.label}  {move.product}  {move.units:+,.2f} 份  {_signed(move.fen)} 元"
                    f"(手续费 {format_yuan(move.fee_fen)} 元)  {move.reference}"
                )
                for move in content.moves
            ]
            if content.moves
            else ()
        ),
        columns=COLUMNS,
        rows=[_row(line) for line in content.lines],
        totals=(
            "合计", format_yuan(content.opening_fen), format_yuan(content.in_fen), format_yuan(content.out_fen),
            _signed(content.gain_fen), format_yuan(content.closing_fen),
        ),
        notes=(
            f"{BANNER}本行是代销机构,产品由发行机构管理。",
            "参考市值按期末最近一次公布的净值计算;期初市值 + 转入 - 转出 + 收益 = 期末市值,收益已扣除手续费。",
            "持验证码可在本行「凭证查验」页面核对期间、期末市值和内容摘要值,无需登录。",
        ),
    )  # fmt: skip
    return write_pdf(document)


def paper_name(view: PaperView) -> str:
    return f"wealth-{view.code.replace(' ', '')}.pdf"


def _row(line: PaperLine) -> tuple[str, ...]:
    return (
        line.product, format_yuan(line.opening_fen), format_yuan(line.in_fen), format_yuan(line.out_fen),
        _signed(line.gain_fen), format_yuan(line.closing_fen),
    )  # fmt: skip


def _signed(fen: int) -> str:
    return f"{'+' if fen > 0 else '-' if fen < 0 else ''}{format_yuan(abs(fen))}"
