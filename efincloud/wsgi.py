"""Pages and the API in production (`granian --interface wsgi efincloud.wsgi:application`)."""

import os

from django.core.wsgi import get_wsgi_application

from apps.core.collector import collector_settled

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efincloud.settings.prod")
application = get_wsgi_application()
collector_settled()
