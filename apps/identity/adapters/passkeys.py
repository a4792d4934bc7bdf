"""Passkeys with allauth's WebAuthn: the challenge waits in the encrypted session, for one purpose."""

import hashlib
import json
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from apps.core.http.request import Request

from ..models import User

PURPOSE, MADE = "passkey_purpose", "passkey_made"  # keys in the session
REGISTER, SIGN_IN = "register", "sign_in"  # purposes; any other is the digest that is confirmed


def registration_begin(request: Request, user: User) -> dict[str, Any]:
    """Options for navigator.credentials.create()."""
    request.session[PURPOSE] = REGISTER
    return dict(auth.begin_registration(user, passwordless=False))


def registration_complete(request: Request, answer: str) -> dict[str, Any] | None:
    """The credential to store; None when the answer does not fit the challenge.

    The same answer may come again, after the step-up that storing it takes: it is remembered until registration_forget.
    """
    made = hashlib.sha256(answer.encode()).hexdigest()
    try:
        credential = json.loads(answer)
        if request.session.get(MADE) == made:
            return dict(credential)
        if request.session.pop(PURPOSE, None) != REGISTER:
            return None
        auth.parse_registration_response(credential)
        binding = auth.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return None
    if not binding.is_user_verified():
        return None
    request.session[MADE] = made
    return dict(credential)


def registration_forget(request: Request) -> None:
    request.session.pop(MADE, None)


def passkey_add(user_id: UUID, name: str, credential: dict[str, Any]) -> None:
    Authenticator.objects.create(
        user_id=user_id, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": credential}
    )


def passkey_remove(user_id: UUID, passkey_id: int) -> bool:
    passkeys = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.WEBAUTHN)
    return bool(passkeys.filter(pk=passkey_id).delete()[0])


def passkeys_note(request: Request, user: User) -> None:
    """Notes in the session whether the login has a passkey, so that pages may offer it without asking the database."""
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    request.session["has_passkey"] = passkeys.exists()


def assertion_begin(request: Request, user: User, purpose: str) -> dict[str, Any]:
    """Options for navigator.credentials.get(); `purpose` is SIGN_IN or the digest that is confirmed."""
    request.session[PURPOSE] = purpose
    return dict(auth.begin_authentication(user))


def assertion_complete(request: Request, user: User, answer: str, purpose: str) -> bool:
    """Whether this login's passkey answered the challenge that was made for this purpose. A challenge is good once."""
    made_for = request.session.pop(PURPOSE, None)
    try:
        response = json.loads(answer)
        auth.parse_authentication_response(response)
        if made_for != purpose:
            return False
        auth.complete_authentication(user, response).record_usage()
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return False
    finally:
        auth.clear_state()
    return True
