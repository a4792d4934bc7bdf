"""The issues of an enterprise, or of a bank unit's enterprises, and what may be done with each."""

from base64 import b64decode
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from apps.approvals import api as approvals
from apps.approvals.contracts import PendingApproval
from apps.core.access import allows
from apps.core.actors import Actor, Relation
from apps.core.clock import SHANGHAI, Moment
from apps.core.errors import NotFound

from ..choices import CANCEL_SUBJECT, DISCLOSURE_LABELS, EARLY_SUBJECT, ISSUE_LABELS, ISSUE_TONES, IssueState
from ..contracts import IssueDetail, IssueLine, IssuePage, PaperLine
from ..models import Issue, IssuePaper
from ..models.issue import LENT
from ..models.paper import KINDS
from ..rules.issue import BEFORE_SETTLEMENT, IN_ARREARS, ISSUE
from .lenders import Standing, standing_in, with_standing
from .screens import screens_of
from .terms import percent, terms_shown

I = IssueState  # noqa: E741  (as in rules.issue)
PAGE = 20
MISSING = "没有找到这次借款发行。"
WITH_THE_ENTERPRISE = Q(state__in=[I.DRAFT, I.ENT_CHECK], cancel_reason="")  # the bank does not see these yet
CALLING_OFF = Q(state__in=BEFORE_SETTLEMENT) & ~Q(cancel_reason="")
SEALED = (I.CLOSED, I.SETTLING, I.SETTLE_EXCEPTION)  # after the close the sum would tell what became of a list
VIEWS = {  # of the bank's list
    "review": Q(state=I.BANK_REVIEW),
    "approve": Q(state=I.BANK_APPROVE) | CALLING_OFF,
    "raising": Q(state__in=[I.LISTED, I.SUBSCRIBING, I.SUSPENDED]),
    "settle": Q(state__in=[I.CLOSED, I.SETTLING, I.SETTLE_EXCEPTION]),
    "alive": Q(state__in=[I.ACTIVE, I.EARLY_REPAYING, I.REPAYING]),
    "arrears": Q(state__in=IN_ARREARS),
    "": Q(),
}
DEEDS = {  # deed -> the move that it makes, and who may
    "save": ("submit", "tongxinbao.issue.make"),
    "check": ("check", "tongxinbao.issue.check"),
    "ask_cancel": ("cancel", "tongxinbao.cancel.ask"),
    "review": ("review", "tongxinbao.issue.review"),
    "reject": ("reject", "tongxinbao.issue.review"),
    "decide": ("list", "tongxinbao.issue.decide"),
    "suspend": ("suspend", "tongxinbao.issue.suspend"),
    "resume": ("resume", "tongxinbao.issue.suspend"),
    "settle": ("settle", "tongxinbao.issue.decide"),
    "decide_cancel": ("cancel", "tongxinbao.cancel.decide"),
    "ask_early": ("repay_early", "tongxinbao.early.ask"),
    "decide_early": ("repay_early", "tongxinbao.early.decide"),
    "default": ("default", "tongxinbao.issue.default"),
}
STANDING = {  # deed that moves nothing -> the states in which it may be done, and who may
    "publish": (LENT, "tongxinbao.notice.publish"),
    "export": (LENT, "tongxinbao.register.export"),
    "evidence": (IN_ARREARS, "tongxinbao.issue.default"),
    "note": ((I.DEFAULTED,), "tongxinbao.issue.default"),
}


def issues_of(actor: Actor, page: int = 1) -> IssuePage:
    """All issues of the actor's enterprise, newest first."""
    rows = Issue.objects.scoped(actor).select_related("enterprise").order_by("-created_at", "-pk")
    return _page(rows, rows.count(), page)


def issues_for_staff(actor: Actor, view: str = "", page: int = 1) -> IssuePage:
    """What has come to the bank from the actor's unit and below, of one view; the oldest first where somebody waits."""
    rows = Issue.objects.scoped(actor).exclude(WITH_THE_ENTERPRISE)
    counts = rows.aggregate(**{name or "all": Count("pk", filter=wanted or Q(pk__isnull=False)) for name, wanted in
                               VIEWS.items()})  # fmt: skip
    order = ("submitted_at", "pk") if view in ("review", "approve") else ("-created_at", "-pk")
    shown = rows.filter(VIEWS[view]).select_related("enterprise").order_by(*order)
    found = _page(shown, counts[view or "all"], page, is_bank=True)
    return IssuePage(found.issues, found.number, found.pages, found.total, counts)


def _page(rows: "QuerySet[Issue]", total: int, page: int, *, is_bank: bool = False) -> IssuePage:
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    lines = tuple(issue_line(row, is_bank=is_bank) for row in rows[(page - 1) * PAGE : page * PAGE])
    return IssuePage(lines, page, pages, total)


def issue_for(actor: Actor, issue_id: UUID) -> Issue:
    """The row within the actor's reach; for the bank only what has come to it. Raises NotFound."""
    return _found(_reach(actor), issue_id)


def issue_standing(actor: Actor, issue_id: UUID) -> tuple[Issue, Standing]:
    """The same with how its enterprise stands with its people, in one query. Raises NotFound."""
    row = _found(with_standing(_reach(actor)), issue_id)
    return row, standing_in(row)


def _reach(actor: Actor) -> "QuerySet[Issue]":
    rows = Issue.objects.scoped(actor).select_related("enterprise")
    return rows.exclude(WITH_THE_ENTERPRISE) if actor.relation == Relation.UNIT else rows


def _found(rows: "QuerySet[Issue]", issue_id: UUID) -> Issue:
    issue = rows.filter(pk=issue_id).first()
    if issue is None:
        raise NotFound(MISSING)
    return issue


def issue_line(row: Issue, *, is_bank: bool = False) -> IssueLine:
    """Of a row with its enterprise, from whom some figures are kept; `is_bank`: for the bank, who sees all (ADR 17)."""
    state = IssueState(row.state)
    is_sealed = not is_bank and row.has_entrusted and state in SEALED
    taken = 0 if is_sealed else row.taken_fen + row.reserved_fen
    return IssueLine(
        id=row.pk,
        reference=row.reference,
        enterprise_name=row.enterprise.name,
        title=row.title or "(未命名)",
        state=state,
        state_label=ISSUE_LABELS[state],
        tone=ISSUE_TONES.get(state, "neutral"),
        scale_fen=row.scale_fen,
        rate=row.rate,
        rate_label=f"{percent(row.rate)}%" if row.rate is not None else "—",
        taken_fen=taken,
        raised_fen=row.raised_fen,
        percent=taken * 100 // row.scale_fen if row.scale_fen else 0,
        close_at=_local(row.close_at),
        due_on=row.due_on or row.maturity_date,
        at=row.created_at,
        has_entrusted=row.has_entrusted,
        is_sealed=is_sealed,
    )


def issue_detail(actor: Actor, issue_id: UUID, screened_at: Moment | None = None) -> IssueDetail:
    """Raises NotFound. Two queries where nothing is called off; with `screened_at` those of the screens while the
    bank decides by them."""
    row, standing = issue_standing(actor, issue_id)
    is_screened = screened_at is not None and row.state in (I.BANK_REVIEW, I.BANK_APPROVE)
    asked = _asked(row)
    papers = IssuePaper.objects.scoped(actor).filter(issue=row).defer("content").order_by("at", "pk")
    return IssueDetail(
        line=issue_line(row, is_bank=actor.relation == Relation.UNIT),
        enterprise_id=row.enterprise_id,
        terms=terms_shown(row),
        disclosures=tuple((label, row.disclosures[one]) for one, label in DISCLOSURE_LABELS.items()
                          if row.disclosures.get(one)),
        papers=tuple(paper_line(paper) for paper in papers),
        digest=row.content_hash,
        suggested_fen=row.suggested_fen,
        net_assets_fen=row.net_assets_fen,
        lpr=row.lpr,
        min_ratio=row.min_ratio,
        person_max_fen=row.person_max_fen,
        value_date=row.value_date,
        is_early=row.early_on is not None and row.state in (I.ACTIVE, I.EARLY_REPAYING),
        account_masked=row.account_masked,
        maker=row.maker_display,
        opinion=row.opinion,
        reason=row.reason,
        asked=tuple(asked.summary.items()) if asked else (),
        asked_by=asked.maker if asked else "",
        asked_digest=asked.digest if asked else "",
        may=_may(row, actor, asked),
        screens=screens_of(row, screened_at, standing) if screened_at is not None and is_screened else (),
    )  # fmt: skip


def _asked(row: Issue) -> PendingApproval | None:
    """The request that waits on an issue: to call it off, or to repay it early."""
    if row.cancel_reason and row.state in BEFORE_SETTLEMENT:
        return approvals.waiting(kind=CANCEL_SUBJECT, subject_id=row.pk)
    if row.early_on and row.state == I.ACTIVE:
        return approvals.waiting(kind=EARLY_SUBJECT, subject_id=row.pk)
    return None


def _may(row: Issue, actor: Actor, asked: PendingApproval | None) -> frozenset[str]:
    """What the table of moves, the actor's roles and the rule of two people let the actor do now."""
    moves = {move.name for move in ISSUE.leaving(row.state)}
    may = {deed for deed, (move, needed) in DEEDS.items() if move in moves and allows(actor, needed)}
    may -= {"ask_cancel", "ask_early"} if asked else {"decide_cancel", "decide_early"}
    may -= set() if row.may_repay_early else {"ask_early"}
    may -= {"decide_early"} if asked and asked.step != (actor.relation == Relation.UNIT) else set()
    may |= {deed for deed, (states, needed) in STANDING.items() if row.state in states and allows(actor, needed)}
    may -= {"check"} if row.maker_person_id == actor.person_id else set()
    may -= {"decide"} if row.reviewer_person_id == actor.person_id else set()
    return frozenset(may)


def paper_line(row: IssuePaper) -> PaperLine:
    return PaperLine(
        row.pk, row.kind, KINDS[row.kind], row.title, row.text, row.file_name, row.size, row.display, row.at
    )


def paper_for(actor: Actor, paper_id: UUID) -> tuple[str, bytes]:
    """The media type and the bytes of a paper within the actor's reach. Raises NotFound."""
    rows = IssuePaper.objects.scoped(actor)
    if actor.relation == Relation.UNIT:
        rows = rows.exclude(issue__state__in=[I.DRAFT, I.ENT_CHECK], issue__cancel_reason="")
    row = rows.filter(pk=paper_id).first()
    if row is None or row.content is None:
        raise NotFound("没有找到这份文件。")
    return row.content_type, b64decode(row.content.clear())


def _local(at: datetime | None) -> datetime | None:
    return at.astimezone(SHANGHAI) if at else None
