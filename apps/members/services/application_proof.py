"""打款验证: the settlement account is proved by telling a small random amount that the bank has paid into it (ID-8).

The bank pays 0.01 to 0.99 yuan out of its own expenses. An account here is credited at once; one at another bank gets a
payment of the port, whose end comes back as an event. The amount itself stands in no page, log or message.
"""

import secrets
from datetime import timedelta

from django.conf import settings

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountFacts, AccountStatus
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.identifiers import IdentifierError, card_digits, check_cnaps, same_name
from apps.core.money import Fen
from apps.corebank import api as corebank
from apps.corebank.contracts import PaymentOrder
from apps.ledger import api as ledger

from ..choices import PROOF_HOURS, PROOF_REFERENCE, PROOF_STARTS, PROOF_TRIES, Section
from ..models import EnterpriseApplication
from ..rules.applications import require_open
from .application_edit import application_record, open_application

GL_EXPENSE, GL_CLEARING = "6421", "3001.02"
JOURNAL = "members.account_proof"
BANKS_OWN_ACCOUNT = "80100000000000000"


@use_case
def proof_start(*, account_number: str, bank: str, actor: Actor, now: Moment) -> None:
    """Pays a small random amount into the account; `bank` is the 支付系统行号 of another bank, empty for this one.

    Locks the open application. Raises NotFound, Conflict (SECTION_LOCKED, PROOF_RUNNING, PROOF_STARTS),
    InvalidInput (E_ACCOUNT, E_CNAPS, ACCOUNT_UNKNOWN: no such account under this name here).
    """
    row = open_application(actor)
    require_open(row.state, row.rejected_field, Section.ACCOUNT)
    if _is_running(row, now):
        raise Conflict("PROOF_RUNNING", "验证款已发出,请查看到账金额后填写;未到账请等待有效期结束后重试。")
    if row.proof_starts >= params.get(PROOF_STARTS, now.business_date):
        raise Conflict("PROOF_STARTS", "打款验证次数已用完,请到开户网点办理账户核验。")
    try:
        number, bank = card_digits(account_number), check_cnaps(bank) if bank else ""
    except IdentifierError as error:
        field = "bank" if error.code == "E_CNAPS" else "account_number"
        raise InvalidInput(error.code, error.message, fields={field: error.message}) from error
    row.account_number, row.account_tail, row.account_bank = number, number[-4:], bank
    row.proof_reference = f"MP{now.wall:%y%m%d}{secrets.randbelow(10**8):08d}"
    row.proof_fen, row.proof_sent_at = 1 + secrets.randbelow(99), now.wall
    row.proof_starts, row.proof_tries, row.proved_at, row.proof_failed = row.proof_starts + 1, 0, None, ""
    _pay(row, number, actor, now)
    row.save()
    application_record(
        row, "proof_sent", actor, now, detail={"tail4": row.account_tail, "reference": row.proof_reference}
    )


def _is_running(row: EnterpriseApplication, now: Moment) -> bool:
    if row.proof_sent_at is None or row.proof_failed or row.proved_at:
        return False
    hours = timedelta(hours=params.get(PROOF_HOURS, now.business_date))
    return row.proof_sent_at + hours > now.wall and row.proof_tries < params.get(PROOF_TRIES, now.business_date)


def _pay(row: EnterpriseApplication, number: str, actor: Actor, now: Moment) -> None:
    amount = Fen(row.proof_fen or 0)
    if row.account_bank:
        target = ledger.house_account(GL_CLEARING)
        corebank.intend_payment(
            order=PaymentOrder(
                reference=row.proof_reference,
                amount=amount,
                payer_account=BANKS_OWN_ACCOUNT,
                payer_name=settings.BANK_NAME,
                payee_account=number,
                payee_name=row.enterprise.name,
                payee_bank=row.account_bank,
                purpose="账户验证",
            ),
            actor=actor,
            now=now,
        )
    else:
        target = _own_account(row, number).ledger_account_id
    ledger.post(
        key=f"{JOURNAL}:{row.proof_reference}",
        kind=JOURNAL,
        summary="账户验证",
        legs=[(ledger.house_account(GL_EXPENSE), -amount), (target, amount)],
        now=now,
    )


def _own_account(row: EnterpriseApplication, number: str) -> AccountFacts:
    facts = bankaccounts.accounts_by_numbers([number]).get(number)
    if facts is None or facts.status == AccountStatus.CLOSED or not same_name(facts.holder_name, row.enterprise.name):
        message = "本行没有以该企业名称开立的这个账户,请核对账号;他行账户请同时填写开户行行号。"
        raise InvalidInput("ACCOUNT_UNKNOWN", message, fields={"account_number": message})
    bankaccounts.payees_hold({facts.id})
    return facts


@use_case
def proof_confirm(*, amount: Fen, actor: Actor, now: Moment) -> bool:
    """Whether the amount (分) is the one that was paid; a wrong one is counted and kept. Locks the open application.

    Raises NotFound, Conflict (SECTION_LOCKED, PROOF_OVER: none runs, time or tries are used up).
    """
    row = open_application(actor)
    require_open(row.state, row.rejected_field, Section.ACCOUNT)
    if not _is_running(row, now):
        raise Conflict("PROOF_OVER", "没有等待确认的验证款,或已超过有效期、次数用完,请重新发起打款验证。")
    is_right = amount == row.proof_fen
    row.proof_tries += 1
    if is_right:
        row.proved_at = now.wall
    row.save(update_fields=["proof_tries", "proved_at"])
    application_record(row, "proved" if is_right else "proof_tried", actor, now, detail={"tries": row.proof_tries})
    return is_right


def proof_resolve(*, reference: str, state: str, code: str, now: Moment) -> None:
    """Takes in what became of a payment to another bank, in the caller's transaction: what failed comes back, and so
    does what had succeeded and bounced (退票), which proves nothing any more.

    Locks the application. Another app's reference is left alone; heard again, it changes nothing.
    """
    require_transaction()
    if state == "SUCCEEDED" or not PROOF_REFERENCE.fullmatch(reference):
        return
    waiting = EnterpriseApplication.objects.system("the payment's own").filter(proof_reference=reference)
    for row in lock_rows(waiting.filter(proof_failed="").select_related("enterprise__unit")):
        actor = Actor.system("打款验证")
        ledger.post(
            key=f"{JOURNAL}.back:{reference}",
            kind=f"{JOURNAL}.back",
            summary="账户验证款未到账",
            legs=[
                (ledger.house_account(GL_CLEARING), -(row.proof_fen or 0)),
                (ledger.house_account(GL_EXPENSE), row.proof_fen or 0),
            ],
            now=now,
        )
        row.proof_failed, row.proved_at = code, None
        row.save(update_fields=["proof_failed", "proved_at"])
        application_record(row, "proof_failed", actor, now, detail={"reference": reference, "code": code})
