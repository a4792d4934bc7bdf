"""Production never starts by accident on the demo's settings."""

import subprocess
import sys

import pytest

from .test_source import ROOT

SECRETS = {
    "SECRET_KEY": "x" * 50, "FIELD_KEYS": "k1:" + "ab" * 32, "BLIND_INDEX_KEY": "cd" * 32, "COREBANK_SECRET": "s" * 32,
    "COREBANK_URL": "https://core.invalid", "TA_SECRET": "t" * 32, "TA_URL": "https://ta.invalid",
    "SMS_SENDER": "apps.notify.adapters.CaughtSms", "BANK_NAME": "测试银行",
    "ALLOWED_HOSTS": "bank.invalid", "DATABASE_URL": "postgresql://db.invalid/name", "REDIS_URL": "redis://r.invalid:6379/0",
    "TRUSTED_PROXY_COUNT": "1", "SEAL_HEADS_DIR": "/srv/heads",
}  # fmt: skip
SAY = "from django.conf import settings; print(settings.DEMO, settings.SETTINGS_MODULE)"


def start(entry: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    code = f"import {entry}; {SAY}"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("entry", ["efincloud.wsgi", "efincloud.asgi", "efincloud.celery"])
def test_an_entry_point_without_secrets_does_not_start(entry: str) -> None:
    done = start(entry, {"PATH": ""})
    assert done.returncode != 0
    assert "KeyError" in done.stderr


def test_with_its_secrets_it_starts_on_production_settings() -> None:
    done = start("efincloud.wsgi", {"PATH": "", **SECRETS})
    assert done.stdout.split() == ["False", "efincloud.settings.prod"], done.stderr[-2000:]


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_each_secret_is_needed(missing: str) -> None:
    done = start("efincloud.wsgi", {"PATH": "", **{key: value for key, value in SECRETS.items() if key != missing}})
    assert done.returncode != 0
