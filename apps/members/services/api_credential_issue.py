"""Keys for an enterprise's own programs."""

import secrets

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.ids import new_id
from apps.identity import api as identity

from ..contracts import IssuedCredential
from ..models import ApiCredential, Enterprise
from ..selectors.enterprises import require_certified

MOST = 10  # that work at a time
KIND = "members.api_credential"


@use_case
def api_credential_issue(*, name: str, actor: Actor, now: Moment) -> IssuedCredential:
    """A new key for the actor's enterprise, without step-up: for commands. As own_api_credential_issue otherwise."""
    return _issue(name, actor, now)


@use_case
def own_api_credential_issue(*, name: str, actor: Actor, now: Moment) -> IssuedCredential:
    """A new key for the actor's enterprise; the secret is told this once and kept encrypted.

    What the program makes counts as made by the actor, so that another person approves it. Locks the enterprise.
    Raises InvalidInput (NAME), NotFound, Conflict (ENTERPRISE_SUSPENDED, NOT_CERTIFIED, TOO_MANY_CREDENTIALS),
    StepUpRequired bound to the enterprise and the name.
    """
    digest = body_hash({"issue": actor.enterprise, "name": name})
    identity.require_step_up(actor=actor, digest=digest, shown={"新的接口凭证": name}, now=now)
    return _issue(name, actor, now)


def _issue(name: str, actor: Actor, now: Moment) -> IssuedCredential:
    name = name.strip()
    if not 1 <= len(name) <= 30:
        raise InvalidInput("NAME", "请填写 30 字以内的程序名称。", fields={"name": "请填写 30 字以内的程序名称"})
    found = lock_rows(Enterprise.objects.scoped(actor).select_related("unit"))
    if not found:
        raise NotFound("没有找到这家企业。")
    (enterprise,) = found
    require_certified(enterprise.pk)
    if ApiCredential.objects.scoped(actor).filter(revoked_at=None).count() >= MOST:
        raise Conflict("TOO_MANY_CREDENTIALS", f"最多同时使用 {MOST} 个接口凭证,请先停用不再使用的。")
    issued = IssuedCredential(key_id=f"ek_{secrets.token_hex(12)}", secret=secrets.token_hex(32))
    row = ApiCredential(
        id=new_id(),
        enterprise=enterprise,
        key_id=issued.key_id,
        secret=issued.secret,
        name=name,
        issuer_person_id=actor.person,
        created_at=now.wall,
    )
    row.save(force_insert=True)
    audit.record(
        actor=actor,
        action="members.credential.issued",
        subject_kind=KIND,
        subject_id=row.pk,
        detail={"key_id": issued.key_id},
        unit_path=enterprise.unit.path,
        now=now,
    )
    return issued
