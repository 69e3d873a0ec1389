"""/cargas/: files in, live progress, the ledger, and what to mend."""

import csv
import datetime as dt
import io

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from afiliacion.acciones.cargas import procesar_carga
from captacion.consultas import cargas as consultas
from captacion.importacion import ArchivoRechazado
from captacion.models import (
    Carga,
    ClaveApi,
    EstadoCarga,
    FilaObservada,
    PerfilPropio,
    PuntoDeRecojo,
    TipoObservacion,
)
from tests.fabricas import CargaFactory

pytestmark = pytest.mark.django_db
CARGAS = "/cargas/"
HTMX = {"HTTP_HX_REQUEST": "true"}
ENCABEZADO = ["CO_PADRON_NOMINAL", "NU_DNI_MENOR", "PRENOMBRE_MENOR", "FE_NAC_MENOR"]


@pytest.fixture(autouse=True)
def archivos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    return settings.MEDIA_ROOT


@pytest.fixture
def cliente(sede):
    cliente = Client()
    cliente.force_login(sede)
    return cliente


@pytest.fixture
def procesada():
    """Five rows read, two of them rejected: the first for two reasons."""
    carga = CargaFactory(
        leidas=5,
        nuevas=2,
        sin_cambio=1,
        rechazadas=2,
        avisos=1,
        encabezado=ENCABEZADO,
        codificacion="utf-8",
        delimitador="|",
        captaciones=2,
        contactos=1,
    )
    filas = [
        (3, TipoObservacion.RECHAZADA, ["nacimiento_falta", "sin_identidad"], ["", "", "LUZ", ""]),
        (4, TipoObservacion.RECHAZADA, ["nacimiento_falta"], ["9", "", '=A|B "ñ"\nC', ""]),
        (5, TipoObservacion.AVISO, ["nombre_provisional"], ["10", "", "RN", "01/11/2026"]),
    ]
    for numero, tipo, motivos, celdas in filas:
        FilaObservada.objects.create(
            carga=carga, numero=numero, tipo=tipo, motivos=motivos, celdas=celdas
        )
    return carga


def archivo(contenido=b"A|B\n1|2\n", nombre="padron.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(nombre, contenido)


def direccion(nombre: str, carga: Carga) -> str:
    return reverse(f"captacion:{nombre}", args=[carga.pk])


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


# The rejected rows, to be mended and uploaded again


def bajar(cliente, carga) -> str:
    respuesta = cliente.get(direccion("carga-rechazadas", carga))
    assert respuesta.status_code == 200
    assert respuesta["Content-Disposition"].startswith("attachment")
    return b"".join(respuesta.streaming_content).decode()


def test_las_rechazadas_bajan_como_vinieron(cliente, procesada):
    filas = list(csv.reader(io.StringIO(bajar(cliente, procesada), newline=""), delimiter="|"))
    assert filas[0] == ["FILA", "COLUMNA", "MOTIVO", *ENCABEZADO]
    assert [f[0] for f in filas[1:]] == ["3", "4"]
    assert filas[1][1] == "FE_NAC_MENOR"
    assert "Falta la fecha de nacimiento. Complete la fecha" in filas[1][2]
    assert "Nada identifica a la persona" in filas[1][2]
    assert filas[2][3:] == ["9", "", '=A|B "ñ"\nC', ""]


def test_una_fila_con_campos_de_mas_baja_con_todos(cliente, procesada):
    FilaObservada.objects.filter(numero=4).update(motivos=["campos"], celdas=list("abcdef"))
    filas = bajar(cliente, procesada).splitlines()
    assert filas[2].split("|")[1] == "(toda la fila)"
    assert filas[2].endswith("|a|b|c|d|e|f")


def test_sin_rechazadas_no_hay_nada_que_bajar(cliente):
    assert cliente.get(direccion("carga-rechazadas", CargaFactory())).status_code == 404


def test_bajar_corregir_y_volver_a_subir(base_real, cliente):
    """Through the real reader: the mended file goes in as it was downloaded."""
    hoy = timezone.localdate()
    filas = [
        "|".join(ENCABEZADO),
        f"9900000001||LUZ|{hoy:%d/%m/%Y}",
        "9900000002||ROSA|",
        "9900000003||ANA|31/02/2026",
    ]
    cliente.post(CARGAS, {"archivos": archivo("\n".join(filas).encode())})
    carga = procesar_carga(Carga.objects.get())
    assert (carga.leidas, carga.nuevas, carga.rechazadas) == (3, 1, 2)
    texto = cliente.get(direccion("carga", carga)).content.decode()
    assert "Entraron <strong>1</strong> de 3 filas" in texto

    bajado = bajar(cliente, carga)
    corregido = bajado.replace("|ROSA|", f"|ROSA|{hoy:%d/%m/%Y}").replace(
        "31/02/2026", "01/02/2026"
    )
    cliente.post(CARGAS, {"archivos": archivo(corregido.encode(), "corregido.txt")})
    otra = procesar_carga(Carga.objects.exclude(pk=carga.pk).get())
    assert (otra.leidas, otra.nuevas, otra.rechazadas) == (2, 2, 0)


def test_un_archivo_que_no_es_lo_que_dice_se_explica_en_su_pagina(base_real, cliente):
    cliente.post(CARGAS, {"archivos": archivo(b"%PDF-1.7\n%\xe2\xe3\n", "padron.txt")})
    carga = Carga.objects.get()
    with pytest.raises(ArchivoRechazado) as rechazo:
        procesar_carga(carga)
    texto = cliente.get(direccion("carga", carga)).content.decode()
    assert "El archivo no entró y no cambió nada" in texto
    assert str(rechazo.value) in texto


# The admin

# What an administrator sets up there; all else are facts.
SE_CONFIGURAN = {ClaveApi, PuntoDeRecojo}


def test_todos_los_modelos_estan_en_el_admin_y_ningun_hecho_se_cambia(administracion, rf):
    solicitud = rf.get("/admin/")
    solicitud.user = administracion
    for modelo in apps.get_app_config("captacion").get_models():
        registrado = admin.site.get_model_admin(modelo)
        if modelo in SE_CONFIGURAN:
            continue
        assert not registrado.has_add_permission(solicitud)
        # A layout that people taught is put out of use there; its other fields are only read.
        assert registrado.has_change_permission(solicitud) == (modelo is PerfilPropio)
        assert not registrado.has_delete_permission(solicitud)


def test_las_paginas_del_admin_abren(administracion, procesada):
    cliente = Client()
    cliente.force_login(administracion)
    for modelo in apps.get_app_config("captacion").get_models():
        ruta = reverse(f"admin:captacion_{modelo._meta.model_name}_changelist")
        assert cliente.get(ruta, {"q": "99"}).status_code == 200
    texto = cliente.get(
        reverse(
            "admin:captacion_filaobservada_change", args=[procesada.filas_observadas.first().pk]
        )
    ).content.decode()
    assert "LUZ" not in texto
