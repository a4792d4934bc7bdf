"""The second factor at sign-in, and setting factors up."""

import hashlib
import json
from typing import Any
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.errors import AppError, InvalidInput, NotFound, TooMany

from ..adapters import passkeys, totp
from ..rules.limits import PASSKEYS_PER_LOGIN
from ..selectors import factors_of
from .guard_count import guard_clear, guard_fail, guard_lock, locked_until, seconds_left
from .login_of import login_of
from .session_move import Opens, session_begin
from .step_up_confirm import require_step_up


def totp_check(*, user_id: UUID, code: str, opens: Opens, actor: Actor, now: Moment) -> None:
    """Uses up a code of the login's authenticator and opens the session.

    Raises InvalidInput CODE_WRONG, TooMany after five wrong ones.
    """
    fault = _totp(user_id=user_id, code=code, opens=opens, actor=actor, now=now)
    if fault:
        raise fault


@use_case
def _totp(*, user_id: UUID, code: str, opens: Opens, actor: Actor, now: Moment) -> AppError | None:
    guard = guard_lock("second_factor", str(user_id), now)
    if wait := seconds_left(guard, now):
        return TooMany(locked_until("动态口令输错次数过多", guard), retry_after=wait)
    if totp.code_use(user_id, code):
        guard_clear(guard)
        session_begin(user_id=user_id, opens=opens, method="totp", now=now)
        return None
    if guard_fail(guard, now):
        audit.record(actor=actor, action="identity.login.locked", subject_kind="login", subject_id=user_id, now=now)
    return InvalidInput("CODE_WRONG", "动态口令不正确或已用过,请等待下一个口令。")


@use_case
def totp_enrol(*, user_id: UUID, secret: str, code: str, opens: Opens, actor: Actor, now: Moment) -> None:
    """Binds the first authenticator, whose code proves that it has the secret, and opens the session.

    Raises InvalidInput CODE_WRONG.
    """
    check_totp_code(secret, code)
    totp_set(user_id=user_id, secret=secret, actor=actor, now=now)
    session_begin(user_id=user_id, opens=opens, method="totp", now=now)


def totp_set(*, user_id: UUID, secret: str, actor: Actor, now: Moment) -> None:
    """Gives a login an authenticator's secret (base32), in the caller's transaction."""
    require_transaction()
    totp.secret_set(user_id, secret)
    audit.record(actor=actor, action="identity.totp.set", subject_kind="login", subject_id=user_id, now=now)


@use_case
def passkey_add(
    *, user_id: UUID, name: str, credential: dict[str, Any], opens: Opens, actor: Actor, now: Moment
) -> None:
    """Stores the first passkey at a first sign-in and opens the session. Raises InvalidInput TOO_MANY_PASSKEYS."""
    _passkey_add(user_id, name, credential, actor, now)
    session_begin(user_id=user_id, opens=opens, method="passkey", now=now)


@use_case
def own_passkey_add(*, name: str, credential: dict[str, Any], actor: Actor, now: Moment) -> None:
    """As passkey_add, for the actor, with step-up. Raises StepUpRequired, InvalidInput TOO_MANY_PASSKEYS."""
    digest = _digest("passkey", actor, json.dumps(credential, sort_keys=True))
    require_step_up(actor=actor, digest=digest, shown={"通行密钥": name}, now=now)
    _passkey_add(login_of(actor), name, credential, actor, now)


@use_case
def own_totp_set(*, secret: str, code: str, actor: Actor, now: Moment) -> None:
    """Binds the actor's authenticator, with step-up. Raises StepUpRequired, InvalidInput CODE_WRONG."""
    check_totp_code(secret, code)
    require_step_up(actor=actor, digest=_digest("totp", actor, secret), shown={"动态口令": "新的验证器"}, now=now)
    totp_set(user_id=login_of(actor), secret=secret, actor=actor, now=now)


def check_totp_code(secret: str, code: str) -> None:
    """Raises InvalidInput CODE_WRONG unless the code shows that its sender has the secret."""
    if totp.code_matches(secret, code) is None:
        message = "动态口令不正确,请核对手机时间后重试。"
        raise InvalidInput("CODE_WRONG", message, fields={"code": message})


def _passkey_add(user_id: UUID, name: str, credential: dict[str, Any], actor: Actor, now: Moment) -> None:
    if len(factors_of(user_id).passkeys) >= PASSKEYS_PER_LOGIN:
        raise InvalidInput("TOO_MANY_PASSKEYS", f"最多添加 {PASSKEYS_PER_LOGIN} 个通行密钥,请先移除不用的。")
    passkeys.passkey_add(user_id, name, credential)
    audit.record(actor=actor, action="identity.passkey.added", subject_kind="login", subject_id=user_id, now=now)


def _digest(what: str, actor: Actor, content: str) -> str:
    return hashlib.sha256(f"identity.{what}|{actor.user_id}|{content}".encode()).hexdigest()


@use_case
def passkey_remove(*, passkey_id: int, is_last_allowed: bool, actor: Actor, now: Moment) -> None:
    """Removes one of the actor's passkeys. Raises NotFound; InvalidInput LAST_FACTOR where one has to stay."""
    user_id = login_of(actor)
    factors = factors_of(user_id)
    if not is_last_allowed and not factors.has_totp and len(factors.passkeys) == 1:
        raise InvalidInput("LAST_FACTOR", "请先绑定动态口令或另一个通行密钥,再移除这一个。")
    if not passkeys.passkey_remove(user_id, passkey_id):
        raise NotFound()
    audit.record(actor=actor, action="identity.passkey.removed", subject_kind="login", subject_id=actor.user_id,
                 now=now)  # fmt: skip
