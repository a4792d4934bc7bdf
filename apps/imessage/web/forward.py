"""转发 on the phone: where to, out of the conversations in which the person may speak."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from apps.core import clock
from apps.core.access import page
from apps.core.errors import InvalidInput, NotFound
from apps.core.http.request import Request
from apps.core.ids import new_id

from ..choices import HOUSE_TALKS, SAID_KINDS
from ..selectors.quotes import quoted
from ..selectors.talks import talk_for_member, talks_for_member
from ..services.message_forward import message_forward as forward
from .forms import ForwardForm
from .mobile import SELF, TALK, at_the_end


@page("mobile", permission=TALK, relation=SELF, methods=("GET", "POST"))
def message_forward(request: Request, conversation_id: UUID, seq: int) -> HttpResponse:
    if request.method == "POST":
        form = ForwardForm(request.POST)
        if not form.is_valid():
            raise InvalidInput("E_FORWARD", "请选择要转发到的会话。")
        forward(conversation_id=conversation_id, seq=seq, **form.cleaned_data, actor=request.actor, now=clock.read())
        return at_the_end(form.cleaned_data["to"])
    found = talk_for_member(request.actor, conversation_id, before=seq + 1, most=1)
    line = found.messages[-1] if found.messages else None
    if line is None or line.seq != seq or line.kind not in SAID_KINDS or line.body is None:
        raise NotFound("没有找到可以转发的消息。")
    talks = [one for one in talks_for_member(request.actor) if one.kind not in HOUSE_TALKS]
    context = {"talk": found.talk, "quote": quoted(line), "talks": talks, "key": new_id()}
    return render(request, "mobile/imessage/forward.html", context)
