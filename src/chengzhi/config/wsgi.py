"""WSGI entry point, served by Granian."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengzhi.config.settings.local")

application = get_wsgi_application()
# Views are read in now and not at the first request: the first visitor does not wait, and a fault stops the start.
patterns = get_resolver().url_patterns
