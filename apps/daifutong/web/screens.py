"""How a batch looks: the parts that office and console draw alike."""

from urllib.parse import urlencode

from django.urls import reverse

from apps.core.clock import SHANGHAI
from apps.core.money import Fen, format_yuan
from apps.core.parts import Happening, Link, Pair, Stat, Step
from apps.core.templatetags.ui import month

from ..choices import ROW_LABELS, BatchState, RowState
from ..contracts import BatchDetail, ContractDesk, ContractDetail, MergeAnswer

S = BatchState
FLOW = ("上传名单", "校验并修正", "复核授权", "银行入账", "完成")
AT = {
    S.UPLOADED: 1, S.PARSED: 1, S.HAS_ERRORS: 1, S.REJECTED: 1, S.SUBMITTED: 2, S.CHECKED: 2, S.AUTHORISED: 3,
    S.SCHEDULED: 3, S.DEBITING: 3, S.DISBURSING: 3, S.IN_DOUBT: 3, S.DONE: 5, S.PART_FAILED: 5, S.CANCELLED: 1,
}  # fmt: skip


def steps_of(detail: BatchDetail) -> tuple[Step, ...]:
    """Where the batch stands on its way."""
    at, failed = AT[S(detail.line.state)], detail.line.state in (S.CANCELLED, S.REJECTED)
    states = [_step_state(i, at, failed) for i in range(len(FLOW))]
    notes = {min(at, len(FLOW) - 1): detail.line.state_label}
    return tuple(
        Step(label, state, notes.get(i, "")) for i, (label, state) in enumerate(zip(FLOW, states, strict=True))
    )


def _step_state(step: int, at: int, failed: bool) -> str:
    if step < at:
        return "done"
    if step > at:
        return "todo"
    return "failed" if failed else "current"


def stats_of(detail: BatchDetail) -> tuple[Stat, ...]:
    """The control totals."""
    line = detail.line
    faults = f"{line.error_count:,} 错误 · {line.warning_count:,} 警告"
    outcome = Stat("发放结果", "—")
    if line.finished_at or detail.progress.percent:
        states = {s.state: s for s in detail.progress.states}
        paid, held = states.get(RowState.PAID), states.get(RowState.HELD)
        notes = [f"退回 ¥{yuan(detail.returned_fen)}"] if detail.returned_fen else []
        notes += [f"暂存银行 ¥{yuan(held.fen)}"] if held else []
        outcome = Stat("发放成功", f"{paid.count if paid else 0:,} 笔", note=" · ".join(notes))
    return (
        Stat("总人数", f"{line.row_count:,} 人"),
        Stat("总金额", f"¥{yuan(line.total_fen)}"),
        Stat("校验", faults, tone="danger" if line.error_count else "warn" if line.warning_count else "ok"),
        outcome,
    )


def pairs_of(detail: BatchDetail) -> tuple[Pair, ...]:
    """What the checker compares: payer, file, hash."""
    pairs = [
        Pair("批次编号", detail.line.reference),
        Pair("类型", detail.line.kind_label),
        Pair("所属期", month(detail.line.pay_period)),
        *([Pair("保密代发", "明细只对指定人员开放")] if detail.is_confidential else []),
        _pay_day(detail),
        Pair("付款账户", detail.payer_masked, note=detail.payer_name),
        Pair("经办", detail.maker),
        Pair("文件", detail.file_name, note=f"SHA-256 {detail.file_sha256[:16]}…"),
        Pair(
            "内容摘要", f"{detail.digest[:16]}…" if detail.digest else "提交复核后生成", note="复核与授权绑定这份内容"
        ),
    ]
    if detail.overlap_percent:
        note = f"与同期批次 {detail.overlap_reference} 账号和金额相同,请核对是否重复代发"
        pairs.append(Pair("重复提醒", f"{detail.overlap_percent}% 明细相同", note=note, tone="warn"))
    if detail.repeats:
        pairs.append(Pair("重复代发", "授权人已允许", note=detail.repeats))
    if detail.outcome:
        pairs.append(Pair("处理结果", detail.outcome_label, tone="danger"))
    return tuple(pairs)


def file_pairs(detail: BatchDetail) -> tuple[Pair, ...]:
    """What is known before the file was read."""
    size = detail.upload.size if detail.upload else 0
    return (
        Pair("批次编号", detail.line.reference),
        Pair("文件", detail.file_name, note=f"{max(1, size // 1024):,} KB · SHA-256 {detail.file_sha256[:16]}…"),
        Pair("类型", detail.line.kind_label),
        Pair("所属期", month(detail.line.pay_period)),
        _pay_day(detail),
        Pair("付款账户", detail.payer_masked, note=detail.payer_name),
        Pair("经办", detail.maker),
    )


def _pay_day(detail: BatchDetail) -> Pair:
    day, wanted = detail.line.pay_on, detail.line.wanted_on
    if day is None or wanted is None:
        return Pair("发放日期", "审批完成后立即发放")
    note = f"{wanted:%m月%d日}是休息日,提前到最近的工作日" if day != wanted else ""
    return Pair("发放日期", f"{day:%Y-%m-%d}", note=note)


def waits_of(detail: BatchDetail) -> str:
    """What an approved batch waits for, in a sentence; "" where it waits for nothing, or for money."""
    if detail.line.state != S.SCHEDULED or detail.outcome or not detail.line.pay_on:
        return ""
    return f"审批已完成,将于 {detail.line.pay_on:%m月%d日} 扣款发放;在此之前可以撤销批次。"


def shortage_of(detail: BatchDetail) -> str:
    """What the payer's account lacks for this batch and those before it, in a sentence; "" where it has enough."""
    if not detail.short_fen:
        return ""
    when = f"{detail.line.pay_on:%m月%d日}发放前" if detail.line.pay_on else "审批完成前"
    return f"付款账户 {detail.payer_masked} 还差 {yuan(detail.short_fen)} 元,请在{when}存入,否则不会扣款,也不会发放。"


def is_paid(detail: BatchDetail) -> bool:
    """Whether some line has its money, and there is something to print."""
    return any(state.state == RowState.PAID and state.count for state in detail.progress.states)


def overlap_of(detail: BatchDetail) -> str:
    """What the maker must confirm while the batch may still be changed; "" where nothing is alike."""
    if not detail.overlap_percent or not detail.may & {"submit", "amend"}:
        return ""
    return (
        f"本批有 {detail.overlap_percent}% 的明细与同期批次 {detail.overlap_reference} 账号和金额相同,"
        "请核对是否重复代发;确认无误后勾选再提交,复核人也会看到这条提醒。"
    )


def events_of(detail: BatchDetail) -> tuple[Happening, ...]:
    """The decisions so far, newest first."""
    return tuple(
        Happening(
            at=a.at.astimezone(SHANGHAI).strftime("%m-%d %H:%M"),
            who=a.person,
            what=f"{a.role_label}{a.verdict_label}",
            detail=a.reason,
            tone="danger" if a.reason else "ok",
        )
        for a in reversed(detail.approvals)
    )


CONTRACT_FLOW = ("企业申请", "银行审核", "银行审批", "企业签署", "生效")
CONTRACT_AT = {"REQUESTED": 1, "PROPOSED": 2, "OFFERED": 3}


def contract_steps(desk: ContractDesk) -> tuple[Step, ...]:
    """Where the request under way stands; none where nothing is."""
    if desk.open is None:
        return ()
    at = CONTRACT_AT[desk.open.line.state]
    return tuple(
        Step(label, _step_state(i, at, failed=False), desk.open.line.state_label if i == at else "")
        for i, label in enumerate(CONTRACT_FLOW)
    )


def contract_pairs(detail: ContractDetail, before: ContractDetail | None = None) -> tuple[Pair, ...]:
    """The terms; beside those that were others `before`, what they were."""
    were = dict(before.terms) if before else {}
    return tuple(
        Pair(label, text, note=f"原为 {were[label]}", tone="warn")
        if label in were and were[label] != text
        else Pair(label, text)
        for label, text in detail.terms
    )


def merge_said(done: MergeAnswer) -> str:
    """What a sheet that came back has changed, in a sentence."""
    said = [f"已更新 {done.changed:,} 行"] if done.changed else ["清单与本批明细一致,没有改动"]
    said += [f"{done.same:,} 行没有变化"] if done.changed and done.same else []
    said += [f"清单里没有的 {done.absent:,} 行保持不变"] if done.absent else []
    if done.total_fen != done.total_before_fen:
        said.append(f"合计由 {yuan(done.total_before_fen)} 元变为 {yuan(done.total_fen)} 元")
    said.append(f"还有 {done.error_count:,} 行错误" if done.error_count else "已没有错误")
    return f"{';'.join(said)}。"


def row_tabs(url: str, detail: BatchDetail, show: str) -> tuple[Link, ...]:
    """The views of the lines, errors first; each is an address of its own."""
    line = detail.line
    tabs = [("errors", "错误", line.error_count, "danger"), ("warnings", "警告", line.warning_count, "warn")]
    tabs = [tab for tab in tabs if tab[2]]
    if line.finished_at or detail.progress.percent:
        tabs += [(s.state, s.label, s.count, s.tone) for s in detail.progress.states if s.count]
    if detail.progress.waiting:
        tabs.append((RowState.WAITING, ROW_LABELS[RowState.WAITING], detail.progress.waiting, "warn"))
    tabs.append(("", "全部", line.row_count, "neutral"))
    return tuple(
        Link(
            label,
            f"{url}?{urlencode({'show': key})}" if key else url,
            active=key == show,
            badge=f"{count:,}",
            tone=tone,
        )
        for key, label, count, tone in tabs
    )


def yuan(fen: int) -> str:
    return format_yuan(Fen(fen))


def crumbs(surface: str, title: str, url: str = "") -> tuple[Link, ...]:
    """To a batch; with `url` to a page below it."""
    return (Link("代发工资" if surface == "office" else "代发批次", reverse(f"{surface}:batch_list")), Link(title, url))
