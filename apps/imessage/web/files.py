"""Pictures and documents of a conversation on the phone: sent by form, seen and opened by who sits there."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.errors import AppError, NotFound
from apps.core.http.files import file_response
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.ids import new_id

from ..selectors.files import FileShown, file_for_member, link_for_member, require_link
from ..selectors.talks import talk_for_member
from ..services.file_send import file_send as send
from .compose import Compose
from .forms import FileForm, MessageForm
from .mobile import SELF, TALK, TALK_PAGE, at_the_end, shown

INLINE = {
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@page("mobile", permission=TALK, relation=SELF, methods=("POST",))
def file_send(request: Request, conversation_id: UUID) -> HttpResponse:
    """One file from the form; why it is refused stands over the conversation."""
    form = FileForm(request.POST, request.FILES)
    found = talk_for_member(request.actor, conversation_id)
    plain = Compose(MessageForm(initial={"client_id": new_id()}))
    if not form.is_valid():
        return answer_invalid(request, TALK_PAGE, shown(request, found, plain) | {"form": form})
    try:
        file = form.cleaned_data["file"]
        send(
            conversation_id=conversation_id, client_id=form.cleaned_data["client_id"], data=file.read(),
            name=file.name, actor=request.actor, now=clock.read(),
        )  # fmt: skip
    except NotFound:
        raise
    except AppError as error:
        return answer_invalid(request, TALK_PAGE, shown(request, found, plain) | {"form": form}, error)
    return at_the_end(conversation_id)


@page("mobile", permission=TALK, relation=SELF)
def message_thumb(request: Request, conversation_id: UUID, seq: int) -> HttpResponse:
    return _inline(file_for_member(request.actor, conversation_id, seq, is_thumb=True))


@page("mobile", permission=TALK, relation=SELF)
def message_picture(request: Request, conversation_id: UUID, seq: int) -> HttpResponse:
    """A picture as large as it is, under the name of who looks at it."""
    found = talk_for_member(request.actor, conversation_id, before=seq + 1, most=1)
    line = found.messages[-1] if found.messages else None
    if line is None or line.seq != seq or not line.body or "width" not in line.body:
        raise NotFound("没有找到这张图片,它可能已被撤回或清除。")
    watermark = f"{found.display} {clock.read().wall:%m-%d %H:%M}"
    context = {"line": line, "talk": found.talk, "watermark": watermark}
    return render(request, "mobile/imessage/picture.html", context)


@page("mobile", permission=TALK, relation=SELF)
def message_file(request: Request, conversation_id: UUID, seq: int) -> HttpResponse:
    """Leads to a link of this person alone, which opens the file for some minutes."""
    now = clock.read().wall
    if "link" not in request.GET:
        link = link_for_member(request.actor, conversation_id, seq, now)
        return redirect(f"{reverse('mobile:message_file', args=[conversation_id, seq])}?{urlencode({'link': link})}")
    require_link(request.actor, conversation_id, seq, request.GET["link"], now)
    found = file_for_member(request.actor, conversation_id, seq)
    if found.media_type.startswith("image/"):
        return _inline(found)
    return file_response(found.content, found.name, found.media_type)


def _inline(found: FileShown) -> HttpResponse:
    return HttpResponse(found.content, content_type=found.media_type, headers=INLINE)
