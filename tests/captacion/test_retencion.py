"""Observed rows and files expire; the Carga stays and says so; no open doubt is lost."""

import datetime as dt
import logging
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from captacion import tasks
from captacion.acciones import ArchivoRetirado, confirmar_vinculo, recibir, reintentar, retencion
from captacion.consultas.retencion import plazos
from captacion.models import (
    Carga,
    EstadoCarga,
    EstadoVinculo,
    FilaObservada,
    TipoObservacion,
    Vinculo,
)
from juntos.models import Parametro
from tests.captacion.archivos import EL_JEFE, JEFE, MADRE
from tests.fabricas import CargaFactory

pytestmark = pytest.mark.django_db
AHORA = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
LIMITE = AHORA - dt.timedelta(days=90)


@pytest.fixture(autouse=True)
def _archivos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "archivos"


def carga_vieja(sede, *, fin=LIMITE - dt.timedelta(seconds=1), filas=3, **campos) -> Carga:
    carga = recibir(ContentFile(f"{fin}{campos}".encode()), nombre="viejo.txt", por=sede)
    datos = {"fuente": "padron_nominal", "estado": EstadoCarga.PROCESADA, "fin": fin}
    datos |= {"leidas": filas, "rechazadas": filas, "encabezado": ["A"]}
    Carga.objects.filter(pk=carga.pk).update(**datos | campos)
    FilaObservada.objects.bulk_create(
        FilaObservada(carga=carga, numero=n, tipo="rechazada", motivos=["campos"], celdas=["x"])
        for n in range(2, filas + 2)
    )
    carga.refresh_from_db()
    return carga


def retirar(carga=None, ahora=AHORA):
    retencion.retirar_vencido(ahora=ahora)
    if carga:
        carga.refresh_from_db()


def test_lo_vencido_se_retira_y_la_carga_lo_dice(sede):
    carga = carga_vieja(sede)
    ruta = Path(carga.archivo.path)
    retirar(carga)
    hoy = timezone.localdate(AHORA)
    assert (carga.filas_expiradas, carga.filas_expiradas_el) == (3, hoy)
    assert carga.archivo_retirado_el == hoy
    assert not FilaObservada.objects.exists()
    assert not ruta.exists()
    assert (carga.estado, carga.leidas, carga.rechazadas) == (EstadoCarga.PROCESADA, 3, 3)


@pytest.mark.parametrize(
    "campos",
    [
        {"fin": LIMITE},
        {"fin": AHORA},
        {"fin": None, "estado": EstadoCarga.RECIBIDA},
        {"estado": EstadoCarga.EN_PROCESO},
        {"estado": EstadoCarga.RECIBIDA},
    ],
    ids=str,
)
def test_lo_que_no_ha_vencido_o_no_ha_terminado_se_queda(sede, campos):
    carga = carga_vieja(sede, **campos)
    antes = Carga.objects.values().get()
    retirar(carga)
    assert Carga.objects.values().get() == antes
    assert FilaObservada.objects.count() == 3
    assert Path(carga.archivo.path).exists()


def test_cada_plazo_es_un_parametro(sede):
    carga = carga_vieja(sede)
    Parametro.objects.filter(pk="dias_retencion_filas").update(valor=365)
    retirar(carga)
    assert (carga.filas_expiradas, FilaObservada.objects.count()) == (0, 3)
    assert carga.archivo_retirado_el
    Parametro.objects.filter(pk="dias_retencion_filas").update(valor=30)
    retirar(carga)
    assert carga.filas_expiradas == 3


def test_una_carga_sin_filas_no_dice_que_se_retiraron(sede):
    carga = carga_vieja(sede, filas=0)
    retirar(carga)
    assert (carga.filas_expiradas, carga.filas_expiradas_el) == (0, None)


def test_repetirla_no_cambia_nada(sede):
    carga_vieja(sede)
    retirar()
    antes = Carga.objects.values().get()
    retirar(ahora=AHORA + dt.timedelta(days=5))
    assert Carga.objects.values().get() == antes


def test_cortada_en_medio_sigue_donde_quedo(sede, monkeypatch):
    carga = carga_vieja(sede, filas=7)
    monkeypatch.setattr(retencion, "LOTE", 2)
    lotes = []

    def morir_al_tercero(ejecutar, orden, parametros, many, contexto):
        if orden.startswith("DELETE") and "filaobservada" in orden:
            lotes.append(orden)
            if len(lotes) == 3:
                raise KeyboardInterrupt
        return ejecutar(orden, parametros, many, contexto)

    with connection.execute_wrapper(morir_al_tercero), pytest.raises(KeyboardInterrupt):
        retirar()
    carga.refresh_from_db()
    assert (carga.filas_expiradas, FilaObservada.objects.count()) == (4, 3)
    retirar(carga)
    assert (carga.filas_expiradas, FilaObservada.objects.count()) == (7, 0)


def test_un_archivo_que_ya_no_esta_se_da_por_retirado(sede):
    carga = carga_vieja(sede)
    Path(carga.archivo.path).unlink()
    retirar(carga)
    assert carga.archivo_retirado_el


def test_la_tarea_dice_cuanto_retiro(sede, caplog):
    carga_vieja(sede)
    with caplog.at_level(logging.WARNING, "captacion.acciones.retencion"):
        retencion.retirar_vencido(ahora=AHORA)
        retencion.retirar_vencido(ahora=AHORA)
    assert [r.getMessage() for r in caplog.records] == [
        "Retención: 3 filas observadas y 1 archivos retirados"
    ]


def test_la_tarea_de_cada_noche(sede):
    carga = carga_vieja(sede, fin=timezone.now() - dt.timedelta(days=91))
    carga_vieja(sede, fin=timezone.now() - dt.timedelta(days=89))
    tasks.retirar_vencido()
    assert list(Carga.objects.filter(filas_expiradas=3)) == [carga]


# What people see


def test_la_pagina_lo_dice_en_vez_de_una_lista_vacia(sede, cliente):
    carga = carga_vieja(sede)
    retirar(carga)
    texto = cliente.get(reverse("captacion:carga", args=[carga.pk])).content.decode()
    assert "Las filas observadas (3) se retiraron el 01/03/2027, a los 90 días." in texto
    assert "El archivo se retiró el 01/03/2027" in texto
    assert "Descargar las rechazadas" not in texto
    assert "súbalas otra vez" not in texto
    assert "por corregir" not in texto


def test_bajar_lo_retirado_es_410_con_una_frase(sede, cliente):
    carga = carga_vieja(sede)
    retirar(carga)
    respuesta = cliente.get(reverse("captacion:carga-rechazadas", args=[carga.pk]))
    assert respuesta.status_code == 410
    assert "se retiraron el 01/03/2027" in respuesta.content.decode()


def test_sin_su_archivo_no_se_reintenta(sede, cliente):
    carga = carga_vieja(sede, estado=EstadoCarga.FALLIDA, filas=0)
    vista_antes = Carga.objects.get()
    retirar(carga)
    pagina = reverse("captacion:carga", args=[carga.pk])
    assert "Reintentar</button>" not in cliente.get(pagina).content.decode()
    respuesta = cliente.post(reverse("captacion:carga-reintentar", args=[carga.pk]))
    assert respuesta.status_code == 409
    assert "pídalo de nuevo a su fuente" in respuesta.content.decode()
    with pytest.raises(ArchivoRetirado):
        reintentar(vista_antes, por=sede)


def test_lo_reintentado_mientras_se_retira_conserva_su_archivo(sede, monkeypatch):
    carga = carga_vieja(sede, estado=EstadoCarga.FALLIDA, filas=0)
    reintentar(carga, por=sede)
    assert retencion._retirar_archivo(carga.pk, LIMITE, AHORA.date()) == 0
    assert Path(carga.archivo.path).exists()


def test_un_cruce_pendiente_no_pierde_nada(cargar, cliente, sede):
    """The row is gone; the doubt, its two columns and the decision are not."""
    cargar("pgh", EL_JEFE)
    carga = cargar("padron_nominal", {"madre_documento": MADRE, "jefe_documento": JEFE})
    assert carga.en_revision == 1
    cruces = reverse("captacion:cruces")
    antes = cliente.get(cruces).context["par"]
    retirar(ahora=carga.fin + dt.timedelta(days=91))
    assert not FilaObservada.objects.filter(tipo=TipoObservacion.EN_REVISION).exists()
    despues = cliente.get(cruces).context["par"]
    assert despues.cotejos
    assert despues == antes
    vinculo = Vinculo.objects.get(estado=EstadoVinculo.POR_REVISAR)
    confirmar_vinculo(vinculo, por=sede)
    assert vinculo.estado == EstadoVinculo.CONFIRMADO


# What may not exist


@pytest.mark.parametrize(
    ("campos", "restriccion"),
    [
        ({"filas_expiradas": 3}, "carga_filas_expiradas_con_fecha"),
        ({"filas_expiradas_el": AHORA.date()}, "carga_filas_expiradas_con_fecha"),
        (
            {"archivo_retirado_el": AHORA.date(), "estado": EstadoCarga.RECIBIDA},
            "carga_sin_archivo_terminada",
        ),
    ],
)
def test_la_base_no_admite(campos, restriccion):
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        CargaFactory(**campos)


# --- The page


def test_la_pagina_cuenta_lo_que_el_retiro_se_llevara(sede):
    """What is due is what the removal takes: not one more, not one less."""
    carga_vieja(sede)
    carga_vieja(sede, fin=LIMITE + dt.timedelta(days=1), filas=2)
    filas, archivos, *_ = plazos(ahora=AHORA)
    assert (filas.guardados, filas.vencidos, filas.ultimo_el) == (5, 3, None)
    assert (archivos.guardados, archivos.vencidos) == (2, 1)
    retirar()
    filas, archivos, *_ = plazos(ahora=AHORA)
    hoy = timezone.localdate(AHORA)
    assert (filas.guardados, filas.vencidos, filas.ultimo_el, filas.retirados) == (2, 0, hoy, 3)
    assert (archivos.guardados, archivos.vencidos, archivos.retirados) == (1, 0, 1)


def test_el_plazo_que_se_muestra_es_el_parametro_y_las_lecturas_un_anio_al_menos(client, sede):
    Parametro.objects.filter(pk="dias_retencion_filas").update(valor=45)
    Parametro.objects.filter(pk="lecturas_dias").update(valor=10)
    client.force_login(sede)
    pagina = client.get(reverse("captacion:retencion")).text
    assert "45 días desde que terminó su carga" in pagina
    assert "365 días desde que se miró" in pagina
