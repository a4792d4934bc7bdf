"""Every limit of signing in and confirming (SEC-2, SEC-3, SEC-7)."""

from datetime import timedelta

from ..contracts import LoginKind

CODE_LIFE = timedelta(minutes=5)
CODE_TRIES = 5
CODE_PROOF = timedelta(minutes=15)  # so long a used code proves who sits there
CODE_RESEND = timedelta(seconds=60)
CODES_PER_NUMBER = 10  # in CODE_NUMBER_WINDOW
CODE_NUMBER_WINDOW = timedelta(hours=24)
CODES_PER_ADDRESS = 60  # in CODE_ADDRESS_WINDOW; an office stands behind one address
CODE_ADDRESS_WINDOW = timedelta(hours=1)
# Asking for a code takes at least this long, whether the number is known or not.
CODE_ANSWER = timedelta(milliseconds=400)

SECRET_TRIES = 5  # wrong passwords or second factors in a row
SECRET_LOCK = timedelta(minutes=30)
SECRETS_PER_ADDRESS = 50  # wrong passwords from one address, then the same lock

PIN_TRIES = 5  # then it is locked until it is reset

STEP_UP_LIFE = timedelta(minutes=5)
HALF_SIGN_IN_LIFE = timedelta(minutes=10)  # between the first and the second factor

IDLE: dict[LoginKind, timedelta] = {
    LoginKind.EMPLOYEE: timedelta(days=30),
    LoginKind.OPERATOR: timedelta(minutes=15),
    LoginKind.STAFF: timedelta(minutes=15),
}
ACTIVITY_STEP = timedelta(seconds=60)  # how exactly the last activity is kept
PASSKEYS_PER_LOGIN = 10
RECOVERY_CODES = 10
