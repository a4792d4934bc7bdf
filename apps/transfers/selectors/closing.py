"""What stands in the way of closing an account, each with the way to mend it, and where its interest goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import (
    AccountBrief,
    AccountClass,
    AccountFacts,
    AccountStatus,
    BoundCard,
    BoundCardState,
)
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.core.money import format_yuan
from apps.ledger import api as ledger

from ..choices import TransferState
from ..contracts import Block
from ..models import Transfer

OPEN = (TransferState.SENT, TransferState.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class Closing:
    """`interest` in 分: None while it cannot be told. It goes to the one payee or the other."""

    account: AccountBrief
    holder: AccountFacts
    blocks: tuple[Block, ...]
    interest: int | None
    payee_account: AccountBrief | None
    payee_card: BoundCard | None

    @property
    def interest_shown(self) -> str:
        """The interest and where it goes, for the person."""
        if not self.interest:
            return "无应付利息" if self.interest == 0 else "尚未算出"
        payee = self.payee_card.label if self.payee_card else ""
        if self.payee_account is not None:
            payee = bankaccounts.account_label(self.payee_account.account_class, self.payee_account.tail4)
        return f"{format_yuan(self.interest)} 元,转入{payee}" if payee else f"{format_yuan(self.interest)} 元"


def closing_facts(actor: Actor, account_id: UUID, now: Moment) -> Closing:
    """Why one of the actor's own accounts cannot be closed now, and what becomes of its interest. Raises NotFound."""
    found = bankaccounts.account_for_member(actor, account_id)
    if found is None:
        raise NotFound("没有找到这个账户。")
    brief, facts = found
    cards = [one for one in bankaccounts.cards_for_member(actor, now) if one.state == BoundCardState.BOUND]
    interest = ledger.interest_due(facts.ledger_account_id, now.business_date)
    account = card = None
    if interest:
        own = bankaccounts.accounts_for_member(actor)
        account = next((one for one in own if one.id != account_id and one.status == AccountStatus.NORMAL), None)
        card = None if account else _card(actor, brief, cards, now)
    blocks = (
        *_own_blocks(actor, brief, facts, now),
        *_interest_blocks(interest, is_payable=account is not None or card is not None),
        *_card_blocks(account_id, cards),
        *_product_blocks(account_id),
    )
    return Closing(brief, facts, blocks, interest, account, card)


def _product_blocks(account_id: UUID) -> Iterator[Block]:
    for find in settings.CLOSING_BLOCKS:
        for code, text, action, route in import_string(find)(account_id):
            yield Block(code, text, action, route, None)


def _card(actor: Actor, brief: AccountBrief, cards: list[BoundCard], now: Moment) -> BoundCard | None:
    """The card of another bank that takes the interest: the bound account first."""
    has_bound = brief.account_class == AccountClass.II
    bound = bankaccounts.bound_card_of(actor, brief.id, now) if has_bound else None
    payable = [one for one in cards if not one.is_own_bank]
    return next((one for one in payable if bound and one.id == bound.id), next(iter(payable), None))


def _own_blocks(actor: Actor, brief: AccountBrief, facts: AccountFacts, now: Moment) -> Iterator[Block]:
    if brief.status != AccountStatus.NORMAL:
        text = f"账户状态为「{brief.status_label}」,恢复正常后才能销户。"
        yield Block("STATUS", text, "账户管理", "mobile:account_manage", brief.id)
    if Transfer.objects.scoped(actor).filter(account_id=brief.id, state__in=OPEN).exists():
        yield Block("UNDER_WAY", "还有转账没有结果。", "转账记录", "mobile:transfer_list", None)
    if ledger.balance(facts.ledger_account_id):
        text = "账户还有余额,请先转出到绑定的银行卡。"
        yield Block("NOT_EMPTY", text, "去转出", "mobile:transfer_new", None, f"?direction=OUT&account={brief.id}")
    if ledger.holds_of(facts.ledger_account_id):
        yield Block("HELD", "账户有冻结或预占的资金,请联系开户网点。", "联系我们", "mobile:contact", None)


def _interest_blocks(interest: int | None, *, is_payable: bool) -> Iterator[Block]:
    if interest is None:
        yield Block("INTEREST_OPEN", "账户的利息尚未算出,请在下一个营业日再办理销户。", "", "", None)
    elif interest and not is_payable:
        text = f"账户有应付利息 {format_yuan(interest)} 元,请先绑定一张本人的银行卡收取,或到网点销户。"
        yield Block("INTEREST_OWED", text, "绑定银行卡", "mobile:card_new", None)


def _card_blocks(account_id: UUID, cards: list[BoundCard]) -> Iterator[Block]:
    for card in cards:
        if card.own_account_id == account_id:
            yield Block("BOUND", "账户作为银行卡绑定着,请先解绑。", "去解绑", "mobile:card", card.id)
