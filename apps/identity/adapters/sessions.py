"""The session engine: Django's own table, with contents that only this house can read.

The key of the row goes into the encryption, so that contents moved to another row do not open.
"""

import base64
import json
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from apps.core.crypto import Undecryptable, decrypt, encrypt

PLACE = "sessions.Session|session_data"


class SessionStore(DatabaseStore):
    def encode(self, session_dict: dict[str, Any]) -> str:
        sealed = encrypt(PLACE, self._row(), json.dumps(session_dict, separators=(",", ":")))
        return base64.b64encode(sealed).decode()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Contents that do not open are an empty session: whoever holds it is signed out."""
        try:
            contents: dict[str, Any] = json.loads(decrypt(PLACE, self._row(), base64.b64decode(session_data)))
        except (Undecryptable, ValueError, IndexError):
            return {}
        return contents

    def _row(self) -> UUID:
        return uuid5(NAMESPACE_OID, str(self.session_key))
