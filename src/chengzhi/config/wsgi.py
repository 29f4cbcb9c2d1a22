"""WSGI entry point, served by Granian."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengzhi.config.settings.local")

application = get_wsgi_application()
# Views are read in now and not at the first request: the first visitor does not wait, and a fault stops the start.
patterns = get_resolver().url_patterns
# All that is loaded by now stays as long as the process: the collector need not walk through it again at every full
# round, which would hold up whatever page is being made; and it makes fewer rounds over what pages leave behind.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 50, 50)
