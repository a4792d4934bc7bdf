"""What conversations do when the roster moves, products have news, or nobody has decided. Repeats change nothing."""

from typing import Any
from uuid import UUID

from apps.approvals.events import RequestLapsed
from apps.core import clock
from apps.core.outbox import subscriber
from apps.daifutong.events import BatchSubmitted, RowsPaid
from apps.members.events import CertificationApproved, MemberLeft, MemberMoved
from apps.shenhuobao.events import ProductOpened

from .choices import BULLETIN, REPORT, WARRANT
from .choices.canned import CANNED
from .choices.complaints import EXTENSION
from .events import BulletinAdopted
from .services.bulletin_decide import bulletin_lapse
from .services.bulletin_deliver import bulletin_deliver
from .services.canned_decide import canned_lapse
from .services.cards_deal import cards_deal
from .services.extension_decide import extension_lapse
from .services.mute_decide import mute_lapse
from .services.seats_follow import seats_follow
from .services.warrant_decide import warrant_lapse


@subscriber(CertificationApproved.name, "imessage.seats_joined")
def sit_down(event: dict[str, Any]) -> None:
    _follow(event)


@subscriber(MemberLeft.name, "imessage.seats_left")
def stand_up(event: dict[str, Any]) -> None:
    _follow(event)


@subscriber(MemberMoved.name, "imessage.seats_moved")
def change_seats(event: dict[str, Any]) -> None:
    _follow(event)


@subscriber(BulletinAdopted.name, "imessage.bulletin_deliver")
def put_into_channel(event: dict[str, Any]) -> None:
    bulletin_deliver(
        bulletin_id=UUID(event["bulletin_id"]), enterprise_id=UUID(event["enterprise_id"]), now=clock.read()
    )


@subscriber(RequestLapsed.name, "imessage.bulletin_lapse", kind=BULLETIN)
def take_bulletin_back(event: dict[str, Any]) -> None:
    bulletin_lapse(bulletin_id=UUID(event["subject_id"]), now=clock.read())


def _follow(event: dict[str, Any]) -> None:
    seats_follow(person_id=UUID(event["person_id"]), enterprise_id=UUID(event["enterprise_id"]), now=clock.read())


@subscriber(RowsPaid.name, "imessage.deal_payslips")
def deal_payslips(event: dict[str, Any]) -> None:
    cards_deal(kind="daifutong.payslip", event=event, now=clock.read())


@subscriber(BatchSubmitted.name, "imessage.deal_batches")
def deal_batches(event: dict[str, Any]) -> None:
    cards_deal(kind="daifutong.batch", event=event, now=clock.read())


@subscriber(ProductOpened.name, "imessage.deal_products")
def deal_products(event: dict[str, Any]) -> None:
    cards_deal(kind="shenhuobao.product", event=event, now=clock.read())


@subscriber(RequestLapsed.name, "imessage.mute_lapse", kind=REPORT)
def give_report_back(event: dict[str, Any]) -> None:
    mute_lapse(report_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(RequestLapsed.name, "imessage.warrant_lapse", kind=WARRANT)
def give_warrant_back(event: dict[str, Any]) -> None:
    warrant_lapse(warrant_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(RequestLapsed.name, "imessage.canned_lapse", kind=CANNED)
def take_canned_back(event: dict[str, Any]) -> None:
    canned_lapse(answer_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(RequestLapsed.name, "imessage.extension_lapse", kind=EXTENSION)
def take_extension_back(event: dict[str, Any]) -> None:
    extension_lapse(complaint_id=UUID(event["subject_id"]), now=clock.read())
