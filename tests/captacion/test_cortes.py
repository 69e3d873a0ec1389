"""Full cuts: what a source no longer brings is listed, kept, and comes back."""

import threading
import time

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction

from captacion.acciones import cancelar, recibir
from captacion.importacion import ArchivoRechazado, CargaCancelada, procesar
from captacion.models import (
    Captacion,
    Carga,
    EstadoCarga,
    Persona,
    RegistroFuente,
    Telefono,
    Vinculo,
)
from juntos.models import Parametro, Usuario
from tests.captacion.archivos import GESTANTE, HOY, OTRA_MADRE, texto, todo_menos_la_carga

CNV, DNI = "9900000001", "91000060"


def ninos(*codigos: int, **campos) -> list[dict]:
    return [{"codigo_padron": str(n), "nombres": f"N{n}"} | campos for n in codigos]


def faltan() -> set[str]:
    return set(
        RegistroFuente.objects.filter(ausente_desde__isnull=False).values_list("clave", flat=True)
    )


@pytest.fixture
def corte(cargar):
    """A full cut of the Padrón with the children of these codes."""

    def cortar(*codigos, **campos):
        return cargar("padron_nominal", *ninos(*codigos, **campos), corte_completo=True)

    return cortar


def test_lo_que_falta_en_un_corte_completo_se_anota_y_no_se_borra(corte):
    corte(*range(10))
    cuentas = [m.objects.count() for m in (Persona, Captacion, Vinculo, Telefono)]

    carga = corte(*range(9))

    assert (carga.ausentes, carga.sin_cambio) == (1, 9)
    assert faltan() == {"9"}
    assert RegistroFuente.objects.get(clave="9").ausente_desde == carga
    assert cuentas == [m.objects.count() for m in (Persona, Captacion, Vinculo, Telefono)]


def test_lo_que_vino_despues_del_ultimo_corte_tambien_se_espera(cargar, corte):
    corte(*range(10))
    cargar("padron_nominal", *ninos(50))
    assert corte(*range(10), direccion="X").ausentes == 1
    assert faltan() == {"50"}


def test_un_archivo_que_no_es_corte_no_anota_a_nadie(cargar, corte):
    corte(*range(10))
    carga = cargar("padron_nominal", *ninos(1))
    assert (carga.ausentes, faltan()) == (0, set())


def test_quien_ya_faltaba_no_vuelve_a_contarse(corte):
    corte(*range(10))
    primero = corte(*range(9))
    segundo = corte(*range(8))
    assert (segundo.ausentes, faltan()) == (1, {"8", "9"})
    assert RegistroFuente.objects.get(clave="9").ausente_desde == primero


@pytest.mark.parametrize("campos", [{}, {"direccion": "JR. SOL 1"}], ids=["igual", "cambiada"])
@pytest.mark.parametrize("completo", [True, False])
def test_quien_vuelve_deja_de_faltar(cargar, corte, campos, completo):
    corte(*range(10))
    corte(*range(9))
    vuelta = cargar(
        "padron_nominal",
        *ninos(*range(9)),
        *ninos(9, **campos),
        *ninos(11),
        corte_completo=completo,
    )
    assert (faltan(), vuelta.ausentes) == (set(), 0)
    assert Carga.objects.get(ausentes=1).corte_completo


def test_una_fila_rechazada_no_es_una_ausencia(cargar, corte):
    corte(*range(10))
    carga = cargar(
        "padron_nominal",
        *ninos(*range(9)),
        *ninos(9, fecha_nacimiento="31/02/2026"),
        corte_completo=True,
    )
    assert (carga.rechazadas, carga.ausentes) == (1, 0)


def test_quien_viene_con_otra_clave_no_falta(cargar):
    filas = ninos(*range(9))
    cargar("padron_nominal", *filas, {"codigo_padron": "", "cnv": CNV}, corte_completo=True)
    carga = cargar("padron_nominal", *filas, {"codigo_padron": "", "dni": DNI}, corte_completo=True)
    assert (carga.ausentes, faltan()) == (0, set())

    # And when the child does leave, it is one child that leaves.
    assert cargar("padron_nominal", *filas, *ninos(12), corte_completo=True).ausentes == 1
    assert faltan() == {f"CNV:{CNV}", f"DNI:{DNI}"}


def test_los_mellizos_se_echan_de_menos_por_separado(corte):
    corte(*range(10), madre_documento=OTRA_MADRE)
    corte(*range(9), madre_documento=OTRA_MADRE)
    assert faltan() == {"9"}


def test_el_corte_de_otra_fuente_no_toca_esta(cargar, corte):
    corte(*range(10))
    documentos = [{"documento": f"9200000{n}"} for n in range(10)]
    cargar("sis_gestantes", *documentos, corte_completo=True)
    carga = cargar("sis_gestantes", *documentos[:9], corte_completo=True)
    assert carga.ausentes == 1
    (clave,) = faltan()
    assert clave.startswith("92000009|")


def test_quien_se_muda_de_hogar_falta_en_el_primero(cargar):
    miembros = [{"documento": f"9200000{n}"} for n in range(9)]
    cargar("pgh", *miembros, {"documento": GESTANTE}, corte_completo=True)
    mudada = {"documento": GESTANTE, "codigo_hogar": "H2"}
    assert cargar("pgh", *miembros, mudada, corte_completo=True).ausentes == 1
    assert faltan() == {f"H1|{GESTANTE}"}


def test_un_corte_al_que_le_falta_demasiado_se_rechaza_y_no_deja_nada(cargar, corte):
    corte(*range(10))
    with pytest.raises(ArchivoRechazado) as rechazo:
        corte(*range(7), *range(20, 30))

    assert str(rechazo.value) == (
        "Se declaró corte completo, pero no trae 3 de los 10 registros que ya se conocían (30 %): "
        "si es solo una parte, súbalo otra vez sin marcar «Es un corte completo»."
    )
    carga = Carga.objects.first()
    assert (carga.estado, carga.motivo) == (EstadoCarga.RECHAZADA, str(rechazo.value))
    assert (faltan(), Captacion.objects.count()) == (set(), 10)
    # The same bytes, without the box.
    assert cargar("padron_nominal", *ninos(*range(7), *range(20, 30))).nuevas == 10


@pytest.mark.parametrize(("faltantes", "entra"), [(2, True), (3, False)])
def test_el_limite_de_lo_que_puede_faltar_es_un_parametro(corte, faltantes, entra):
    assert Parametro.de("corte_ausentes_maximo") == 20
    corte(*range(10))
    if entra:
        assert corte(*range(10 - faltantes)).ausentes == faltantes
    else:
        with pytest.raises(ArchivoRechazado):
            corte(*range(10 - faltantes))
        Parametro.objects.filter(pk="corte_ausentes_maximo").update(valor=30)
        assert corte(*range(10 - faltantes), direccion="X").ausentes == faltantes


def test_el_primer_corte_de_una_fuente_no_echa_de_menos_a_nadie(corte):
    assert corte(*range(3)).ausentes == 0


def test_un_corte_cancelado_no_deja_nada(base_real, cargar, corte):
    corte(*range(10))
    antes = todo_menos_la_carga()
    contenido = ContentFile(
        texto("padron_nominal", *ninos(*range(1, 9)), *ninos(0, seguro="1")).encode()
    )
    recibida = recibir(
        contenido, nombre="f.txt", por=Usuario.objects.sistema(), hoy=HOY, corte_completo=True
    )

    def procesar_aparte():
        with pytest.raises(CargaCancelada):
            procesar(Carga.objects.get(pk=recibida.pk))
        connection.close()

    hilo = threading.Thread(target=procesar_aparte)
    with transaction.atomic():
        # The load stops at this row, its last step before the comparison, and is called off there.
        RegistroFuente.objects.select_for_update().get(clave="0")
        hilo.start()
        limite = time.monotonic() + 20
        while Carga.objects.get(pk=recibida.pk).paso != "Cerrando el libro":
            assert time.monotonic() < limite
            time.sleep(0.05)
        cancelar(Carga.objects.get(pk=recibida.pk), por=Usuario.objects.sistema())
    hilo.join(20)

    assert Carga.objects.get(pk=recibida.pk).estado == EstadoCarga.CANCELADA
    assert todo_menos_la_carga() == antes


def test_solo_un_corte_completo_tiene_ausentes(cargar):
    carga = cargar("padron_nominal", {})
    with pytest.raises(IntegrityError, match="carga_ausentes_de_corte"):
        Carga.objects.filter(pk=carga.pk).update(ausentes=1)


def test_el_corte_repetido_en_otro_orden_no_escribe_nada(cargar, corte):
    corte(*range(10))
    antes = todo_menos_la_carga()
    carga = corte(*reversed(range(10)))
    assert (carga.sin_cambio, carga.ausentes) == (10, 0)
    assert todo_menos_la_carga() == antes
