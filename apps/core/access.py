"""Access is declared, and by default denied.

Every page, endpoint, socket action and download carries an `Access`. The permission is looked up in the tables that
the apps declare in `permissions.py`; the relation narrows what `.scoped(actor)` returns, so that a forgotten relation
shows nothing instead of everything.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from .actors import ROLE_LABELS, Actor, Relation, Role, Surface
from .errors import Forbidden, InvalidInput, MethodNotAllowed, NotFound, SignInRequired
from .http.request import Request

PUBLIC = "public"
_permissions: dict[str, frozenset[Role]] = {PUBLIC: frozenset()}


@dataclass(frozen=True, slots=True)
class Access:
    surface: Surface
    permission: str
    relation: Relation
    step_up: str = ""  # what the person confirms by PIN or passkey; "" = this entry never asks
    methods: tuple[str, ...] = ("GET",)
    is_hidden: bool = False  # who may not come in is told that there is nothing (TX-4)


def declare(permissions: Mapping[str, frozenset[Role] | set[Role]]) -> None:
    """Called with the table of each app's `permissions.py` when the app is loaded."""
    for name, roles in permissions.items():
        if name in _permissions and _permissions[name] != frozenset(roles):
            raise RuntimeError(f"permission {name} is declared twice")
        _permissions[name] = frozenset(roles)


def roles_of(permission: str) -> frozenset[Role]:
    """The roles that hold a permission. KeyError for a name that nobody declared."""
    return _permissions[permission]


def allows(actor: Actor, permission: str) -> bool:
    """Whether one of the actor's roles holds the permission; PUBLIC is everybody's."""
    return permission == PUBLIC or bool(actor.roles & roles_of(permission))


def require(actor: Actor, permission: str) -> None:
    """Raises Forbidden, naming the roles that would do."""
    if not allows(actor, permission):
        wanted = "、".join(sorted(ROLE_LABELS[role] for role in roles_of(permission)))
        raise Forbidden(f"您没有这项操作的权限,需要「{wanted}」角色,请联系管理员开通。")


@contextmanager
def denials_recorded(actor: Actor, access: Access) -> Iterator[None]:
    """Puts a Forbidden that leaves the block on record, whether the door raised it or a service behind the door."""
    try:
        yield
    except Forbidden:
        if actor.signed_in:
            import_string(settings.DENIAL_RECORDER)(actor, access.permission)
        raise


def authorise(actor: Actor, access: Access) -> Actor:
    """The actor as this entry point may use it. Raises SignInRequired or Forbidden; a denial is put on record.

    A hidden entry raises NotFound instead, for strangers too, and leaves no trace: it is not there.
    """
    if access.permission != PUBLIC:
        is_in = actor.signed_in and access.surface in (actor.surface, Surface.API) and allows(actor, access.permission)
        if access.is_hidden and not is_in:
            raise NotFound()
        if not actor.signed_in:
            raise SignInRequired()
        with denials_recorded(actor, access):
            if access.surface not in (actor.surface, Surface.API):  # an endpoint asks for roles, whatever the way in
                raise Forbidden("当前登录身份不能使用这个页面,请切换登录。")
            require(actor, access.permission)
    return actor.narrowed(access.relation, step_up=bool(access.step_up))


def _refuse_nulls(request: Request) -> None:
    """A null byte is typed by nobody and stored by no table: it is refused at the door of every page."""
    if any("\x00" in value for values in request.POST.lists() for value in values[1]):
        raise InvalidInput("E_CONTROL_CHAR", "输入中含有不可识别的字符,请重新输入。")


def page(
    surface: str,
    *,
    permission: str,
    relation: Relation,
    step_up: str = "",
    methods: tuple[str, ...] = ("GET",),
    is_hidden: bool = False,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Declares a page view. Inside it, `request.actor` is narrowed to the declared relation.

    With `step_up` the view's service may raise StepUpRequired: the answer is a sheet that shows what is confirmed and
    posts the same form again to the same address, together with the PIN or the passkey's answer, which is checked here.
    """
    access = Access(Surface(surface), permission, relation, step_up, methods, is_hidden)

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                raise MethodNotAllowed(methods)
            request.actor = authorise(request.actor, access)
            _refuse_nulls(request)
            if step_up and "step_up_digest" in request.POST:
                import_string(settings.STEP_UP_CONFIRM)(request)
            with denials_recorded(request.actor, access):
                return view(request, *args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined]
        return guarded

    return decorate
