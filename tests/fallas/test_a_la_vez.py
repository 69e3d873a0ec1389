"""Two workers: files of one source go one after the other; of two sources, side by side."""

from django.db import connection

from afiliacion.acciones.cargas import procesar_carga
from afiliacion.acciones.conciliar import conciliar
from captacion.importacion import CANDADO_FUENTE, CANDADO_PERSONAS, procesar
from captacion.models import Carga
from tests.fallas import trabajo
from tests.fallas.huella import Huella, diferencias, exigir_igual, huella

# Of this database: beside it, on the same server, another process of the suite runs its own loads.
CANDADOS = """
SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database
WHERE d.datname = current_database() AND locktype = 'advisory' AND granted AND classid = %s
"""


def huella_de_ahora() -> Huella:
    with connection.cursor() as cursor:
        return huella(cursor)


def una_tras_otra(rutas, *, cola_al_final: bool) -> Huella:
    """What the files leave, loaded in this order: with the queue after each, or after both."""
    trabajo.vaciar()
    cargas = [trabajo.recibida(ruta) for ruta in rutas]
    for carga in cargas:
        (procesar if cola_al_final else procesar_carga)(carga)
    if cola_al_final:
        for carga in cargas:
            conciliar(hoy=carga.fecha_proceso, carga=carga)
    return huella_de_ahora()


def exigir_que_valgan(rutas) -> None:
    """The tables say what one load after the other would have left, in the order of their ends."""
    hallada = huella_de_ahora()
    fines = dict(Carga.objects.values_list("nombre_archivo", "fin"))
    orden = sorted(rutas, key=lambda ruta: fines[ruta.name])
    distintas = diferencias(una_tras_otra(orden, cola_al_final=True), hallada)
    if distintas:
        exigir_igual(una_tras_otra(orden, cola_al_final=False), hallada, distintas)


def cumplir(condicion, cargas) -> None:
    trabajo.esperar(lambda: all(condicion(carga) for carga in cargas))


def acabar(cuadrilla, cargas) -> None:
    """Loaded, and nobody at work any more: the calendars that a load asks for come after it."""
    cumplir(trabajo.termino, cargas)
    cuadrilla.despedir()


def test_dos_archivos_de_una_fuente_uno_tras_otro(cuadrilla, rutas):
    rutas = [rutas[-1], rutas[-1].with_name("padron_nominal_2.txt")]
    cargas = [trabajo.llegar(ruta) for ruta in rutas]
    with trabajo.ocupado(trabajo.candado_de(cargas[0])):
        cuadrilla.contratar()
        cuadrilla.contratar()
        cumplir(trabajo.espera_turno, cargas)
    acabar(cuadrilla, cargas)
    assert sum(carga.sin_cambio for carga in cargas) > 1000
    exigir_que_valgan(rutas)


def test_archivos_de_dos_fuentes_a_la_par(cuadrilla, rutas):
    """Both read and validated while nobody may write people; then the people, in turns."""
    rutas = [rutas[1], rutas[-1]]
    cargas = [trabajo.llegar(ruta) for ruta in rutas]
    with trabajo.ocupado([CANDADO_PERSONAS, 0]), connection.cursor() as cursor:
        cuadrilla.contratar()
        cuadrilla.contratar()
        cumplir(trabajo.espera_turno, cargas)
        cursor.execute(CANDADOS, [CANDADO_FUENTE])
        assert cursor.fetchone() == (2,)
    acabar(cuadrilla, cargas)
    exigir_que_valgan(rutas)
