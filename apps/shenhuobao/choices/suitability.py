"""The words of suitability: who may buy what (WM-1 to WM-3)."""

from enum import StrEnum

from apps.core import params

ASSESSMENT_SUBJECT, QUESTIONNAIRE_SUBJECT = "shenhuobao.assessment", "shenhuobao.questionnaire"
REASON_LENGTH = 200
REMIND_DAYS = (30, 0)  # before the last day of an assessment

ANSWER_SECONDS = params.define("shenhuobao.answer_seconds", "count", "风险测评:最短作答时长(秒)", rule="WM-5")


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


QUESTIONNAIRE_TONES: dict[QuestionnaireState, str] = {
    QuestionnaireState.PROPOSED: "brand",
    QuestionnaireState.REFUSED: "danger",
    QuestionnaireState.IN_FORCE: "ok",
}


class Topic(StrEnum):
    """What a questionnaire asks for, each at least once (WM-3)."""

    AGE = "AGE"
    FINANCE = "FINANCE"
    EXPERIENCE = "EXPERIENCE"
    OBJECTIVE = "OBJECTIVE"
    RETURN = "RETURN"
    PREFERENCE = "PREFERENCE"
    LIQUIDITY = "LIQUIDITY"
    LOSS = "LOSS"


TOPIC_LABELS: dict[Topic, str] = {
    Topic.AGE: "年龄",
    Topic.FINANCE: "财务状况",
    Topic.EXPERIENCE: "投资经验",
    Topic.OBJECTIVE: "投资目的",
    Topic.RETURN: "收益期望",
    Topic.PREFERENCE: "风险偏好",
    Topic.LIQUIDITY: "流动性要求",
    Topic.LOSS: "损失承受能力",
}


class Veto(StrEnum):
    """Why a level is below what the score gives."""

    NO_LOSS = "NO_LOSS"
    ELDER = "ELDER"


VETO_LABELS: dict[Veto, str] = {
    Veto.NO_LOSS: "不能承受任何本金损失",
    Veto.ELDER: "已到须特别关注的年龄,线上评定不超过 C3",
}


class MarkKind(StrEnum):
    """What a person has said about an assessment afterwards; the assessment itself never changes (WM-3)."""

    CONFIRMED = "CONFIRMED"
    VOIDED = "VOIDED"


MARK_LABELS: dict[MarkKind, str] = {MarkKind.CONFIRMED: "确认结果", MarkKind.VOIDED: "情况有变,停用"}


class Standing(StrEnum):
    """What an assessment is worth on a day."""

    UNCONFIRMED = "UNCONFIRMED"
    IN_FORCE = "IN_FORCE"
    VOIDED = "VOIDED"
    EXPIRED = "EXPIRED"
    REPLACED = "REPLACED"


STANDING_LABELS: dict[Standing, str] = {
    Standing.UNCONFIRMED: "待确认",
    Standing.IN_FORCE: "有效",
    Standing.VOIDED: "情况有变,已停用",
    Standing.EXPIRED: "已过期",
    Standing.REPLACED: "已有新的测评",
}
STANDING_TONES: dict[Standing, str] = {
    Standing.UNCONFIRMED: "warn",
    Standing.IN_FORCE: "ok",
    Standing.VOIDED: "warn",
    Standing.EXPIRED: "danger",
}
