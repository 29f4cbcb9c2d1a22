"""Django with nothing but a database: no sessions, no templates, no middleware."""

import os

from chengzhi.config.database import parse_database_url

_database = parse_database_url(os.environ["DATABASE_URL"])

SECRET_KEY = "skeleton-that-guards-nothing"  # noqa: S105  it has no sign-in
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "benchmarks.skeleton.views"
MIDDLEWARE: list[str] = []
INSTALLED_APPS: list[str] = []
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
DATABASES = {
    "default": {
        **_database,
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {**_database["OPTIONS"], "pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
        "CONN_HEALTH_CHECKS": False,
    },
}
LOGGING_CONFIG = None
