"""Tests: fast hashing, no compressed static files, media in a temporary folder."""

import atexit
import shutil
import tempfile
from pathlib import Path

from chengzhi.config.settings.base import *
from chengzhi.config.settings.base import DATABASES, STORAGES

SECRET_KEY = "test-only-secret-key-that-guards-nothing"
DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["OPTIONS"] = {}
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="chengzhi-media-"))
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
ALLOWED_HOSTS = ["*"]
ACCOUNT_RATE_LIMITS = False
LOGGING = {"version": 1, "disable_existing_loggers": True}
CALENDAR_CHECK_SECONDS = 3600
REMEMBER_SECONDS = 0
GRID_INDEX_CHECK_SECONDS = 0
