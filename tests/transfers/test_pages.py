"""What stands in the way of closing an account, as its holder reads it: each with a way that is open to this very
person."""

import pytest
from django.urls import reverse

from apps.bankaccounts.models import BankAccount
from fixtures.world import World
from tests.access.browser import Browser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "way"), [("xiaowen", "mobile:transfer_new"), ("xujing", "mobile:certification")])
def test_what_is_to_be_mended_first_is_a_page_that_one_may_open(world: World, settings, who: str, way: str) -> None:
    settings.DEMO_CAST = "fixtures.cast.LABELS"
    browser = Browser().sign_in(who)
    account = BankAccount.objects.system("test").filter(holder_id=world.person(who)).earliest("pk")
    page = browser.do("GET", reverse("mobile:account_close", args=[account.pk])).text
    assert f'href="{reverse(way)}' in page
    assert browser.do("GET", reverse(way)).status == 200
