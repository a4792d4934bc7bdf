"""What stands in the way of closing an account, each with the way to mend it."""

from uuid import UUID

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus, BoundCardState
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.ledger import api as ledger

from ..choices import TransferState
from ..contracts import Block
from ..models import Transfer

OPEN = (TransferState.SENT, TransferState.IN_DOUBT)


def closing_blocks(actor: Actor, account_id: UUID, now: Moment) -> tuple[Block, ...]:
    """Why one of the actor's own accounts cannot be closed now; none when it can. Raises NotFound."""
    found = bankaccounts.account_for_member(actor, account_id)
    if found is None:
        raise NotFound("没有找到这个账户。")
    brief, facts = found
    blocks = []
    if brief.status != AccountStatus.NORMAL:
        text = f"账户状态为「{brief.status_label}」,恢复正常后才能销户。"
        blocks.append(Block("STATUS", text, "账户管理", "mobile:account_manage", account_id))
    if Transfer.objects.scoped(actor).filter(account_id=account_id, state__in=OPEN).exists():
        blocks.append(Block("UNDER_WAY", "还有转账没有结果。", "转账记录", "mobile:transfer_list", None))
    if ledger.balance(facts.ledger_account_id):
        text = "账户还有余额,请先转出到绑定的银行卡。"
        blocks.append(Block("NOT_EMPTY", text, "去转出", "mobile:transfer_new", None, "?direction=OUT"))
    if ledger.holds_of(facts.ledger_account_id):
        blocks.append(Block("HELD", "账户有冻结或预占的资金,请联系开户网点。", "", "", None))
    for card in bankaccounts.cards_for_member(actor, now):
        if card.own_account_id == account_id and card.state == BoundCardState.BOUND:
            text = "账户作为银行卡绑定着,请先解绑。"
            blocks.append(Block("BOUND", text, "去解绑", "mobile:card", card.id))
    return tuple(blocks)
