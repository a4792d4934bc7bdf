"""An employee lets the enterprise place orders for him: how much, from which account, until when (TX-11)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from apps.agreements import api as agreements
from apps.audit import api as audit
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountBrief
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash, once
from apps.core.money import Fen, format_yuan
from apps.identity import api as identity

from ..choices import MANDATE, MANDATE_SUBJECT
from ..contracts import MandateAnswer, MandateSigning
from ..models import Issue, LoanMandate
from ..selectors.lenders import issue_exists_for
from .entrusted_moves import COMING
from .issue_moves import unit_path_of
from .order_place import RISK, TERMS, amount_check, refuse_who_may_not


@use_case
def mandate_sign(
    *,
    issue_id: UUID,
    account_id: UUID,
    max_fen: int,
    valid_until: date,
    is_own_money: bool,
    signing: MandateSigning,
    key: str,
    actor: Actor,
    now: Moment,
) -> MandateAnswer:
    """Signs risk notice, contract and mandate for one issue. No money moves: each order is told, and can be taken back.

    Key: (person, key). Needs a step-up that names issue, maximum, account, day and words. Locks the issue, the account.
    Raises NotFound for whom the issue does not exist (TX-4) and for a foreign account; InvalidInput E_AMOUNT, E_UNTIL,
    OWN_MONEY, READ_FIRST; Conflict RAISE_OVER, MANDATE_HOLDS, the codes of `rules.eligibility`, ACCOUNT_STATUS,
    AGREEMENT_CHANGED, NEW_DEVICE, COOLING_OFF; StepUpRequired, KeyReused, Busy.
    """
    words = [signing.risk_hash, signing.terms_hash, signing.mandate_hash]
    said = {"issue": issue_id, "account": account_id, "max": max_fen, "until": valid_until, "words": words}

    def effect() -> dict[str, Any]:
        identity.money_require(actor=actor, now=now)
        issue = _issue(issue_id, actor, now)
        _terms_check(issue, max_fen, valid_until, is_own_money, now)
        held = agreements.mandates_active(actor.person, MANDATE)  # one that has run out still carries its orders
        if LoanMandate.objects.scoped(actor).filter(issue=issue, mandate_id__in=held).exists():
            raise Conflict("MANDATE_HOLDS", "您对这次借款已有授权;要改变金额、账户或期限,请先撤销再重新授权。")
        account = bankaccounts.own_payer_hold(actor, account_id)
        refuse_who_may_not(issue, actor.person, account_id, now)
        if agreements.words_in_force(MANDATE, now).text_hash != signing.mandate_hash:
            raise Conflict("AGREEMENT_CHANGED", "授权书已有新版本,请重新阅读后签署。")
        terms = mandate_shown(issue, account, max_fen, valid_until)
        digest = body_hash({"mandate": issue.content_hash} | said)
        identity.require_step_up(actor=actor, digest=digest, shown=terms, now=now)
        mandate = _signed(issue, account, max_fen, valid_until, terms, signing, actor, now)
        return {"mandate_id": str(mandate.pk)}

    answer, _ = once(actor=actor, route="tongxinbao.mandate_sign", key=key, body=said, effect=effect)
    return MandateAnswer(UUID(answer["mandate_id"]))


def _issue(issue_id: UUID, actor: Actor, now: Moment) -> Issue:
    rows = lock_rows(Issue.objects.system("who may see it is looked at next").filter(pk=issue_id))
    if not rows or not issue_exists_for(rows[0].enterprise_id, actor.person):
        raise NotFound()  # the same words for both (TX-4)
    issue = rows[0]
    if issue.state not in COMING or issue.close_at is None or now.business_at >= issue.close_at:
        raise Conflict("RAISE_OVER", "认购已经结束,不能再授权。")
    return issue


def _terms_check(issue: Issue, max_fen: int, valid_until: date, is_own_money: bool, now: Moment) -> None:
    if not is_own_money:
        message = "请确认使用本人自有资金,不使用贷款、信用卡或向他人借来的资金。"
        raise InvalidInput("OWN_MONEY", message, fields={"is_own_money": message})
    amount_check(issue, max_fen, "amount")
    if max_fen > (issue.person_max_fen or 0):
        message = f"不超过每人上限 {format_yuan(Fen(issue.person_max_fen or 0))} 元。"
        raise InvalidInput("E_AMOUNT", message, fields={"amount": message})
    last = last_day(issue)
    if not now.business_date <= valid_until <= last:
        message = f"请选择今天到 {last:%Y-%m-%d} 之间的日期。"
        raise InvalidInput("E_UNTIL", message, fields={"valid_until": message})


def last_day(issue: Issue) -> date:
    """A mandate ends at the close of the raising at the latest."""
    if issue.close_at is None:
        raise RuntimeError(f"issue {issue.reference} has no close")
    return issue.close_at.astimezone(SHANGHAI).date()


def mandate_shown(issue: Issue, account: AccountBrief, max_fen: int, valid_until: date) -> dict[str, str]:
    """What the person signs, label by label."""
    return {
        "授权内容": f"由企业代为认购 {issue.title}({issue.reference})",
        "金额上限": f"¥{format_yuan(Fen(max_fen))}",
        "付款账户": account.masked_number,
        "有效期至": f"{valid_until:%Y-%m-%d}",
        "撤销": "扣款以前随时可以撤销",
    }


def _signed(
    issue: Issue,
    account: AccountBrief,
    max_fen: int,
    valid_until: date,
    terms: Mapping[str, str],
    signing: MandateSigning,
    actor: Actor,
    now: Moment,
) -> LoanMandate:
    mandate_id = agreements.mandate_sign(
        kind=MANDATE, agreement=MANDATE, subject_id=issue.pk, title=f"{issue.title} 委托认购授权"[:60],
        terms=list(terms.items()), expires_on=valid_until, opened_at=signing.opened_at, actor=actor, now=now,
    )  # fmt: skip
    for code, text_hash in ((RISK, signing.risk_hash), (TERMS, signing.terms_hash)):
        agreements.sign_words(
            code=code, text_hash=text_hash, subject_id=mandate_id, opened_at=signing.opened_at, actor=actor, now=now
        )
    mandate = LoanMandate.objects.create(
        issue=issue, person_id=actor.person, mandate_id=mandate_id, max_fen=max_fen, valid_until=valid_until,
        account_id=account.id, account_ledger_id=account.ledger_account_id, account_masked=account.masked_number,
        signed_at=now.business_at,
    )  # fmt: skip
    mandate_record(mandate, "signed", issue=issue, actor=actor, now=now)
    return mandate


def mandate_record(
    mandate: LoanMandate, deed: str, *, issue: Issue, actor: Actor, now: Moment, **detail: object
) -> None:
    """For the person and the bank: it names no enterprise, which does not read it (ADR 17)."""
    audit.record(
        actor=actor,
        action=f"tongxinbao.mandate.{deed}",
        subject_kind=MANDATE_SUBJECT,
        subject_id=mandate.pk,
        detail={"issue": issue.reference, "max_fen": mandate.max_fen} | detail,
        unit_path=unit_path_of(issue),
        now=now,
    )
