"""The sign-in and security pages: one table, from which each surface takes what its logins need."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps

from django.http import HttpResponse
from django.urls import URLPattern

from apps.core.access import PUBLIC, page
from apps.core.actors import Relation
from apps.core.http.urls import path

from ..contracts import SURFACE_OF, LoginKind
from . import devices, number, second_factor, secrets, security, sign_in

E, O, S = LoginKind.EMPLOYEE, LoginKind.OPERATOR, LoginKind.STAFF  # noqa: E741
BOTH, POST = ("GET", "POST"), ("POST",)


@dataclass(frozen=True, slots=True)
class LoginPage:
    """One address. `kinds`: whose surfaces have it; `is_own`: only signed in, about one's own login."""

    route: str
    name: str
    view: Callable[..., HttpResponse]
    methods: tuple[str, ...]
    is_own: bool = False
    kinds: tuple[LoginKind, ...] = (E, O, S)
    step_up: str = ""


PAGES = (
    LoginPage("sign-in/", "sign_in", sign_in.by_phone, BOTH, kinds=(E, O)),
    LoginPage("sign-in/", "sign_in", sign_in.by_password, BOTH, kinds=(S,)),
    LoginPage("sign-in/code/", "sign_in_code", sign_in.by_code, BOTH, kinds=(E, O)),
    LoginPage("second-factor/", "second_factor", second_factor.second_factor, BOTH, kinds=(O, S)),
    LoginPage("second-factor/setup/", "second_factor_setup", second_factor.second_factor_setup, BOTH, kinds=(O, S)),
    LoginPage("passkey/options/", "passkey_options", second_factor.passkey_options, POST),
    LoginPage("sign-out/", "sign_out", sign_in.sign_out, POST),
    LoginPage("security/", "security", security.security, ("GET",), is_own=True),
    LoginPage("security/devices/", "device_list", devices.device_list, ("GET",), is_own=True),
    LoginPage(
        "security/devices/trust/",
        "device_trust",
        devices.device_trust,
        POST,
        is_own=True,
        kinds=(E,),
        step_up="确认本机",
    ),
    LoginPage("security/devices/<uuid:device_id>/end/", "device_end", devices.device_end, POST, is_own=True),
    LoginPage("security/sessions/<int:session_id>/end/", "session_end", devices.session_end, POST, is_own=True),
    LoginPage(
        "security/sessions/end-others/",
        "session_end_others",
        devices.session_end_others,
        POST,
        is_own=True,
        step_up="下线其他登录",
    ),
    LoginPage("security/pin/", "pin", secrets.pin_page, BOTH, is_own=True),
    LoginPage("security/pin/code/", "pin_code", secrets.pin_code, POST, is_own=True),
    LoginPage("security/pin/forgotten/", "pin_forgotten", secrets.pin_forgotten, BOTH, is_own=True),
    LoginPage("security/password/", "password", secrets.password, BOTH, is_own=True, kinds=(S,)),
    LoginPage("security/mobile/", "mobile", number.mobile, BOTH, is_own=True),
    LoginPage("security/mobile/codes/", "mobile_codes", number.mobile_codes, BOTH, is_own=True, step_up="更换手机号"),
    LoginPage(
        "security/recovery-codes/",
        "recovery_codes",
        security.recovery_codes,
        BOTH,
        is_own=True,
        kinds=(O, S),
        step_up="生成恢复码",
    ),
    LoginPage(
        "security/totp/new/", "totp_new", security.totp_new, BOTH, is_own=True, kinds=(O, S), step_up="绑定动态口令"
    ),
    LoginPage("security/passkeys/new/", "passkey_new", security.passkey_new, BOTH, is_own=True, step_up="添加通行密钥"),
    LoginPage("security/passkeys/<int:passkey_id>/end/", "passkey_end", security.passkey_end, POST, is_own=True),
    LoginPage("security/display/", "display", security.display, POST, is_own=True),
)


def login_urls(kind: LoginKind) -> list[URLPattern]:
    """The addresses that the surface of a kind of login has, each with its declared access."""
    return [_url(entry, kind) for entry in PAGES if kind in entry.kinds]


def _url(entry: LoginPage, kind: LoginKind) -> URLPattern:
    declare = partial(page, SURFACE_OF[kind], methods=entry.methods, step_up=entry.step_up)
    if entry.is_own:
        declared = declare(permission="identity.security.manage", relation=Relation.SELF)
    else:
        declared = declare(permission=PUBLIC, relation=Relation.PUBLIC)
    view = wraps(entry.view)(partial(entry.view, kind=kind))
    return path(entry.route, declared(view), entry.name)
