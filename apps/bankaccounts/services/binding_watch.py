"""Many tries to bind a card in one day: the person and the bank are told (RC-3)."""

from django.conf import settings

from apps.audit import api as audit
from apps.cases import api as cases
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.db import use_case
from apps.corebank import api as corebank
from apps.notify import api as notify

from ..choices import BINDING_TRIES
from ..contracts import HolderKind
from ..selectors import accounts_of

CASE = "bankaccounts.binding.tries"


def binding_watch(*, id_number: str, actor: Actor, now: Moment) -> None:
    """After a try: when the day has seen as many as the parameter says, a notice to the person and a case for the bank.

    It refuses nothing: after five tries ID-7 does. Key: (person, day), so it is told once.
    """
    if corebank.identity_tries(id_number=id_number, now=now) >= params.get(BINDING_TRIES, now.business_date):
        _binding_tell(actor=actor, now=now)


@use_case
def _binding_tell(*, actor: Actor, now: Moment) -> None:
    day = f"{now.wall.astimezone(SHANGHAI):%Y-%m-%d}"
    known = accounts_of(holder_kind=HolderKind.PERSON, holder_id=actor.person)
    cases.open_case(
        kind=CASE,
        subject_kind="person",
        subject_id=actor.person,
        title="一日内多次核验银行卡",
        detail="同一客户一日内多次核验银行卡要素,请联系客户核实是否本人操作。",
        unit_path=known[0].unit_path if known else settings.HEAD_UNIT_PATH,
        key=f"{CASE}:{actor.person}:{day}",
        now=now,
    )
    notify.tell(
        person_id=actor.person,
        kind="bankaccounts.binding",
        title="多次核验银行卡",
        body="您的身份今天被多次用于核验银行卡。如非本人操作,请立即联系银行。",
        link="",
        key=f"bankaccounts.binding:{actor.person}:{day}",
        now=now,
    )
    audit.record(
        actor=actor,
        action="bankaccounts.bound_card.watched",
        subject_kind="person",
        subject_id=actor.person,
        now=now,
    )
