"""Interest and principal come back: Examples 1 to 5 through the books (rows 14 to 20, AT-05, AT-10)."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from apps.core.calendar import previous_workday
from apps.core.models import CalendarDay, OutboxEvent
from apps.ledger import api as ledger
from apps.tongxinbao.models import Due, Holding, Issue, Payout, PayoutLine
from apps.tongxinbao.selectors.owed import claims_on
from apps.tongxinbao.selectors.own import holding_for_member
from apps.tongxinbao.services.dues_open import dues_open

from .cast import Stage, set_parameter


def payouts(issue: Issue) -> list[tuple[str, date, int, int, int]]:
    rows = Payout.objects.system("test").filter(issue=issue).order_by("number")
    return list(rows.values_list("kind", "paid_on", "gross_fen", "tax_fen", "net_fen"))


def lines(issue: Issue, number: int = 1) -> list[tuple[int, int, int, int, int]]:
    rows = PayoutLine.objects.system("test").filter(payout__issue=issue, payout__number=number)
    columns = ("principal_fen", "interest_fen", "overdue_fen", "tax_fen", "net_fen")
    return list(rows.order_by("holding__number").values_list(*columns))


def states(issue: Issue) -> set[str]:
    return set(Holding.objects.system("test").filter(issue=issue).values_list("state", flat=True))


def leave_on_account(stage: Stage, fen: int) -> None:
    """The enterprise has exactly so much."""
    if fen != stage.house.payer_balance():
        stage.fund(fen - stage.house.payer_balance())


def test_example_1_comes_back_in_the_morning(stage: Stage) -> None:
    issue = stage.lent([10_000_00, 33_333_00, 56_667_00, 1_000_00])
    before, enterprise = [stage.balance(one) for one in stage.house.staff[:4]], stage.house.payer_balance()
    stage.morning(date(2026, 8, 31))
    issue = stage.issue(issue.pk)
    assert (issue.state, states(issue)) == ("REPAID", {"MATURED"})
    assert payouts(issue) == [("MATURITY", date(2026, 8, 31), 103_719_54, 543_91, 103_175_63)]
    assert enterprise - stage.house.payer_balance() == 103_175_63
    assert [stage.balance(one) - was for was, one in zip(before, stage.house.staff, strict=False)] == [
        10_215_41, 34_051_02, 57_887_66, 1_021_54
    ]  # fmt: skip
    assert stage.midnight() == "没有应还的借款。"
    assert len(payouts(issue)) == 1, "the end of the day pays nothing again"


def test_the_end_of_the_day_alone_pays_as_well(stage: Stage) -> None:
    issue = stage.lent([10_000_00])
    stage.midnight(date(2026, 8, 31))
    assert stage.issue(issue.pk).state == "REPAID"
    assert payouts(issue) == [("MATURITY", date(2026, 8, 31), 10_269_26, 53_85, 10_215_41)]


def test_example_3_overdue_interest_is_on_the_principal_alone(stage: Stage) -> None:
    issue = stage.lent([20_000_00], on=date(2025, 12, 1), rate=Decimal(6), maturity_date=date(2026, 5, 29))
    leave_on_account(stage, 0)
    stage.midnight(date(2026, 5, 29))
    assert (stage.issue(issue.pk).state, states(issue)) == ("OVERDUE", {"OVERDUE"})
    stage.turn(date(2026, 6, 12))
    stage.fund(100_000_00)
    stage.midnight()
    assert lines(issue) == [(20_000_00, 588_49, 69_04, 131_51, 20_526_02)]
    assert (stage.issue(issue.pk).state, states(issue)) == ("REPAID", {"CLOSED"})


def test_example_4_each_date_and_the_last_makes_the_sum_right(stage: Stage) -> None:
    set_parameter("tongxinbao.term_max", "366")
    dates = (date(2026, 4, 15), date(2026, 7, 15), date(2026, 10, 15))
    issue = stage.lent(
        [12_345_00], on=date(2026, 1, 15), rate=Decimal("4.87"), maturity_date=date(2026, 12, 15), interest_dates=dates
    )
    for day in dates:
        stage.morning(day)
    assert [line[1] for number in (1, 2, 3) for line in lines(issue, number)] == [148_24, 149_89, 151_54]
    assert stage.issue(issue.pk).state == "ACTIVE"


def example_5(stage: Stage) -> Issue:
    issue = stage.lent([30_000_00, 45_000_00, 25_000_00], rate=Decimal(6), maturity_date=date(2026, 5, 29))
    for holding, fen in zip(Holding.objects.system("test").order_by("number"), [404_50, 606_75, 337_08], strict=True):
        Due.objects.system("test").filter(holding=holding).update(interest_fen=fen)  # the example's own interest
    leave_on_account(stage, 80_000_00)
    stage.morning(date(2026, 5, 29))
    assert (stage.issue(issue.pk).state, payouts(issue)) == ("REPAYING", [])
    stage.midnight()
    return stage.issue(issue.pk)


def test_example_5_what_is_there_is_shared_and_the_bank_pays_nothing(stage: Stage) -> None:
    issue = example_5(stage)
    assert (issue.state, states(issue)) == ("PARTIALLY_REPAID", {"OVERDUE"})
    assert payouts(issue) == [("PART", date(2026, 5, 29), 80_000_00, 269_67, 79_730_33)]
    assert [(line[0] + line[1], line[3], line[4]) for line in lines(issue)] == [
        (24_000_00, 80_90, 23_919_10),
        (36_000_00, 121_35, 35_878_65),
        (20_000_00, 67_42, 19_932_58),
    ]
    left = Holding.objects.system("test").filter(issue=issue).order_by("number").values_list("left_fen", flat=True)
    assert list(left) == [6_404_50, 9_606_75, 5_337_08]
    assert stage.house.payer_balance() == 269_67, "the tax waits for the tax office"


def test_example_5_ten_days_later(stage: Stage) -> None:
    issue = example_5(stage)
    stage.turn(date(2026, 6, 8))
    stage.fund(100_000_00)
    stage.midnight()
    assert [line[2] for line in lines(issue, 2)] == [15_79, 23_69, 13_16]
    assert (stage.issue(issue.pk).state, states(issue)) == ("REPAID", {"CLOSED"})


def test_each_lender_reads_what_the_midnight_would_collect(stage: Stage) -> None:
    issue = example_5(stage)
    stage.turn(date(2026, 6, 8))
    claims = claims_on(stage.issue(issue.pk), stage.day).lines
    assert [claim.owed.overdue for claim in claims] == [15_79, 23_69, 13_16]
    for who, claim in zip(stage.house.staff, claims, strict=False):
        late = holding_for_member(stage.lender(who), claim.holding_id, stage.now).late
        assert late is not None
        assert (late.principal_fen, late.interest_fen, late.overdue_fen) == (
            claim.owed.principal, claim.owed.interest, claim.owed.overdue,
        )  # fmt: skip


def test_example_5_paid_off_in_bits_costs_no_fen_twice(stage: Stage) -> None:
    issue = example_5(stage)
    stage.midnight(date(2026, 5, 30))  # the tax that was left goes to the lenders as well
    stage.turn(date(2026, 6, 3))
    stage.fund(10_000_00)
    stage.midnight()
    stage.turn(date(2026, 6, 8))
    stage.fund(100_000_00)
    stage.midnight()
    assert (stage.issue(issue.pk).state, states(issue)) == ("REPAID", {"CLOSED"})
    principal = sum(sum(line[0] for line in lines(issue, number)) for number in range(1, len(payouts(issue)) + 1))
    assert principal == 100_000_00


def test_interest_that_is_missed_makes_it_late_and_paid_makes_it_live_again(stage: Stage) -> None:
    issue = stage.lent([10_000_00], interest_dates=(date(2026, 5, 29),))
    leave_on_account(stage, 0)
    stage.morning(date(2026, 5, 29))
    assert stage.issue(issue.pk).state == "ACTIVE"
    stage.midnight()
    assert (stage.issue(issue.pk).state, states(issue)) == ("OVERDUE", {"OVERDUE"})
    stage.turn(date(2026, 6, 3))
    stage.fund(50_000_00)
    stage.midnight()
    assert (stage.issue(issue.pk).state, states(issue)) == ("ACTIVE", {"ACTIVE"})
    assert lines(issue)[0][2] == 0, "interest bears no interest"
    stage.midnight(date(2026, 8, 31))
    assert stage.issue(issue.pk).state == "REPAID"


def test_a_due_date_that_became_a_day_of_rest_pays_the_days_between(stage: Stage) -> None:
    issue = stage.lent([10_000_00])
    CalendarDay.objects.filter(pk=date(2026, 8, 31)).update(is_workday=False)
    stage.morning(date(2026, 8, 31))
    stage.midnight()
    assert (stage.issue(issue.pk).state, stage.issue(issue.pk).due_on) == ("ACTIVE", date(2026, 9, 1))
    stage.morning(date(2026, 9, 1))
    (line,) = lines(issue)
    assert line[1] == 270_74, "183 days of 5.40 %, none of them late"
    assert stage.issue(issue.pk).state == "REPAID"


def test_a_closed_account_gets_nothing_and_its_money_waits_under_a_case(stage: Stage) -> None:
    from apps.cases.models import Case

    issue = stage.lent([10_000_00, 1_000_00])
    stage.turn(date(2026, 8, 31))
    gone = stage.house.staff[1]
    left = stage.balance(gone)
    ledger.post(
        key="test.empty", kind="test", summary="清户", now=stage.now,
        legs=((gone.ledger_id, -left), (ledger.house_account("1003"), left)),
    )  # fmt: skip
    ledger.close_account(gone.ledger_id, now=stage.now)
    stage.morning(date(2026, 8, 31))
    issue = stage.issue(issue.pk)
    assert issue.state == "REPAID"
    assert ledger.balance(issue.transit_ledger_id) == 1_021_54  # type: ignore[arg-type]
    assert Case.objects.system("test").filter(kind="tongxinbao.payout.returned").count() == 1


def test_who_has_to_pay_is_told_five_workdays_and_one_before(stage: Stage) -> None:
    """Over a week of rest; at the end of the year the next one's calendar is not needed."""
    due, end = date(2026, 10, 9), date(2026, 12, 31)
    issue = stage.lent([10_000_00], maturity_date=end, interest_dates=(due,))
    wanted = {5: workday_before(due, 5), 1: workday_before(due, 1)}
    told = {}
    for day in (due - timedelta(days=back) for back in range(20, 0, -1)):
        OutboxEvent.objects.all().delete()
        with transaction.atomic():
            dues_open(day=day)
        for event in OutboxEvent.objects.filter(name="tongxinbao.dues.ahead"):
            told[event.payload["workdays"]] = day
    assert told == wanted
    assert (due - wanted[5]).days > 7
    stage.morning(due)
    stage.morning(end)
    assert payouts(issue)[-1][0] == "MATURITY"


def workday_before(day: date, count: int) -> date:
    for _ in range(count):
        day = previous_workday(day)
    return day
