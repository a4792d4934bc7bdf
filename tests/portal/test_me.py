"""我的: who one is, every way to one's own, and for whom one stands there when one works for several."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.members.models import EmployeeMember
from fixtures.cast import CAST
from fixtures.world import World

pytestmark = pytest.mark.django_db
ME, SWITCH = "/mobile/me/", "/mobile/me/employer/"


def browser(key: str) -> Client:
    client = Client()
    client.post("/story/switch/", {"person": CAST[key].login_name})
    return client


def test_it_shows_the_own_name_masked_number_and_progress(world: World) -> None:
    page = browser("xujing").get(ME).content.decode()
    assert "许静" in page and "认证中" in page
    assert reverse("mobile:payslip_list") not in page, "not certified yet"
    for way in ("account_list", "certification", "security", "inbox_settings", "help", "fees", "announcements"):
        assert reverse(f"mobile:{way}") in page


def test_it_leads_to_all_that_is_ones_own(world: World) -> None:
    page = browser("xiaowen").get(ME).content.decode()
    ways = "account_list card_list transfer_list payslip_list certification security device_list inbox_settings"
    ways += " agreement_list consent_list mandate_list my_data announcements help fees contact"
    assert [way for way in ways.split() if reverse(f"mobile:{way}") not in page] == []
    assert 'name="elder"' in page and 'name="theme"' in page
    uncertified = browser("xujing").get(ME).content.decode()
    assert reverse("mobile:card_list") not in uncertified, "not certified yet"


def test_who_works_for_one_has_nothing_to_switch(world: World) -> None:
    assert SWITCH not in browser("xiaowen").get(ME).content.decode()


def test_who_works_for_two_chooses_and_stays_there(world: World) -> None:
    client = browser("yiming")
    own = EmployeeMember.objects.system("test").filter(person_id=world.person("yiming"), status="ACTIVE")
    names = {str(row.enterprise_id): row.enterprise.short_name for row in own.select_related("enterprise")}
    assert len(names) == 2 and SWITCH in client.get(ME).content.decode()
    for enterprise_id, name in (*names.items(), *names.items()):
        assert client.post(SWITCH, {"employer": enterprise_id}).status_code == 302
        assert f"<span>{name}</span>" in client.get("/mobile/").content.decode()


def test_nobody_stands_for_a_stranger_or_for_whom_one_has_left(world: World) -> None:
    client = browser("yiming")
    own = EmployeeMember.objects.system("test").filter(person_id=world.person("yiming"), status="ACTIVE")
    first, second = own.order_by("hired_on", "emp_no")
    assert client.post(SWITCH, {"employer": str(second.enterprise_id)}).status_code == 302
    EmployeeMember.objects.system("test").filter(pk=second.pk).update(status="LEFT", left_on=second.hired_on)
    assert f"<span>{first.enterprise.short_name}</span>" in client.get("/mobile/").content.decode()
    for asked in (str(second.enterprise_id), str(world.cloudsail), "", "x" * 500):
        assert client.post(SWITCH, {"employer": asked}).status_code == 404
