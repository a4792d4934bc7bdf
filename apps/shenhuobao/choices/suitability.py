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
