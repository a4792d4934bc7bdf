"""The table of limits against amounts, periods and grades (§2, AC-1, AC-2, RC-1, RC-2); no database."""

from datetime import date
from uuid import UUID

import pytest

from apps.bankaccounts.contracts import AccountClass, AccountFacts, AccountStatus, HolderKind
from apps.core.errors import IllegalMove
from apps.core.ids import new_id
from apps.risk import rules
from apps.risk.choices import LIMITS, Dimension, Flow, Grade, Limit, Measure, Period
from apps.risk.contracts import Claim, Subject
from apps.risk.rules import RESERVATION, Counter, Use, account_claims, account_subject, counters_of, judge, starts_on

DAY = date(2026, 3, 2)
ID = new_id()
ALLOWED = {
    "risk.class_two_out_day": 10_000_00,
    "risk.class_two_out_year": 200_000_00,
    "risk.class_two_in_day": 10_000_00,
    "risk.class_two_in_year": 200_000_00,
    "risk.class_two_unseen_in": 0,
    "risk.class_three_out_day": 2_000_00,
    "risk.class_three_out_year": 50_000_00,
    "risk.class_three_in_day": 5_000_00,
    "risk.class_three_in_year": 100_000_00,
    "risk.class_three_balance": 2_000_00,
    "risk.class_three_payroll": 0,
    "risk.customer_pin_out_day": 1_000_00,
    "risk.customer_code_out_day": 50_000_00,
    "risk.customer_certificate_out_day": 1_000_000_00,
    "risk.customer_new_device_out_day": 5_000_00,
    "risk.customer_out_times_day": 20,
    "risk.card_new_payee_out_day": 50_000_00,
}


def verdicts(
    subject: Subject, flow: str, *amounts: int, uses: dict[Counter, Use] | None = None, day: date = DAY
) -> list[str]:
    """The code of each line, "" where it may go."""
    claims = [Claim(flow, UUID(int=place), fen, (subject,)) for place, fen in enumerate(amounts)]
    allowed = {(key, subject.id): fen for key, fen in ALLOWED.items()}
    found = judge(claims, day, uses if uses is not None else {}, allowed).refused
    return [found[one.key].code if one.key in found else "" for one in claims]


def account(grade: Grade | None) -> Subject:
    return Subject(Dimension.ACCOUNT, ID, grade)


def counter(flow: str, period: str, starts: date, dimension: str = Dimension.ACCOUNT) -> Counter:
    return Counter(dimension, ID, flow, period, starts)


def test_the_table_is_the_one_of_this_test() -> None:
    assert {limit.key for limit in LIMITS} == set(ALLOWED)
    assert {limit.key for limit in LIMITS if not limit.is_statutory} == {key for key in ALLOWED if "class" not in key}


@pytest.mark.parametrize(
    ("grade", "flow", "amount", "code"),
    [
        (None, Flow.TRANSFER, 9_999_999_99, ""),  # class I, and enterprises
        (None, Flow.PAYROLL, 9_999_999_99, ""),
        (Grade.CLASS_II, Flow.TRANSFER, 10_000_00, ""),
        (Grade.CLASS_II, Flow.TRANSFER, 10_000_01, "LIMIT_DAY"),
        (Grade.CLASS_II, Flow.SPEND, 10_000_01, "LIMIT_DAY"),
        (Grade.CLASS_II, Flow.PAYROLL, 10_000_00, ""),
        (Grade.CLASS_II, Flow.PAYROLL, 12_000_00, "LIMIT_DAY"),
        (Grade.CLASS_II_UNSEEN, Flow.PAYROLL, 1, "LIMIT_SINGLE"),
        (Grade.CLASS_II_UNSEEN, Flow.TRANSFER, 10_000_00, ""),
        (Grade.CLASS_II_UNSEEN, Flow.TRANSFER, 10_000_01, "LIMIT_DAY"),
        (Grade.CLASS_III, Flow.TRANSFER, 2_000_00, ""),
        (Grade.CLASS_III, Flow.TRANSFER, 2_000_01, "LIMIT_DAY"),
        (Grade.CLASS_III, Flow.PAYROLL, 1, "LIMIT_SINGLE"),
        (Grade.CLASS_III, Flow.IN_UNBOUND, 2_000_00, ""),
        (Grade.CLASS_III, Flow.IN_UNBOUND, 2_000_01, "LIMIT_BALANCE"),
        (Grade.CLASS_III, Flow.IN, 2_000_01, "LIMIT_BALANCE"),  # from the bound account: the cap alone
        (Grade.CLASS_II, Flow.IN, 9_999_999_99, ""),
        (Grade.CLASS_II, "out.bound", 9_999_999_99, ""),
    ],
)
def test_what_a_class_may_do_at_once(grade: Grade | None, flow: str, amount: int, code: str) -> None:
    assert verdicts(account(grade), flow, amount) == [code]


@pytest.mark.parametrize(
    ("grade", "most"), [(Grade.BY_PIN, 1_000_00), (Grade.BY_CODE, 50_000_00), (Grade.BY_CERTIFICATE, 1_000_000_00)]
)
def test_what_a_customer_may_do_by_the_proof_given(grade: Grade, most: int) -> None:
    customer = Subject(Dimension.CUSTOMER, ID, grade)
    assert verdicts(customer, Flow.TRANSFER, most, 1) == ["", "LIMIT_DAY"]


def test_a_day_counts_whatever_proof_was_given() -> None:
    """What went out on a certificate leaves nothing for the PIN."""
    uses: dict[Counter, Use] = {}
    assert verdicts(Subject(Dimension.CUSTOMER, ID, Grade.BY_CERTIFICATE), Flow.SPEND, 1_000_00, uses=uses) == [""]
    assert verdicts(Subject(Dimension.CUSTOMER, ID, Grade.BY_PIN), Flow.SPEND, 1, uses=uses) == ["LIMIT_DAY"]


def test_the_day_is_used_up_line_by_line_and_a_refused_line_uses_nothing() -> None:
    found = verdicts(account(Grade.CLASS_II), Flow.PAYROLL, 6_000_00, 4_000_01, 3_999_99, 1, 1)
    assert found == ["", "LIMIT_DAY", "", "", "LIMIT_DAY"]


def test_spending_and_transfers_share_one_bucket() -> None:
    uses: dict[Counter, Use] = {}
    assert verdicts(account(Grade.CLASS_II), Flow.SPEND, 6_000_00, uses=uses) == [""]
    assert verdicts(account(Grade.CLASS_II), Flow.TRANSFER, 3_999_99, 2, uses=uses) == ["", "LIMIT_DAY"]
    assert uses[counter(Flow.OUT_UNBOUND, "DAY", DAY)] == Use(9_999_99, 2)


def test_the_year_counts_what_came_before_today() -> None:
    uses = {counter(Flow.IN_UNBOUND, "YEAR", date(2026, 1, 1)): Use(195_000_00, 20)}
    assert verdicts(account(Grade.CLASS_II), Flow.PAYROLL, 5_000_00, 1, uses=uses) == ["", "LIMIT_YEAR"]


@pytest.mark.parametrize(
    ("day_used", "year_used", "amount", "code", "left"),
    [
        (9_000_00, 0, 1_000_01, "LIMIT_DAY", 1_000_00),
        (0, 199_500_00, 500_01, "LIMIT_YEAR", 500_00),
        (9_000_00, 199_500_00, 2_000_00, "LIMIT_YEAR", 500_00),  # both are passed: the tighter one is named
        (9_500_00, 199_000_00, 2_000_00, "LIMIT_DAY", 500_00),
        (9_500_00, 199_500_00, 2_000_00, "LIMIT_DAY", 500_00),  # as tight: the shorter one
        (10_000_00, 250_000_00, 1, "LIMIT_DAY", 0),  # a limit that was lowered leaves nothing, never less
    ],
)
def test_the_most_restrictive_limit_is_named(day_used: int, year_used: int, amount: int, code: str, left: int) -> None:
    uses = {
        counter(Flow.OUT_UNBOUND, "DAY", DAY): Use(day_used, 1),
        counter(Flow.OUT_UNBOUND, "YEAR", date(2026, 1, 1)): Use(year_used, 1),
    }
    allowed = {(key, ID): fen for key, fen in ALLOWED.items()}
    one = Claim(Flow.TRANSFER, new_id(), amount, (account(Grade.CLASS_II),))
    refusal = judge([one], DAY, uses, allowed).refused[one.key]
    assert (refusal.code, refusal.left) == (code, left)


def test_several_subjects_are_all_asked() -> None:
    customer = Subject(Dimension.CUSTOMER, new_id(), Grade.BY_PIN)
    one = Claim(Flow.TRANSFER, new_id(), 1_000_01, (account(Grade.CLASS_II), customer))
    allowed = {(key, subject): fen for key, fen in ALLOWED.items() for subject in (ID, customer.id)}
    assert judge([one], DAY, {}, allowed).refused[one.key].limit.key == "risk.customer_pin_out_day"


@pytest.mark.parametrize(
    ("grade", "flow", "amount", "sentence"),
    [
        (
            Grade.CLASS_II, Flow.TRANSFER, 10_000_01,
            "超过II类户非绑定账户转出日累计限额 10,000.00 元,今日还可用 10,000.00 元。",
        ),
        (Grade.CLASS_III, Flow.IN, 2_000_01, "超过III类户余额限额 2,000.00 元,目前还可用 2,000.00 元。"),
        (Grade.CLASS_III, Flow.PAYROLL, 1, "III类户不能办理代发工资。"),
        (Grade.CLASS_II_UNSEEN, Flow.PAYROLL, 1, "未面签II类户不能办理非绑定账户转入。"),
    ],
)  # fmt: skip
def test_the_sentence_says_which_limit_and_what_is_left(grade: Grade, flow: str, amount: int, sentence: str) -> None:
    one = Claim(flow, new_id(), amount, (account(grade),))
    refusal = judge([one], DAY, {}, {(key, ID): fen for key, fen in ALLOWED.items()}).refused[one.key]
    assert refusal.message == sentence


def test_a_limit_may_count_times(monkeypatch: pytest.MonkeyPatch) -> None:
    device, key = Subject(Dimension.DEVICE, ID), "tests.device_times"
    times = Limit(
        key, Dimension.DEVICE, frozenset({None}), Flow.OUT_UNBOUND, Period.MONTH, "本设备", "转出", "RC-1",
        measure=Measure.COUNT,
    )  # fmt: skip
    monkeypatch.setattr(rules, "LIMITS", (times,))
    rules.limits_for.cache_clear()
    try:
        claims = [Claim(Flow.SPEND, UUID(int=place), 1, (device,)) for place in range(3)]
        found = judge(claims, DAY, {}, {(key, ID): 2}).refused
    finally:
        rules.limits_for.cache_clear()
    assert [(one.code, one.message) for one in found.values()] == [
        ("LIMIT_MONTH", "超过本设备转出月累计限额 2 笔,本月还可用 0 笔。")
    ]


@pytest.mark.parametrize(
    ("period", "first"),
    [("DAY", DAY), ("MONTH", date(2026, 3, 1)), ("YEAR", date(2026, 1, 1)), ("BALANCE", date.min)],
)
def test_where_a_period_begins(period: str, first: date) -> None:
    assert starts_on(period, DAY) == first


def test_what_is_counted_of_a_claim() -> None:
    one = Claim(Flow.PAYROLL, new_id(), 1, (account(Grade.CLASS_II),))
    assert counters_of([one], DAY) == {
        counter(Flow.IN_UNBOUND, "DAY", DAY),
        counter(Flow.IN_UNBOUND, "YEAR", date(2026, 1, 1)),
    }
    unseen = Claim(Flow.PAYROLL, new_id(), 1, (account(Grade.CLASS_II_UNSEEN),))
    assert counters_of([unseen], DAY) == set()


def facts(account_class: AccountClass, *, is_face_verified: bool = True) -> AccountFacts:
    holder = HolderKind.ENTERPRISE if account_class == AccountClass.CORPORATE else HolderKind.PERSON
    return AccountFacts(
        new_id(), new_id(), holder, new_id(), "李晓雯", account_class, AccountStatus.NORMAL, is_face_verified
    )


def test_a_class_is_a_grade_and_what_nothing_limits_makes_no_claim() -> None:
    everybody = [
        facts(AccountClass.I), facts(AccountClass.CORPORATE), facts(AccountClass.II),
        facts(AccountClass.II, is_face_verified=False), facts(AccountClass.III),
        facts(AccountClass.III, is_face_verified=False),
    ]  # fmt: skip
    grades = [None, None, Grade.CLASS_II, Grade.CLASS_II_UNSEEN, Grade.CLASS_III, Grade.CLASS_III]
    assert [account_subject(one).grade for one in everybody] == grades
    claims = account_claims(Flow.PAYROLL, [(one.id, one, 1) for one in everybody])
    assert [one.key for one in claims] == [one.id for one in everybody[2:]]


@pytest.mark.parametrize("amount", [0, -1])
def test_a_claim_moves_something(amount: int) -> None:
    with pytest.raises(ValueError, match="moves nothing"):
        Claim(Flow.SPEND, new_id(), amount, ())


EXPECTED = {
    ("", "reserve"): "RESERVED",
    ("", "take"): "COMMITTED",
    ("RESERVED", "commit"): "COMMITTED",
    ("RESERVED", "release"): "RELEASED",
    ("RESERVED", "expire"): "EXPIRED",
    ("COMMITTED", "give_back"): "RETURNED",
}


def test_every_state_of_a_reservation_against_every_move() -> None:
    found = {}
    for state in ("", *RESERVATION.states):
        for name in {move.name for move in RESERVATION.moves}:
            try:
                found[state, name] = RESERVATION.check(state, name).target
            except IllegalMove:
                continue
    assert found == EXPECTED
