"""What of 申活宝 the stage needs: a product on sale, one that is stopped, a version that waits; somebody's assessment
that waits to be confirmed, a questionnaire for the checker."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from apps.approvals import api as approvals
from apps.bankaccounts.models import BankAccount
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.core.proof_codes import new_code
from apps.shenhuobao.choices.suitability import QUESTIONNAIRE_SUBJECT, QuestionnaireState
from apps.shenhuobao.models import (
    Accord,
    AssessmentMark,
    Distribution,
    Holding,
    Instruction,
    Order,
    Payout,
    Plan,
    Price,
    Product,
    Questionnaire,
    RiskAssessment,
    TaFile,
    Terms,
    WealthPaper,
)
from apps.shenhuobao.rules.suitability import valid_through
from apps.shenhuobao.selectors.factory import said_before
from apps.shenhuobao.selectors.papers import paper_content, paper_digest
from apps.shenhuobao.selectors.questionnaires import questionnaire_in_force
from apps.shenhuobao.services.terms_propose import terms_propose


def products(maker: Actor, now: Moment) -> dict[str, UUID]:
    """Of the story's; by kind of thing."""
    ids = dict(Product.objects.values_list("code", "pk"))
    sold, shut = ids["YL2001"], ids["YL4001"]
    Product.objects.filter(pk=shut).update(state="SUSPENDED", reason="核对净值", suspended_by=new_id())
    waits = terms_propose.__wrapped__(
        product_id=sold, said=replace(said_before(sold), management_fee=Decimal("0.15")), key="stage", actor=maker,
        now=now,
    )  # fmt: skip
    file = TaFile.objects.earliest("on", "fetched_at")
    return {"wealth_product": sold, "wealth_shut": shut, "wealth_terms": waits, "ta_file": file.pk}


def assessment(person_id: UUID, unit_path: str, now: Moment) -> RiskAssessment:
    """The newest of its person."""
    form, day = questionnaire_in_force(), now.business_date
    evidence = {
        "version": 1, "digest": form.digest, "opened_at": now.wall.isoformat(), "seconds": 60, "device": "手机",
        "ip": "127.0.0.1",
    }  # fmt: skip
    return RiskAssessment.objects.create(
        person_id=person_id, unit_path=unit_path, questionnaire=form, score=50, level=3, assessed_on=day,
        answers={one["code"]: 0 for one in form.questions}, valid_through=valid_through(day), evidence=evidence,
        created_at=now.business_at + timedelta(minutes=1),
    )  # fmt: skip


def accord(person_id: UUID, unit_path: str, now: Moment) -> Accord:
    """In force: high risk may be sold online."""
    return Accord.objects.create(
        person_id=person_id, unit_path=unit_path, state="IN_FORCE", number=f"YD{person_id.hex[-8:].upper()}",
        signed_on=now.business_date, digest="1" * 64, maker="韩**", created_at=now.wall, decided_at=now.wall,
    )  # fmt: skip


def questionnaire(maker: Actor, now: Moment) -> Questionnaire:
    """A version that waits for an approver of head office."""
    row = Questionnaire.objects.create(
        number=2, state=QuestionnaireState.PROPOSED, questions=questionnaire_in_force().questions, digest="1" * 64,
        maker="韩**", created_at=now.wall,
    )  # fmt: skip
    approvals.request(
        kind=QUESTIONNAIRE_SUBJECT, subject_id=row.pk, digest=row.digest, summary={"版本": "第 2 版"},
        steps=(Role.APPROVER,), actor=maker, unit_path="/head/", now=now,
    )  # fmt: skip
    return row


def holding(account: BankAccount, now: Moment) -> tuple[Holding, Order]:
    """1,000 units of a cash-management product that were bought, 100 of them asked back; the order that does."""
    terms = Terms.objects.select_related("product").get(product__code="YL1001", state="IN_FORCE")
    held, _ = Holding.objects.system("stage").get_or_create(
        person_id=account.holder_id, product=terms.product,
        defaults={"unit_path": account.unit_path, "account_id": account.pk, "dividend_mode": "REINVEST",
                  "opened_at": now.business_at},
    )  # fmt: skip
    Holding.objects.system("stage").filter(pk=held.pk).update(  # beside what the person holds in the story
        units=F("units") + 1_000, aside=F("aside") + 100, cost_fen=F("cost_fen") + 1_000_00
    )
    held.refresh_from_db()
    tomorrow = now.business_date + timedelta(days=1)  # whatever hour it is here, the order may be taken back
    place = {
        "person_id": account.holder_id, "unit_path": account.unit_path, "product": terms.product, "terms": terms,
        "account_id": account.pk, "account_ledger_id": account.ledger_account_id, "account_masked": "6217 **** 0001",
        "ordered_at": now.business_at, "trade_date": tomorrow, "confirm_date": tomorrow,
    }  # fmt: skip
    Order.objects.create(
        reference=f"B{held.pk.hex[:20]}", kind="PURCHASE", state="DONE", amount_fen=1_000_00, nav=1,
        filled_fen=1_000_00, filled_units=1_000, fee_fen=0, **place,
    )  # fmt: skip
    asked = Order.objects.create(
        reference=f"R{held.pk.hex[:20]}", kind="REDEMPTION", state="HELD", units=100, holding=held, **place
    )
    return held, asked


def target() -> UUID:
    """What cash management of the same agent may become."""
    return Product.objects.get(code="YL2001").pk


def payout(held: Holding, account: BankAccount, now: Moment) -> Payout:
    """What came of a dividend, once."""
    price = Price.objects.filter(product=held.product).latest("on")
    file, _ = TaFile.objects.get_or_create(
        agent=held.product.agent, kind="DISTRIBUTIONS", on=price.on, state="APPLIED",
        defaults={"content": {}, "content_hash": "1" * 64, "fetched_at": now.wall},
    )  # fmt: skip
    made, _ = Distribution.objects.get_or_create(
        product=held.product, kind="DIVIDEND", ex_on=price.on,
        defaults={"state": "PAID", "record_on": price.on, "per_unit": "0.01", "nav": price.nav, "file": file,
                  "announced_at": now.business_at, "paid_at": now.business_at},
    )  # fmt: skip
    return Payout.objects.create(
        distribution=made, holding=held, state="DISPUTED", mode="CASH", units=held.units, due_fen=10_00, cash_fen=10_00,
        account_ledger_id=account.ledger_account_id, account_masked="6217 **** 0001", made_at=now.business_at,
    )  # fmt: skip


def ending(account: BankAccount, now: Moment) -> Holding:
    """Of a product of a fixed term."""
    product = Product.objects.get(code="JH2001")
    theirs = {"person_id": account.holder_id, "product": product}
    held = Holding.objects.system("stage").filter(**theirs).first()
    return held or Holding.objects.create(
        **theirs, unit_path=account.unit_path, account_id=account.pk, units=10_000, cost_fen=10_000_00,
        opened_at=now.business_at,
    )  # fmt: skip


def paper(account: BankAccount, now: Moment) -> WealthPaper:
    """A paper of February as the books have it."""
    first, last = date(2026, 2, 1), date(2026, 2, 28)
    content = paper_content(account.holder_id, first, last, is_running=False)
    return WealthPaper.objects.create(
        person_id=account.holder_id, unit_path=account.unit_path, first=first, last=last,
        closing_fen=content.closing_fen, gain_fen=content.gain_fen, code=new_code(), issued_at=now.wall,
        digest=paper_digest(account.holder_id, content),
    )  # fmt: skip


def confirm(person_id: UUID, now: Moment) -> None:
    """The newest assessment of a person counts."""
    newest = RiskAssessment.objects.system("stage").filter(person_id=person_id).latest("created_at")
    AssessmentMark.objects.create(assessment=newest, kind="CONFIRMED", on=now.business_date, created_at=now.wall)


def plan(account: BankAccount, now: Moment) -> Plan:
    """Somebody saves for something, by a product of which nobody of the story has a plan."""
    return Plan.objects.create(
        person_id=account.holder_id, unit_path=account.unit_path, purpose="HOME", target_fen=100_000_00,
        target_date=date(2030, 1, 1), product=Product.objects.get(code="JH1001"), created_at=now.business_at,
    )  # fmt: skip


def instruction(plan: Plan, account: BankAccount, mandate_id: UUID, now: Moment) -> Instruction:
    """A 定投 for the plan, the first of a month not yet come."""
    return Instruction.objects.create(
        kind="AUTO_INVEST", person_id=plan.person_id, unit_path=plan.unit_path, product=plan.product, plan=plan,
        account_id=account.pk, account_ledger_id=account.ledger_account_id, account_masked="6217 **** 0001",
        mandate_id=mandate_id, fen=1_000_00, rhythm="MONTHLY", day=1, starts_on=now.business_date,
        next_on=date(2026, 4, 1), signed_at=now.business_at,
    )  # fmt: skip
