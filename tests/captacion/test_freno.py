"""The circuit breaker: a file with too much wrong waits for a person, and nothing was written."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from captacion import acciones
from captacion.importacion import CargaDetenida, procesar
from captacion.models import (
    Carga,
    Detencion,
    EstadoCarga,
    FilaObservada,
    Persona,
    RegistroFuente,
)
from juntos.estados import TransicionInvalida
from juntos.models import Parametro, Usuario
from tests.captacion.archivos import HOY, texto
from tests.fabricas import CargaFactory

pytestmark = pytest.mark.django_db
BUENA, MALA = {}, {"fecha_nacimiento": "31/02/2026"}


@pytest.fixture(autouse=True)
def _archivos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "archivos"


def filas(buenas: int, malas: int, repetidas: int = 0) -> list[dict]:
    """Rows of distinct children; the repeated ones carry the code of the first good one."""
    codigos = [{"codigo_padron": str(n), "madre_documento": ""} for n in range(buenas + malas)]
    return [
        *(BUENA | codigo for codigo in codigos[:buenas]),
        *(MALA | codigo for codigo in codigos[buenas:]),
        *(BUENA | codigos[0] for _ in range(repetidas)),
    ]


def recibida(lineas: list[dict], **campos) -> Carga:
    contenido = ContentFile(texto("padron_nominal", *lineas).encode())
    return acciones.recibir(
        contenido, nombre="f.txt", por=Usuario.objects.sistema(), hoy=HOY, **campos
    )


def detener(buenas=69, malas=31, repetidas=0) -> Carga:
    carga = recibida(filas(buenas, malas, repetidas))
    with pytest.raises(CargaDetenida):
        procesar(carga)
    carga.refresh_from_db()
    return carga


def ruta(nombre: str, carga: Carga) -> str:
    return reverse(f"captacion:carga-{nombre}", args=[carga.pk])


# When it stops


@pytest.mark.parametrize(
    ("buenas", "malas", "repetidas", "estado"),
    [
        (70, 30, 0, EstadoCarga.PROCESADA),
        (69, 31, 0, EstadoCarga.DETENIDA),
        (95, 0, 5, EstadoCarga.PROCESADA),
        (94, 0, 6, EstadoCarga.DETENIDA),
        (0, 99, 0, EstadoCarga.PROCESADA),
        (0, 100, 0, EstadoCarga.DETENIDA),
    ],
)
def test_se_detiene_al_pasar_del_limite_y_no_antes(buenas, malas, repetidas, estado):
    carga = recibida(filas(buenas, malas, repetidas))
    try:
        procesar(carga)
    except CargaDetenida:
        assert estado == EstadoCarga.DETENIDA
    carga.refresh_from_db()
    assert carga.estado == estado


@pytest.mark.parametrize(
    ("clave", "valor"), [("freno_rechazadas", 31), ("freno_minimo", 101), ("freno_rechazadas", 100)]
)
def test_los_limites_son_parametros(clave, valor):
    Parametro.objects.filter(pk=clave).update(valor=valor)
    carga = recibida(filas(69, 31))
    procesar(carga)
    assert carga.estado == EstadoCarga.PROCESADA


def test_un_solo_limite_de_repetidas_cuenta_las_repetidas_y_no_las_rechazadas():
    """Six repeated of a hundred are 6 % repeated and 6 % rejected: only the first is too much."""
    carga = detener(94, 0, 6)
    assert "6 (6.0 %) repiten la clave de otra, más del 5 % que se admite" in carga.motivo
    assert "se rechazarían" not in carga.motivo


def test_detenida_no_escribe_nada_y_guarda_lo_que_vio():
    malas = [MALA | {"codigo_padron": f"M{n}"} for n in range(150)]
    rota = texto("padron_nominal", {}).splitlines()[1] + "|sobra"
    contenido = texto("padron_nominal", *filas(50, 0), *malas) + rota + "\n"
    carga = acciones.recibir(
        ContentFile(contenido.encode()), nombre="f.txt", por=Usuario.objects.sistema(), hoy=HOY
    )
    with pytest.raises(CargaDetenida):
        procesar(carga)

    carga.refresh_from_db()
    assert not Persona.objects.exists()
    assert not RegistroFuente.objects.exists()
    assert (carga.leidas, carga.fuente, carga.perfil) == (0, "padron_nominal", "padron_nominal")
    assert carga.fin
    detencion = carga.detencion
    assert (detencion.leidas, detencion.rechazadas, detencion.repetidas) == (201, 151, 0)
    assert detencion.motivos == [["nacimiento_imposible", 150], ["campos", 1]]
    assert (detencion.limite_rechazadas, detencion.limite_repetidas) == (30, 5)
    primeras = FilaObservada.objects.filter(carga=carga)
    assert primeras.count() == 100
    assert primeras.first().numero == 52
    assert "31/02/2026" in primeras.first().celdas


def test_la_frase_dice_lo_visto_y_que_hacer():
    carga = detener()
    assert carga.motivo == (
        "La carga se detuvo antes de escribir nada: de 100 filas, 31 (31.0 %) se rechazarían, más "
        "del 30 % que se admite; revise los motivos y decida si se carga de todos modos o se "
        "descarta."
    )


# What a person decides


def test_autorizada_entra_entera_y_dice_quien(sede, django_capture_on_commit_callbacks):
    carga = detener()
    with django_capture_on_commit_callbacks() as timbres:
        acciones.autorizar(carga, por=sede)
    assert len(timbres) == 1
    assert (carga.estado, carga.autorizada_por) == (EstadoCarga.RECIBIDA, sede)
    assert not FilaObservada.objects.exists()

    procesar(carga)
    assert (carga.estado, carga.nuevas, carga.rechazadas) == (EstadoCarga.PROCESADA, 69, 31)
    assert FilaObservada.objects.filter(carga=carga, tipo="rechazada").count() == 31
    assert carga.detencion.rechazadas == 31


def test_descartada_queda_cancelada_con_su_evidencia(sede):
    carga = detener()
    acciones.descartar(carga, por=sede)
    assert (carga.estado, carga.cancelada_por) == (EstadoCarga.CANCELADA, sede)
    assert FilaObservada.objects.filter(carga=carga).count() == 31


def test_descartada_y_reintentada_se_vuelve_a_detener(sede):
    carga = detener()
    acciones.descartar(carga, por=sede)
    acciones.reintentar(carga, por=sede)
    assert not Detencion.objects.exists()
    with pytest.raises(CargaDetenida):
        procesar(carga)
    assert Detencion.objects.get().rechazadas == 31


@pytest.mark.parametrize("accion", [acciones.autorizar, acciones.descartar])
@pytest.mark.parametrize("quien", ["gestora", "supervisora"])
def test_solo_decide_quien_carga_archivos(request, accion, quien):
    carga = detener()
    with pytest.raises(PermissionDenied):
        accion(carga, por=request.getfixturevalue(quien))
    carga.refresh_from_db()
    assert carga.estado == EstadoCarga.DETENIDA


@pytest.mark.parametrize("accion", [acciones.autorizar, acciones.descartar])
def test_decidir_sobre_lo_que_otra_persona_ya_decidio(sede, administracion, accion):
    carga = detener()
    vieja = Carga.objects.get(pk=carga.pk)
    acciones.descartar(carga, por=administracion)
    with pytest.raises(TransicionInvalida):
        accion(vieja, por=sede)
    with pytest.raises(TransicionInvalida):
        accion(Carga.objects.get(pk=carga.pk), por=sede)


@pytest.mark.parametrize("accion", [acciones.autorizar, acciones.descartar])
def test_el_segundo_clic_de_la_misma_persona_no_cambia_nada(sede, accion):
    carga = detener()
    accion(carga, por=sede)
    antes = Carga.objects.values().get()
    accion(Carga.objects.get(pk=carga.pk), por=sede)
    assert Carga.objects.values().get() == antes


@pytest.mark.parametrize("estado", sorted(set(EstadoCarga) - {EstadoCarga.DETENIDA}))
@pytest.mark.parametrize("accion", [acciones.autorizar, acciones.descartar])
def test_solo_se_decide_sobre_lo_detenido(sede, accion, estado):
    carga = CargaFactory(estado=estado)
    with pytest.raises(TransicionInvalida):
        accion(carga, por=sede)


@pytest.mark.parametrize("estado", [EstadoCarga.DETENIDA, EstadoCarga.RECHAZADA])
def test_lo_detenido_o_rechazado_no_se_reintenta_sin_mas(sede, estado):
    carga = CargaFactory(estado=estado)
    with pytest.raises(TransicionInvalida):
        acciones.reintentar(carga, por=sede)


def test_el_mismo_archivo_otra_vez_lleva_a_la_que_espera_decision():
    carga = detener()
    with pytest.raises(acciones.ArchivoRepetido) as repetido:
        recibida(filas(69, 31))
    assert repetido.value.carga_anterior == carga


# Its page


def test_la_pagina_muestra_lo_visto_y_las_dos_salidas(cliente, django_assert_max_num_queries):
    carga = detener()
    with django_assert_max_num_queries(9):
        respuesta = cliente.get(reverse("captacion:carga", args=[carga.pk]))
    dicho = respuesta.content.decode()
    assert carga.motivo in dicho
    assert "Filas que se rechazarían: 31 de 100" in dicho
    assert "La fecha de nacimiento no existe" in dicho
    assert "Las primeras 10 filas rechazadas" in dicho
    assert f'action="{ruta("autorizar", carga)}"' in dicho
    assert f'action="{ruta("descartar", carga)}"' in dicho


def test_autorizar_desde_la_pagina_y_repetir_el_clic(cliente, administracion):
    carga = detener()
    assert cliente.post(ruta("autorizar", carga)).status_code == 302
    assert cliente.post(ruta("autorizar", carga)).status_code == 302
    assert cliente.post(ruta("descartar", carga)).status_code == 409
    dicho = cliente.get(reverse("captacion:carga", args=[carga.pk])).content.decode()
    assert "Se había detenido; la autorizó" in dicho
    otra = Client()
    otra.force_login(administracion)
    assert otra.post(ruta("autorizar", carga)).status_code == 409


def test_descartar_desde_la_pagina_deja_ver_por_que(cliente):
    carga = detener()
    assert cliente.post(ruta("descartar", carga)).status_code == 302
    dicho = cliente.get(reverse("captacion:carga", args=[carga.pk])).content.decode()
    assert "Filas que se rechazarían: 31 de 100" in dicho
    assert "Cargar de todos modos" not in dicho
    assert "Reintentar" in dicho


# What may exist


def test_autorizada_en_y_por_van_juntas():
    carga = CargaFactory()
    with pytest.raises(IntegrityError, match="carga_autorizada_en_par"), transaction.atomic():
        Carga.objects.filter(pk=carga.pk).update(autorizada_en=timezone.now())


@pytest.mark.parametrize(("leidas", "rechazadas", "repetidas"), [(1, 2, 0), (5, 1, 2)])
def test_las_cuentas_de_una_detencion_caben_una_en_otra(leidas, rechazadas, repetidas):
    carga = CargaFactory()
    with pytest.raises(IntegrityError, match="detencion_cuentas"):
        Detencion.objects.create(
            carga=carga,
            leidas=leidas,
            rechazadas=rechazadas,
            repetidas=repetidas,
            limite_rechazadas=30,
            limite_repetidas=5,
            motivos=[],
        )
