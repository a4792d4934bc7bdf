"""What allauth's second factors show of a login: its masked name, under the name of the house."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter

from apps.core import masking

from ..models import User

HOUSE = "金融e云"


class MfaAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return HOUSE

    def _get_site_name(self) -> str:
        return HOUSE

    def _get_user_identifier(self, user: User) -> str:
        return masking.mask_name(user.person.name)

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        name = self._get_user_identifier(user)
        return {"id": user.pk.bytes, "display_name": name, "name": name}
