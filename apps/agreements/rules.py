"""Which agreements and purposes there are, what a text's hash covers, and the lifecycles (TX-12, PIPL-1 to PIPL-5)."""

import hashlib
from dataclasses import dataclass

from apps.core.lifecycle import Lifecycle, Move

from .choices import Audience
from .choices import DataRequestState as D
from .choices import MandateState as M
from .choices import TextState as T
from .contracts import MARKETING


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text. A consent's text is agreed to purpose by purpose.

    `forced`: it has to stay open for a while. `at_step`: it is asked for by a step (an account opened, a card bound).
    `is_private`: not everybody may know that there is such a thing (TX-4), so only its step shows it.
    """

    code: str
    audience: Audience
    forced: bool = False
    at_step: bool = False
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Purpose:
    """A purpose for which personal data is handled only with consent (PIPL-1).

    `is_sensitive`: needs a separate consent in words of its own. `is_necessary`: without it the service itself cannot
    be given, so that withdrawing it asks for the service to be closed (PIPL-3).
    """

    code: str
    label: str
    is_sensitive: bool = False
    is_necessary: bool = False


PURPOSES = {
    purpose.code: purpose
    for purpose in (
        Purpose("consent_identity", "身份核验与联网核查", is_sensitive=True, is_necessary=True),
        Purpose("consent_face", "人脸信息核验", is_sensitive=True),
        Purpose(MARKETING, "产品与活动信息推送"),
        Purpose("consent_personalised", "个性化推荐"),
        Purpose("consent_union_share", "向工会合作商户提供信息", is_sensitive=True),
    )
}
KINDS = {
    kind.code: kind
    for kind in (
        Kind("platform", Audience.PERSON),
        Kind("membership", Audience.PERSON),
        Kind("account_two", Audience.PERSON, at_step=True),
        Kind("card_transfer", Audience.PERSON, at_step=True),
        Kind("enterprise_service", Audience.ENTERPRISE),
        Kind("enterprise_settlement", Audience.ENTERPRISE),
        Kind("payroll_service", Audience.ENTERPRISE, at_step=True),
        Kind("loan_settlement", Audience.ENTERPRISE, at_step=True),
        Kind("loan_risk", Audience.PERSON, forced=True, is_private=True),
        Kind("loan_terms", Audience.PERSON, is_private=True),
        Kind("loan_mandate", Audience.PERSON, forced=True, is_private=True),
        Kind("wealth_agency", Audience.PERSON, at_step=True),
        Kind("wealth_mandate", Audience.PERSON, forced=True, at_step=True),
        *(Kind(code, Audience.PERSON) for code in PURPOSES),
    )
}


def listed_codes(audience: Audience) -> tuple[str, ...]:
    """The agreements that somebody of this side may come across."""
    return tuple(
        code
        for code, kind in KINDS.items()
        if kind.audience == audience and code not in PURPOSES and not kind.is_private
    )


def text_hash(title: str, body: str) -> str:
    """SHA-256 of exactly what is shown, in hex: the title, a line feed, the body."""
    return hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()


TEXT = Lifecycle(
    "agreements.text",
    "协议版本",
    (
        Move("propose", "", T.PROPOSED, "bank compliance", "a newer version than all, from today on or later"),
        Move("publish", T.PROPOSED, T.ACTIVE, "bank approver", "another person", "asked of everybody again"),
        Move("refuse", T.PROPOSED, T.REJECTED, "bank approver", "a reason"),
        Move("lapse", T.PROPOSED, T.REJECTED, "system", "its request for approval lapsed"),
    ),
)

MANDATE = Lifecycle(
    "agreements.mandate",
    "授权",
    (
        Move("sign", "", M.ACTIVE, "the person", "its agreement is signed"),
        Move("stop", M.ACTIVE, M.STOPPED, "the person", "", "nothing more is taken under it"),
        Move("end", M.ACTIVE, M.ENDED, "system", "what it was for is over"),
    ),
)

DATA_REQUEST = Lifecycle(
    "agreements.data_request",
    "个人信息请求",
    (
        Move("open", "", D.OPEN, "the person", "none of the same kind is open", "the clock of workdays runs"),
        Move("grant", D.OPEN, D.GRANTED, "bank compliance", "an answer", "the person is told"),
        Move("refuse", D.OPEN, D.REFUSED, "bank compliance", "the legal ground", "the person is told"),
        Move("withdraw", D.OPEN, D.WITHDRAWN, "the person"),
    ),
)
