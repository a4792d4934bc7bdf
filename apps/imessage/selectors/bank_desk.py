"""The bank's bulletins as its staff see them."""

from django.core.paginator import Paginator

from apps.approvals import api as approvals
from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.clock import Moment

from ..models import Bulletin, BulletinTarget
from ..rules.bulletins import EVERYBODY
from .bulletin_desk import desk_lines
from .bulletin_lines import BankBulletinLine, BankBulletinPage

WRITE, DECIDE = "imessage.bank_bulletin.write", "imessage.bank_bulletin.decide"
PAGE_ROWS = 20
WHY = "of a bulletin of the actor's unit"


def bulletins_for_staff(actor: Actor, now: Moment, number: int = 1) -> BankBulletinPage:
    """A page of the bulletins of the actor's unit and those below, the newest first, with their figures."""
    pages = Paginator(Bulletin.objects.scoped(actor).order_by("-pk"), PAGE_ROWS)
    page = pages.get_page(number)
    rows = list(page)
    targets: dict[object, list[str]] = {}
    chosen = BulletinTarget.objects.system(WHY).filter(bulletin__in=rows).select_related("enterprise")
    for one in chosen.order_by("enterprise__short_name"):
        targets.setdefault(one.bulletin_id, []).append(one.enterprise.short_name)
    waiting = {one.subject_id for one in approvals.pending(actor)} if allows(actor, DECIDE) else set()
    writes = allows(actor, WRITE)
    lines = tuple(
        BankBulletinLine(
            line, "、".join(targets.get(line.id, ())) or EVERYBODY, line.id in waiting,
            line.may if writes else (),
        )
        for line in desk_lines(rows, now)
    )  # fmt: skip
    return BankBulletinPage(lines, page.number, pages.num_pages, pages.count)
