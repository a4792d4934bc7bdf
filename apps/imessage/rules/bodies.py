"""What a message may say: the one place where a body that came from outside becomes ours."""

import unicodedata
from datetime import date
from typing import Any

from apps.core.errors import InvalidInput

from .safety import masked, refuse_offer, warnings

MOST_CHARACTERS = 2000
ALLOWED_CONTROLS = "\n\t"


def text_body(
    text: object, quote: object, *, first_seq: int, last_seq: int, today: date, own_hosts: tuple[str, ...]
) -> dict[str, Any]:
    """The body of a text: card and ID numbers masked, its warnings, and the number of the row that it quotes.

    Raises InvalidInput E_TEXT for none, for more than MOST_CHARACTERS or for what is no text, E_CONTROL_CHAR for
    characters that nobody types, E_QUOTE for a row that the sender may not see
    (`first_seq` … `last_seq`), E_LOAN_OFFER (rules.safety).
    """
    if not isinstance(text, str) or not text.strip():
        raise InvalidInput("E_TEXT", "请输入要发送的内容。", fields={"text": "请输入要发送的内容。"})
    if len(text) > MOST_CHARACTERS:
        message = f"每条消息最多 {MOST_CHARACTERS} 字,请分几条发送。"
        raise InvalidInput("E_TEXT", message, fields={"text": message})
    if any(is_control(character) for character in text):
        message = "消息中含有不可识别的字符,请重新输入。"
        raise InvalidInput("E_CONTROL_CHAR", message, fields={"text": message})
    refuse_offer(text)
    body: dict[str, Any] = {"text": masked(text.strip(), today)}
    if warned := list(warnings(text, own_hosts)):
        body["warnings"] = warned
    if quote is not None:
        if isinstance(quote, bool) or not isinstance(quote, int) or not first_seq <= quote <= last_seq:
            raise InvalidInput("E_QUOTE", "引用的消息不存在。", fields={"quote": "引用的消息不存在。"})
        body["quote"] = quote
    return body


def is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") and character not in ALLOWED_CONTROLS
