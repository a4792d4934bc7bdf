"""A program signs its requests: it may make and submit, never approve, and nothing is taken twice."""

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

import pytest

from apps.audit.models import AuditRow
from apps.core.access import allows, roles_of
from apps.core.actors import Role, Surface
from apps.core.errors import SignInRequired
from apps.core.ids import new_id
from apps.members import api as members
from apps.members.contracts import EnterpriseStatus, IssuedCredential, SignedRequest
from apps.members.models import ApiCredential, Enterprise
from fixtures.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential(world: World) -> IssuedCredential:
    return members.issue_credential(actor=world.actor("admin"), now=world.now)


def signed(world: World, credential: IssuedCredential, *, nonce: str = "", seconds: int = 0) -> SignedRequest:
    timestamp = str(int((world.now.wall + timedelta(seconds=seconds)).timestamp()))
    nonce = nonce or new_id().hex
    body = b'{"title":"3"}'
    text = "\n".join(("POST", "/api/v1/batches/?a=1", timestamp, nonce, hashlib.sha256(body).hexdigest()))
    signature = hmac.new(credential.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return SignedRequest(credential.key_id, timestamp, nonce, signature, "POST", "/api/v1/batches/?a=1", body)


def refused(world: World, request: SignedRequest) -> None:
    with pytest.raises(SignInRequired, match="接口签名无效"):
        members.actor_for_signature(request=request, now=world.now)


def test_a_signature_makes_an_actor_of_the_enterprise(world: World, credential: IssuedCredential) -> None:
    actor = members.actor_for_signature(request=signed(world, credential), now=world.now)
    assert (actor.surface, actor.roles, actor.enterprise_id) == (Surface.API, {Role.API_CLIENT}, world.morningstar)
    assert actor.person_id == world.person("admin")


def test_a_program_holds_no_permission_to_approve(world: World, credential: IssuedCredential) -> None:
    actor = members.actor_for_signature(request=signed(world, credential), now=world.now)
    assert not allows(actor, "members.certification.decide")
    assert Role.API_CLIENT not in roles_of("members.certification.decide")


@pytest.mark.parametrize(
    "changes",
    [
        {"body": b'{"title":"4"}'},
        {"path": "/api/v1/batches/?a=2"},
        {"method": "GET"},
        {"nonce": "0" * 32},
        {"signature": "0" * 64},
        {"signature": ""},
        {"signature": "签"},
        {"key_id": "ek_unknown"},
        {"timestamp": "now"},
        {"timestamp": "１２３"},
    ],
)
def test_whatever_is_changed_is_refused(
    world: World, credential: IssuedCredential, changes: dict[str, str | bytes]
) -> None:
    refused(world, replace(signed(world, credential), **changes))


@pytest.mark.parametrize(("seconds", "taken"), [(-300, True), (-302, False), (299, True), (302, False)])
def test_the_clocks_may_differ_by_five_minutes(
    world: World, credential: IssuedCredential, seconds: int, taken: bool
) -> None:
    now = replace(world.now, wall=world.now.wall.replace(microsecond=0))
    request = signed(world, credential, seconds=seconds)
    if taken:
        assert members.actor_for_signature(request=request, now=now).enterprise_id == world.morningstar
    else:
        refused(world, request)


def test_a_nonce_serves_once(world: World, credential: IssuedCredential) -> None:
    request = signed(world, credential)
    members.actor_for_signature(request=request, now=world.now)
    refused(world, request)


def test_a_refused_signature_uses_up_no_nonce(world: World, credential: IssuedCredential) -> None:
    request = signed(world, credential)
    refused(world, replace(request, signature="0" * 64))
    assert members.actor_for_signature(request=request, now=world.now).signed_in


@pytest.mark.parametrize("nonce", ["short", "x" * 65])
def test_a_nonce_has_16_to_64_characters(world: World, credential: IssuedCredential, nonce: str) -> None:
    refused(world, signed(world, credential, nonce=nonce))


def test_a_key_that_is_off_or_an_enterprise_that_is_suspended(world: World, credential: IssuedCredential) -> None:
    ApiCredential.objects.system("test").filter(key_id=credential.key_id).update(is_active=False)
    refused(world, signed(world, credential))
    ApiCredential.objects.system("test").filter(key_id=credential.key_id).update(is_active=True)
    Enterprise.objects.system("test").filter(pk=world.morningstar).update(status=EnterpriseStatus.SUSPENDED)
    refused(world, signed(world, credential))


def test_the_secret_is_told_once_and_kept_encrypted(world: World, credential: IssuedCredential) -> None:
    row = ApiCredential.objects.system("test").get(key_id=credential.key_id)
    assert str(row.secret) == "******"
    assert row.secret.clear() == credential.secret
    deed = AuditRow.objects.system("test").get(action="members.credential.issued")
    assert credential.secret not in str(deed.detail)
