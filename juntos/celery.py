"""The Celery application: rows in PostgreSQL are the truth, the broker only rings the bell."""

import os

from celery import Celery, bootsteps

from juntos import registro_de_tareas  # noqa: F401 the lines of the tasks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juntos.settings")

app = Celery("juntos", task_cls="juntos.fallidas:Tarea")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class ServidoresEmbebidos(bootsteps.Step):
    """A worker needs its broker before its first connection to the database."""

    def __init__(self, worker, **opciones):
        from django.conf import settings

        from juntos import servidores

        if settings.EMBEBIDOS:
            servidores.asegurar(settings.JUNTOS_DATOS, settings.EMBEBIDOS)


app.steps["worker"].add(ServidoresEmbebidos)
