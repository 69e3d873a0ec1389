"""The Celery application: rows in PostgreSQL are the truth, the broker only rings the bell."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juntos.settings")

app = Celery("juntos")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
