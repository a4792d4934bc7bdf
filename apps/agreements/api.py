"""The door of agreements, consents and mandates. What says "in the caller's transaction" refuses without one."""

from .contracts import AgreementUnsigned
from .selectors.own_data import active_mandate, has_consent, persons_with_consent
from .selectors.texts import agreements_for, unsigned_codes
from .services.agreement_sign import require_signed
from .services.mandate_move import mandate_held, mandate_sign, mandates_end

__all__ = [
    "AgreementUnsigned",
    "active_mandate",
    "agreements_for",
    "has_consent",
    "mandate_held",
    "mandate_sign",
    "mandates_end",
    "persons_with_consent",
    "require_signed",
    "unsigned_codes",
]
