from .device import Device, DisplacedSession
from .password import PasswordHistory
from .person import Person
from .sign_in import SignInCode, SignInGuard
from .step_up import StepUp
from .user import User

__all__ = [
    "Device",
    "DisplacedSession",
    "PasswordHistory",
    "Person",
    "SignInCode",
    "SignInGuard",
    "StepUp",
    "User",
]
