"""/cargas/: files in, live progress, the ledger, and what to mend."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from captacion.consultas import cargas as consultas
from captacion.models import (
    Carga,
    EstadoCarga,
    FilaObservada,
    TipoObservacion,
)
from tests.captacion.cargas import CARGAS, HTMX, archivo, direccion
from tests.fabricas import CargaFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archivos")]


# Who may


@pytest.mark.parametrize("quien", ["gestora", "supervisora", "ajena"])
def test_para_quien_no_carga_archivos_nada_de_esto_existe(request, quien, procesada):
    cliente = Client()
    cliente.force_login(request.getfixturevalue(quien))
    assert cliente.get(CARGAS).status_code == 404
    assert cliente.post(CARGAS, {"archivos": archivo()}).status_code == 404
    for nombre in ("carga", "carga-progreso", "carga-rechazadas"):
        assert cliente.get(direccion(nombre, procesada)).status_code == 404
    for nombre in ("carga-cancelar", "carga-reintentar"):
        assert cliente.post(direccion(nombre, procesada)).status_code == 404
    assert Carga.objects.count() == 1


def test_administracion_tambien_carga(administracion, procesada):
    cliente = Client()
    cliente.force_login(administracion)
    assert cliente.get(CARGAS).status_code == 200
    texto = cliente.get(direccion("carga", procesada)).content.decode()
    assert "Descargar las rechazadas" in texto
    assert "/cola/" not in texto


def test_sin_entrar_se_va_a_la_entrada(client, procesada):
    for ruta in (CARGAS, direccion("carga", procesada), direccion("carga-rechazadas", procesada)):
        assert client.get(ruta).url.startswith("/entrar/")


def test_metodos(cliente, procesada):
    assert cliente.put(CARGAS).status_code == 405
    for nombre in ("carga", "carga-progreso", "carga-rechazadas"):
        assert cliente.post(direccion(nombre, procesada)).status_code == 405
    for nombre in ("carga-cancelar", "carga-reintentar"):
        assert cliente.get(direccion(nombre, procesada)).status_code == 405


def test_una_carga_que_no_existe(cliente):
    assert cliente.get(reverse("captacion:carga", args=[999999])).status_code == 404


# Uploading


def test_subir_un_archivo_lleva_a_su_carga(cliente, sede):
    respuesta = cliente.post(CARGAS, {"archivos": archivo(), "fuente": "pgh", "inicial": "on"})
    carga = Carga.objects.get()
    assert respuesta.url == direccion("carga", carga)
    assert (carga.fuente, carga.inicial, carga.recibida_por) == ("pgh", True, sede)


def test_subir_con_htmx_navega_a_la_carga(cliente):
    respuesta = cliente.post(CARGAS, {"archivos": archivo()}, **HTMX)
    assert respuesta["HX-Redirect"] == direccion("carga", Carga.objects.get())


def test_subir_varios_a_la_vez(cliente):
    subidos = [archivo(b"uno", "uno.txt"), archivo(b"dos", "dos.txt")]
    respuesta = cliente.post(CARGAS, {"archivos": subidos})
    assert respuesta.url == CARGAS
    assert set(Carga.objects.values_list("nombre_archivo", flat=True)) == {"uno.txt", "dos.txt"}


@pytest.mark.parametrize("cabeceras", [{}, HTMX])
def test_el_mismo_archivo_otra_vez_lleva_a_la_primera(cliente, cabeceras):
    cliente.post(CARGAS, {"archivos": archivo()})
    primera = Carga.objects.get()
    respuesta = cliente.post(CARGAS, {"archivos": archivo(nombre="otro.txt")}, **cabeceras)
    texto = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert f'href="{direccion("carga", primera)}">Ver la carga' in texto
    assert Carga.objects.count() == 1


def test_uno_malo_no_detiene_a_los_otros(cliente):
    subidos = [archivo(b"", "nada.txt"), archivo(b"dos", "dos.txt")]
    respuesta = cliente.post(CARGAS, {"archivos": subidos})
    texto = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "<strong>nada.txt</strong>: El archivo está vacío" in texto
    assert "El otro sí se recibió" in texto
    assert Carga.objects.get().nombre_archivo == "dos.txt"


def test_sin_elegir_archivo(cliente):
    respuesta = cliente.post(CARGAS, {"fuente": "pgh"})
    assert respuesta.status_code == 422
    texto = respuesta.content.decode()
    assert "Elija al menos un archivo" in texto
    assert '<option value="pgh" selected>' in texto


def test_una_fuente_que_no_existe(cliente):
    respuesta = cliente.post(CARGAS, {"archivos": archivo(), "fuente": "otra"})
    assert respuesta.status_code == 422
    assert not Carga.objects.exists()


def test_un_nombre_con_etiquetas_se_muestra_como_texto(cliente):
    cliente.post(CARGAS, {"archivos": archivo(nombre="<b>hola</b>" + "x" * 300 + ".txt")})
    texto = cliente.get(CARGAS).content.decode()
    assert "<b>hola" not in texto


# The list and the progress


def test_la_lista_vacia_dice_que_hacer(cliente):
    assert "Suba el primero aquí arriba" in cliente.get(CARGAS).content.decode()


def test_la_lista_dice_estado_libro_y_quien(cliente, procesada):
    texto = cliente.get(CARGAS).content.decode()
    for dicho in ("prueba.txt", "Procesada", "2 filas por corregir", str(procesada.recibida_por)):
        assert dicho in texto
    assert "every 1s" not in texto


def test_la_lista_no_crece_en_consultas(cliente, django_assert_max_num_queries):
    CargaFactory.create_batch(20, estado=EstadoCarga.FALLIDA)
    with django_assert_max_num_queries(6):
        cliente.get(CARGAS)


def test_la_lista_tiene_paginas(cliente):
    CargaFactory.create_batch(21)
    assert len(cliente.get(CARGAS).context["fichas"]) == 20
    assert len(cliente.get(CARGAS, {"pagina": 2}).context["fichas"]) == 1


def test_lo_que_se_procesa_se_mira_solo_y_muestra_cuanto_falta(cliente):
    carga = CargaFactory(
        estado=EstadoCarga.EN_PROCESO,
        paso="Leyendo el archivo",
        tamano=1000,
        bytes_leidos=250,
        inicio=timezone.now() - dt.timedelta(seconds=30),
    )
    respuesta = cliente.get(direccion("carga-progreso", carga), **HTMX)
    texto = respuesta.content.decode()
    assert 'hx-trigger="every 1s"' in texto
    assert 'value="25"' in texto
    assert "Leyendo el archivo" in texto
    assert "quedan unos 1 min 30 s, termina hacia las" in texto
    assert "Cancelar la carga" in texto
    assert "HX-Trigger" not in respuesta


@pytest.mark.parametrize(
    ("lleva", "porcentaje", "restante"), [(10, 25, "30 s"), (40, 95, ""), (400, 95, "")]
)
def test_cuanto_falta_se_estima_por_las_ultimas_cargas(lleva, porcentaje, restante):
    CargaFactory(tamano=1000, segundos=10, leidas=10, nuevas=10)
    CargaFactory(tamano=1000, segundos=0.01, leidas=10, sin_cambio=10)
    ahora = timezone.now()
    carga = CargaFactory(
        estado=EstadoCarga.EN_PROCESO, tamano=4000, inicio=ahora - dt.timedelta(seconds=lleva)
    )
    avance = consultas.progreso(carga, ahora)
    assert avance.porcentaje == porcentaje
    assert (consultas.duracion(avance.restante) if avance.restante else "") == restante


def test_sin_nada_en_que_basarse_no_se_inventa_un_porcentaje():
    carga = CargaFactory(estado=EstadoCarga.EN_PROCESO, inicio=timezone.now())
    assert consultas.progreso(carga, timezone.now()).porcentaje is None


def test_lo_que_termino_deja_de_mirarse_y_avisa_a_la_pagina(cliente, procesada):
    respuesta = cliente.get(direccion("carga-progreso", procesada), **HTMX)
    assert "every 1s" not in respuesta.content.decode()
    assert "carga-terminada" in respuesta["HX-Trigger"]


def test_sin_guiones_el_progreso_es_la_pagina(cliente, procesada):
    assert cliente.get(direccion("carga-progreso", procesada)).url == direccion("carga", procesada)


def test_la_espera_larga_se_explica(cliente):
    hace_rato = timezone.now() - dt.timedelta(minutes=5)
    carga = CargaFactory(estado=EstadoCarga.RECIBIDA, recibida_en=hace_rato)
    texto = cliente.get(direccion("carga", carga)).content.decode()
    assert "no responde todavía" in texto
    CargaFactory(estado=EstadoCarga.EN_PROCESO, inicio=hace_rato, latido=timezone.now())
    texto = cliente.get(direccion("carga", carga)).content.decode()
    assert "En espera de su turno" in texto


def test_un_reintento_empieza_su_espera_de_nuevo(cliente):
    hace_rato = timezone.now() - dt.timedelta(days=1)
    carga = CargaFactory(estado=EstadoCarga.FALLIDA, recibida_en=hace_rato)
    texto = cliente.post(direccion("carga-reintentar", carga), **HTMX).content.decode()
    assert "En espera de su turno" in texto


@pytest.mark.parametrize(
    ("segundos", "dicho"), [(0, "0 s"), (-3, "0 s"), (80, "1 min 20 s"), (3900, "1 h 5 min")]
)
def test_las_duraciones_se_dicen_como_se_habla(segundos, dicho):
    assert consultas.duracion(dt.timedelta(seconds=segundos)) == dicho


# Cancel and retry


@pytest.mark.parametrize("cabeceras", [{}, HTMX])
def test_cancelar_lo_que_espera(cliente, sede, cabeceras):
    carga = CargaFactory(estado=EstadoCarga.RECIBIDA)
    respuesta = cliente.post(direccion("carga-cancelar", carga), **cabeceras)
    assert respuesta.status_code == (200 if cabeceras else 302)
    carga.refresh_from_db()
    assert (carga.estado, carga.cancelada_por) == (EstadoCarga.CANCELADA, sede)


def test_cancelar_lo_que_se_procesa_dice_que_se_deshace(cliente):
    carga = CargaFactory(estado=EstadoCarga.EN_PROCESO, inicio=timezone.now())
    texto = cliente.post(direccion("carga-cancelar", carga), **HTMX).content.decode()
    assert "Cancelando" in texto
    assert "Cancelar la carga" not in texto


@pytest.mark.parametrize("nombre", ["carga-cancelar", "carga-reintentar"])
def test_llegar_tarde_es_409_y_dice_como_esta(cliente, procesada, nombre):
    respuesta = cliente.post(direccion(nombre, procesada))
    assert respuesta.status_code == 409
    assert "procesada" in respuesta.content.decode()


def test_reintentar_y_repetir_el_clic(cliente):
    carga = CargaFactory(estado=EstadoCarga.FALLIDA, motivo="La carga se interrumpió.")
    assert "Reintentar" in cliente.get(direccion("carga", carga)).content.decode()
    assert cliente.post(direccion("carga-reintentar", carga)).status_code == 302
    assert cliente.post(direccion("carga-reintentar", carga)).status_code == 409
    carga.refresh_from_db()
    assert carga.estado == EstadoCarga.RECIBIDA


def test_reintentar_lo_que_ya_entro_lleva_a_la_que_entro(cliente):
    carga = CargaFactory(estado=EstadoCarga.CANCELADA)
    otra = CargaFactory(sha256=carga.sha256)
    respuesta = cliente.post(direccion("carga-reintentar", carga))
    assert respuesta.status_code == 409
    assert direccion("carga", otra) in respuesta.content.decode()


# One load


def test_la_carga_responde_si_entro_y_que_corregir(cliente, procesada):
    respuesta = cliente.get(direccion("carga", procesada))
    texto = respuesta.content.decode()
    assert "Entraron <strong>3</strong> de 5 filas" in texto
    assert "Falta la fecha de nacimiento" in texto
    assert "Columna FE_NAC_MENOR" in texto
    assert "El nombre es provisional" in texto
    assert "utf-8, separado por barra vertical" in texto
    grupos = {g.tipo: g for g in respuesta.context["grupos"]}
    assert [m.cantidad for m in grupos[TipoObservacion.RECHAZADA].motivos] == [2, 1]
    assert [f.numero for f in respuesta.context["primeras"]] == [3, 4]


def test_la_barra_suma_el_ancho_y_deja_ver_lo_poco():
    carga = CargaFactory.build(
        leidas=20_000, nuevas=19_998, rechazadas=2, recibida_por=None, estado="procesada"
    )
    partes = consultas.libro(carga)
    assert sum(p.ancho for p in partes) == pytest.approx(1000, abs=1)
    assert [p.ancho > 5 for p in partes] == [True, False, False, False, True]
    vacia = consultas.libro(CargaFactory.build(recibida_por=None))
    assert [p.ancho for p in vacia] == [0] * 5


def test_la_carga_no_crece_en_consultas(cliente, procesada, django_assert_max_num_queries):
    FilaObservada.objects.bulk_create(
        FilaObservada(carga=procesada, numero=n, tipo="rechazada", motivos=["campos"], celdas=["x"])
        for n in range(100, 160)
    )
    Carga.objects.update(leidas=65, rechazadas=62)
    with django_assert_max_num_queries(7):
        respuesta = cliente.get(direccion("carga", procesada))
    assert len(respuesta.context["primeras"]) == consultas.PRIMERAS


def test_un_archivo_rechazado_dice_por_que(cliente):
    frase = "El archivo es un PDF: pida la tabla en Excel o en texto."
    carga = CargaFactory(estado=EstadoCarga.RECHAZADA, motivo=frase, perfil="", fuente="")
    texto = cliente.get(direccion("carga", carga)).content.decode()
    assert "El archivo no entró y no cambió nada" in texto
    assert frase in texto
    assert "No se reconoció" in texto


def test_un_archivo_repetido_enlaza_la_primera(cliente, procesada):
    carga = CargaFactory(estado=EstadoCarga.RECHAZADA, motivo="Ya se cargó.", repite_a=procesada)
    texto = cliente.get(direccion("carga", carga)).content.decode()
    assert f'href="{direccion("carga", procesada)}"' in texto
