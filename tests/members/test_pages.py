"""The pages of members, asked for as a browser does: roles, tenants, units, steps, masks."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from apps.audit.models import AuditRow
from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.ids import new_id
from apps.members import api as members
from apps.members.contracts import MemberStatus
from apps.members.models import Certification, Review
from apps.members.models.application import nominees_of, owners_of
from apps.members.services.staff_absence import absence_set
from fixtures.cast import CAST
from fixtures.world import World
from tests.members.applicants import submitted
from tests.members.test_roster import HEADER, csv, newcomer

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(world: World):
    def as_(key: str) -> Client:
        client = Client()
        assert client.post(reverse("story_switch"), {"person": CAST[key].login_name}).status_code == 302
        return client

    return as_


def xujings(world: World) -> UUID:
    return Certification.objects.system("test").get(member=world.member("xujing")).pk


def text_of(client: Client, url: str) -> str:
    """A page without the story bar, which names the cast."""
    with override_settings(DEMO=False):
        return client.get(url).content.decode()


def with_pin(client: Client, url: str, data: dict[str, str] | None = None):
    """Posts, is asked for the PIN, posts the same form again with it."""
    asked = client.post(url, data or {})
    assert asked.status_code == 403, asked.content.decode()
    digest = asked.context["digest"]
    return client.post(url, (data or {}) | {"step_up_digest": digest, "step_up_pin": World.pin})


# ---- who acts


@pytest.mark.parametrize(
    ("key", "surface", "roles", "place"),
    [
        ("xiaowen", Surface.MOBILE, {Role.EMPLOYEE}, "晨星精密(演示)"),
        ("yiming", Surface.MOBILE, {Role.EMPLOYEE}, "晨星精密(演示)"),
        ("qianduo", Surface.MOBILE, {Role.UNCERTIFIED, Role.FORMER}, ""),
        ("checker", Surface.OFFICE, {Role.CHECKER}, "晨星精密(演示)"),
        ("bedrock_hr", Surface.OFFICE, {Role.HR_PAY, Role.MAKER}, "磐石建设(演示)"),
        ("approver", Surface.CONSOLE, {Role.APPROVER}, "演示农商银行城东支行"),
    ],
)
def test_a_signed_in_person_is_an_actor_with_roles_from_the_database(
    world: World, sign_in, key: str, surface: Surface, roles: set[Role], place: str
) -> None:
    actor = sign_in(key).get(reverse(f"{surface}:home")).wsgi_request.actor
    assert (actor.surface, actor.roles, actor.organisation) == (surface, roles, place)
    assert actor.person_id == world.person(key)
    assert actor.request_id
    assert actor.display != CAST[key].name
    assert actor.display[-1] == CAST[key].name[-1]


def test_nobody_is_an_actor_without_roles(world: World) -> None:
    actor = Client().get(reverse("office:sign_in")).wsgi_request.actor
    assert (actor.signed_in, actor.roles, actor.surface) == (False, frozenset(), Surface.OFFICE)


def test_the_actor_costs_one_query_beside_the_login(world: World, sign_in, django_assert_max_num_queries) -> None:
    for key in ("xiaowen", "checker", "approver"):
        request = sign_in(key).get("/healthz").wsgi_request
        assert request.user.pk
        with django_assert_max_num_queries(1):
            assert members.actor_for_user(request).signed_in


# ---- who may see what

PAGES = {
    "mobile": ("certification", "account_list"),
    "office": ("member_list", "roster_new", "roster_template"),
    "console": ("review_list", "enterprise_list"),
}
ALLOWED = {
    "xiaowen": ("certification", "account_list"),
    "xujing": ("certification", "account_list"),
    "hr": PAGES["office"],
    "admin": PAGES["office"],
    "maker": ("member_list",),
    "checker": ("member_list",),
    "authoriser": ("member_list",),
    "reviewer": PAGES["console"],
    "approver": PAGES["console"],
    "compliance": PAGES["console"],
    "auditor": PAGES["console"],
    "bank_operator": ("enterprise_list",),
    "service": ("enterprise_list",),
}


@pytest.mark.parametrize("key", ALLOWED)
def test_each_role_reaches_its_pages_and_no_others(world: World, sign_in, key: str) -> None:
    client = sign_in(key)
    own = world.actor(key).surface
    for surface, names in PAGES.items():
        for name in names:
            expected = 200 if surface == own and name in ALLOWED[key] else 403
            assert client.get(reverse(f"{surface}:{name}")).status_code == expected, name


def test_nobody_is_sent_to_the_sign_in(world: World) -> None:
    answer = Client().get(reverse("console:review_list"))
    assert answer["Location"].startswith(reverse("console:sign_in"))


@pytest.mark.parametrize("name", ["member_detail", "roster_preview"])
@pytest.mark.parametrize("key", ["foreign_hr", "bedrock_hr"])
def test_another_enterprise_gets_404(world: World, sign_in, key: str, name: str) -> None:
    from apps.members.services.roster_upload import roster_upload

    upload = roster_upload(data=csv(newcomer(0)), file_name="a.csv", actor=world.actor("hr"), now=world.now)
    subject = upload if name == "roster_preview" else world.member("xiaowen").pk
    assert sign_in("hr").get(reverse(f"office:{name}", args=[subject])).status_code == 200
    client, urls = sign_in(key), [reverse(f"office:{name}", args=[pk]) for pk in (subject, new_id())]
    assert [client.get(url).status_code for url in urls] == [404, 404]
    assert "李晓雯" not in text_of(client, urls[0])


@pytest.mark.parametrize("name", ["certification_pass", "certification_refuse", "certification_reveal"])
def test_the_reviewer_of_another_branch_gets_404_for_every_deed(world: World, sign_in, name: str) -> None:
    before = Certification.objects.system("test").filter(pk=xujings(world)).values().get()
    data = {"field": "name", "reason": "不对"}
    answer = sign_in("other_reviewer").post(reverse(f"console:{name}", args=[xujings(world)]), data)
    assert answer.status_code == 404
    assert Certification.objects.system("test").filter(pk=xujings(world)).values().get() == before


def test_the_reviewer_of_another_branch_sees_neither_case_nor_enterprise(world: World, sign_in) -> None:
    client = sign_in("other_reviewer")
    assert client.get(reverse("console:certification_detail", args=[xujings(world)])).status_code == 404
    assert client.get(reverse("console:enterprise_detail", args=[world.morningstar])).status_code == 404
    page = client.get(reverse("console:enterprise_list")).content.decode()
    assert "云帆食品" in page
    assert "晨星精密" not in page


def test_head_office_sees_the_branches(world: World, sign_in) -> None:
    page = sign_in("compliance").get(reverse("console:enterprise_list")).content.decode()
    assert all(name in page for name in ("云帆食品", "晨星精密", "磐石建设"))


def test_a_denial_leaves_one_row_and_nothing_else(world: World, sign_in) -> None:
    client = sign_in("maker")
    assert client.post(reverse("office:member_submit"), {"member": str(world.member("xiaowen").pk)}).status_code == 403
    row = AuditRow.objects.system("test").get(action="access.denied", person_id=world.person("maker"))
    assert row.detail == {"permission": "members.certification.submit"}


# ---- the desk


def test_two_certifications_steps_through_the_pages(world: World, sign_in) -> None:
    url = reverse("console:certification_pass", args=[xujings(world)])
    assert with_pin(sign_in("reviewer"), url)["Location"] == reverse("console:review_list")
    assert with_pin(sign_in("approver"), url).status_code == 302
    assert world.member("xujing").status == MemberStatus.ACTIVE
    page = sign_in("xujing").get(reverse("mobile:certification")).content.decode()
    assert "您已是认证成员" in page


def test_a_wrong_pin_decides_nothing(world: World, sign_in) -> None:
    client, url = sign_in("reviewer"), reverse("console:certification_pass", args=[xujings(world)])
    digest = client.post(url).context["digest"]
    answer = client.post(url, {"step_up_digest": digest, "step_up_pin": "135791"})
    assert answer.status_code == 403
    assert Certification.objects.system("test").get(pk=xujings(world)).state == "SUBMITTED"


def test_numbers_are_masked_until_they_are_revealed(world: World, sign_in) -> None:
    from apps.identity import api as identity

    clear = identity.person_clear(world.person("xujing"))
    client, detail = sign_in("reviewer"), reverse("console:certification_detail", args=[xujings(world)])
    for page in (detail, reverse("console:review_list")):
        text = text_of(client, page)
        assert clear.id_number not in text
        assert clear.mobile not in text
        assert "许静" not in text
    reveal = reverse("console:certification_reveal", args=[xujings(world)])
    assert client.post(reveal, {"reason": ""}).status_code == 422
    text = with_pin(client, reveal, {"reason": "核对影像"}).content.decode()
    assert clear.id_number in text
    assert clear.mobile in text
    assert AuditRow.objects.system("test").filter(action="members.identity.revealed").count() == 1
    assert clear.id_number not in client.get(detail).content.decode()


def test_the_people_of_an_enterprises_case_are_revealed_with_reason_pin_and_record(
    world: World, admin: Actor, sign_in
) -> None:
    row = submitted(world, admin)
    numbers = [row.legal_id_number.clear(), *(one.id_number.clear() for one in (*owners_of(row), *nominees_of(row)))]
    mobiles = [one.mobile.clear() for one in nominees_of(row)]
    client, detail = sign_in("reviewer"), reverse("console:application_detail", args=[row.pk])
    reveal = reverse("console:application_reveal", args=[row.pk])
    assert reveal in client.get(detail).content.decode()
    assert client.post(reveal, {"reason": " "}).status_code == 422
    text = with_pin(client, reveal, {"reason": "核对授权书"}).content.decode()
    assert [one for one in numbers + mobiles if one not in text] == [] and len(numbers) >= 5
    line = AuditRow.objects.system("test").get(action="members.application.revealed")
    assert line.subject_id == row.pk and line.detail["reason"] == "核对授权书"
    assert [
        one for one in numbers + mobiles if one in client.get(detail).content.decode() or one in str(line.detail)
    ] == []
    for stranger, status in (("other_reviewer", 404), ("service", 403), ("maker", 403)):
        assert sign_in(stranger).post(reveal, {"reason": "看看"}).status_code == status


def test_a_faulty_handing_over_is_said_on_the_page_of_the_case(world: World, sign_in) -> None:
    row = Review.objects.system("test").get(subject_id=xujings(world))
    client, url = sign_in("approver"), reverse("console:review_pass_on", args=[row.pk])
    page = client.get(reverse("console:certification_detail", args=[xujings(world)]) + "?hand=1").content.decode()
    assert 'id="assign_person"' in page and "*敏" in page
    for sent, words in (
        ({}, "error-summary"),
        ({"person": str(world.person("reviewer")), "reason": ""}, "#assign_reason"),
        ({"person": str(world.person("auditor")), "reason": "轮岗"}, "不能办理当前步骤"),
        ({"person": "nobody", "reason": "轮岗"}, "#assign_person"),
    ):
        answer = client.post(url, sent)
        assert (answer.status_code, words in answer.content.decode()) == (422, True), sent
    absence_set(
        starts_on=world.now.business_date, ends_on=world.now.business_date, reason="培训", now=world.now,
        actor=world.actor("reviewer"),
    )  # fmt: skip
    answer = client.post(url, {"person": str(world.person("reviewer")), "reason": "轮岗"})
    assert (answer.status_code, "今日离岗" in answer.content.decode()) == (409, True)
    row.refresh_from_db()
    assert row.assignee_person_id is None


def test_a_refusal_without_a_reason_is_422_and_with_one_goes_back(world: World, sign_in) -> None:
    client, url = sign_in("reviewer"), reverse("console:certification_refuse", args=[xujings(world)])
    assert client.post(url, {"field": "", "reason": ""}).status_code == 422
    assert client.post(url, {"field": "emp_no", "reason": "与工牌不符"}).status_code == 302
    page = sign_in("xujing").get(reverse("mobile:certification")).content.decode()
    assert "与工牌不符" in page
    member = sign_in("hr").get(reverse("office:member_detail", args=[world.member("xujing").pk])).content.decode()
    assert "与工牌不符" in member


def test_the_next_case_is_taken_and_kept(world: World, sign_in) -> None:
    client = sign_in("reviewer")
    first = client.post(reverse("console:review_next"))["Location"]
    assert "已为您保留到" in client.get(first).content.decode()


def test_who_only_looks_has_no_buttons(world: World, sign_in) -> None:
    page = sign_in("auditor").get(reverse("console:certification_detail", args=[xujings(world)])).content.decode()
    assert "certifications/" in page
    assert "data-key" not in page
    assert "reveal" not in page


# ---- the office


def test_hr_brings_a_list_in_and_asks_for_certification(world: World, sign_in) -> None:
    client = sign_in("hr")
    file = SimpleUploadedFile("花名册.csv", csv(newcomer(0), newcomer(1, 手机号="1")))
    preview = client.post(reverse("office:roster_new"), {"file": file, "scope": "NEW"})["Location"]
    shown = client.get(preview)
    assert "手机号码不正确" in shown.content.decode()
    assert client.post(f"{preview}confirm/").status_code == 422  # not what was shown
    digest = {"digest": shown.context["preview"].digest}
    assert client.post(f"{preview}confirm/", digest).status_code == 302
    found = client.get(reverse("office:member_list"), {"q": "N000"})
    (line,) = found.context["found"].lines
    assert line.status == MemberStatus.INVITED
    assert client.post(reverse("office:member_submit"), {"member": str(line.id)}).status_code == 302
    again = client.get(reverse("office:member_list"), {"q": "N000"}).context["found"].lines[0]
    assert again.status == MemberStatus.PENDING


def test_a_file_that_is_no_roster_is_answered_with_the_form(world: World, sign_in) -> None:
    sent = {"file": SimpleUploadedFile("a.csv", b"a,b\n1,2"), "scope": "NEW"}
    answer = sign_in("hr").post(reverse("office:roster_new"), sent)
    assert answer.status_code == 422
    assert "没有找到表头" in answer.content.decode()


def test_a_row_is_mended_in_place_with_and_without_a_script(world: World, sign_in) -> None:
    client = sign_in("hr")
    file = SimpleUploadedFile("花名册.csv", csv(newcomer(0, 部门=""), newcomer(1, 部门="")))
    preview = client.post(reverse("office:roster_new"), {"file": file, "scope": "NEW"})["Location"]
    part = client.post(f"{preview}rows/2/", {"department": "研发部"}, headers={"HX-Request": "true"}).content.decode()
    assert 'id="row-2"' in part and 'id="roster-state" hx-swap-oob="true"' in part and 'id="row-3"' not in part
    assert client.post(f"{preview}rows/3/", {"department": "研发部"})["Location"] == preview
    assert client.get(preview).context["preview"].bad_count == 0
    assert client.post(f"{preview}rows/9/", {"department": "研发部"}).status_code == 404


def test_the_sheet_of_faults_is_a_workbook_without_numbers_in_clear(world: World, sign_in) -> None:
    from apps.core.files import read_table

    client = sign_in("hr")
    file = SimpleUploadedFile("花名册.csv", csv(newcomer(0, 部门="")))
    preview = client.post(reverse("office:roster_new"), {"file": file, "scope": "NEW"})["Location"]
    answer = client.get(f"{preview}faults.xlsx")
    (sheet,) = read_table(answer.content, "t.xlsx").sheets
    assert sheet.rows[1].cells[-1] == "请填写部门"
    assert newcomer(0)[1] not in str(sheet.rows) and newcomer(0)[3] not in str(sheet.rows)
    back = client.post(f"{preview}faults/", {"sheet": SimpleUploadedFile("a.xlsx", answer.content)})
    assert back["Location"] == preview


def test_who_leaves_by_a_list_is_agreed_to_in_words(world: World, sign_in) -> None:
    client = sign_in("bedrock_hr")
    file = SimpleUploadedFile("花名册.csv", csv(newcomer(0)))
    preview = client.post(reverse("office:roster_new"), {"file": file, "scope": "FULL"})["Location"]
    shown = client.get(f"{preview}?show=leavers")
    sent = {"digest": shown.context["preview"].digest, "left_on": "2026-03-02"}
    refused = client.post(f"{preview}confirm/", sent)
    assert refused.status_code == 422 and "请核对离职名单后勾选" in refused.content.decode()
    assert client.post(f"{preview}confirm/", sent | {"leavers_confirmed": "on"}).status_code == 302
    assert world.member("yiming").status == MemberStatus.ACTIVE


def test_a_broken_id_of_a_member_is_404(world: World, sign_in) -> None:
    assert sign_in("hr").post(reverse("office:member_submit"), {"member": "x"}).status_code == 404


def test_the_template_has_the_columns_that_are_read(world: World, sign_in) -> None:
    from apps.core.files import read_table

    answer = sign_in("hr").get(reverse("office:roster_template"))
    (sheet,) = read_table(answer.content, "t.xlsx").sheets
    assert tuple(sheet.rows[0].cells) == HEADER


def test_a_leaving_date_may_be_to_come(world: World, sign_in) -> None:
    client, member = sign_in("hr"), world.member("xiaowen")
    url = reverse("office:member_leaving", args=[member.pk])
    assert client.post(url, {"left_on": "2028-03-09"}).status_code == 422
    assert client.post(url, {"left_on": "2026-03-09"}).status_code == 302
    assert world.member("xiaowen").status == MemberStatus.ACTIVE
    assert "2026-03-09" in client.get(reverse("office:member_detail", args=[member.pk])).content.decode()
    assert client.post(reverse("office:member_staying", args=[member.pk])).status_code == 302
    assert client.post(reverse("office:member_staying", args=[member.pk])).status_code == 409
    assert client.post(url, {"left_on": "2026-03-02"}).status_code == 302
    assert world.member("xiaowen").status == MemberStatus.LEFT


def test_colleagues_numbers_are_not_on_the_roster_page(world: World, sign_in) -> None:
    from apps.identity import api as identity

    clear = identity.person_clear(world.person("xiaowen"))
    client = sign_in("hr")
    for page in (
        reverse("office:member_list") + "?q=李晓雯",
        reverse("office:member_detail", args=[world.member("xiaowen").pk]),
    ):
        text = client.get(page).content.decode()
        assert "李晓雯" in text
        assert clear.id_number not in text
        assert clear.mobile not in text


def test_relations_reach_only_what_they_should(world: World) -> None:
    own = world.actor("xiaowen", relation=Relation.SELF)
    assert {row.member.person_id for row in Certification.objects.scoped(own)} == {world.person("xiaowen")}
    assert Certification.objects.scoped(world.actor("hr")).count() == 311
    assert Certification.objects.scoped(world.actor("bedrock_hr")).count() == 39
