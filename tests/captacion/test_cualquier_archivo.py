"""Any bytes as a file end in a ledger that adds up or in one clear refusal: never in a crash."""

import itertools

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from captacion.acciones import ArchivoNoRecibido
from captacion.importacion import ArchivoRechazado
from captacion.models import EstadoCarga, FilaObservada, Fuente
from tests.captacion.archivos import cargar_bytes, texto

BUENOS = {
    fuente: texto(fuente, {}, {"ap_paterno": "ÑAHUI", "nombres": 'ANA "LA"'}).encode()
    for fuente in Fuente.values
}
SIGNOS = [b"|", b'"', b"\n", b"\r", b"\r\n", b"\\", b"\\.", b"\x01", b"\x1a", b"\t", b";", b"\xff"]
TROZOS = ["\ufeff".encode(), "Ñ".encode(), "Ñ".encode("cp1252"), b"NULL", b"31/02/2026", b"0" * 40]
RAROS = st.sampled_from([*SIGNOS, *TROZOS])
NUMERO = itertools.count()


@st.composite
def archivos(draw) -> bytes:
    """A good file of some source with a few things put in, cut out or repeated anywhere."""
    contenido = BUENOS[draw(st.sampled_from(Fuente.values))]
    for _ in range(draw(st.integers(1, 4))):
        desde = draw(st.integers(0, len(contenido)))
        hasta = draw(st.integers(desde, min(len(contenido), desde + 12)))
        puesto = draw(RAROS | st.binary(max_size=6) | st.just(contenido[desde:hasta] * 2))
        contenido = contenido[:desde] + puesto + contenido[hasta:]
    return contenido


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(contenido=archivos() | st.binary(max_size=200))
def test_cualquier_archivo_cuadra_o_se_rechaza_con_una_frase(cargar, tmp_path, contenido):
    frase = ""
    with transaction.atomic():
        try:
            carga = cargar_bytes(tmp_path, contenido, nombre=f"{next(NUMERO)}.txt")
        except (ArchivoRechazado, ArchivoNoRecibido) as rechazo:
            frase = str(rechazo)
        else:
            assert carga.estado == EstadoCarga.PROCESADA
            rechazadas = FilaObservada.objects.filter(carga=carga, tipo="rechazada").count()
            assert (carga.leidas >= 1, rechazadas) == (True, carga.rechazadas)
        transaction.set_rollback(True)
    assert "\n" not in frase
