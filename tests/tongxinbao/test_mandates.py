"""The mandate under which an enterprise may order for its people: signed, bounded, read first (TX-11)."""

from datetime import timedelta

import pytest

from apps.agreements.models import Mandate, Signature
from apps.core.errors import AppError
from apps.ledger import api as ledger
from apps.members.models import EmployeeMember
from apps.tongxinbao.models import LoanMandate

from .cast import Stage
from .lists import far_off, mandate, revoke, words


def refused(deed: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(AppError) as caught:
        deed(*args, **kwargs)  # type: ignore[operator]
    return caught.value.code


def free(stage: Stage, place: int) -> int:
    return ledger.available(stage.house.staff[place].ledger_id, now=stage.now)


def test_a_mandate_is_signed_with_its_words_and_moves_no_money(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    before = free(stage, 0)
    mandate(stage, issue_id, who)
    row = LoanMandate.objects.system("test").get()
    signed = Signature.objects.system("test").filter(person_id=who.person_id)
    assert set(signed.filter(subject_id=row.mandate_id).values_list("text__code", flat=True)) == {
        "loan_risk", "loan_terms", "loan_mandate"
    }  # fmt: skip
    kept = Mandate.objects.system("test").get(pk=row.mandate_id)
    assert (kept.signature.text.code, kept.expires_on, kept.subject_id) == ("loan_mandate", stage.day, issue_id)
    assert dict(kept.terms)["金额上限"] == "¥10,000.00"
    assert free(stage, 0) == before


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fen": 500_00}, "E_AMOUNT"),
        ({"fen": 1_500_00}, "E_AMOUNT"),
        ({"fen": 21_000_00}, "E_AMOUNT"),
        ({"is_own_money": False}, "OWN_MONEY"),
    ],
)
def test_terms_of_a_mandate_that_cannot_be(stage: Stage, changes: dict[str, object], code: str) -> None:
    issue_id = stage.open()
    assert refused(mandate, stage, issue_id, stage.house.staff[0], **changes) == code


def test_a_mandate_ends_with_the_raising_at_the_latest_and_is_read_first(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    for until in (far_off(stage), stage.day - timedelta(days=1)):
        assert refused(mandate, stage, issue_id, who, valid_until=until) == "E_UNTIL"
    assert refused(mandate, stage, issue_id, who, signing=words(stage, seconds=9)) == "READ_FIRST"
    assert refused(mandate, stage, issue_id, who, account_id=stage.house.staff[1].account_id) == "NOT_FOUND"
    mandate(stage, issue_id, who)
    assert refused(mandate, stage, issue_id, who) == "MANDATE_HOLDS"
    revoke(stage, issue_id, who)
    mandate(stage, issue_id, who, 5_000_00)
    assert LoanMandate.objects.system("test").count() == 2


def test_for_whom_the_issue_does_not_exist_there_is_nothing_to_sign(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[1]
    EmployeeMember.objects.system("test").filter(person_id=who.person_id).update(contract_type="DISPATCH")
    assert refused(mandate, stage, issue_id, who) == "NOT_FOUND"


def test_the_same_key_signs_once(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    signing = words(stage)
    first = mandate(stage, issue_id, who, key="once", signing=signing)
    assert mandate(stage, issue_id, who, key="once", signing=signing) == first
    assert refused(mandate, stage, issue_id, who, 5_000_00, key="once", signing=signing) == "KEY_REUSED"
