"""What a bulletin may say, how long it may be withdrawn, and how often people are reminded of it."""

from datetime import date, datetime, timedelta

from apps.core.errors import InvalidInput

from .words import kept_words

EVERYBODY = "全部认证企业"  # whom a bulletin of the bank is for that names none
TITLE_LENGTH, TEXT_LENGTH, REASON_LENGTH = 40, 4000, 200
WITHDRAW_WINDOW = timedelta(days=7)  # afterwards it is a record; what was wrong is put right by another bulletin
REMIND_PAUSE = timedelta(hours=24)  # nobody is reminded of one bulletin more than once a day
MOST_DAYS = 90  # how far ahead a confirmation may be due


def bulletin_words(title: str, text: str, today: date) -> tuple[str, str]:
    """Title and text as they are kept: without margins, card and ID numbers masked.

    Raises InvalidInput TITLE, TEXT for none or too much, E_CONTROL_CHAR, E_LOAN_OFFER (rules.safety), each beside its
    field.
    """
    kept = kept_words("title", "标题", title, TITLE_LENGTH, today)
    return " ".join(kept.split()), kept_words("text", "正文", text, TEXT_LENGTH, today)


def check_confirm_by(confirm_by: date | None, today: date, *, needs_confirm: bool) -> None:
    """Raises InvalidInput CONFIRM_BY for a day that is over or too far, or one where nobody has to confirm."""
    if confirm_by is None:
        return
    if not needs_confirm:
        text = "不需要确认的公告没有确认期限,请勾选「需确认」或清空期限。"
    elif confirm_by < today:
        text = "确认期限不能早于今天。"
    elif confirm_by > today + timedelta(days=MOST_DAYS):
        text = f"确认期限不能晚于 {MOST_DAYS} 天以后。"
    else:
        return
    raise InvalidInput("CONFIRM_BY", text, fields={"confirm_by": text})


def may_withdraw(published_at: datetime, now: datetime) -> bool:
    """Up to and with the last instant of the window."""
    return now - published_at <= WITHDRAW_WINDOW


def may_remind(reminded_at: datetime | None, now: datetime) -> bool:
    return reminded_at is None or now - reminded_at >= REMIND_PAUSE
