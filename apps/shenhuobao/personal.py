"""What this app holds of one person, for the person's copy."""

from uuid import UUID

from apps.core.clock import SHANGHAI
from apps.core.person_copy import Sheet

from .choices import INVESTOR_LEVEL_LABELS, InvestorLevel
from .choices.suitability import MARK_LABELS, MarkKind
from .models import AssessmentMark, RiskAssessment
from .selectors.assessments import answers_in_words

WHY = "a copy for the person"


def _assessments(person_id: UUID) -> Sheet:
    rows = RiskAssessment.objects.system(WHY).filter(person_id=person_id).select_related("questionnaire")
    return Sheet(
        "风险测评",
        ("测评日期", "有效期至", "等级", "得分", "问卷版本", "回答", "提交时间", "作答秒数", "设备", "网络地址"),
        [
            (
                f"{row.assessed_on}",
                f"{row.valid_through}",
                INVESTOR_LEVEL_LABELS[InvestorLevel(row.level)],
                f"{row.score}",
                f"{row.questionnaire.number}",
                answers_in_words(row),
                f"{row.created_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                f"{row.evidence['seconds']}",
                row.evidence["device"],
                row.evidence["ip"],
            )
            for row in rows.order_by("created_at")
        ],
    )


def _marks(person_id: UUID) -> Sheet:
    rows = AssessmentMark.objects.system(WHY).filter(assessment__person_id=person_id).select_related("assessment")
    return Sheet(
        "风险测评的确认与停用",
        ("测评日期", "事项", "时间", "设备"),
        [
            (
                f"{row.assessment.assessed_on}",
                MARK_LABELS[MarkKind(row.kind)],
                f"{row.created_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                row.device,
            )
            for row in rows.order_by("created_at")
        ],
    )


SHEETS = (_assessments, _marks)
