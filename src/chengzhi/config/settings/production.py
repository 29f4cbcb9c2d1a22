"""Production: TLS in front, secrets from the environment or from files."""

from chengzhi.config import env
from chengzhi.config.settings.base import *
from chengzhi.config.settings.base import ALLOWED_HOSTS, SECRET_KEY

if not SECRET_KEY:
    message = "SECRET_KEY is not set: put 50 random characters into SECRET_KEY or SECRET_KEY_FILE"
    raise env.SettingError(message)

# Probes on the machine itself ask by its loopback name, without TLS.
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1", "localhost"]
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31_536_000)
# Whether other services of the city's domain speak TLS is not for this one to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Lock-outs count by the visitor's address, and for all processes together.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 1)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
