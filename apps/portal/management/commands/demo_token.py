"""manage.py demo_token ROLE: what the API wants to see of somebody of the demo, with a line to try it."""

import shlex
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import HttpRequest
from django.middleware.csrf import get_token

from apps.core import clock
from apps.core.actors import Relation, Surface
from apps.core.errors import NotFound
from apps.core.http.caller import SIGNATURE_HEADERS
from apps.core.http.request import Request
from apps.core.ids import new_id
from apps.identity import api as identity
from apps.members import api as members
from apps.members.contracts import IssuedCredential

PROGRAMS = ("api_client", "maker")  # an enterprise's program makes and submits in the place of its maker
ISSUER = "enterprise_admin"
PEOPLE = {"employee": "xiaowen", "uncertified": "xujing"}
TRY = {
    Surface.MOBILE: "/api/v1/accounts/",
    Surface.OFFICE: "/api/v1/daifutong/batches/",
    Surface.CONSOLE: "/console/",
}

SIGN = """
import hashlib, hmac, time, uuid, urllib.request as web
key, secret, method, path, body = {key!r}, {secret!r}, 'GET', '/api/v1/daifutong/payers/', b''
now, nonce = str(int(time.time())), uuid.uuid4().hex
text = chr(10).join((method, path, now, nonce, hashlib.sha256(body).hexdigest()))
sign = hmac.new(secret.encode(), text.encode(), 'sha256').hexdigest()
headers = dict(zip({names!r}, (key, now, nonce, sign)))
print(web.urlopen(web.Request({url!r} + path, body or None, headers, method=method)).read().decode())
"""


class Command(BaseCommand):
    help = "Prints the credential of the demo's program (api_client, maker), or a session of one of the demo's people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", metavar="ROLE", help="api_client, maker, checker, authoriser, employee, reviewer …")
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="where ./dev run serves")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("只有演示环境发放演示凭证(settings.DEMO)。")
        role, url = options["role"], options["url"].rstrip("/")
        if role in PROGRAMS:
            self._program(url)
        else:
            self._person(role, url)

    def _program(self, url: str) -> None:
        request = signed_in(ISSUER)
        actor = members.actor_for_user(request).narrowed(Relation.ENTERPRISE)
        issued = members.issue_credential(name="演示程序", actor=actor, now=clock.read())
        self.stdout.write(f"企业接口凭证:{actor.organisation},由 {actor.display} 签发并负责")
        self.stdout.write(f"key     {issued.key_id}\nsecret  {issued.secret}\n")
        self.stdout.write(f"python3 -c {shlex.quote(one_line(issued, url))}")

    def _person(self, role: str, url: str) -> None:
        request = signed_in(role)
        actor = members.actor_for_user(request)
        token = get_token(request)
        cookies = f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}; "
        cookies += f"{settings.CSRF_COOKIE_NAME}={request.META['CSRF_COOKIE']}"
        self.stdout.write(f"会话:{actor.display} {actor.organisation}({role})")
        self.stdout.write(f"Cookie       {cookies}\nX-CSRFToken  {token}\n")
        headers = f"-b {shlex.quote(cookies)} -H {shlex.quote(f'X-CSRFToken: {token}')}"
        self.stdout.write(f"curl {headers} {url}{TRY[actor.surface]}")


def one_line(issued: IssuedCredential, url: str) -> str:
    """A program of the standard library alone that signs one request."""
    names = tuple(SIGNATURE_HEADERS.values())
    program = SIGN.format(key=issued.key_id, secret=issued.secret, names=names, url=url)
    return "; ".join(program.strip().splitlines())


def signed_in(role: str) -> Request:
    """A request of the first of the cast who plays the role. Raises CommandError."""
    from fixtures.cast import CAST

    wanted = PEOPLE.get(role, role)
    names = [player.login_name for player in CAST.values() if wanted in (player.key, *player.roles)]
    if not names:
        known = sorted({role for player in CAST.values() for role in player.roles} | {*PROGRAMS, *PEOPLE})
        raise CommandError(f"没有这个角色,请从这些里选:{'、'.join(known)}。")
    request = cast(Request, HttpRequest())
    request.id, request.META["REMOTE_ADDR"] = str(new_id()), "127.0.0.1"
    request.user = AnonymousUser()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    try:
        identity.demo_sign_in(request, names[0])
    except NotFound:
        raise CommandError("演示数据还没有载入,请先运行 ./dev run 或 manage.py load_demo。") from None
    return request
