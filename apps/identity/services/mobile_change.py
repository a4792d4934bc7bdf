"""A new phone number of a person (ID-3): with the old phone at hand, or after it was lost."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

from apps.audit import api as audit
from apps.core import masking, params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.crypto import blind_index
from apps.core.db import lock_name, lock_rows, require_transaction, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.identifiers import check_mobile

from ..choices import MONEY_HOLD_HOURS
from ..contracts import LoginKind, SecurityChange
from ..models import Device, Person, User
from ..selectors import person_mobile
from .code_request import code_request, code_request_for, code_use
from .login_of import login_of
from .security_tell import security_tell
from .step_up_confirm import require_step_up

OLD_CODE, NEW_CODE, RECOVER_CODE = "mobile_old", "mobile_new", "recover"
TAKEN = "这个手机号不能使用,请换一个号码,或到网点办理。"  # whose it is, is nobody's business


def mobile_change_begin(*, mobile: str, kind: LoginKind, ip: str, actor: Actor, now: Moment) -> tuple[UUID, UUID]:
    """Has a code sent to the actor's number and one to the number that is to take its place; gives their ids.

    Raises IdentifierError, TooMany, InvalidInput (NO_MOBILE: there is none to change).
    """
    old = person_mobile(actor.person)
    if not old:
        raise InvalidInput("NO_MOBILE", "您没有登记手机号,请到开户网点办理。")
    user_id = login_of(actor)
    new_id = code_request_for(user_id=user_id, kind=kind, mobile=mobile, purpose=NEW_CODE, ip=ip, now=now)
    return code_request(kind=kind, mobile=old, purpose=OLD_CODE, ip=ip, now=now), new_id


def mobile_change(
    *, mobile: str, old_code: str, old_code_id: UUID, new_code: str, new_code_id: UUID, kind: LoginKind,
    actor: Actor, now: Moment,
) -> None:  # fmt: skip
    """Gives the actor's person another number, with codes sent to both and step-up; both numbers are told.

    Raises IdentifierError, StepUpRequired, InvalidInput (CODE_WRONG: it names the one that is wrong), Conflict
    (MOBILE_TAKEN). Locks the number's name, the codes, the person.
    """
    codes = {"old_code": (old_code_id, old_code, OLD_CODE, ""), "new_code": (new_code_id, new_code, NEW_CODE, mobile)}
    if fault := _mobile_change(mobile=mobile, codes=codes, kind=kind, actor=actor, now=now):
        raise fault


@use_case
def _mobile_change(
    *, mobile: str, codes: dict[str, tuple[UUID, str, str, str]], kind: LoginKind, actor: Actor, now: Moment
) -> InvalidInput | None:
    """What is wrong with a code: an answer, so that the count of wrong ones is kept."""
    mobile = check_mobile(mobile)
    digest = body_hash({"mobile": blind_index("mobile", mobile).hex(), "user": login_of(actor)})
    require_step_up(actor=actor, digest=digest, shown={"新手机号": masking.mask_mobile(mobile)}, now=now)
    for field, (code_id, code, purpose, sent_to) in codes.items():
        used_by = code_use(code_id=code_id, code=code, kind=kind, purpose=purpose, mobile=sent_to, now=now)
        if used_by != actor.user_id:
            message = "验证码不正确或已失效,请核对或重新获取。"
            return InvalidInput("CODE_WRONG", message, fields={field: message})
    old = _number_set(actor.person, mobile, now)
    _write("identity.mobile.changed", actor.person, mobile, actor, now)
    _text(old, f"您登记的手机号已更换为 {masking.mask_mobile(mobile)}。如非本人操作,请立即联系银行。", now)
    security_tell(user_id=login_of(actor), change=SecurityChange.MOBILE_CHANGED, actor=actor, now=now)
    return None


def mobile_recover(*, person_id: UUID, mobile: str, code: str, code_id: UUID, actor: Actor, now: Moment) -> bool:
    """Gives a person whose identity the caller has checked another number, in the caller's transaction.

    False when the code sent to it is wrong: an answer, so that the count is kept. All sessions end, every device is new
    again, and the employee's money waits for the hours of its parameter. The old number and the inbox are told.
    Raises IdentifierError, Conflict (MOBILE_TAKEN). Locks the number's name, the code, the person.
    """
    require_transaction()
    mobile = check_mobile(mobile)
    user_id = User.objects.get(person_id=person_id, kind=LoginKind.EMPLOYEE).pk
    used_by = code_use(
        code_id=code_id, code=code, kind=LoginKind.EMPLOYEE, purpose=RECOVER_CODE, mobile=mobile, now=now
    )
    if used_by != user_id:
        return False
    old = _number_set(person_id, mobile, now)
    held_until = now.wall + timedelta(hours=params.get(MONEY_HOLD_HOURS, now.business_date))
    User.objects.filter(person_id=person_id).update(session_epoch=F("session_epoch") + 1)
    User.objects.filter(pk=user_id).update(money_held_until=held_until)
    Device.objects.filter(user__person_id=person_id).update(trusted_at=None)
    audit.record(
        actor=actor, action="identity.login.recovered", subject_kind="login", subject_id=user_id,
        detail={"mobile": masking.mask_mobile(mobile)}, now=now,
    )  # fmt: skip
    _text(old, "您的账号刚刚通过身份核验换绑了手机号。如非本人操作,请立即联系银行,资金业务暂不能办理。", now)
    security_tell(user_id=user_id, change=SecurityChange.MOBILE_RECOVERED, actor=actor, now=now)
    return True


def _number_set(person_id: UUID, mobile: str, now: Moment) -> str:
    """Gives the number that was; "" when there was none."""
    lock_name(f"identity.mobile:{blind_index('mobile', mobile).hex()}")
    rows = lock_rows(Person.objects.system("the person's own number").filter(pk=person_id))
    if not rows:
        raise NotFound()
    (person,) = rows
    others = Person.objects.system("one number belongs to one person").exclude(pk=person_id)
    if others.filter(mobile_index=blind_index("mobile", mobile)).exists():
        raise Conflict("MOBILE_TAKEN", TAKEN)
    old = person.mobile.clear() if person.mobile else ""
    person.mobile, person.former_mobile, person.mobile_changed_at = mobile, old or None, now.wall
    person.save(update_fields=["mobile", "mobile_index", "former_mobile", "mobile_changed_at"])
    return old


def _text(mobile: str, text: str, now: Moment) -> None:
    if mobile:
        import_string(settings.TEXT_SENDER)(mobile=mobile, text=text, now=now)


def _write(action: str, person_id: UUID, mobile: str, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor, action=action, subject_kind="person", subject_id=person_id,
        detail={"mobile": masking.mask_mobile(mobile)}, now=now,
    )  # fmt: skip
