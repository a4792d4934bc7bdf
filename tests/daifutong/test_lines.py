"""What registers and roster say of a line (PY-4, ID-4, ID-6), without any database."""

from datetime import date
from uuid import UUID

from apps.bankaccounts.contracts import AccountFacts, AccountStatus, HolderKind, InboundRefusal
from apps.core.ids import new_id
from apps.daifutong.rules.lines import Limits, Line, PayCard, Registry, fill, judge, refuse
from apps.daifutong.rules.payroll_contract import PayrollLimits
from apps.daifutong.rules.payroll_line import check_line
from apps.members.contracts import RosterLine
from fixtures.generators import OTHER_BIN, OWN_BIN, card_number

LI, WANG = new_id(), new_id()
LIS_CARD, WANGS_CARD, NOBODYS_CARD = card_number(1), card_number(2), card_number(3)
OTHER_CARD, STRANGE_CARD = card_number(4, bin_prefix=OTHER_BIN), card_number(5, bin_prefix="629900")
LIS_ACCOUNT, LIS_LEDGER = new_id(), new_id()


def account(holder: UUID, name: str, **changes: object) -> AccountFacts:
    facts = {
        "id": LIS_ACCOUNT,
        "ledger_account_id": LIS_LEDGER,
        "holder_kind": HolderKind.PERSON,
        "holder_id": holder,
        "holder_name": name,
        "account_class": "I",
        "status": AccountStatus.NORMAL,
        "is_face_verified": True,
    }
    return AccountFacts(**facts | changes)  # type: ignore[arg-type]


def member(person: UUID, emp_no: str, name: str, status: str = "ACTIVE") -> RosterLine:
    return RosterLine(new_id(), person, emp_no, name, "生产部", status, "LABOUR")  # type: ignore[arg-type]


def registry(**changes: object) -> Registry:
    roster = (member(LI, "A001", "李四光"), member(WANG, "A002", "王芳", "LEFT"))
    known = {
        "accounts": {LIS_CARD: account(LI, "李四光"), WANGS_CARD: account(WANG, "王芳")},
        "roster": {line.person_id: line for line in roster},
        "staff": {line.emp_no: line for line in roster},
        "averages": {},
        "own_bins": (OWN_BIN,),
        "other_banks": {OTHER_BIN: "999890100017"},
        "limits": Limits(own=100_000_000, other=50_000_000, other_enabled=True),
    }
    return Registry(**known | changes)  # type: ignore[arg-type]


def judged(name: str, card: str, amount: str = "5000.00", emp_no: str = "", **changes: object) -> Line:
    typed = check_line(3, (name, card, amount, "", "", emp_no), today=date(2026, 3, 2), limits=PayrollLimits())
    line = Line.read(typed, new_id())
    judge([line], registry(**changes))
    return line


def codes(line: Line) -> tuple[list[str], list[str]]:
    return [error.code for error in line.errors], [warning.code for warning in line.warnings]


def test_a_colleague_with_the_right_card_is_clean_and_known() -> None:
    line = judged("李四光", LIS_CARD)
    assert codes(line) == ([], [])
    assert (line.person_id, line.emp_no, line.channel) == (LI, "A001", "OWN")
    assert (line.payee_account_id, line.payee_ledger_id) == (LIS_ACCOUNT, LIS_LEDGER)


def test_an_account_that_is_not_the_confirmed_wagecard_is_worth_a_look() -> None:
    own, elsewhere = PayCard(LIS_ACCOUNT, b"own"), PayCard(None, OTHER_CARD.encode())
    assert codes(judged("李四光", LIS_CARD, cards={LI: own})) == ([], [])
    assert codes(judged("李四光", LIS_CARD, cards={LI: elsewhere})) == ([], ["W_NOT_WAGE_CARD"])
    assert codes(judged("李四光", LIS_CARD, cards={WANG: own})) == ([], []), "hers is none of his"
    assert codes(judged("李四光", OTHER_CARD, emp_no="A001", cards={LI: elsewhere})) == ([], [])
    assert codes(judged("李四光", OTHER_CARD, emp_no="A001", cards={LI: own})) == ([], ["W_NOT_WAGE_CARD"])


def filled(*people: tuple[str, str, str], numbers: dict[UUID, str]) -> list[Line]:
    """Lines of name, account and employee number, after the wage cards were looked up."""
    lines = [
        Line.read(
            check_line(n, (name, card, "5000.00", "", "", emp_no), today=date(2026, 3, 2), limits=PayrollLimits()),
            new_id(),
        )
        for n, (name, card, emp_no) in enumerate(people, start=2)
    ]
    fill(lines, registry().staff, numbers)
    return lines


def test_a_line_without_account_is_filled_from_the_wagecard_or_says_that_there_is_none() -> None:
    li, wang, nobody, wrong = filled(
        ("李四光", "", "A001"), ("王芳", "", "A002"), ("李四光", "", ""), ("王芳", "", "A001"), numbers={LI: LIS_CARD}
    )
    assert (codes(li), li.account, LIS_CARD[-4:] in li.warnings[0].message) == (([], ["W_CARD_FILLED"]), LIS_CARD, True)
    assert (codes(wang), wang.person_id) == ((["E_NO_CARD"], []), WANG)
    assert codes(nobody) == codes(wrong) == (["E_ACCOUNT"], [])


def test_who_stands_in_the_list_already_is_filled_in_with_a_warning() -> None:
    first, second = filled(("李四光", LIS_CARD, "A001"), ("李四光", "", "A001"), numbers={LI: LIS_CARD})
    assert codes(first) == ([], [])
    assert codes(second) == ([], ["W_CARD_FILLED", "W_DUPLICATE"])


def test_a_name_is_compared_after_normalisation() -> None:
    known = {LIS_CARD: account(LI, "阿依古丽·买买提")}
    for spelling in ("阿依古丽・买买提", "阿依古丽•买买提", "阿依古丽.买买提", " 阿依古丽 ·买买提"):
        assert codes(judged(spelling, LIS_CARD, accounts=known)) == ([], []), spelling
    assert codes(judged("阿依古丽买买提", LIS_CARD, accounts=known)) == (["E_NAME"], [])


def test_a_wrong_name_does_not_tell_the_right_one() -> None:
    line = judged("李四", LIS_CARD)
    assert codes(line)[0] == ["E_NAME"]
    assert "李四光" not in line.errors[0].message


def test_an_unknown_card_of_the_own_bank_does_not_exist() -> None:
    line = judged("赵一", NOBODYS_CARD)
    assert codes(line) == (["E_ACCOUNT"], [])
    assert line.payee_ledger_id is None


def test_the_card_register_wins_over_the_check_digit() -> None:
    mistyped = LIS_CARD[:-1] + str((int(LIS_CARD[-1]) + 1) % 10)
    assert codes(judged("李四光", mistyped))[0] == ["E_LUHN"]
    assert codes(judged("李四光", mistyped, accounts={mistyped: account(LI, "李四光")})) == ([], ["W_LUHN"])


def test_another_bank_is_paid_across_when_it_is_known_and_enabled() -> None:
    line = judged("李四光", OTHER_CARD, emp_no="A001")
    assert codes(line) == ([], [])
    assert (line.channel, line.payee_bank, line.person_id) == ("OTHER", "999890100017", LI)
    assert codes(judged("赵一", OTHER_CARD)) == ([], ["W_NOT_IN_ROSTER"])
    assert codes(judged("赵一", STRANGE_CARD))[0] == ["E_NOT_OWN_BANK"]
    closed = Limits(own=100_000_000, other=50_000_000, other_enabled=False)
    assert codes(judged("李四光", OTHER_CARD, limits=closed))[0] == ["E_NOT_OWN_BANK"]


def test_the_employee_number_alone_does_not_make_a_colleague() -> None:
    line = judged("赵一", OTHER_CARD, emp_no="A001")
    assert (codes(line), line.person_id) == (([], ["W_NOT_IN_ROSTER"]), None)


def test_line_limits_are_inclusive_and_differ_by_channel() -> None:
    assert codes(judged("李四光", LIS_CARD, "1000000.00"))[0] == []
    assert codes(judged("李四光", LIS_CARD, "1000000.01"))[0] == ["E_LINE_LIMIT"]
    assert codes(judged("李四光", OTHER_CARD, "500000.00", "A001"))[0] == []
    assert codes(judged("李四光", OTHER_CARD, "500000.01", "A001"))[0] == ["E_LINE_LIMIT"]


def test_leavers_strangers_and_outliers_are_warnings() -> None:
    assert codes(judged("王芳", WANGS_CARD)) == ([], ["W_LEAVER"])
    assert codes(judged("李四光", LIS_CARD, roster={})) == ([], ["W_NOT_IN_ROSTER"])
    averages = {LI: 500_000}
    assert codes(judged("李四光", LIS_CARD, "15000.00", averages=averages)) == ([], [])
    assert codes(judged("李四光", LIS_CARD, "15000.01", averages=averages)) == ([], ["W_OUTLIER"])


def test_what_the_bank_refuses_is_an_error_of_the_line_it_concerns() -> None:
    frozen, over, fine = judged("李四光", LIS_CARD), judged("李四光", LIS_CARD), judged("李四光", LIS_CARD)
    refuse([frozen, over, fine], {frozen.id: InboundRefusal.FROZEN, over.id: InboundRefusal.CLASS_LIMIT})
    assert [(e.code, e.column) for e in frozen.errors] == [("E_FROZEN", "account")]
    assert [(e.code, e.column) for e in over.errors] == [("E_CLASS_LIMIT", "amount")]
    assert fine.errors == []


def test_an_amount_of_nothing_counts_as_not_read_and_keeps_what_was_typed() -> None:
    for typed, code in (("0.00", "E_AMOUNT"), ("12.345", "E_DECIMALS"), ("壹仟", "E_AMOUNT"), ("-3", "E_AMOUNT")):
        line = judged("李四光", LIS_CARD, typed)
        assert (codes(line)[0], line.amount_fen, line.amount_text) == ([code], None, typed)
    assert judged("李四光", LIS_CARD, "¥1,234.50元").amount_fen == 123_450
