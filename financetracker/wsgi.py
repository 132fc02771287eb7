"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "financetracker.settings")

application = get_wsgi_application()

# All pages' code is imported before the first request, and what is there by then stays for good:
# looking through it for garbage again and again doubled the time of every other large page.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
