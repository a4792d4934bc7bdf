"""A colleague's phone: signed in, trusted, and asking for pages at the stage's hour."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from apps.core.clock import SHANGHAI
from apps.identity.models import StepUp, User
from tests.daifutong.cast import Colleague

from .cast import Stage, clock_at

FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')
NAME, VALUE = re.compile(r'name="([^"]+)"'), re.compile(r'value="([^"]*)"')
HOME = "/mobile/tongxinbao/"


@dataclass
class Phone:
    stage: Stage
    client: Client
    user: User

    @classmethod
    def of(cls, stage: Stage, colleague: Colleague) -> "Phone":
        actor = stage.lender(colleague)
        user, client = User.objects.get(pk=actor.user_id), Client()
        User.objects.filter(pk=user.pk).update(pin_hash="set")  # never asked for: `confirmed` stands in for it
        client.force_login(user)
        session = client.session
        session["device_id"] = str(actor.device_id)  # as the way in keeps it
        session.save()
        return cls(stage, client, user)

    def get(self, url: str, **query: str) -> HttpResponse:
        with clock_at(self.stage):
            return self.client.get(url, query)  # type: ignore[return-value]

    def post(self, url: str, form: dict[str, Any] | None = None) -> HttpResponse:
        with clock_at(self.stage):
            return self.client.post(url, form or {})  # type: ignore[return-value]

    def text(self, url: str, **query: str) -> str:
        answer = self.get(url, **query)
        assert answer.status_code == 200, (url, answer.status_code)
        return answer.content.decode()

    def hidden(self, url: str) -> dict[str, str]:
        """The hidden fields of the page's form."""
        found = {}
        for tag in FIELD.findall(self.text(url)):
            name, value = NAME.search(tag), VALUE.search(tag)
            if name:
                found[name[1]] = value[1] if value else ""
        return found

    def wait(self, seconds: int) -> None:
        at = datetime.combine(self.stage.day, self.stage.hour, SHANGHAI) + timedelta(seconds=seconds)
        self.stage.hour = at.time()

    def confirmed(self, url: str, form: dict[str, Any]) -> HttpResponse:
        """Sends a form that asks for step-up, confirms it, and sends it again."""
        asked = self.post(url, form)
        assert asked.status_code == 403, asked.content.decode()[:2000]
        digest = re.search(r'name="step_up_digest" value="([^"]+)"', asked.content.decode())
        assert digest
        StepUp.objects.create(
            user=self.user, digest=digest[1], method="PIN", at=self.stage.now.wall,
            expires_at=self.stage.now.wall + timedelta(minutes=5),
        )  # fmt: skip
        return self.post(url, form)
