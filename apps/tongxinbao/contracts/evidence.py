"""What stands in a file of evidence: for the bank of a whole issue, for a lender of the own loan (row 20)."""

from dataclasses import dataclass
from datetime import datetime

from apps.agreements.contracts import AgreementPage

from .lending import LoanPage


@dataclass(frozen=True, slots=True)
class EvidenceLoan:
    """One loan with its lender's name and the words that were signed."""

    lender: str
    page: LoanPage
    words: AgreementPage


@dataclass(frozen=True, slots=True)
class EvidencePaper:
    """A paper or a notice; `content` is empty where it is words alone."""

    label: str
    title: str
    text: str
    at: datetime
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Evidence:
    """`facts` are those of the issue, as (label, text)."""

    reference: str
    made_at: datetime
    facts: tuple[tuple[str, str], ...]
    loans: tuple[EvidenceLoan, ...]
    papers: tuple[EvidencePaper, ...]
