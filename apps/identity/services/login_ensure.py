"""Opening and closing logins."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import F

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.errors import Conflict, NotFound

from ..contracts import LoginKind
from ..models import User

OPENING = Actor.system("开通登录")


def login_ensure(*, person_id: UUID, kind: LoginKind, now: Moment, staff_no: str = "", actor: Actor = OPENING) -> UUID:
    """The person's login of a kind, made when it is missing, in the caller's transaction.

    The bank's staff need a staff number, which is their login name; others get a made-up one, unless the demo names
    them. Raises Conflict STAFF_NO when the name belongs to somebody else. A disabled login stays so.
    """
    if kind == LoginKind.STAFF and not staff_no:
        raise ValueError("the bank's staff sign in by their number")
    logins = _ensure([(person_id, staff_no)], kind, actor, now)
    if not logins:
        raise Conflict("STAFF_NO", "该工号已被使用。")
    return logins[person_id]


def logins_ensure(
    *, person_ids: Iterable[UUID], kind: LoginKind, now: Moment, actor: Actor = OPENING
) -> dict[UUID, UUID]:
    """As login_ensure for many who are no staff, in two statements: person → login."""
    return _ensure([(person_id, "") for person_id in person_ids], kind, actor, now)


def _ensure(people: list[tuple[UUID, str]], kind: LoginKind, actor: Actor, now: Moment) -> dict[UUID, UUID]:
    require_transaction()
    locked_password = make_password(None)
    rows = [User(person_id=person, kind=kind, password=locked_password, created_at=now.wall) for person, _ in people]
    for row, (_, login_name) in zip(rows, people, strict=True):
        row.login_name = login_name or f"{kind.lower()}-{row.pk.hex}"
    User.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    wanted = [person for person, _ in people]
    logins = dict(User.objects.filter(person_id__in=wanted, kind=kind).values_list("person_id", "pk"))
    created = {row.pk for row in rows} & set(logins.values())
    if created:
        single = next(iter(created)) if len(created) == 1 else None
        detail = {"kind": kind, "count": len(created)}
        audit.record(actor=actor, action="identity.login.created", subject_kind="login", subject_id=single,
                     detail=detail, now=now)  # fmt: skip
    return logins


def login_disable(*, user_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Ends a login and all its sessions, in the caller's transaction. Locks it. Raises NotFound."""
    user = _locked(user_id)
    user.is_active = False
    user.session_epoch += 1
    user.save(update_fields=["is_active", "session_epoch"])
    audit.record(actor=actor, action="identity.login.disabled", subject_kind="login", subject_id=user_id,
                 from_state="ACTIVE", to_state="DISABLED", detail={"reason": reason}, now=now)  # fmt: skip


def sessions_end(*, person_id: UUID, kind: LoginKind, reason: str, actor: Actor, now: Moment) -> None:
    """Ends all sessions of a person's login of this kind, in the caller's transaction: for changes of roles."""
    require_transaction()
    User.objects.filter(person_id=person_id, kind=kind).update(session_epoch=F("session_epoch") + 1)
    audit.record(actor=actor, action="identity.sessions.ended", subject_kind="person", subject_id=person_id,
                 detail={"kind": kind, "reason": reason}, now=now)  # fmt: skip


def _locked(user_id: UUID) -> User:
    found = lock_rows(User.objects.filter(pk=user_id))
    if not found:
        raise NotFound()
    return found[0]
