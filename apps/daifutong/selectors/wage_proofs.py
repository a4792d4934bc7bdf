"""收入证明 and 工资流水 of the person who asks, and what a stranger may learn of one."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from apps.core import clock
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.errors import NotFound
from apps.core.masking import mask_name
from apps.core.parts import Pair
from apps.core.proof_codes import Proved, with_spaces
from apps.core.templatetags.ui import month

from ..choices import KIND_LABELS, PROOF_LABELS, PROOF_PURPOSES, BatchKind, ProofKind, RowState
from ..contracts import Employer, ProofLine, ProofView
from ..models import Payslip, WageProof
from ..rules.wage_proof import Paid

SHOWN = 20


def employers_of(actor: Actor) -> tuple[Employer, ...]:
    """The enterprises that have paid the actor wages, by name."""
    rows = _paid(actor).values_list("row__batch__enterprise_id", "row__batch__enterprise__name")
    return tuple(Employer(*row) for row in rows.distinct().order_by("row__batch__enterprise__name"))


def wages_paid(actor: Actor, enterprise_id: UUID) -> tuple[str, list[Paid]]:
    """The actor's name in the newest of an enterprise's payrolls, and all that it has paid him."""
    rows = _paid(actor).filter(row__batch__enterprise_id=enterprise_id).select_related("row__batch")
    slips = list(rows.order_by("published_at"))
    return slips[-1].row.name if slips else "", [_said_of(slip) for slip in slips]


def _said_of(slip: Payslip) -> Paid:
    """How a proof puts a wage."""
    batch, day = slip.row.batch, slip.published_at.astimezone(SHANGHAI)
    return batch.pay_period, batch.kind, f"{day:%Y-%m-%d}", slip.row.payable_fen


def _paid(actor: Actor) -> QuerySet[Payslip]:
    """A wage that came back (退票) was no income."""
    return Payslip.objects.scoped(actor).filter(row__state=RowState.PAID)


def proofs_for_member(actor: Actor, now: Moment) -> tuple[ProofLine, ...]:
    """The actor's newest proofs, without amounts."""
    rows = WageProof.objects.scoped(actor).select_related("enterprise").order_by("-issued_at", "-pk")
    shown = list(rows[:SHOWN])
    void = void_among(shown)
    return tuple(_line(row, now.business_date, row.pk in void) for row in shown)


def void_among(proofs: Sequence[WageProof]) -> frozenset[UUID]:
    """Which of one person's proofs count a wage that the books do not hold as paid any more, since it came back (退票).
    Told from the lines themselves, so that no proof is forgotten. One query, none for no proof."""
    if not proofs:
        return frozenset()
    slips = Payslip.objects.system("what became of the wages in a proof").filter(person_id=proofs[0].person_id)
    held: dict[UUID, Counter[Paid]] = defaultdict(Counter)
    for slip in slips.filter(row__state=RowState.PAID).select_related("row__batch"):
        held[slip.row.batch.enterprise_id][_said_of(slip)] += 1
    return frozenset(proof.pk for proof in proofs if not Counter(map(tuple, proof.lines)) <= held[proof.enterprise_id])


def proof_line(actor: Actor, proof_id: UUID, now: Moment) -> ProofLine:
    """One closed. Raises NotFound for anybody else's."""
    row = proof_for(actor, proof_id)
    return _line(row, now.business_date, bool(void_among([row])))


def proof_view(actor: Actor, proof_id: UUID, now: Moment) -> ProofView:
    """One as it is printed: behind a step-up alone. Raises NotFound for anybody else's."""
    return view_of(proof_for(actor, proof_id), now.business_date)


def proof_for(actor: Actor, proof_id: UUID) -> WageProof:
    row = WageProof.objects.scoped(actor).select_related("enterprise").filter(pk=proof_id).first()
    if row is None:
        raise NotFound("没有找到这份证明。")
    return row


def proof_digest(row: WageProof) -> str:
    """The hex of a SHA-256 over all that the paper says: every change of it changes this."""
    said = [
        row.kind, row.name, str(row.enterprise_id), row.purpose, row.recipient, row.first, row.last, row.months,
        row.total_fen, row.average_fen, row.lines, f"{row.issued_on}", f"{row.expires_on}",
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def wages_proved(code: str) -> Proved | None:
    """What the code of a proof proves (settings.PROOFS): the name masked, and the average only of a paper whose point
    it is; of one that is over nothing but that."""
    rows = WageProof.objects.system("the code is 80 random bits, given to the holder").select_related("enterprise")
    row = rows.filter(code=code).first()
    if row is None:
        return None
    line = _line(row, clock.read().business_date, bool(void_among([row])))
    dates = (Pair("出具日期", f"{row.issued_on}"), Pair("有效期至", f"{row.expires_on}"))
    if not line.is_good:
        why = "其中计入的款项在出具后有变动," if line.is_void else ""
        text = f"这份{line.kind_label}由本行出具,{why}现在{line.state_label},请向对方索取新的证明。"
        return Proved("已失效", text, "failed", (Pair("文件", line.kind_label), *dates))
    is_income = row.kind == ProofKind.INCOME
    pairs = (
        Pair("文件", line.kind_label),
        Pair("姓名", mask_name(row.name)),
        Pair("发薪单位", line.enterprise_name),
        Pair("期间", f"{month(row.first)}至{month(row.last)}"),
        Pair("出具给", row.recipient),
        *dates,
        Pair("内容摘要值", row.digest),
    )
    what = "上方金额为月平均" if is_income else "这里不显示金额"
    text = f"这份{line.kind_label}由本行出具,仍在有效期内。{what},请与出示的文件逐项核对。"
    return Proved("真实", text, "ok", pairs, row.average_fen if is_income else None)


def view_of(row: WageProof, today: date) -> ProofView:
    return ProofView(
        line=_line(row, today, bool(void_among([row]))),
        name=row.name,
        months=row.months,
        total_fen=row.total_fen,
        average_fen=row.average_fen,
        lines=tuple((period, KIND_LABELS[BatchKind(kind)], day, fen) for period, kind, day, fen in row.lines),
        code=with_spaces(row.code),
        digest=row.digest,
        issued_at=row.issued_at,
    )


def _line(row: WageProof, today: date, is_void: bool) -> ProofLine:
    word, tone = ("已撤销", "neutral") if row.revoked_at else ("有效", "ok")
    if word == "有效" and is_void:
        word, tone = "已作废", "danger"
    elif word == "有效" and today > row.expires_on:
        word, tone = "已过期", "neutral"
    return ProofLine(
        id=row.pk,
        kind=row.kind,
        kind_label=PROOF_LABELS[ProofKind(row.kind)],
        enterprise_name=row.enterprise.name,
        purpose_label=dict(PROOF_PURPOSES)[row.purpose],
        recipient=row.recipient,
        first=row.first,
        last=row.last,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        state_label=word,
        tone=tone,
        is_good=word == "有效",
        is_void=word == "已作废",
    )
