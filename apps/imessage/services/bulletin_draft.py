"""起草企业公告: somebody of the office writes what the people of the enterprise, or of one department, shall read."""

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.members import api as members

from ..choices import BulletinState, Side
from ..models import Bulletin
from ..rules.bulletins import bulletin_words, check_confirm_by
from ..rules.lives import BULLETIN
from ..selectors.bulletin_lines import BulletinMade, NewBulletin
from .bulletin_moves import bulletin_recorded


@use_case
def bulletin_draft(*, bulletin: NewBulletin, actor: Actor, now: Moment) -> BulletinMade:
    """Keeps a draft that nobody but the office reads. Raises InvalidInput (rules.bulletins; DEPARTMENT)."""
    BULLETIN.check("", "draft")
    row = Bulletin.objects.create(
        side=Side.OFFICE, enterprise_id=actor.enterprise, state=BulletinState.DRAFT, maker_person_id=actor.person,
        maker_display=actor.display, created_at=now.wall, **said_fields(bulletin, actor, now),
    )  # fmt: skip
    bulletin_recorded(row, "drafted", "", actor, now)
    return BulletinMade(row.pk)


def said_fields(said: NewBulletin, actor: Actor, now: Moment) -> dict[str, object]:
    """The fields that a draft takes from what was written, after their checks."""
    title, text = bulletin_words(said.title, said.text, now.business_date)
    check_confirm_by(said.confirm_by, now.business_date, needs_confirm=said.needs_confirm)
    if said.department_id and said.department_id not in {one.id for one in members.departments(actor)}:
        raise InvalidInput("DEPARTMENT", "请选择部门。", fields={"department": "请选择部门。"})
    return {
        "title": title, "text": text, "department_id": said.department_id, "needs_confirm": said.needs_confirm,
        "confirm_by": said.confirm_by,
    }  # fmt: skip
