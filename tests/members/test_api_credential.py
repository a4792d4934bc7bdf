"""A program signs its requests: it may make and submit, never approve, and nothing is taken twice."""

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from apps.audit.models import AuditRow
from apps.core.access import allows, roles_of
from apps.core.actors import Role, Surface
from apps.core.errors import Conflict, InvalidInput, NotFound, SignInRequired, StepUpRequired
from apps.core.ids import new_id
from apps.identity import api as identity
from apps.members import api as members
from apps.members.contracts import EnterpriseStatus, IssuedCredential, SignedRequest
from apps.members.models import ApiCredential, Enterprise
from apps.members.services.api_credential_revoke import api_credential_revoke
from fixtures.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential(world: World) -> IssuedCredential:
    return members.issue_credential(name="财务系统", actor=world.actor("admin"), now=world.now)


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


def test_a_suspended_enterprises_programs_are_refused(world: World, credential: IssuedCredential) -> None:
    Enterprise.objects.system("test").filter(pk=world.morningstar).update(status=EnterpriseStatus.SUSPENDED)
    refused(world, signed(world, credential))


def test_the_secret_is_told_once_and_kept_encrypted(world: World, credential: IssuedCredential) -> None:
    row = ApiCredential.objects.system("test").get(key_id=credential.key_id)
    assert str(row.secret) == "******"
    assert row.secret.clear() == credential.secret
    deed = AuditRow.objects.system("test").get(action="members.credential.issued")
    assert credential.secret not in str(deed.detail)


def only(world: World) -> ApiCredential:
    return ApiCredential.objects.system("test").get(enterprise_id=world.morningstar)


def revoke(world: World, who: str = "authoriser", reason: str = "程序已下线") -> None:
    """With the step-up that it asks for."""
    actor, deed = world.actor(who), {"credential_id": only(world).pk, "reason": reason}
    try:
        api_credential_revoke(**deed, actor=actor, now=world.now)
    except StepUpRequired as needed:
        identity.step_up_confirm(actor=actor, digest=needed.digest, pin=world.pin, now=world.now)
        api_credential_revoke(**deed, actor=actor, now=world.now)


@pytest.mark.parametrize("who", ["admin", "authoriser"])
def test_a_revoked_key_is_refused_at_once_and_for_good(world: World, credential: IssuedCredential, who: str) -> None:
    assert members.actor_for_signature(request=signed(world, credential), now=world.now).signed_in
    revoke(world, who)
    refused(world, signed(world, credential))
    deed = AuditRow.objects.system("test").get(action="members.credential.revoked")
    assert (deed.subject_id, deed.person_id, deed.detail) == (
        only(world).pk, world.person(who), {"key_id": credential.key_id, "reason": "程序已下线"},
    )  # fmt: skip
    with pytest.raises(Conflict, match="REVOKED"):
        revoke(world, who)


def test_revoking_takes_a_reason_a_step_up_and_a_key_of_ones_own(world: World, credential: IssuedCredential) -> None:
    with pytest.raises(InvalidInput, match="REASON"):
        revoke(world, reason=" ")
    deed = {"credential_id": only(world).pk, "reason": "停用", "now": world.now}
    with pytest.raises(NotFound):
        api_credential_revoke(**deed, actor=world.actor("foreign_hr"))
    with pytest.raises(StepUpRequired) as asked:
        api_credential_revoke(**deed, actor=world.actor("admin"))
    assert asked.value.shown == {"停用接口凭证": f"财务系统 {credential.key_id}", "停用原因": "停用"}
    assert members.actor_for_signature(request=signed(world, credential), now=world.now).signed_in


def test_a_suspended_enterprise_gets_no_key_and_may_still_revoke(world: World, credential: IssuedCredential) -> None:
    Enterprise.objects.system("test").filter(pk=world.morningstar).update(status=EnterpriseStatus.SUSPENDED)
    with pytest.raises(Conflict, match="ENTERPRISE_SUSPENDED"):
        members.issue_credential(name="财务系统", actor=world.actor("admin"), now=world.now)
    revoke(world)
    assert only(world).revoked_at == world.now.wall


def test_ten_keys_work_at_a_time(world: World) -> None:
    for _ in range(10):
        members.issue_credential(name="程序", actor=world.actor("admin"), now=world.now)
    with pytest.raises(Conflict, match="TOO_MANY_CREDENTIALS"):
        members.issue_credential(name="程序", actor=world.actor("admin"), now=world.now)


def test_the_last_use_is_noted_to_the_minute(world: World, credential: IssuedCredential) -> None:
    def use(seconds: int) -> None:
        later = replace(world.now, wall=world.now.wall + timedelta(seconds=seconds))
        members.actor_for_signature(request=signed(world, credential, seconds=seconds), now=later)

    refused(world, replace(signed(world, credential), signature="0" * 64))
    assert only(world).last_used_at is None
    for seconds in (0, 59):
        use(seconds)
        assert only(world).last_used_at == world.now.wall
    use(60)
    assert only(world).last_used_at == world.now.wall + timedelta(seconds=60)


def browser(who: str) -> Client:
    client = Client()
    assert client.post("/story/switch/", {"person": who}).status_code == 302
    return client


def stepped_up(client: Client, url: str, form: dict[str, str], pin: str) -> HttpResponse:
    """Posts the form, and again with what the sheet asks for."""
    sheet = client.post(url, form)
    assert sheet.status_code == 403
    return client.post(url, form | {"step_up_digest": sheet.context["digest"], "step_up_pin": pin})


def test_the_administrator_issues_on_a_page_and_sees_the_secret_once(world: World) -> None:
    client = browser("admin")
    page = stepped_up(client, "/office/credentials/new/", {"name": "人事系统"}, world.pin).content.decode()
    row = only(world)
    assert row.key_id in page and row.secret.clear() in page
    again = client.get("/office/credentials/").content.decode()
    assert row.key_id in again and row.secret.clear() not in again
    done = stepped_up(client, f"/office/credentials/{row.pk}/revoke/", {"reason": "换新"}, world.pin)
    assert (done.status_code, only(world).revoked_at is not None) == (302, True)
    assert client.post("/office/credentials/new/", {"name": ""}).status_code == 422
