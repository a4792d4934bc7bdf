"""A batch held against the enterprise's last paid one of the same kind: who came, who went, whose wage jumped (PY-6).

People are matched by person, else by account: an account is one person's in both batches as soon as one of them knows
whose it is. A person's lines count together. Dropped lines count nowhere. A confidential batch is held against
confidential ones alone: nobody learns from another's leavers who is paid apart.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core.actors import Actor
from apps.core.errors import NotFound
from apps.members import api as members
from apps.members.contracts import MemberStatus, RosterLine

from ..contracts import ComparedLine, ComparedPage, Comparison, PartSum
from ..models import Batch
from ..models.batch import RELEASED
from ..rules.comparison import OUTLIER_TIMES, PART_LABELS, Part, jump_said
from .contracts import lines_require

PAGE = 50

# A line without a person is that of its account's person, where the other batch knows one. An account that is missing
# is nobody's: such lines are each for itself.
_PEOPLE = """
    WITH last AS (
      SELECT id, reference, title, pay_period, row_count, total_fen FROM daifutong_batch
       WHERE enterprise_id = %(enterprise)s AND kind = %(kind)s AND pay_period < %(period)s
         AND is_confidential = %(confidential)s AND state = ANY (%(released)s)
       ORDER BY pay_period DESC, released_at DESC, id DESC LIMIT 1),
    line AS MATERIALIZED (
      SELECT id, number, batch_id = %(batch)s AS is_now, person_id, account_index, account_tail, amount_fen,
             warnings @> '[{"code": "W_OUTLIER"}]' AS is_far
        FROM daifutong_row
       WHERE batch_id IN (%(batch)s, (SELECT id FROM last)) AND state NOT IN ('DROPPED', 'WAITING')),
    known AS (
      SELECT DISTINCT ON (account_index) account_index, person_id FROM line
       WHERE person_id IS NOT NULL AND account_index IN (SELECT account_index FROM line WHERE person_id IS NULL)),
    whose AS (
      SELECT l.*, coalesce(l.person_id, k.person_id) AS person
        FROM line l LEFT JOIN known k ON l.person_id IS NULL AND k.account_index = l.account_index),
    person AS (
      SELECT person, CASE WHEN person IS NULL THEN account_index END AS account,
             CASE WHEN person IS NULL AND account_tail = '' THEN id END AS nobody,
             sum(amount_fen) FILTER (WHERE is_now)::bigint AS now_fen,
             sum(amount_fen) FILTER (WHERE NOT is_now)::bigint AS before_fen,
             min(number) FILTER (WHERE is_now) AS now_line, min(number) FILTER (WHERE NOT is_now) AS before_line,
             bool_or(is_now AND is_far) AS is_far
        FROM whose GROUP BY 1, 2, 3),
    judged AS (
      SELECT *, before_line IS NULL AS joins, now_line IS NULL AS leaves,
             now_line IS NOT NULL AND before_line IS NOT NULL
               AND coalesce(now_fen, 0) <> coalesce(before_fen, 0) AS changes,
             is_far OR coalesce(now_fen > %(times)s * before_fen OR before_fen > %(times)s * now_fen, false) AS jumps
        FROM person)
"""

_SUMS = """
    SELECT l.*, count(*) FILTER (WHERE jumps), coalesce(sum(now_fen) FILTER (WHERE jumps), 0)::bigint,
           count(*) FILTER (WHERE joins), coalesce(sum(now_fen) FILTER (WHERE joins), 0)::bigint,
           count(*) FILTER (WHERE leaves), coalesce(-sum(before_fen) FILTER (WHERE leaves), 0)::bigint,
           count(*) FILTER (WHERE changes),
           coalesce(sum(coalesce(now_fen, 0) - coalesce(before_fen, 0)) FILTER (WHERE changes), 0)::bigint
      FROM last l CROSS JOIN judged GROUP BY l.id, l.reference, l.title, l.pay_period, l.row_count, l.total_fen"""

# The lines that each list shows, the biggest jump or sum first.
_SHOWN = {
    Part.OUTLIERS: "jumps ORDER BY greatest(now_fen::numeric / nullif(before_fen, 0),"
    " before_fen::numeric / nullif(now_fen, 0)) DESC NULLS LAST",
    Part.JOINERS: "joins ORDER BY now_fen DESC NULLS LAST",
    Part.LEAVERS: "leaves ORDER BY before_fen DESC NULLS LAST",
    Part.CHANGED: "changes ORDER BY abs(coalesce(now_fen, 0) - coalesce(before_fen, 0)) DESC",
}
_LINES = """
    SELECT coalesce(n.name, b.name), coalesce(nullif(n.emp_no, ''), b.emp_no, ''), p.now_line, p.before_fen, p.now_fen,
           p.person
      FROM (SELECT *, row_number() OVER () AS place
              FROM (SELECT * FROM judged WHERE {shown}, now_line, before_line LIMIT %(limit)s OFFSET %(offset)s) page) p
      LEFT JOIN daifutong_row n ON n.batch_id = %(batch)s AND n.number = p.now_line
      LEFT JOIN daifutong_row b ON b.batch_id = (SELECT id FROM last) AND b.number = p.before_line
     ORDER BY p.place"""


def batch_comparison(actor: Actor, batch_id: UUID) -> Comparison | None:
    """The totals of a batch beside those of the one before it; None where there is none. Raises NotFound."""
    return comparison_of(_batch(actor, batch_id))


def comparison_of(batch: Batch) -> Comparison | None:
    """The same of a batch that the caller may see. One query."""
    found = _fetch(_PEOPLE + _SUMS, batch)
    if not found:
        return None
    previous_id, reference, title, period, count, fen, *figures = found[0]
    sums = zip(Part, figures[::2], figures[1::2], strict=True)
    return Comparison(
        batch_id=batch.pk,
        title=batch.title,
        pay_period=batch.pay_period,
        count=batch.row_count,
        fen=batch.total_fen,
        previous_id=previous_id,
        previous_reference=reference,
        previous_title=title,
        previous_period=period,
        previous_count=count,
        previous_fen=fen,
        parts=tuple(PartSum(part, PART_LABELS[part], people, sum_fen) for part, people, sum_fen in sums),
    )


def compared_lines(actor: Actor, batch_id: UUID, show: str = "", page: int = 1) -> ComparedPage | None:
    """A page of one list of the comparison (a Part; otherwise the first that has somebody); None where there is
    nothing to compare with. Raises NotFound, Forbidden CONFIDENTIAL."""
    batch = _batch(actor, batch_id)
    lines_require(batch, actor)
    comparison = comparison_of(batch)
    if comparison is None:
        return None
    filled = next((part.part for part in comparison.parts if part.count), Part.OUTLIERS)
    part = Part(show) if show in PART_LABELS else Part(filled)
    total = comparison.part(part).count
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    sql = _PEOPLE + _LINES.format(shown=_SHOWN[part])
    lines = _fetch(sql, batch, limit=PAGE, offset=(page - 1) * PAGE)
    roster = {line.person_id: line for line in members.roster(batch.enterprise_id)}
    return ComparedPage(comparison, part, tuple(_line(part, roster, *line) for line in lines), page, pages, total)


def _batch(actor: Actor, batch_id: UUID) -> Batch:
    batch = Batch.objects.scoped(actor).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("没有找到这个代发批次。")
    return batch


def _fetch(sql: str, batch: Batch, **more: int) -> list[tuple[Any, ...]]:
    asked: dict[str, Any] = {
        "batch": batch.pk,
        "enterprise": batch.enterprise_id,
        "kind": batch.kind,
        "period": batch.pay_period,
        "confidential": batch.is_confidential,
        "released": list(RELEASED),
        "times": OUTLIER_TIMES,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, asked | more)
        return cursor.fetchall()


def _line(
    part: Part,
    roster: Mapping[UUID, RosterLine],
    name: str,
    emp_no: str,
    number: int | None,
    before_fen: int | None,
    now_fen: int | None,
    person_id: UUID | None,
) -> ComparedLine:
    note, tone = "", "neutral"
    if part == Part.OUTLIERS:
        note, tone = jump_said(before_fen, now_fen), "warn"
    elif part in (Part.JOINERS, Part.LEAVERS):
        note, tone = _standing(part, roster.get(person_id) if person_id else None)
    return ComparedLine(name, emp_no, number, before_fen, now_fen, note, tone)


def _standing(part: Part, member: RosterLine | None) -> tuple[str, str]:
    """What the roster says of somebody who came or went, and how much it matters."""
    if member is None:
        return "不在员工名册中", "warn"
    has_left = member.status == MemberStatus.LEFT
    if part == Part.LEAVERS:
        return ("已离职", "neutral") if has_left else ("仍在名册,本期没有发放", "warn")
    return ("已离职", "warn") if has_left else ("在员工名册中", "neutral")
