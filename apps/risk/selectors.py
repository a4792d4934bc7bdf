"""Reads of the limits centre: what is in force, what is used, what a claim would be told."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import connection

from apps.bankaccounts.contracts import AccountFacts
from apps.core import params
from apps.core.clock import Moment
from apps.core.db import uuid_array
from apps.identity import api as identity
from apps.ledger import api as ledger

from .choices import DIMENSION_LABELS, LIMITS, PERIOD_LABELS, Dimension, Limit, Measure, Period
from .contracts import Claim, LimitLine, Refusal, Subject, UseLine, shown
from .models import LimitUse
from .rules import Counter, Use, account_subject, applicable, counter_of, counters_of, judge, starts_on


def limits_check(*, claims: Sequence[Claim], now: Moment) -> dict[UUID, Refusal]:
    """The claims that would be refused if they came now, by key, in their order. Reads only: nothing is reserved."""
    day = now.business_date
    uses = uses_now(claims, uses_of(counters_of(claims, day)))
    return judge(claims, day, uses, allowed_on(claims, day)).refused


def allowed_on(claims: Iterable[Claim], day: date) -> dict[tuple[str, UUID], int]:
    """The number in force on a day, by limit and subject, for every limit on which the claims draw."""
    drawn = {(limit.key, subject.id) for claim in claims for subject, limit in applicable(claim)}
    if not drawn:
        return {}
    values = params.values({key for key, _ in drawn}, day)
    return {(key, subject_id): values[key] for key, subject_id in drawn}


def uses_of(counters: Collection[Counter]) -> dict[Counter, tuple[UUID, Use]]:
    """The rows of these counters with what is taken of them; without those that nobody has counted on. No lock."""
    return _uses(counters, "")


def uses_held(counters: Collection[Counter]) -> dict[Counter, tuple[UUID, Use]]:
    """The same under a lock on each row, ascending by id, until the caller's transaction ends."""
    return _uses(counters, "ORDER BY u.id FOR NO KEY UPDATE OF u")


def _uses(counters: Collection[Counter], how: str) -> dict[Counter, tuple[UUID, Use]]:
    if not counters:
        return {}
    dimensions, subjects, flows, periods, starts = (list(column) for column in zip(*counters, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT u.dimension, u.subject_id, u.flow, u.period, u.starts_on, u.id,
                       u.reserved_fen + CASE u.period WHEN 'BALANCE' THEN 0 ELSE u.used_fen END,
                       u.reserved_count + u.used_count
                  FROM risk_limituse u
                  JOIN unnest(%s::text[], %s::uuid[], %s::text[], %s::text[], %s::date[])
                       AS c(dimension, subject_id, flow, period, starts_on)
                       USING (dimension, subject_id, flow, period, starts_on) {how}""",  # noqa: S608 - our own words
            [dimensions, uuid_array(subjects), flows, periods, starts],
        )
        return {Counter(*row[:5]): (row[5], Use(row[6], row[7])) for row in cursor.fetchall()}


def uses_now(claims: Iterable[Claim], rows: dict[Counter, tuple[UUID, Use]]) -> dict[Counter, Use]:
    """What is taken of each counter; a cap on a balance also counts what the account holds in the books."""
    uses = {counter: use for counter, (_, use) in rows.items()}
    capped = {
        (subject, limit) for claim in claims for subject, limit in applicable(claim) if limit.period == Period.BALANCE
    }
    if capped:
        held = ledger.balances([_ledger_id(subject) for subject, _ in capped])
        for subject, limit in capped:
            counter = counter_of(subject, limit, date.min)
            assert counter is not None  # noqa: S101 - only SINGLE has none
            uses.setdefault(counter, Use()).fen += held[_ledger_id(subject)]
    return uses


def _ledger_id(subject: Subject) -> UUID:
    if subject.ledger_account_id is None:
        raise ValueError(f"a cap on the balance of {subject.id} needs its ledger account")
    return subject.ledger_account_id


def limits_in_force(on: date) -> tuple[LimitLine, ...]:
    """Every limit with its number on a business date, and whose number that is. Two queries."""
    rows = params.in_force(on, [limit.key for limit in LIMITS])
    people = {person for row in rows.values() for person in (row.maker_person_id, row.checker_person_id) if person}
    names: dict[UUID | None, str] = {
        person: brief.masked_name for person, brief in identity.person_briefs(people).items()
    }
    return tuple(
        LimitLine(
            label=limit.label,
            dimension=DIMENSION_LABELS[limit.dimension],
            period=PERIOD_LABELS[limit.period],
            shown=_allowed(int(rows[limit.key].value), limit),
            rule=limit.rule,
            is_statutory=limit.is_statutory,
            effective_from=rows[limit.key].effective_from,
            maker=names.get(rows[limit.key].maker_person_id, ""),
            checker=names.get(rows[limit.key].checker_person_id, ""),
        )
        for limit in LIMITS
        if limit.key in rows
    )


def account_uses(facts: AccountFacts, *, now: Moment) -> tuple[UseLine, ...]:
    """What an account has taken of each limit of its class today; the caller has scoped it. No lock."""
    subject = account_subject(facts)
    limits = [one for one in LIMITS if one.dimension == subject.dimension and subject.grade in one.grades]
    balance = ledger.balance(facts.ledger_account_id) if limits else 0
    return _uses_of(subject, limits, balance, now.business_date)


def customer_uses(person_id: UUID, *, now: Moment) -> tuple[UseLine, ...]:
    """What a customer has moved out today, against the limit of each proof (RC-2). No lock."""
    subject = Subject(Dimension.CUSTOMER, person_id)
    limits = [one for one in LIMITS if one.dimension == subject.dimension]
    return _uses_of(subject, limits, 0, now.business_date)


def _uses_of(subject: Subject, limits: Sequence[Limit], balance: int, day: date) -> tuple[UseLine, ...]:
    if not limits:
        return ()
    allowed = params.values([limit.key for limit in limits], day)
    begun = {starts_on(period, day) for period in Period}
    rows = LimitUse.objects.filter(dimension=subject.dimension, subject_id=subject.id, starts_on__in=begun)
    uses: dict[Counter | None, LimitUse] = {
        Counter(row.dimension, row.subject_id, row.flow, row.period, row.starts_on): row for row in rows
    }
    return tuple(
        _use_line(limit, allowed[limit.key], uses.get(counter_of(subject, limit, day)), balance) for limit in limits
    )


def _use_line(limit: Limit, allowed: int, use: LimitUse | None, balance: int) -> UseLine:
    is_money = limit.measure == Measure.FEN
    used = reserved = 0
    if use is not None:
        used, reserved = (use.used_fen, use.reserved_fen) if is_money else (use.used_count, use.reserved_count)
    if limit.period == Period.BALANCE:
        used = balance
    return UseLine(
        label=limit.label,
        is_statutory=limit.is_statutory,
        is_counted=limit.period != Period.SINGLE,
        allowed=allowed,
        taken=min(used + reserved, allowed),
        allowed_shown=_allowed(allowed, limit),
        used_shown=shown(used, limit.measure),
        reserved_shown=shown(reserved, limit.measure) if reserved else "",
        left_shown=shown(max(allowed - used - reserved, 0), limit.measure),
    )


def _allowed(number: int, limit: Limit) -> str:
    return shown(number, limit.measure) if number else "不能办理"
