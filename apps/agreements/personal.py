"""What this app holds of one person, for the person's copy."""

from uuid import UUID

from apps.core.person_copy import Sheet

from .choices import (
    DATA_KIND_LABELS,
    DATA_STATE_LABELS,
    DECISION_LABELS,
    MANDATE_LABELS,
    ConsentDecision,
    DataRequestKind,
    DataRequestState,
    MandateState,
)
from .models import Consent, DataRequest, Mandate, Signature

WHY = "a copy for the person"


def _signatures(person_id: UUID) -> Sheet:
    rows = Signature.objects.system(WHY).filter(person_id=person_id).select_related("text").order_by("signed_at")
    return Sheet(
        "已签署的协议",
        ("协议", "版本", "签署时间", "设备"),
        [(r.text.title, str(r.text.version), f"{r.signed_at:%Y-%m-%d %H:%M:%S}", r.device) for r in rows],
    )


def _consents(person_id: UUID) -> Sheet:
    rows = Consent.objects.system(WHY).filter(person_id=person_id).select_related("text").order_by("decided_at")
    return Sheet(
        "个人信息同意",
        ("用途", "选择", "时间", "渠道"),
        [
            (r.text.title, DECISION_LABELS[ConsentDecision(r.decision)], f"{r.decided_at:%Y-%m-%d %H:%M:%S}", r.channel)
            for r in rows
        ],
    )


def _mandates(person_id: UUID) -> Sheet:
    rows = Mandate.objects.system(WHY).filter(person_id=person_id).order_by("signed_at")
    return Sheet(
        "授权",
        ("授权", "内容", "状态", "签署时间"),
        [
            (
                r.title,
                ";".join(f"{label}:{text}" for label, text in r.terms),
                MANDATE_LABELS[MandateState(r.state)],
                f"{r.signed_at:%Y-%m-%d %H:%M:%S}",
            )
            for r in rows
        ],
    )


def _requests(person_id: UUID) -> Sheet:
    rows = DataRequest.objects.system(WHY).filter(person_id=person_id).order_by("opened_at")
    return Sheet(
        "个人信息请求",
        ("事项", "内容", "状态", "答复"),
        [
            (
                DATA_KIND_LABELS[DataRequestKind(r.kind)],
                r.text,
                DATA_STATE_LABELS[DataRequestState(r.state)],
                r.answer,
            )
            for r in rows
        ],
    )


SHEETS = (_signatures, _consents, _mandates, _requests)
