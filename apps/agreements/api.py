"""The door of agreements, consents and mandates. What says "in the caller's transaction" refuses without one."""

from .adapters.reading import opened_at, opened_mark
from .contracts import SignatureProof
from .selectors.own_data import (
    active_mandate,
    consents_for_member,
    has_consent,
    mandates_active,
    persons_with_consent,
    subjects_with_mandate,
)
from .selectors.texts import renewal_for, signature_proved, unsigned_codes, words_in_force, words_of, words_signed
from .services.agreement_sign import read_first
from .services.agreement_sign import words_sign as sign_words
from .services.consent_decide import consent_give
from .services.mandate_move import mandate_halt, mandate_held, mandate_sign, mandates_end, mandates_hold

__all__ = [
    "SignatureProof",
    "active_mandate",
    "consent_give",
    "consents_for_member",
    "has_consent",
    "mandate_halt",
    "mandate_held",
    "mandate_sign",
    "mandates_active",
    "mandates_end",
    "mandates_hold",
    "opened_at",
    "opened_mark",
    "persons_with_consent",
    "read_first",
    "renewal_for",
    "sign_words",
    "signature_proved",
    "subjects_with_mandate",
    "unsigned_codes",
    "words_in_force",
    "words_of",
    "words_signed",
]
