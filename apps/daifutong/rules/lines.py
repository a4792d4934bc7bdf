"""What the bank's registers and the enterprise's roster say of a line (PY-4, after the checks of the file itself).

Plain Python: `Registry` is gathered by the selectors in a few queries, whatever the number of lines.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from apps.bankaccounts.contracts import AccountFacts, InboundRefusal
from apps.core.identifiers import name_key
from apps.core.money import format_yuan
from apps.members.contracts import RosterLine

from ..choices import Channel
from ..contracts import Finding
from .comparison import OUTLIER_TIMES
from .payroll_contract import PayItem, PayrollRow

LEFT = "LEFT"
NO_CARD = "E_NO_CARD"
NAME_LENGTH, REMARK_LENGTH, EMP_NO_LENGTH, TYPED_LENGTH = 120, 120, 40, 60  # what a line keeps of a text


@dataclass(slots=True)
class Line:
    """A line on its way into the batch. `account` holds digits, or what was typed when they cannot be read."""

    id: UUID
    number: int
    name: str
    account: str
    amount_fen: int | None
    amount_text: str
    remark: str
    emp_no: str
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    channel: str = Channel.OWN
    payee_bank: str = ""
    payee_account_id: UUID | None = None
    payee_ledger_id: UUID | None = None
    person_id: UUID | None = None
    items: tuple[PayItem, ...] = ()

    @classmethod
    def read(cls, row: PayrollRow, id: UUID) -> "Line":
        """A line of a file, or one typed over. An amount that nobody can be paid (0) counts as not read."""
        line = cls(
            id=id,
            number=row.row,
            name=row.name[:NAME_LENGTH],
            account=row.account,
            amount_fen=row.amount or None,
            amount_text="" if row.amount else row.amount_text[:TYPED_LENGTH],
            remark=row.remark[:REMARK_LENGTH],
            emp_no=row.emp_no[:EMP_NO_LENGTH],
            errors=[Finding(*error) for error in row.errors],
            warnings=[Finding(*warning) for warning in row.warnings],
            items=row.items,
        )
        if len(row.remark) > REMARK_LENGTH:
            line.warnings.append(Finding("W_REMARK", f"附言超过 {REMARK_LENGTH} 字,多出部分不保留", "remark"))
        return line


@dataclass(frozen=True, slots=True)
class Limits:
    """In 分, each line."""

    own: int
    other: int
    other_enabled: bool


@dataclass(frozen=True, slots=True)
class PayCard:
    """A confirmed wage card: the account here (None: another bank's), and the blind index of its number."""

    account_id: UUID | None
    index: bytes


@dataclass(frozen=True, slots=True)
class Registry:
    """What is known: `accounts` by number, `roster` by person, `staff` by employee number, `averages` (分) by person,
    `other_banks` from BIN to 支付系统行号, `cards` the confirmed wage cards by person, `index` of a number."""

    accounts: Mapping[str, AccountFacts]
    roster: Mapping[UUID, RosterLine]
    staff: Mapping[str, RosterLine]
    averages: Mapping[UUID, int]
    own_bins: tuple[str, ...]
    other_banks: Mapping[str, str]
    limits: Limits
    cards: Mapping[UUID, PayCard] = field(default_factory=dict)
    index: Callable[[str], bytes] = str.encode


def fill(lines: Sequence[Line], staff: Mapping[str, RosterLine], numbers: Mapping[UUID, str]) -> None:
    """Puts the confirmed wage card (`numbers`, by person) where employee number and name stand without an account, or
    says that there is none. What names nobody of the roster stays as it is."""
    filled = []
    for line in lines:
        member = staff.get(line.emp_no) if not line.account else None
        if member is None or name_key(member.name) != name_key(line.name):
            continue
        line.errors = [error for error in line.errors if error.column != "account"]
        line.person_id = member.person_id
        if number := numbers.get(member.person_id):
            line.account = number
            filled.append(line)
            message = f"账号为空,已按员工确认过的工资卡填入(尾号 {number[-4:]})"
            line.warnings.append(Finding("W_CARD_FILLED", message, "account"))
        else:
            line.errors.append(Finding(NO_CARD, "员工还没有企业确认过的工资卡,请补填账号,或转为待补发", "account"))
    if filled:
        _mark_twins(lines, {line.account for line in filled})


def _mark_twins(lines: Sequence[Line], accounts: set[str]) -> None:
    first: dict[str, int] = {}
    for line in lines:
        if line.account not in accounts or line.number == first.setdefault(line.account, line.number):
            continue
        if not any(warning.code == "W_DUPLICATE" for warning in line.warnings):
            line.warnings.append(duplicate_of(first[line.account]))


def judge(lines: Iterable[Line], registry: Registry) -> None:
    """Adds what the registers say to the lines, and where their money would go. Statuses and class limits come later,
    from `refuse`, since they depend on all lines together."""
    for line in lines:
        facts = registry.accounts.get(line.account)
        if facts is not None:
            _own(line, facts, registry)
        elif not any(error.column == "account" for error in line.errors):
            _foreign(line, registry)
        _roster(line, registry)


def duplicate_of(number: int) -> Finding:
    """What a line hears whose account stood in an earlier one."""
    return Finding("W_DUPLICATE", f"账号与第 {number} 行相同,请确认是否重复发放", "account")


def refuse(lines: Iterable[Line], refusals: Mapping[UUID, InboundRefusal]) -> None:
    """Adds the bank's refusals (bankaccounts.InboundRefusal by line id): status of the account, class limit (AC-2)."""
    for line in lines:
        refusal = refusals.get(line.id)
        if refusal is not None:
            column = "amount" if refusal.import_code == "E_CLASS_LIMIT" else "account"
            line.errors.append(Finding(refusal.import_code, refusal.message, column))


def _own(line: Line, facts: AccountFacts, registry: Registry) -> None:
    line.channel = Channel.OWN
    line.payee_account_id, line.payee_ledger_id = facts.id, facts.ledger_account_id
    line.person_id = facts.holder_id if facts.holder_kind == "person" else None
    # The register of cards knows better than a check digit (ID-4).
    if any(error.code == "E_LUHN" for error in line.errors):
        line.errors = [error for error in line.errors if error.code != "E_LUHN"]
        line.warnings.append(Finding("W_LUHN", "账号校验位不符,但该账户在本行存在", "account"))
    if line.name and line.name != facts.holder_name and name_key(line.name) != name_key(facts.holder_name):
        line.errors.append(Finding("E_NAME", "户名与账号不符,请向员工核对", "name"))
    _limit(line, registry.limits.own)


def _foreign(line: Line, registry: Registry) -> None:
    if line.account.startswith(registry.own_bins):
        line.errors.append(Finding("E_ACCOUNT", "账号不存在,请向员工核对", "account"))
        return
    bank = next((code for prefix, code in registry.other_banks.items() if line.account.startswith(prefix)), "")
    if not bank or not registry.limits.other_enabled:
        line.errors.append(Finding("E_NOT_OWN_BANK", "不是本行账户,且暂不支持向该行跨行代发", "account"))
        return
    line.channel, line.payee_bank = Channel.OTHER, bank
    _limit(line, registry.limits.other)


def _limit(line: Line, limit: int) -> None:
    if line.amount_fen is not None and line.amount_fen > limit:
        line.errors.append(Finding("E_LINE_LIMIT", f"超过单笔上限 {format_yuan(limit)} 元", "amount"))


def _roster(line: Line, registry: Registry) -> None:
    member = registry.roster.get(line.person_id) if line.person_id else None
    if member is None and line.channel == Channel.OTHER and line.emp_no:
        member = registry.staff.get(line.emp_no)
        if member is not None and name_key(member.name) != name_key(line.name):
            member = None
    if member is None:
        if line.person_id or line.channel == Channel.OTHER:
            line.warnings.append(Finding("W_NOT_IN_ROSTER", "收款人不在员工名册中", "name"))
        return
    line.person_id, line.emp_no = member.person_id, line.emp_no or member.emp_no
    if member.status == LEFT:
        line.warnings.append(Finding("W_LEAVER", "该员工已离职", "name"))
    card = registry.cards.get(member.person_id)
    if card is not None and line.account and not _is(card, line, registry):
        line.warnings.append(Finding("W_NOT_WAGE_CARD", "账号不是该员工确认过的工资卡,请向员工核对", "account"))
    average = registry.averages.get(member.person_id)
    if average and line.amount_fen and line.amount_fen > OUTLIER_TIMES * average:
        line.warnings.append(Finding("W_OUTLIER", f"超过该员工近 6 个月平均工资的 {OUTLIER_TIMES} 倍", "amount"))


def _is(card: PayCard, line: Line, registry: Registry) -> bool:
    if line.channel == Channel.OWN:
        return line.payee_account_id == card.account_id
    return registry.index(line.account) == card.index
