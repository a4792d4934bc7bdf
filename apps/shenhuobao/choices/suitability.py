"""The words of suitability: who may buy what (WM-1 to WM-3)."""

from enum import StrEnum

ASSESSMENT_SUBJECT, QUESTIONNAIRE_SUBJECT = "shenhuobao.assessment", "shenhuobao.questionnaire"


class QuestionnaireState(StrEnum):
    PROPOSED = "PROPOSED"
    REFUSED = "REFUSED"
    IN_FORCE = "IN_FORCE"
    REPLACED = "REPLACED"


QUESTIONNAIRE_LABELS: dict[QuestionnaireState, str] = {
    QuestionnaireState.PROPOSED: "待复核",
    QuestionnaireState.REFUSED: "未通过",
    QuestionnaireState.IN_FORCE: "使用中",
    QuestionnaireState.REPLACED: "已被新版本替代",
}
