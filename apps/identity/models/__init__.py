from .person import Person
from .sign_in import SignInCode, SignInGuard
from .step_up import StepUp
from .user import User

__all__ = ["Person", "SignInCode", "SignInGuard", "StepUp", "User"]
