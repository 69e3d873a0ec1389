"""The tests' settings for a whole system that runs: the clock rings its sweepers every second.

What rings once a day stays out: two runs on both sides of midnight would differ.
"""

from juntos.settings.pruebas import *  # noqa: F403

CELERY_BEAT_SCHEDULE = {
    nombre: tarea | {"schedule": 1.0}
    for nombre, tarea in CELERY_BEAT_SCHEDULE.items()  # noqa: F405
    if isinstance(tarea["schedule"], float)
}
