"""Every task waits in a queue that is declared, has a name for people, and takes ids and codes."""

import inspect

from celery import current_app

from juntos.colas import COLAS, DECLARADAS, NOMBRES, RUTAS


def nuestras() -> dict:
    current_app.loader.import_default_modules()
    return {n: t for n, t in current_app.tasks.items() if not n.startswith("celery.")}


def test_cada_tarea_tiene_su_cola_y_su_nombre():
    assert set(RUTAS) == set(NOMBRES) == set(nuestras())
    assert len(set(NOMBRES.values())) == len(NOMBRES)


def test_cada_cola_tiene_un_intercambio_propio():
    """On a shared one RabbitMQ would deliver every message to all of them."""
    assert {q.name for q in DECLARADAS} == set(COLAS)
    assert all(q.exchange.name == q.routing_key == q.name for q in DECLARADAS)


def test_una_tarea_recibe_llaves_y_codigos_nunca_datos():
    """Its arguments are written in a table, a log and a metric (ADR 39)."""
    for nombre, tarea in nuestras().items():
        for parametro in inspect.signature(tarea.run).parameters.values():
            assert (parametro.name, parametro.annotation) in {("pk", int), ("fuente", str)}, nombre
