"""A link to a file with amounts is good for a few minutes after the step-up, and for the same login alone."""

from django.core import signing

from apps.core.actors import Actor
from apps.core.errors import Conflict
from apps.core.http.request import Request

PASS_SECONDS = 300  # as long as a step-up
SALT = "daifutong.papers"


def pass_for(actor: Actor, paper: str) -> str:
    """The query of such a link; `paper` says which file it opens."""
    return "?pass=" + signing.dumps([str(actor.user), paper], salt=SALT)


def pass_check(request: Request, paper: str) -> None:
    """Raises Conflict PASS_OVER unless the link was given to this login for this file just now."""
    try:
        given = signing.loads(request.GET.get("pass", ""), salt=SALT, max_age=PASS_SECONDS)
    except signing.BadSignature:
        given = None
    if given != [str(request.actor.user), paper]:
        raise Conflict("PASS_OVER", "下载链接已失效,请返回上一页,验证身份后重新下载。")
