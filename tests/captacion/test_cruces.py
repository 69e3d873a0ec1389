"""/cruces/: who sees what, one pair at a time, and what each answer does."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from afiliacion.acciones.cargas import procesar_carga
from afiliacion.acciones.conciliar import conciliar
from afiliacion.models import Contacto
from captacion.models import (
    Captacion,
    Carga,
    EstadoVinculo,
    PesosCruce,
    Vinculo,
)
from tests import fabricas
from tests.captacion.archivos import EL_JEFE, JEFE, MADRE
from tests.captacion.mesa import (
    ACCIONES,
    CRUCES,
    HTMX,
    decidir,
    entrar,
    ver,
)
from tests.captacion.test_acciones_vinculos import VinculoFactory, poner_en_duda

pytestmark = pytest.mark.django_db


# Who sees what


@pytest.mark.parametrize("quien", ["gestora", "supervisora", "sede"])
def test_la_pagina_muestra_persona_candidato_y_porque(request, distrito, quien):
    (vinculo,) = poner_en_duda(distrito)
    cliente = entrar(request.getfixturevalue(quien))
    for direccion in (CRUCES, ver(vinculo)):
        respuesta = cliente.get(direccion)
        assert respuesta.status_code == 200
        texto = respuesta.content.decode()
        assert vinculo.persona.nombre_completo in texto
        assert vinculo.hogar.codigo in texto
        assert "El documento del jefe de familia figura en el PGH; el de la madre no." in texto


@pytest.mark.parametrize("quien", ["ajena", "administracion"])
def test_lo_de_otro_territorio_no_existe(request, distrito, quien):
    (vinculo,) = poner_en_duda(distrito)
    cliente = entrar(request.getfixturevalue(quien))
    respuesta = cliente.get(CRUCES)
    assert respuesta.status_code == 200
    assert vinculo.persona.nombre_completo not in respuesta.content.decode()
    assert "No hay cruces por revisar" in respuesta.content.decode()
    assert cliente.get(ver(vinculo)).status_code == 404
    for accion in ACCIONES:
        assert cliente.post(decidir(vinculo, accion)).status_code == 404


def test_la_gestora_mira_y_no_decide(gestora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    cliente = entrar(gestora)
    for direccion in (CRUCES, ver(vinculo)):
        texto = cliente.get(direccion).content.decode()
        assert decidir(vinculo, "confirmar") not in texto
        assert "supervisora" in texto
    assert cliente.post(decidir(vinculo, "confirmar")).status_code == 403
    assert cliente.post(decidir(vinculo, "aplazar")).status_code == 404
    vinculo.refresh_from_db()
    assert vinculo.estado == EstadoVinculo.POR_REVISAR


def test_sin_entrar_se_va_a_la_entrada(client, distrito):
    (vinculo,) = poner_en_duda(distrito)
    assert client.get(CRUCES).url.startswith("/entrar/")
    assert client.post(decidir(vinculo, "confirmar")).url.startswith("/entrar/")


def test_metodos(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    cliente = entrar(supervisora)
    assert cliente.post(CRUCES).status_code == 405
    for accion in ACCIONES:
        assert cliente.get(decidir(vinculo, accion)).status_code == 405


def test_lo_que_no_es_un_par_no_existe(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    cliente = entrar(supervisora)
    en_pie = Vinculo.objects.get(persona=vinculo.persona, estado=EstadoVinculo.AUTOMATICO)
    assert cliente.get(ver(en_pie)).status_code == 404
    assert cliente.get(f"/cruces/persona/{vinculo.pk}/").status_code == 404
    assert cliente.post(f"/cruces/persona/{vinculo.pk}/confirmar/").status_code == 404


# Deciding


@pytest.mark.parametrize(
    ("accion", "estado", "dicho"),
    [
        ("confirmar", EstadoVinculo.CONFIRMADO, "Confirmado"),
        ("descartar", EstadoVinculo.DESCARTADO, "no es este hogar"),
    ],
)
def test_decidir_y_deshacer_sin_guiones(supervisora, distrito, accion, estado, dicho):
    (vinculo,) = poner_en_duda(distrito)
    cliente = entrar(supervisora)
    texto = cliente.post(decidir(vinculo, accion), follow=True).content.decode()
    vinculo.refresh_from_db()
    assert vinculo.estado == estado
    assert dicho in texto
    assert decidir(vinculo, "deshacer") in texto
    respuesta = cliente.post(decidir(vinculo, "deshacer"), follow=True)
    vinculo.refresh_from_db()
    assert vinculo.estado == EstadoVinculo.POR_REVISAR
    assert respuesta.context["par"].pk == vinculo.pk
    assert "Deshecho" in respuesta.content.decode()


def test_con_htmx_viene_el_par_siguiente_con_deshacer_del_anterior(supervisora, distrito):
    (primero,), (segundo,) = poner_en_duda(distrito), poner_en_duda(distrito)
    respuesta = entrar(supervisora).post(decidir(primero, "confirmar"), **HTMX)
    texto = respuesta.content.decode()
    assert respuesta.status_code == 200
    assert "<html" not in texto
    assert respuesta.context["par"].pk == segundo.pk
    assert "data-anuncio=" in texto
    assert "data-enfocar" in texto
    assert decidir(primero, "deshacer") in texto
    assert "HX-Request" in respuesta["Vary"]


def test_tras_un_no_viene_el_otro_candidato_de_la_misma_persona(supervisora, distrito):
    primero, segundo = poner_en_duda(distrito, 2)
    poner_en_duda(distrito)
    cliente = entrar(supervisora)
    assert cliente.get(CRUCES).context["par"].pk == primero.pk
    respuesta = cliente.post(decidir(primero, "descartar"), **HTMX)
    assert respuesta.context["par"].pk == segundo.pk
    assert (respuesta.context["par"].numero, respuesta.context["par"].de) == (2, 2)


def test_deshacer_vuelve_a_mostrar_ese_par(supervisora, distrito):
    (primero,) = poner_en_duda(distrito)
    poner_en_duda(distrito)
    cliente = entrar(supervisora)
    cliente.post(decidir(primero, "descartar"), **HTMX)
    respuesta = cliente.post(decidir(primero, "deshacer"), **HTMX)
    assert respuesta.context["par"].pk == primero.pk
    assert respuesta.context["ultima"] is None


def test_lo_que_arrastra_una_confirmacion_no_es_otra_decision(supervisora, distrito):
    vinculo, otro = poner_en_duda(distrito, 2)
    cliente = entrar(supervisora)
    cliente.post(decidir(vinculo, "confirmar"))
    texto = cliente.get("/cruces/decisiones/").content.decode()
    assert decidir(vinculo, "deshacer") in texto
    assert decidir(otro, "deshacer") not in texto


def test_las_decisiones_de_antes_se_alcanzan_y_se_deshacen(supervisora, sede, distrito):
    (vinculo,), (ajeno,) = poner_en_duda(distrito), poner_en_duda(distrito)
    cliente = entrar(supervisora)
    cliente.post(decidir(vinculo, "confirmar"))
    entrar(sede).post(decidir(ajeno, "confirmar"))
    hace_semanas = timezone.now() - dt.timedelta(days=30)
    Vinculo.objects.filter(pk=vinculo.pk).update(decidido_en=hace_semanas)
    texto = cliente.get("/cruces/decisiones/").content.decode()
    assert decidir(vinculo, "deshacer") in texto
    assert decidir(ajeno, "deshacer") not in texto
    cliente.post(decidir(vinculo, "deshacer"))
    vinculo.refresh_from_db()
    assert vinculo.estado == EstadoVinculo.POR_REVISAR


def test_dos_veces_el_mismo_clic_es_una_decision(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    cliente = entrar(supervisora)
    assert cliente.post(decidir(vinculo, "confirmar")).status_code == 302
    assert cliente.post(decidir(vinculo, "confirmar")).status_code == 302


@pytest.mark.parametrize("cabeceras", [{}, HTMX])
def test_quien_llega_tarde_ve_que_cambio_y_el_siguiente(supervisora, sede, distrito, cabeceras):
    (vinculo,), (otro,) = poner_en_duda(distrito), poner_en_duda(distrito)
    entrar(sede).post(decidir(vinculo, "descartar"))
    respuesta = entrar(supervisora).post(decidir(vinculo, "confirmar"), **cabeceras)
    texto = respuesta.content.decode()
    assert respuesta.status_code == 409
    assert f"descartado. Lo decidió {sede}." in texto
    assert respuesta.context["par"].pk == otro.pk
    assert ("<html" in texto) == (not cabeceras)


def test_una_decision_firme_se_explica(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    cliente = entrar(supervisora)
    cliente.post(decidir(vinculo, "confirmar"))
    nuevo = VinculoFactory(persona=vinculo.persona)
    respuesta = cliente.post(decidir(nuevo, "confirmar"))
    assert respuesta.status_code == 409
    assert "deshaga primero" in respuesta.content.decode()
    Captacion.objects.update(afiliada_el=timezone.localdate())
    respuesta = cliente.post(decidir(vinculo, "deshacer"), **HTMX)
    assert respuesta.status_code == 409
    assert "Ya no se puede deshacer" in respuesta.content.decode()


def test_el_avance_cuenta_personas_decididas_por_decidir_y_aplazadas(supervisora, distrito):
    dudas = [poner_en_duda(distrito, 2)[0] for _ in range(3)]
    cliente = entrar(supervisora)
    cliente.post(decidir(dudas[0], "confirmar"), **HTMX)
    respuesta = cliente.post(decidir(dudas[1], "aplazar"), **HTMX)
    avance = respuesta.context["avance"]
    assert (avance.hechos, avance.total, avance.aplazados) == (1, 3, 1)
    assert "<strong>1 de 3</strong> · 1 aplazado" in respuesta.content.decode()


def test_sin_mas_cruces_se_dice_y_se_puede_deshacer(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    respuesta = entrar(supervisora).post(decidir(vinculo, "confirmar"), **HTMX)
    texto = respuesta.content.decode()
    assert "No hay cruces por revisar" in texto
    assert decidir(vinculo, "deshacer") in texto


# Many


def test_la_lista_de_quien_mira_va_por_plazo_y_por_paginas(gestora, distrito):
    dudas = [poner_en_duda(distrito)[0] for _ in range(12)]
    ultima = dudas[-1].persona.captaciones.get()
    ultima.limite_el = "2020-01-01"
    ultima.save()
    cliente = entrar(gestora)
    primera = cliente.get(CRUCES).context["pares"]
    assert primera[0].pk == dudas[-1].pk
    assert len(primera) == 10
    assert len(cliente.get(CRUCES, {"pagina": "2"}).context["pares"]) == 2
    assert cliente.get(CRUCES, {"pagina": "nada"}).status_code == 200


@pytest.mark.parametrize(("quien", "tope"), [("gestora", 20), ("supervisora", 34)])
def test_las_consultas_no_crecen_con_la_lista(
    request, distrito, quien, tope, django_assert_max_num_queries
):
    for _ in range(10):
        vinculo = poner_en_duda(distrito, 2)[0]
        fabricas.MiembroFactory.create_batch(3, hogar=vinculo.hogar)
    cliente = entrar(request.getfixturevalue(quien))
    with django_assert_max_num_queries(tope):
        cliente.get(CRUCES)


def test_lo_descartado_sigue_descartado_cuando_el_archivo_vuelve_cambiado(cargar, sede):
    """The same child comes again with other names and another phone: nobody asks twice."""
    jefe, madre = JEFE, MADRE
    cargar("pgh", EL_JEFE)
    fila = {"madre_documento": madre, "jefe_documento": jefe}
    cargar("padron_nominal", fila)
    vinculo = Vinculo.objects.get(estado=EstadoVinculo.POR_REVISAR)
    entrar(sede).post(decidir(vinculo, "descartar"))
    carga = cargar(
        "padron_nominal",
        fila | {"nombres": "LUZ MARIA", "celular": "912345000", "ap_materno": "CCOA"},
    )
    assert (carga.actualizadas, carga.en_revision) == (1, 0)
    vinculo.refresh_from_db()
    assert (vinculo.estado, vinculo.decidido_por) == (EstadoVinculo.DESCARTADO, sede)
    assert not Vinculo.objects.filter(estado=EstadoVinculo.POR_REVISAR).exists()


def test_lo_decidido_conserva_su_puntaje_cuando_el_archivo_vuelve(cargar, sede):
    """A decision is labelled data: the score that was on the table stays beside it."""
    jefe = JEFE
    cargar("pgh", EL_JEFE)
    cargar("padron_nominal", {"jefe_documento": jefe})
    pesos = PesosCruce.objects.create(
        origen="semilla", pesos={}, previa=0.1, creada_en=timezone.now(), creada_por=sede
    )
    aportes = {"jefe": {"nivel": "igual", "peso": 9.5}}
    dudoso = Vinculo.objects.filter(estado=EstadoVinculo.POR_REVISAR)
    dudoso.update(puntaje=9.5, aportes=aportes, pesos=pesos)
    vinculo = dudoso.get()
    entrar(sede).post(decidir(vinculo, "confirmar"))
    cargar("padron_nominal", {"jefe_documento": jefe, "nombres": "LUZ MARIA"})
    cargar("pgh", EL_JEFE | {"nombres": "JUAN ISIDRO"})
    vinculo.refresh_from_db()
    assert (vinculo.estado, vinculo.puntaje, vinculo.aportes, vinculo.pesos) == (
        EstadoVinculo.CONFIRMADO,
        9.5,
        aportes,
        pesos,
    )


def test_de_los_archivos_al_cruce_y_del_cruce_a_la_cola(base_real, sede, settings, tmp_path):
    """Real files, real links: the decision moves the contact, and undoing it moves it back."""
    settings.MEDIA_ROOT = tmp_path / "archivos"
    cliente, hoy = entrar(sede), timezone.localdate()
    pgh = "CO_HOGAR|NU_DOC|AP_PRIMER|PRENOMBRE|IN_CSE_NIVPOBREZA\nH77|99000077|ÑAHUI|JUAN|POBRE\n"
    padron = (
        "CO_PADRON_NOMINAL|FE_NAC_MENOR|PRENOMBRE_MENOR|CO_DNI_MADRE|AP_PRIMER_MADRE|"
        "CO_DNI_JEFE_FAM|AP_PRIMER_JEFE|PRENOMBRE_JEFE\n"
        f"9900000001|{hoy:%d/%m/%Y}|LUZ|99000078|QUISPE|99000077|ÑAHUI|JUAN\n"
    )
    for nombre, texto in (("pgh.txt", pgh), ("padron.txt", padron)):
        cliente.post("/cargas/", {"archivos": SimpleUploadedFile(nombre, texto.encode())})
        procesar_carga(Carga.objects.latest("pk"))
    vinculo = Vinculo.objects.get(estado=EstadoVinculo.POR_REVISAR)
    provisional = Contacto.objects.abiertos().get().hogar
    assert "El documento del jefe de familia figura en el PGH" in (
        cliente.get(CRUCES).content.decode()
    )

    cliente.post(decidir(vinculo, "confirmar"))
    conciliar(hoy=hoy)
    contacto = Contacto.objects.abiertos().get()
    assert (contacto.hogar, contacto.casos.count()) == (vinculo.hogar, 1)

    cliente.post(decidir(vinculo, "deshacer"))
    conciliar(hoy=hoy)
    contacto = Contacto.objects.abiertos().get()
    assert (contacto.hogar, contacto.casos.count()) == (provisional, 1)
