"""Lines that are wrong in the same way, and what one answer may do to all of them."""

from enum import StrEnum

from .payroll_contract import AMOUNT


class AlikeAction(StrEnum):
    DROP = "drop"
    REPLACE = "replace"  # one amount over all of them
    STRIP = "strip"  # what stands behind each name is taken off


SHOWN = 20  # groups
LEAST = 2  # lines that make a group

# What people write behind a name: (劳务), -外包, 2, 先生. One expression for PostgreSQL and for whoever reads it.
NAME_TAIL = r"(?:[(\[【][^(\[【]{1,10}[)\]】]|[-_/—][^-_/—]{1,10}|[0-9]{1,3}|先生|女士|小姐|同志)$"

DROPPABLE_WARNINGS = ("W_LEAVER", "W_NOT_IN_ROSTER", "W_DUPLICATE")  # whom one may well not want to pay
SAID = {"W_DUPLICATE": "{}与前面的行相同", "E_LUHN": "账号校验位不正确"}  # where the message names a line or a digit


def alike_actions(code: str, column: str, text: str, *, is_unread: bool) -> tuple[AlikeAction, ...]:
    """What may be done to all lines of a group. `text` is what they share, "" where it is nothing; `is_unread`: their
    amount cannot be read, so that one may be typed instead. A readable amount is nobody's to set for many."""
    if code.startswith("W_") and code not in DROPPABLE_WARNINGS:
        return ()
    actions = [AlikeAction.DROP]
    if column == AMOUNT and is_unread:
        actions.append(AlikeAction.REPLACE)
    if code == "E_NAME" and text:
        actions.append(AlikeAction.STRIP)
    return tuple(actions)
