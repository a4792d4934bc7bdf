"""A queue of any length, made by the database itself."""

from uuid import UUID

from django.db import connection

CASES = """
INSERT INTO members_review (id, kind, subject_id, enterprise_id, unit_path, title, note, state, risk, reasons,
    submitter_person_id, submitted_at, due_at, is_sampled, sample_result, sample_note)
SELECT gen_random_uuid(), CASE WHEN n %% 20 = 0 THEN 'ENTERPRISE' ELSE 'EMPLOYEE' END, gen_random_uuid(),
    %(enterprise)s, %(unit)s, '测*', 'T' || n, CASE WHEN n %% 3 = 0 THEN 'REVIEWED' ELSE 'SUBMITTED' END,
    1 + (n %% 40 > 30)::int + (n %% 40 = 39)::int, '[]', gen_random_uuid(), %(now)s - n * interval '1 second',
    %(now)s + interval '24 hours' - n * interval '1 second', false, '', ''
FROM generate_series(1, %(count)s) n
"""
REQUESTS = """
INSERT INTO approvals_approvalrequest (id, kind, subject_id, enterprise_id, unit_path, digest, summary, steps,
    steps_done, state, maker_person_id, maker_display, requested_at, expires_at)
SELECT gen_random_uuid(), 'members.certification', subject_id, enterprise_id, unit_path, '', '{}',
    '["reviewer", "approver"]', (state = 'REVIEWED')::int, 'PENDING', submitter_person_id, '测*', submitted_at,
    submitted_at + interval '30 days'
FROM members_review WHERE note LIKE 'T%%'
"""


def fill(count: int, *, enterprise_id: UUID, unit: str, now: object) -> None:
    """So many cases that wait at a unit, a second apart, each with its request for approval; then statistics anew."""
    with connection.cursor() as cursor:
        cursor.execute(CASES, {"enterprise": enterprise_id, "unit": unit, "now": now, "count": count})
        cursor.execute(REQUESTS)
        cursor.execute("ANALYZE members_review, approvals_approvalrequest")
