"""Settings shared by every way of running; values a city changes live in the database, not here."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _

from chengzhi.config import env
from chengzhi.config.database import embedded_url, parse_database_url
from chengzhi.config.places import PACKAGE, var_folder
from chengzhi.config.single_sign_on import openid_connect

VAR = var_folder()

SECRET_KEY = env.text("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "chengzhi.kernel",
    "chengzhi.organisation",
    "chengzhi.grid",
    "chengzhi.evidence",
    "chengzhi.staffing",
    "chengzhi.catalogue",
    "chengzhi.powers",
    "chengzhi.cases",
    "chengzhi.console",
    "chengzhi.field",
    "chengzhi.portal",
    "chengzhi.api",
    "chengzhi.operations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "chengzhi.api.middleware.ApiMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "chengzhi.organisation.middleware.CapacityMiddleware",
    "chengzhi.console.accounts.middleware.FirstPasswordMiddleware",
]

ROOT_URLCONF = "chengzhi.config.urls"
WSGI_APPLICATION = "chengzhi.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "chengzhi.kernel.context.door",
                "chengzhi.console.context.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "chengzhi.kernel.templatetags.cz",
            ],
        },
    },
]

DATABASE_URL = env.text("DATABASE_URL") or embedded_url(VAR / "pg")
_database = parse_database_url(DATABASE_URL)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **_database,
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {
            **_database["OPTIONS"],
            # Only the statements of kernel.prepared are kept prepared; a pooler that cannot must have this off.
            "prepare_threshold": 5 if env.flag("DATABASE_PREPARE", default=True) else None,
            # Short: a pool that gives up asks afresh with the next request, one that waits doubles its pauses.
            "pool": {
                "min_size": 1,
                "max_size": env.number("DATABASE_POOL", 8),
                "timeout": 10,
                "reconnect_timeout": 5,
            },
        },
        "CONN_HEALTH_CHECKS": True,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "kernel.Account"
AUTHENTICATION_BACKENDS = ["chengzhi.kernel.visitors.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "chengzhi.console.accounts.adapter.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {"login_failed": "5/5m/key,30/5m/ip"}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = openid_connect()
MFA_TOTP_ISSUER = "城治"
SESSION_ENGINE = "chengzhi.kernel.visitors"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "chengzhi.kernel.web.csrf_failure"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR / "static")))
STATICFILES_DIRS = [PACKAGE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR / "media")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:", *env.words("TILE_HOSTS")],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF, "blob:"],
        "connect-src": [SELF, *env.words("TILE_HOSTS")],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Watching deadlines defers a job every few seconds: what succeeded is not kept, what failed is.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}

TIANDITU_KEY = env.text("TIANDITU_KEY")
MAP_REVIEW_NUMBER = env.text("MAP_REVIEW_NUMBER")
DEMO = False

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {name: {"level": "WARNING"} for name in ("procrastinate.blueprints", "procrastinate.periodic")},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
}
