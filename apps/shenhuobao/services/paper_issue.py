"""A person has the bank say what was held and gained in a month or a year."""

from uuid import UUID

from django.db.models import F

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.proof_codes import new_code

from ..choices.record import PAPER_SUBJECT
from ..models import Holding, WealthPaper
from ..selectors.papers import paper_content, paper_digest, period_of


@use_case
def paper_issue(*, period: str, actor: Actor, now: Moment) -> UUID:
    """Issues the paper of "2026-02" or "2026"; asked again, the same one counts as 补打 while the books are the same.

    Two who ask at once meet at the unique content. Raises InvalidInput PERIOD, Conflict NOTHING_HELD for a period in
    which nothing was held.
    """
    first, last, is_running = period_of(period, now.business_date)
    content = paper_content(actor.person, first, last, is_running=is_running)
    if not content.lines:
        raise Conflict("NOTHING_HELD", "这个期间没有持有理财,不需要出具对账单。")
    unit_path = Holding.objects.scoped(actor).values_list("unit_path", flat=True).order_by("opened_at")[0]
    digest = paper_digest(actor.person, content)
    new = WealthPaper(
        person_id=actor.person, unit_path=unit_path, first=first, last=last, closing_fen=content.closing_fen,
        gain_fen=content.gain_fen, digest=digest, code=new_code(), issued_at=now.wall,
    )  # fmt: skip
    WealthPaper.objects.bulk_create([new], ignore_conflicts=True)
    known = WealthPaper.objects.scoped(actor).filter(first=first, last=last, digest=digest)
    known.update(prints=F("prints") + 1)
    paper = known.get()
    audit.record(
        actor=actor,
        action="shenhuobao.paper.issued",
        subject_kind=PAPER_SUBJECT,
        subject_id=paper.pk,
        detail={"first": f"{first}", "last": f"{last}", "prints": paper.prints, "digest": digest},
        unit_path=unit_path,
        now=now,
    )
    return paper.pk
