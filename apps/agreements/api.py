"""The door of agreements, consents and mandates. What says "in the caller's transaction" refuses without one."""

from .contracts import AgreementUnsigned
from .selectors.own_data import (
    active_mandate,
    consents_for_member,
    has_consent,
    persons_with_consent,
    subjects_with_mandate,
)
from .selectors.texts import agreement_pages, agreements_for, unsigned_codes, words_in_force
from .services.agreement_sign import agreement_accept, require_signed
from .services.agreement_sign import words_sign as sign_words
from .services.consent_decide import consent_give
from .services.mandate_move import mandate_held, mandate_sign, mandates_end

__all__ = [
    "AgreementUnsigned",
    "active_mandate",
    "agreement_accept",
    "agreement_pages",
    "agreements_for",
    "consent_give",
    "consents_for_member",
    "has_consent",
    "mandate_held",
    "mandate_sign",
    "mandates_end",
    "persons_with_consent",
    "require_signed",
    "sign_words",
    "subjects_with_mandate",
    "unsigned_codes",
    "words_in_force",
]
