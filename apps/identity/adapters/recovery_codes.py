"""Recovery codes in allauth's table of factors: of each only its keyed hash is kept, and it is good once."""

import secrets
from uuid import UUID

from allauth.mfa.models import Authenticator

from apps.core.crypto import blind_index
from apps.core.db import require_transaction

from ..rules.limits import RECOVERY_CODES

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else
HALF = 5


def codes_make(user_id: UUID) -> tuple[str, ...]:
    """New codes such as K7M2P-9WXQR in place of the old ones, in the caller's transaction; told this once."""
    require_transaction()
    made = tuple("".join(secrets.choice(ALPHABET) for _ in range(2 * HALF)) for _ in range(RECOVERY_CODES))
    Authenticator.objects.update_or_create(
        user_id=user_id,
        type=Authenticator.Type.RECOVERY_CODES,
        defaults={"data": {"codes": [_digest(user_id, code) for code in made]}},
    )
    return tuple(f"{code[:HALF]}-{code[HALF:]}" for code in made)


def code_take(user_id: UUID, code: str) -> bool:
    """Whether this is one of the login's codes; uses it up. Locks the row in the caller's transaction."""
    require_transaction()
    rows = Authenticator.objects.select_for_update()
    row = rows.filter(user_id=user_id, type=Authenticator.Type.RECOVERY_CODES).first()
    digest = _digest(user_id, "".join(character for character in code.upper() if character in ALPHABET))
    if row is None or digest not in row.data["codes"]:
        return False
    row.data["codes"].remove(digest)
    row.save(update_fields=["data"])
    row.record_usage()
    return True


def factors_remove(user_id: UUID) -> int:
    """Takes every second factor of a login away, in the caller's transaction; gives how many."""
    require_transaction()
    return int(Authenticator.objects.filter(user_id=user_id).delete()[0])


def _digest(user_id: UUID, code: str) -> str:
    return blind_index("recovery_code", f"{user_id}|{code}").hex()
