"""Where the membership of the caller's enterprise stands (ID-8). Papers and persons' numbers go through the pages."""

from typing import Any

from rest_framework import serializers

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..choices import (
    APPLICATION_KIND_LABELS,
    APPLICATION_LABELS,
    PAPER_LABELS,
    SECTION_LABELS,
    ApplicationState,
    Section,
)
from ..rules.applications import AGREEMENTS
from ..selectors.applications import application_for_enterprise


class OwnerOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    masked_id_number = serializers.CharField()
    percent = serializers.DecimalField(max_digits=5, decimal_places=2)


class NomineeOut(serializers.Serializer[Any]):
    role = serializers.CharField()
    role_label = serializers.CharField()
    name = serializers.CharField()
    masked_id_number = serializers.CharField()
    masked_mobile = serializers.CharField()


class PaperOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField([(key.value, label) for key, label in PAPER_LABELS.items()])
    size = serializers.IntegerField(help_text="字节")
    sha256 = serializers.CharField()
    added_at = serializers.DateTimeField()


class ProofOut(serializers.Serializer[Any]):
    state = serializers.ChoiceField(["none", "sent", "proved", "failed", "over"])
    account = serializers.CharField(help_text="尾号")
    sent_at = serializers.DateTimeField(allow_null=True)
    tries_left = serializers.IntegerField()
    starts_left = serializers.IntegerField()


class ApplicationFactsOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    enterprise = serializers.CharField()
    uscc = serializers.CharField()
    unit = serializers.CharField(help_text="受理机构")
    kind = serializers.ChoiceField([(key.value, label) for key, label in APPLICATION_KIND_LABELS.items()])
    state = serializers.ChoiceField([(key.value, label) for key, label in APPLICATION_LABELS.items()])
    address = serializers.CharField()
    business_scope = serializers.CharField()
    established_on = serializers.DateField(allow_null=True)
    licence_until = serializers.DateField(allow_null=True)
    legal_name = serializers.CharField()
    masked_legal_id = serializers.CharField()
    owners = OwnerOut(many=True)
    papers = PaperOut(many=True)
    nominees = NomineeOut(many=True)
    proof = ProofOut()
    submitted_at = serializers.DateTimeField(allow_null=True)
    rejected_field = serializers.CharField(help_text="被退回的一项;空为没有")
    rejected_label = serializers.CharField()
    rejected_reason = serializers.CharField()


class TaskOut(serializers.Serializer[Any]):
    section = serializers.ChoiceField([(key.value, label) for key, label in SECTION_LABELS.items()])
    is_done = serializers.BooleanField()
    is_wrong = serializers.BooleanField(help_text="退回的一项在这里")
    is_open = serializers.BooleanField(help_text="现在可以修改")


class ApplicationOut(serializers.Serializer[Any]):
    application = ApplicationFactsOut(allow_null=True, help_text="还没有申请时为空")
    tasks = TaskOut(many=True)


class EnterpriseApplication(Endpoint):
    @entry(
        summary="企业认证:状态、资料与待办", permission="members.application.view", relation=Relation.ENTERPRISE,
        answers=ApplicationOut,
    )  # fmt: skip
    def get(self, call: Call) -> dict[str, object]:
        now = clock.read()
        facts = application_for_enterprise(call.actor, now)
        if facts is None:
            return {"application": None, "tasks": ()}
        is_signed = not agreements.unsigned_codes(call.actor, AGREEMENTS, now)
        done = set(facts.done) | ({Section.AGREEMENTS} if is_signed else set())
        wrong = facts.rejected_section if facts.state == ApplicationState.REJECTED else None
        tasks = [
            {
                "section": section,
                "is_done": section in done,
                "is_wrong": section == wrong,
                "is_open": section == Section.AGREEMENTS or facts.is_open(section),
            }
            for section in Section
        ]
        return {"application": facts, "tasks": tasks}
