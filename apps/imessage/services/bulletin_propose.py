"""提交银行通知: somebody at the bank writes what the people of all, or of chosen, certified enterprises shall read."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.core.idempotency import body_hash
from apps.members import api as members

from ..choices import BULLETIN as SUBJECT
from ..choices import BulletinState, Side
from ..models import Bulletin, BulletinTarget
from ..rules.bulletins import EVERYBODY, bulletin_words, check_confirm_by
from ..rules.lives import BULLETIN
from ..selectors.bulletin_lines import BulletinMade, NewBulletin
from .bulletin_moves import bulletin_recorded


@use_case
def bulletin_propose(
    *, bulletin: NewBulletin, enterprise_ids: tuple[UUID, ...], actor: Actor, now: Moment
) -> BulletinMade:
    """Keeps a bulletin of the actor's unit and asks a second person; nobody reads it before. `enterprise_ids` empty:
    all certified ones of the unit and the units below it on the day it is let out.

    Raises InvalidInput (rules.bulletins; ENTERPRISES for one that is not certified there).
    """
    BULLETIN.check("", "propose")
    title, text = bulletin_words(bulletin.title, bulletin.text, now.business_date)
    check_confirm_by(bulletin.confirm_by, now.business_date, needs_confirm=bulletin.needs_confirm)
    unit = members.units_below(str(actor.unit_path))[0]
    names = {one.id: one.short_name for one in members.certified_below(unit.path)}
    chosen = sorted(set(enterprise_ids))
    if any(one not in names for one in chosen):
        raise InvalidInput("ENTERPRISES", "请选择已认证的企业。", fields={"enterprises": "请选择已认证的企业。"})
    row = Bulletin.objects.create(
        side=Side.BANK, unit_id=unit.id, title=title, text=text, needs_confirm=bulletin.needs_confirm,
        confirm_by=bulletin.confirm_by, state=BulletinState.PROPOSED, maker_person_id=actor.person,
        maker_display=actor.display, created_at=now.wall,
    )  # fmt: skip
    BulletinTarget.objects.bulk_create(BulletinTarget(bulletin=row, enterprise_id=one) for one in chosen)
    approvals.request(
        kind=SUBJECT, subject_id=row.pk, digest=bulletin_digest(row),
        summary={"通知": title, "对象": "、".join(names[one] for one in chosen)[:200] or EVERYBODY},
        steps=(Role.APPROVER,), actor=actor, unit_path=unit.path, now=now,
    )  # fmt: skip
    bulletin_recorded(row, "proposed", "", actor, now, unit_path=unit.path)
    return BulletinMade(row.pk)


def bulletin_digest(row: Bulletin) -> str:
    """The hash of what the second person is shown."""
    targets = BulletinTarget.objects.system("of the bulletin").filter(bulletin=row).order_by("enterprise_id")
    chosen = [str(one) for one in targets.values_list("enterprise_id", flat=True)]
    day = row.confirm_by.isoformat() if row.confirm_by else ""
    return body_hash({"said": [row.title, row.text, row.needs_confirm, day, chosen]})
