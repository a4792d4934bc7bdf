"""AT-02: whatever is logged, no 证件号, card or phone number stands in the line."""

import json
import logging

import pytest
import structlog
from django.db import IntegrityError, connection

from apps.core.logs import configure, scrub

CARD, ID, MOBILE = "6220001234567898", "11010519491231002X", "13812345678"


@pytest.fixture
def handler() -> logging.Handler:
    """A handler with the house's own formatter."""
    import logging.config

    logging.config.dictConfig(configure())
    return logging.getLogger().handlers[0]


def test_numbers_are_scrubbed_from_text() -> None:
    assert scrub(f"卡 {CARD},证件 {ID},电话 {MOBILE}") == "卡 [卡号],证件 [证件号],电话 [手机号]"


@pytest.mark.parametrize("kept", ["01a201c0-c0c1-72f4-b0ad-97c1e84b4254", "2026-03-02T10:00:00.123456Z", "1234567890"])
def test_ids_and_times_are_left_alone(kept: str) -> None:
    assert scrub(kept) == kept


def test_a_crash_is_logged_without_the_values_of_variables(
    handler: logging.Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    monkeypatch.setattr(handler, "emit", lambda record: lines.append(handler.format(record)))
    secret_name = "欧阳小明"
    try:
        raise ValueError(f"card {CARD} of {MOBILE}")
    except ValueError:
        structlog.get_logger("tests").exception("job.failed", id_number=ID)
    assert len(lines) == 1
    parsed = json.loads(lines[0])
    assert parsed["event"] == "job.failed"
    assert "ValueError" in lines[0]
    for secret in (CARD, ID, MOBILE, secret_name):
        assert secret not in lines[0]


def test_lines_of_libraries_take_the_same_way(handler: logging.Handler, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    monkeypatch.setattr(handler, "emit", lambda record: lines.append(handler.format(record)))
    logging.getLogger("somebody.else").warning("card %s", CARD)
    assert json.loads(lines[0])["event"] == "card [卡号]"


@pytest.mark.django_db
def test_a_database_error_does_not_quote_the_failing_row(
    handler: logging.Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    monkeypatch.setattr(handler, "emit", lambda record: lines.append(handler.format(record)))
    row = "INSERT INTO core_parameter (id, key, value, effective_from, state, reason, created_at) VALUES"
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"{row} (gen_random_uuid(), '欧阳小明', '850000', now(), 'NO', '', now())")
    except IntegrityError:
        structlog.get_logger("tests").exception("job.failed")
    parsed = json.loads(lines[0])
    assert (parsed["exception"], parsed["sqlstate"], parsed["constraint"]) == (
        "IntegrityError",
        "23514",
        "core_parameter_state",
    )
    assert "欧阳小明" not in lines[0]
    assert "850000" not in lines[0]
