"""One error is one Chinese sentence and one code, the same on a page, in the API and on a socket."""

from collections.abc import Mapping
from uuid import UUID


class AppError(Exception):
    """Something a person can understand and mostly mend. `fields` names the input that is wrong."""

    status = 422

    def __init__(self, code: str, message: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message
        self.fields: dict[str, str] = dict(fields or {})


class InvalidInput(AppError):
    """What was sent cannot be taken as it is."""


class SignInRequired(AppError):
    status = 401

    def __init__(self, message: str = "请先登录。") -> None:
        super().__init__("SIGN_IN_REQUIRED", message)


class Forbidden(AppError):
    """The person is known, the right is missing."""

    status = 403

    def __init__(self, message: str, code: str = "FORBIDDEN") -> None:
        super().__init__(code, message)


class StepUpRequired(AppError):
    """A confirmation by the person is needed, for exactly what `digest` names.

    `proof` says which: PIN, CODE (the PIN and a code sent to the phone) or PASSKEY. Of a code, `code_text` is what its
    message says it is for; once it is sent, `code_id` is its name and `code_note` what the person is told of it.
    `needs_pin`: the person has set none yet, and is led to where it is set.
    """

    status = 403

    def __init__(
        self,
        digest: str,
        shown: Mapping[str, str] | None = None,
        *,
        code: str = "STEP_UP_REQUIRED",
        message: str = "请输入交易密码确认本次操作。",
        proof: str = "PIN",
        code_text: str = "",
        needs_pin: bool = False,
    ) -> None:
        """`shown` is what the person signs, label by label; a wrong PIN is the same error with its own code."""
        super().__init__(code, message)
        self.digest = digest
        self.shown = dict(shown or {})
        self.proof = proof
        self.code_text = code_text
        self.needs_pin = needs_pin
        self.code_id: UUID | None = None
        self.code_note = ""


class NotFound(AppError):
    """Absent, or another tenant's: the answer is the same."""

    status = 404

    def __init__(self, message: str = "没有找到您要的内容。") -> None:
        super().__init__("NOT_FOUND", message)


class MethodNotAllowed(AppError):
    """This address does not take such a request."""

    status = 405

    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__("METHOD", "这个地址不支持这样的操作,请返回上一页。")
        self.allowed = allowed


class Conflict(AppError):
    """The state of things forbids it now."""

    status = 409


class IllegalMove(Conflict):
    """A lifecycle has no such move from here."""


class KeyReused(AppError):
    """An idempotency key came back with another body."""

    status = 422

    def __init__(self) -> None:
        super().__init__("KEY_REUSED", "同一请求编号的内容与上次不一致,请刷新页面后重新提交。")


class Busy(AppError):
    """Somebody else holds the lock; try again after `retry_after` seconds."""

    status = 409

    def __init__(self, message: str = "正在处理上一次提交,请稍候再试。", retry_after: int = 2) -> None:
        super().__init__("BUSY", message)
        self.retry_after = retry_after


class TooMany(AppError):
    """A rate limit is reached."""

    status = 429

    def __init__(self, message: str = "操作过于频繁,请稍后再试。", retry_after: int = 60) -> None:
        super().__init__("TOO_MANY", message)
        self.retry_after = retry_after


class Unavailable(AppError):
    """Something this house depends on does not answer."""

    status = 503

    def __init__(self, message: str = "服务暂时不可用,请稍后再试。") -> None:
        super().__init__("UNAVAILABLE", message)


class CalendarYearNotLoaded(Unavailable):
    """A date depends on a year of which nobody has loaded the calendar (G-4)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year}年的营业日历尚未载入,请联系银行运营人员。")
        self.code = "CALENDAR_YEAR"
