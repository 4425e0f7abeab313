"""The application, for any WSGI server."""

from __future__ import annotations

import atexit
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholestory.web.settings")
# As for the command line: numpy's threads would spin while they wait.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
application = get_wsgi_application()

# The log's heads go to the second place at start and at stop, and in between at most once a minute.
from wholestory.web.log.heads import write_heads  # noqa: E402 - needs the applications to be ready

write_heads()
atexit.register(write_heads)
