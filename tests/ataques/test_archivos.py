"""Every layout's file, spoilt: a ledger that adds up or one sentence in Spanish, half of nothing.

`ATAQUES_LARGOS=1` spoils 2,000 of them.
"""

import contextlib
import random
import re
import signal
import time

import pytest
from django.db import transaction

from captacion.acciones import ArchivoNoRecibido
from captacion.importacion import ArchivoRechazado
from captacion.models import Carga, EstadoCarga, FilaObservada
from tests.ataques import archivos
from tests.ataques.test_peticiones import LARGOS, SEMILLA
from tests.captacion.archivos import cargar_bytes, todo_menos_la_carga

PARTES, POR_PARTE = (10, 200) if LARGOS else (1, 120)
SEGUNDOS, SIN_FIN = 30, 180
TECNICO = re.compile(
    r"Traceback|Error\b|Exception|None|zlib|codec|calamine|psycopg|0x", re.IGNORECASE
)


class NoAcaba(BaseException):
    """Nothing of ours may take it for a damaged file."""


@contextlib.contextmanager
def con_final():
    """A file that would be read for hours fails here instead."""

    def cortar(*_):
        raise NoAcaba

    signal.signal(signal.SIGALRM, cortar)
    signal.alarm(SIN_FIN)
    try:
        yield
    finally:
        signal.alarm(0)


@pytest.mark.parametrize("parte", range(PARTES))
def test_un_archivo_estropeado_cuadra_o_se_rechaza_entero(db, settings, tmp_path, parte):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    buenos, vacio, faltas = archivos.buenos(), todo_menos_la_carga(), []
    for numero in range(POR_PARTE):
        semilla = f"{SEMILLA}/{parte}/{numero}"
        azar = random.Random(semilla)
        nombre = azar.choice(sorted(buenos))
        mal, contenido = archivos.estropear(azar, buenos[nombre])
        inicio = time.process_time()
        try:
            with transaction.atomic(), con_final():
                falta = _cargar(tmp_path, contenido, f"{parte}-{numero}-{nombre}", vacio)
                transaction.set_rollback(True)
        except NoAcaba:
            falta = "se lee sin fin"
        if time.process_time() - inicio > SEGUNDOS:
            falta = f"tardó {time.process_time() - inicio:.0f} s"
        if falta:
            faltas.append(f"[{semilla}] {nombre}, {mal}: {falta}")
    assert not faltas, "\n".join(faltas)


def _cargar(carpeta, contenido: bytes, nombre: str, vacio: dict) -> str:
    """What is wrong with how it ended; empty when nothing is."""
    try:
        carga = cargar_bytes(carpeta, contenido, nombre=nombre)
    except (ArchivoRechazado, ArchivoNoRecibido) as rechazo:
        frase = str(rechazo)
        if todo_menos_la_carga() != vacio:
            return "rechazado, y algo quedó cargado"
        if Carga.objects.exclude(estado=EstadoCarga.RECHAZADA, motivo=frase).exists():
            return "rechazado, y la carga no lo dice"
        clara = frase.endswith(".") and "\n" not in frase and not TECNICO.search(frase)
        return "" if clara else f"no es una frase clara: {frase[:200]!r}"
    rechazadas = FilaObservada.objects.filter(carga=carga, tipo="rechazada").count()
    cuadra = carga.leidas == (
        carga.nuevas + carga.actualizadas + carga.sin_cambio + carga.rechazadas + carga.en_revision
    )
    if carga.estado != EstadoCarga.PROCESADA or not cuadra or rechazadas != carga.rechazadas:
        return f"el libro no cuadra: {carga.estado}, {carga.leidas} leídas"
    return ""
