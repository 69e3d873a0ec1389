"""The web application, for Granian or any other WSGI server."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juntos.settings")

# A request that comes back from PostgreSQL waits this long for a thread that computes; a case comes
# back some thirty times, and at Python's own 5 ms one neighbour costs it 150 (docs/adr/0050).
sys.setswitchinterval(0.0005)

application = get_wsgi_application()
