"""When a passkey or an authenticator is lost: codes on paper, or a reset by others."""

import secrets
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import AppError, Conflict, InvalidInput, NotFound, TooMany
from apps.core.idempotency import body_hash

from ..adapters import recovery_codes
from ..contracts import LoginKind, SecurityChange
from ..models import User
from .guard_count import guard_clear, guard_fail, guard_lock, locked_until, seconds_left
from .login_of import login_of
from .password_set import password_set
from .security_tell import security_tell
from .session_move import Opens, session_begin
from .step_up_confirm import require_step_up

LETTERS, DIGITS = "ABCDEFGHJKMNPQRSTUVWXYZ", "23456789"


@use_case
def recovery_codes_make(*, actor: Actor, now: Moment) -> tuple[str, ...]:
    """New recovery codes of the actor in place of the old ones, told this once. Raises StepUpRequired."""
    user_id = login_of(actor)
    digest = body_hash({"recovery_codes": user_id})
    require_step_up(actor=actor, digest=digest, shown={"恢复码": "生成新的恢复码,原有的作废"}, now=now)
    codes = recovery_codes.codes_make(user_id)
    _write("identity.recovery_codes.made", user_id, actor, now)
    security_tell(user_id=user_id, change=SecurityChange.RECOVERY_CODES_MADE, actor=actor, now=now)
    return codes


def recovery_code_check(*, user_id: UUID, code: str, opens: Opens, actor: Actor, now: Moment) -> None:
    """Uses up a recovery code in place of the second factor and opens the session; the person is told.

    Raises InvalidInput CODE_WRONG; TooMany after five wrong ones, counted together with those of the authenticator.
    """
    if fault := _check(user_id=user_id, code=code, opens=opens, actor=actor, now=now):
        raise fault


@use_case
def _check(*, user_id: UUID, code: str, opens: Opens, actor: Actor, now: Moment) -> AppError | None:
    guard = guard_lock("second_factor", str(user_id), now)
    if wait := seconds_left(guard, now):
        return TooMany(locked_until("验证失败次数过多", guard), retry_after=wait)
    if not recovery_codes.code_take(user_id, code):
        if guard_fail(guard, now):
            _write("identity.login.locked", user_id, actor, now)
        message = "恢复码不正确或已用过。"
        return InvalidInput("CODE_WRONG", message, fields={"recovery_code": message})
    guard_clear(guard)
    session_begin(user_id=user_id, opens=opens, method="recovery_code", now=now)
    _write("identity.recovery_code.used", user_id, actor, now)
    security_tell(user_id=user_id, change=SecurityChange.RECOVERY_CODE_USED, actor=actor, now=now)
    return None


def factors_reset(*, user_id: UUID, actor: Actor, now: Moment) -> None:
    """Takes the second factors of another person's login away and ends its sessions, in the caller's transaction.

    The next sign-in binds new ones. A login of the bank's staff gets a given password as well, which goes to the
    person's own phone and to nobody else, and is changed at the first sign-in (SEC-1). The person is told. Locks the
    login. Raises NotFound; Conflict SAME_PERSON, NO_MOBILE.
    """
    require_transaction()
    found = lock_rows(User.objects.filter(pk=user_id, is_active=True).select_related("person"))
    if not found:
        raise NotFound("没有找到这个登录。")
    (user,) = found
    if user.person_id == actor.person_id:
        raise Conflict("SAME_PERSON", "不能重置自己的登录验证方式,请由他人办理。")
    recovery_codes.factors_remove(user.pk)
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    if user.kind == LoginKind.STAFF:
        _password_give(user, actor, now)
    _write("identity.factors.reset", user.pk, actor, now)
    security_tell(user_id=user.pk, change=SecurityChange.FACTORS_RESET, actor=actor, now=now)


def password_begin(*, user_id: UUID, actor: Actor, now: Moment) -> None:
    """Gives a new login of the bank's staff its first password, in the caller's transaction; one that has had one
    keeps it. As factors_reset otherwise. Raises Conflict NO_MOBILE.
    """
    user = User.objects.select_related("person").get(pk=user_id)
    if not user.has_usable_password():
        _password_give(user, actor, now)


def _password_give(user: User, actor: Actor, now: Moment) -> None:
    if not user.person.mobile:
        raise Conflict("NO_MOBILE", "该人员没有登记手机号,无法发送初始密码。")
    letters = "".join(secrets.choice(LETTERS) for _ in range(3)) + "".join(
        secrets.choice(LETTERS.lower()) for _ in range(4)
    )
    given = f"{letters}-{''.join(secrets.choice(DIGITS) for _ in range(4))}"
    password_set(user_id=user.pk, password=given, actor=actor, now=now, is_given=True)
    write = import_string(settings.TEXT_SENDER)
    write(
        mobile=user.person.mobile.clear(),
        text=f"您的管理平台初始密码为 {given},首次登录时须修改。请勿告诉任何人,包括银行工作人员。",
        now=now,
    )


def _write(action: str, user_id: UUID, actor: Actor, now: Moment) -> None:
    audit.record(actor=actor, action=action, subject_kind="login", subject_id=user_id, now=now)
