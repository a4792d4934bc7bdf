"""What goes with amounts that were opened by step-up: a link to the file for a few minutes, and the watermark."""

from django.core import signing

from apps.core.actors import Actor
from apps.core.clock import Moment
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


def watermark_of(name: str, now: Moment) -> str:
    """Who looks at it, and when: a picture of the page says whose it is (PY-13)."""
    return f"{name} {now.business_at:%Y-%m-%d %H:%M}"
