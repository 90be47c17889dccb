"""The web process, on the embedded profile unless DJANGO_SETTINGS_MODULE says otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "closedloop.settings.dev")
application = get_wsgi_application()
