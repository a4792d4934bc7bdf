"""What became of the lists by which an enterprise buys for its people: for the bank alone, and masked (ADR 17)."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Count, Q, Sum

from apps.core.actors import Actor
from apps.core.clock import SHANGHAI
from apps.core.errors import NotFound
from apps.core.masking import mask_name

from ..choices import ORDER_LABELS, ORDER_TONES, OUTCOME_LABELS, OrderState
from ..contracts import IssueLine, OutcomeLine, OutcomeSheet, OutcomeSum
from ..models import EntrustedAnswer, EntrustedLine, EntrustedList
from ..models.entrusted import RELEASED
from .entrusted import MISSING
from .issues import issue_for, issue_line

WAITING = ("待银行逐人核对", "brand")


def outcomes_of(actor: Actor, issue_id: UUID) -> tuple[IssueLine, tuple[OutcomeSheet, ...]]:
    """The released lists of an issue, the newest first, each with its lines counted by what they came to. What was not
    released is the enterprise's own paper. Raises NotFound. Three queries."""
    issue = issue_for(actor, issue_id)
    return issue_line(issue, is_bank=True), _sheets(actor, Q(issue=issue))


def outcome_detail(actor: Actor, list_id: UUID) -> tuple[OutcomeSheet, tuple[OutcomeLine, ...]]:
    """One list, line by line. Raises NotFound. Three queries."""
    found = _sheets(actor, Q(pk=list_id))
    if not found:
        raise NotFound(MISSING)
    rows = EntrustedLine.objects.scoped(actor).filter(list_id=list_id).select_related("answer__order")
    return found[0], tuple(_line(row) for row in rows.order_by("number"))


def _sheets(actor: Actor, which: Q) -> tuple[OutcomeSheet, ...]:
    rows = EntrustedList.objects.scoped(actor).filter(which, state__in=RELEASED).select_related("issue")
    lists = list(rows.order_by("-released_at", "-pk"))
    answers = EntrustedAnswer.objects.scoped(actor).filter(line__list__in=[row.pk for row in lists])
    parts: dict[UUID, dict[tuple[str, str], tuple[int, int]]] = defaultdict(dict)
    for list_id, outcome, state, count, fen in answers.values_list("line__list_id", "outcome", "order__state").annotate(
        count=Count("pk"), fen=Sum("line__amount_fen")
    ):
        said, (known, sum_fen) = _said(outcome, state), parts[list_id].get(_said(outcome, state), (0, 0))
        parts[list_id][said] = known + count, sum_fen + int(fen)
    return tuple(_sheet(row, parts[row.pk]) for row in lists)


def _sheet(row: EntrustedList, parts: dict[tuple[str, str], tuple[int, int]]) -> OutcomeSheet:
    sums = [OutcomeSum(*said, count, fen) for said, (count, fen) in sorted(parts.items(), key=_most)]
    waiting = row.line_count - sum(one.count for one in sums)
    if waiting:
        sums.append(OutcomeSum(*WAITING, waiting, row.total_fen - sum(one.fen for one in sums)))
    return OutcomeSheet(
        id=row.pk,
        issue_id=row.issue_id,
        issue_title=row.issue.title,
        file_name=row.file_name,
        digest=row.digest,
        line_count=row.line_count,
        total_fen=row.total_fen,
        maker=row.maker_display,
        checker=row.checker_display,
        released_at=row.released_at.astimezone(SHANGHAI) if row.released_at else None,
        waiting=waiting,
        sums=tuple(sums),
    )


def _most(part: tuple[tuple[str, str], tuple[int, int]]) -> tuple[int, str]:
    (label, _), (count, _) = part
    return -count, label


def _said(outcome: str, order_state: str | None) -> tuple[str, str]:
    """Label and tone: why no money was held, or how the order stands that the line became."""
    if outcome or order_state is None:
        return OUTCOME_LABELS.get(outcome, outcome).replace("您", "本人"), "warn"  # here it is told to somebody else
    state = OrderState(order_state)
    return ORDER_LABELS[state], ORDER_TONES.get(state, "neutral")


def _line(row: EntrustedLine) -> OutcomeLine:
    answer = getattr(row, "answer", None)
    label, tone = _said(answer.outcome, answer.order.state if answer.order else None) if answer else WAITING
    at = answer.at.astimezone(SHANGHAI) if answer else None
    return OutcomeLine(row.number, mask_name(row.name), row.amount_fen or 0, label, tone, at)
