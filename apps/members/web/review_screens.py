"""Values of the review desk's pages, ready to read."""

from django.http import QueryDict

from apps.core.access import allows
from apps.core.clock import SHANGHAI
from apps.core.http.request import Request
from apps.core.parts import Happening, Pair

from ..choices import SAMPLE_LABELS, ReviewState, SampleResult
from ..selectors.reviews import CasePart, colleagues
from .forms import RevealForm
from .review_forms import LABELS, AssignForm

TAKE, ASSIGN, SAMPLE = "members.review.take", "members.review.assign", "members.review.sample"
REVEAL, REVEAL_ID = "members.identity.reveal", "reveal_%s"  # several forms of the desk ask for a reason
_TOLD = {
    ReviewState.REVIEWED: "意见已提交,等待审批岗办理。",
    ReviewState.DISPUTED: "意见已提交。两人意见不一致,转由第三人裁定。",
}


def assign_form(case: CasePart, sent: QueryDict | None = None) -> AssignForm:
    """To whom the case may be given; two queries."""
    return AssignForm([(str(person), name) for person, name in colleagues(case)], sent)


def told(state: ReviewState, done: str) -> str:
    """What the page says after a word was given; `done` where that ended the case."""
    return _TOLD.get(state, done)


def reveal_shown(request: Request) -> dict[str, object]:
    """The form by which the numbers of a case's people are shown in clear."""
    return {"reveal_form": RevealForm(auto_id=REVEAL_ID), "may_reveal": allows(request.actor, REVEAL), "revealed": ()}


def case_shown(request: Request, case: CasePart | None) -> dict[str, object]:
    """What both desks show of the case: risk and its reasons, lease, words, and what this person may do."""
    if case is None:
        return {"case": None, "may_decide": False}
    may_assign = case.line.closed_at is None and allows(request.actor, ASSIGN)
    labels = LABELS[case.line.kind]
    may_take = case.line.is_mine and not case.line.is_taken and allows(request.actor, TAKE)
    return {
        "case": case,
        "may_decide": may_take,
        "may_assign": may_assign,
        "assign_form": assign_form(case) if may_assign and "hand" in request.GET else None,
        "may_sample": case.may_sample and allows(request.actor, SAMPLE),
        "words": tuple(
            Happening(
                f"{word.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                f"第 {word.step} 人 {word.display}",
                f"{word.word}{f'({labels.get(word.field, word.field)})' if word.field else ''}",
                word.reason,
                "ok" if not word.field else "danger",
            )
            for word in case.words
        ),
        "sample": (Pair("抽检", SAMPLE_LABELS[SampleResult(case.sample_result)], note=case.sample_note),)
        if case.sample_result
        else (),
    }
