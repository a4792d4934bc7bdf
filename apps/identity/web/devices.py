"""我的设备 and 登录记录: where one's login is open, where it was, and which browsers it knows."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.errors import InvalidInput
from apps.core.http.request import Request

from .. import api
from ..adapters import browser
from ..contracts import SURFACE_OF, LoginKind
from ..selectors import devices_of, login_record
from ..services.device_trust import device_confirm, device_forget
from ..services.session_move import session_end as end_session
from ..services.session_move import sessions_end_others


def device_list(request: Request, kind: LoginKind) -> HttpResponse:
    user = browser.user_of(request)
    devices = devices_of(user.pk, request.actor.device_id)
    context = {
        "who": api.signed_in(request),
        "sessions": browser.sessions_of(request, user),
        "devices": devices,
        "here": next((line for line in devices if line.is_current), None),
        "record": login_record(user.pk),
    }
    return render(request, f"{SURFACE_OF[kind]}/identity/device_list.html", context)


def session_end(request: Request, kind: LoginKind, session_id: int) -> HttpResponse:
    """Ends one of the own sessions; another's is not found."""
    end_session(session_id=session_id, actor=request.actor, now=clock.read())
    return _back(request, kind, "该设备已下线。")


def session_end_others(request: Request, kind: LoginKind) -> HttpResponse:
    """Ends every session but this one; takes step-up."""
    ends = partial(browser.sessions_end_others, request, browser.user_of(request))
    count = sessions_end_others(ends=ends, actor=request.actor, now=clock.read())
    return _back(request, kind, f"已下线其他 {count} 处登录。" if count else "没有其他登录。")


def device_trust(request: Request, kind: LoginKind) -> HttpResponse:
    """Confirms this very browser; takes step-up."""
    device_confirm(actor=request.actor, now=clock.read())
    return _back(request, kind, "本机已确认,可以办理资金业务。")


def device_end(request: Request, kind: LoginKind, device_id: UUID) -> HttpResponse:
    """Forgets a device and ends its sessions."""
    try:
        device_forget(device_id=device_id, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        messages.error(request, error.message)
        return redirect(f"{SURFACE_OF[kind]}:device_list")
    return _back(request, kind, "设备已移除,再次使用时按新设备处理。")


def _back(request: Request, kind: LoginKind, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(f"{SURFACE_OF[kind]}:device_list")
