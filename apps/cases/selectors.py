"""The case desk."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.core.actors import Actor
from apps.core.idempotency import body_hash
from apps.core.parts import Finding

from .choices import CASE_LABELS, PARKED_JOB, CaseState
from .contracts import CaseLine, CasePage, CaseSheet
from .models import Case
from .rules import kind_of, workers_at

SHOWN = 100
CASES_A_PAGE = 30


def open_cases_for(actor: Actor) -> tuple[CaseLine, ...]:
    """The cases of the actor's unit and the units below it that are not closed, oldest first."""
    return tuple(map(_line, _open(actor).order_by("opened_at")[:SHOWN]))


def cases_named(actor: Actor, ids: Sequence[UUID]) -> tuple[CaseLine, ...]:
    """Those of the named cases that are of the actor's unit or below it, oldest first, whatever became of them."""
    rows = Case.objects.scoped(actor).filter(pk__in=ids).order_by("opened_at")[:SHOWN] if ids else ()
    return tuple(map(_line, rows))


def cases_about(actor: Actor, subject_kind: str, subjects: Sequence[UUID]) -> dict[UUID, UUID]:
    """The newest case of each of these subjects that is of the actor's unit or below it. One query."""
    rows = Case.objects.scoped(actor).filter(subject_kind=subject_kind, subject_id__in=subjects)
    return dict(rows.order_by("opened_at", "pk").values_list("subject_id", "pk")) if subjects else {}


def open_count(actor: Actor) -> int:
    """How many cases of the actor's unit are not closed."""
    return _open(actor).count()


def cases_for_staff(actor: Actor, *, kind: str, owner: str, show: str, page: int, at: datetime) -> CasePage:
    """A page of the desk, oldest first: `kind` "" for all, `owner` mine, nobody or "", `show` open, overdue or closed
    (newest first)."""
    rows = Case.objects.scoped(actor).filter(state=CaseState.CLOSED) if show == "closed" else _open(actor)
    kinds = tuple(sorted({(code, kind_of(code).label) for code in rows.order_by().values_list("kind", flat=True)}))
    rows = rows.filter(due_at__lt=at) if show == "overdue" else rows
    rows = rows.filter(kind=kind) if kind else rows
    if owner == "mine":
        rows = rows.filter(owner_person_id=actor.person_id)
    elif owner == "nobody":
        rows = rows.filter(owner_person_id=None)
    total = rows.count()
    pages = max(-(-total // CASES_A_PAGE), 1)
    number = min(max(page, 1), pages)
    start = (number - 1) * CASES_A_PAGE
    found = rows.order_by("-closed_at" if show == "closed" else "opened_at", "pk")[start : start + CASES_A_PAGE]
    return CasePage(tuple(map(_line, found)), kinds, total, number, pages)


def find_cases(actor: Actor, query: str, most: int) -> tuple[Finding, ...]:
    """What a search finds: cases of the actor's unit and below by title or text, the newest first. One query."""
    rows = Case.objects.scoped(actor).filter(Q(title__icontains=query) | Q(detail__icontains=query))
    return tuple(
        Finding(row.title, CASE_LABELS[CaseState(row.state)], reverse("console:case_detail", args=[row.pk]))
        for row in rows.order_by("-opened_at")[:most]
    )


def case_for_staff(actor: Actor, case_id: UUID) -> CaseSheet | None:
    """One case within the actor's reach, with the evidence that its app has."""
    case = Case.objects.scoped(actor).filter(pk=case_id).first()
    if case is None:
        return None
    kind = kind_of(case.kind)
    is_mine = case.owner_person_id is not None and case.owner_person_id == actor.person_id
    workers = workers_at(case.unit_path) if is_mine and case.state == CaseState.TAKEN else {}
    return CaseSheet(
        line=_line(case),
        kind_label=kind.label,
        evidence=kind.evidence(case.subject_id) if kind.evidence else (),
        remedies=tuple((code, remedy.label) for code, remedy in kind.remedies.items()),
        remedy=kind.remedies[case.remedy].label if case.remedy in kind.remedies else "",
        resolution=case.resolution,
        digest=case_digest(case),
        is_mine=is_mine,
        colleagues=tuple(pair for pair in workers.items() if pair[0] != actor.person_id),
        is_proposer=case.proposer_person_id is not None and case.proposer_person_id == actor.person_id,
    )


def case_digest(case: Case) -> str:
    """The hash of what the second person is shown."""
    return body_hash(
        {
            "case": str(case.pk),
            "title": case.title,
            "detail": case.detail,
            "remedy": case.remedy,
            "reason": case.resolution,
            "maker": str(case.proposer_person_id),
        }
    )


def _open(actor: Actor) -> QuerySet[Case]:
    return Case.objects.scoped(actor).exclude(state=CaseState.CLOSED)


def _line(c: Case) -> CaseLine:
    return CaseLine(
        c.pk,
        c.kind,
        c.title,
        c.detail,
        c.state,
        CASE_LABELS[CaseState(c.state)],
        c.owner_display,
        c.opened_at,
        c.due_at,
        c.subject_id if c.kind == PARKED_JOB else None,
    )
