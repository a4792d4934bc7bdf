"""The words of 书面约定: what the bank and a person agree in writing before high risk is sold online (WM-2)."""

from enum import StrEnum

ACCORD_SUBJECT = "shenhuobao.accord"
NUMBER_LENGTH = 40


class AccordState(StrEnum):
    PROPOSED = "PROPOSED"
    REFUSED = "REFUSED"
    IN_FORCE = "IN_FORCE"
    ENDED = "ENDED"


ACCORD_LABELS: dict[AccordState, str] = {
    AccordState.PROPOSED: "待复核",
    AccordState.REFUSED: "未通过",
    AccordState.IN_FORCE: "有效",
    AccordState.ENDED: "已终止",
}
ACCORD_TONES: dict[AccordState, str] = {
    AccordState.PROPOSED: "brand",
    AccordState.REFUSED: "danger",
    AccordState.IN_FORCE: "ok",
}
