"""The house as it is served, without what only makes a start slower: static files need not be collected."""

from chengzhi.config.settings.local import *  # noqa: F403  as the settings themselves do
from chengzhi.config.settings.local import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
CALENDAR_CHECK_SECONDS = 3600
DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 2
