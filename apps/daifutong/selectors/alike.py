"""The lines of a batch that are wrong in the same way: by code, column and what was typed."""

from uuid import UUID

from django.db import connection

from ..contracts import Alike
from ..models import Batch
from ..rules.alike import LEAST, NAME_TAIL, SAID, SHOWN, alike_actions
from ..rules.payroll_contract import FIELD_TITLES

_FOUND = """
    WITH found AS (
      SELECT r.id, f->>'code' AS code, f->>'column' AS place, f->>'message' AS message,
             f->>'column' = 'amount' AND r.amount_fen IS NULL AS is_unread,
             CASE WHEN f->>'column' = 'amount' AND r.amount_fen IS NULL THEN r.amount_text
                  WHEN f->>'code' = 'E_NAME' THEN coalesce(substring(r.name FROM %(tail)s), '') ELSE '' END AS text
        FROM daifutong_row r CROSS JOIN LATERAL jsonb_array_elements(r.errors || r.warnings) f
       WHERE r.batch_id = %(batch)s AND r.state = 'PENDING' AND (r.errors <> '[]' OR r.warnings <> '[]'))
"""
_GROUPS = """
    SELECT code, place, text, is_unread, min(message), count(DISTINCT id) FROM found
     GROUP BY 1, 2, 3, 4 HAVING count(DISTINCT id) >= %(least)s
     ORDER BY code LIKE 'E%%' DESC, 6 DESC, 1, 2, 3 LIMIT %(shown)s"""
_LINES = """
    SELECT DISTINCT id, is_unread FROM found WHERE code = %(code)s AND place = %(column)s AND text = %(text)s"""


def alike_of(batch: Batch) -> tuple[Alike, ...]:
    """The groups of two lines and more for which there is something to do, errors and large groups first."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND + _GROUPS, {"batch": batch.pk, "tail": NAME_TAIL, "least": LEAST, "shown": SHOWN})
        found = cursor.fetchall()
    return tuple(
        Alike(code, column, text, _said(code, column, message), count, actions)
        for code, column, text, is_unread, message, count in found
        if (actions := alike_actions(code, column, text, is_unread=is_unread))
    )


def alike_lines(batch_id: UUID, *, code: str, column: str, text: str) -> tuple[list[UUID], bool]:
    """The ids of the lines of one group, and whether their amount cannot be read."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FOUND + _LINES,
            {"batch": batch_id, "tail": NAME_TAIL, "code": code, "column": column, "text": text},
        )
        found = cursor.fetchall()
    return [pk for pk, _ in found], all(is_unread for _, is_unread in found)


def _said(code: str, column: str, message: str) -> str:
    return SAID[code].format(FIELD_TITLES.get(column, "")) if code in SAID else message
