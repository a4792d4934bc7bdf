"""The product factory in the console: versions side by side, and from one person's form to another's word."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.shenhuobao.models import Product
from apps.shenhuobao.selectors.factory import product_for_desk, said_before
from apps.shenhuobao.services.terms_propose import terms_propose
from fixtures.cast import CAST
from fixtures.world import World

pytestmark = pytest.mark.django_db


def browser(key: str) -> Client:
    client = Client()
    assert client.post("/story/switch/", {"person": CAST[key].login_name}).status_code == 302
    return client


def test_a_change_stands_beside_what_it_changes(world: World) -> None:
    product = Product.objects.get(code="YL2001")
    desk = product_for_desk(world.actor("auditor"), product.pk)
    assert [one.number for one in desk.versions] == [2, 1]
    changed = [row for row in desk.rows if any(cell.is_new for cell in row.cells)]
    assert [(row.label, [cell.text for cell in row.cells]) for row in changed] == [("管理费率(年)", ["0.20%", "0.30%"])]
    assert desk.may == frozenset()
    page = browser("auditor").get(reverse("console:product_detail", args=[product.pk])).content.decode()
    assert "有变化" in page and "提交新版本" not in page and "暂停交易</h2>" not in page


def test_what_waits_is_decided_on_by_another_person_alone(world: World) -> None:
    product = Product.objects.get(code="YL2001")
    said = replace(said_before(product.pk), management_fee=Decimal("0.15"))
    terms_propose(product_id=product.pk, said=said, key=str(uuid4()), actor=world.actor("bank_operator"), now=world.now)
    may = {key: product_for_desk(world.actor(key), product.pk).may for key in ("bank_operator", "head_approver")}
    assert may == {"bank_operator": {"propose", "suspend"}, "head_approver": {"decide"}}
    address = reverse("console:product_detail", args=[product.pk])
    assert "复核第 3 版" in browser("head_approver").get(address).content.decode()
    assert "复核第 3 版" not in browser("bank_operator").get(address).content.decode()
    assert "版本待复核" in browser("compliance").get(reverse("console:product_list")).content.decode()


def test_a_form_begins_with_the_terms_in_force(world: World) -> None:
    product = Product.objects.get(code="YL2001")
    page = browser("bank_operator").get(reverse("console:terms_propose", args=[product.pk])).content.decode()
    assert 'value="云岭固收精选"' in page and 'value="1000.00"' in page and "7 1.5\n30 0.1" in page
