"""Settings shared by every environment. What differs is in dev.py, test.py and prod.py."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from apps.core import logs

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def database_from_url(url: str) -> dict[str, object]:
    """Django's DATABASES entry for `postgresql://user:password@host:port/name?host=/socket/folder`."""
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": query.get("port", str(parts.port or "")),
    }


DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://localhost/efincloud")
REDIS_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")

DATABASES = {"default": database_from_url(DATABASE_URL)}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "channels",
    "django_htmx",
    "simple_history",
    "apps.core",
    "apps.audit",
    "apps.identity",
    "apps.notify",
    "apps.approvals",
    "apps.cases",
    "apps.agreements",
    "apps.corebank",
    "apps.ledger",
    "apps.bankaccounts",
    "apps.risk",
    "apps.transfers",
    "apps.members",
    "apps.daifutong",
    "apps.tongxinbao",
    "apps.shenhuobao",
    "apps.imessage",
    "apps.news",
    "apps.portal",
]

MIDDLEWARE = [
    "apps.core.http.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "apps.core.http.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.identity.web.middleware.SessionLifeMiddleware",
    "apps.core.http.middleware.ActorMiddleware",
    "apps.core.http.middleware.ErrorMiddleware",
]

ROOT_URLCONF = "efincloud.urls"
ASGI_APPLICATION = "efincloud.asgi.application"
WSGI_APPLICATION = "efincloud.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "apps.core.http.context.page",
            ],
            "builtins": ["django.templatetags.static", "apps.core.templatetags.ui"],
        },
    },
]

# Signing in: allauth's second factors and session list below pages of our own (docs/adr/0005-sign-in.md).
AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["apps.identity.adapters.backend.LoginBackend"]
SESSION_ENGINE = "apps.identity.adapters.sessions"
DEVICE_COOKIE_NAME = "device"
SESSION_COOKIE_AGE = 900  # seconds; a signed-in session gets the life of its kind
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "0"))
MFA_ADAPTER = "apps.identity.adapters.mfa.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds either way
MFA_WEBAUTHN_USER_VERIFICATION = "required"
CODE_SENDER = "apps.notify.api.send_code"
TEXT_SENDER = "apps.notify.api.send_text"
CODE_TROUBLE = "apps.notify.api.sms_is_in_trouble"
DEMO_CAST = ""  # dotted name of a mapping login name → role, for the story bar
LOGGING = logs.configure()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = BASE_DIR / "media"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# Pages elsewhere than on the host of the sockets that may open one: whole origins, "https://m.example.com".
SOCKET_ORIGINS = tuple(filter(None, os.environ.get("SOCKET_ORIGINS", "").split(",")))

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 100  # seconds; shorter than every job's lease (core.jobs)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

# Who acts: the only place where the lowest tier learns of the highest ones (architecture.md, tiers).
ACTOR_LOADER = "apps.members.api.actor_for_user"

# Personal data (core.crypto): `id:hex key` pairs, the first one encrypts, all decrypt.
FIELD_KEYS = os.environ.get("FIELD_KEYS", "")
BLIND_INDEX_KEY = os.environ.get("BLIND_INDEX_KEY", "")

# Where the heads of sealed blocks go (core.heads): in production a place that the database's masters cannot write to.
SEAL_HEADS_DIR = os.environ.get("SEAL_HEADS_DIR", str(BASE_DIR / ".run" / "heads"))

COREBANK_URL = os.environ.get("COREBANK_URL", "http://127.0.0.1:8790")
COREBANK_SECRET = os.environ.get("COREBANK_SECRET", "")
TA_URL = os.environ.get("TA_URL", "http://127.0.0.1:8791")  # the transfer agent of wealth products
TA_SECRET = os.environ.get("TA_SECRET", "")
CLEARING_ACCOUNTS = ("3001.02",)  # whose day-end file is asked for every day; of 3001.* others when they moved
BANK_NAME = "演示农商银行"  # signs every short message
# The font that PDFs embed (core.files.pdf): TrueType with Chinese, SIL Open Font License; `npm ci` brings it.
PDF_FONT = os.environ.get(
    "PDF_FONT", str(BASE_DIR / "node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf")
)
SMS_SENDER = "apps.notify.adapters.CaughtSms"

# The API (apps.core.http.api): who calls and what may be done is settled there, not by the framework's own classes.
PROGRAM_LOADER = "apps.members.api.actor_for_program"
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "apps.core.http.openapi.EntrySchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "EXCEPTION_HANDLER": "apps.core.http.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "金融e云接口",
    "DESCRIPTION": "企业程序与页面做同样的事。金额为整数分(`*_fen`),卡号与证件号只以掩码出现。",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {  # fields of one name with other words
        "BatchKind": "apps.daifutong.choices.KIND_LABELS.items",
        "ApplicationKind": "apps.members.choices.APPLICATION_KIND_LABELS.items",
        "PaperKind": "apps.members.choices.PAPER_LABELS.items",
        "DataRequestKind": "apps.agreements.choices.DATA_KIND_LABELS.items",
        "InstructionKind": "apps.shenhuobao.choices.instruction.INSTRUCTION_KIND_LABELS.items",
        "PlanPurpose": "apps.shenhuobao.choices.plan.PURPOSE_LABELS.items",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "apps.core.http.openapi.add_security",
    ],
}

DEMO = False
DENIAL_RECORDER = "apps.audit.api.record_denial"
JOB_PARKED = "apps.cases.api.job_parked"
HEAD_DISAGREES = "apps.cases.api.head_disagrees"
HEAD_UNIT_PATH = "/head/"  # whose case desk gets what belongs to no branch
PAGE_FRAME = "apps.portal.api.frame"
CSRF_FAILURE_VIEW = "apps.core.http.errors.csrf_failure"
# Who acts for an enterprise: a function of its id that gives operators with person_id and roles.
OPERATORS_OF = "apps.members.api.operators"
# What stands in the way of closing an account, as the products know: functions of its id that give code and sentence,
# with the words and the route of a way to mend it ("" and "").
CLOSING_BLOCKS = ("apps.daifutong.api.wages_expected",)
# What the products' own papers prove at /verify/: functions of a code that give a core.proof_codes.Proved or None.
PROOFS = (
    "apps.daifutong.api.receipt_proved",
    "apps.daifutong.api.wages_proved",
    "apps.shenhuobao.api.paper_proved",
)
STEP_UP_CONFIRM = "apps.identity.api.step_up_from_request"
STEP_UP_BY_PIN = "apps.identity.api.step_up_confirm"
STEP_UP_CODE = "apps.identity.api.step_up_code_from_request"
