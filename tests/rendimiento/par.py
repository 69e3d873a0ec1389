"""Rows a minute of a first load, beside django-import-export in bulk mode on this same machine.

The peer reads the same file into one flat model, without validation of ours, people or links.
"""

import csv
import tempfile
import time
from itertools import islice
from pathlib import Path

from tests.rendimiento._comun import base_propia, importar, manage

FILAS, FILAS_DEL_PAR = 100_000, 10_000
META_VECES = 4


def medir() -> list[dict]:
    with base_propia() as entorno, tempfile.TemporaryDirectory() as carpeta:
        manage(
            ["simular", "--salida", carpeta, "--dias", "60", "--filas-padron", str(FILAS)], entorno
        )
        for fuente in ("juntos", "pgh"):
            importar(Path(carpeta) / f"{fuente}.txt", entorno)
        padron = Path(carpeta) / "padron_nominal.txt"
        par = _con_import_export(padron)
        nuestro, _ = importar(padron, entorno)
    por_fila = float(nuestro["segundos"]) / FILAS
    return [
        {
            "nombre": "una fila, primera carga con enlace, junto a django-import-export sin él",
            "valor": round(por_fila * 1e6, 1),
            "unidad": "µs por fila",
            "referencia": round(par / FILAS_DEL_PAR * 1e6, 1),
            "meta_razon": 1 / META_VECES,
        }
    ]


def _con_import_export(archivo: Path) -> float:
    """Seconds of the peer for FILAS_DEL_PAR rows."""
    from django.db import connection, models
    from import_export import resources
    from tablib import Dataset

    with archivo.open(encoding="utf-8", newline="") as f:
        encabezado, *filas = islice(csv.reader(f, delimiter="|"), FILAS_DEL_PAR + 1)
    nombres = [titulo.lower() for titulo in encabezado]
    campos = {nombre: models.TextField(blank=True) for nombre in nombres}

    class Meta:
        app_label = "juntos"

    plano = type("Plano", (models.Model,), campos | {"__module__": __name__, "Meta": Meta})

    class Recurso(resources.ModelResource):
        class Meta:
            model = plano
            import_id_fields = ("co_padron_nominal",)
            use_bulk = True
            batch_size = 1000
            skip_diff = True
            report_skipped = False

    with connection.schema_editor() as editor:
        editor.create_model(plano)
    datos = Dataset(*filas, headers=nombres)
    inicio = time.monotonic()
    resultado = Recurso().import_data(datos, raise_errors=True, use_transactions=True)
    segundos = time.monotonic() - inicio
    if resultado.totals["new"] != FILAS_DEL_PAR:
        raise SystemExit(f"El par no leyó lo que dice: {resultado.totals}")
    return segundos
