"""What other apps and the pages see of agreements, consents and mandates."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

MARKETING = "consent_marketing"  # the purpose under which a person may be told of products and activities (PL-2)


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """A text as it is read. `read_seconds`: how long it has to be open before it is signed; 0 = at once.

    `signed_at` is when the reader (or the enterprise) signed this very version; None = not yet. `terms` are those of
    the mandate that was signed with it.
    """

    code: str
    version: int
    title: str
    paragraphs: tuple[Paragraph, ...]
    text_hash: str
    effective_from: date
    read_seconds: int
    signed_at: datetime | None = None
    signer: str = ""
    device: str = ""
    signature_id: UUID | None = None
    proof_code: str = ""
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureProof:
    """What the code of a signature proves to a stranger: which words were signed, when, under which masked name."""

    title: str
    version: int
    text_hash: str
    signer: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement in a list: `state` is SIGNED, RENEWED (an older one is signed), UNSIGNED or AT_STEP (asked then)."""

    code: str
    title: str
    version: int
    effective_from: date
    state: str
    state_label: str
    tone: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A signature as its owner finds it again."""

    id: UUID
    title: str
    version: int
    signer: str
    signed_at: datetime
    device: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One purpose as its person sees it; `is_granted` is what holds now."""

    purpose: str
    label: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    version: int
    text_hash: str
    is_granted: bool
    is_sensitive: bool
    is_necessary: bool
    is_outdated: bool  # granted under words that have changed since
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class MandateLine:
    id: UUID
    kind: str
    title: str
    terms: tuple[tuple[str, str], ...]
    state: str
    state_label: str
    tone: str
    signed_at: datetime
    expires_on: date | None
    closed_at: datetime | None
    text_hash: str
    signature_id: UUID


@dataclass(frozen=True, slots=True)
class DataRequestLine:
    """A request about one's own data, to be answered by `due_on`."""

    id: UUID
    person: str  # masked name
    kind: str
    kind_label: str
    text: str
    state: str
    state_label: str
    tone: str
    opened_at: datetime
    due_on: date
    is_overdue: bool
    answer: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class TextLine:
    """A kind of text at the bank's desk: the version in force and the one proposed, if there is one."""

    code: str
    title: str
    audience_label: str
    version: int
    effective_from: date
    signed: int
    proposed_id: UUID | None
    proposed_version: int | None
    proposed_from: date | None
    proposed_note: str
    may_decide: bool
