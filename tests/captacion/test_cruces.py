"""/cruces/: who waits for a household, why, and the buttons of who decides."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from afiliacion.acciones.cargas import procesar_carga
from afiliacion.acciones.conciliar import conciliar
from afiliacion.models import Contacto
from captacion.models import Carga, EstadoVinculo, ReglaVinculo, Vinculo
from tests import fabricas
from tests.captacion.test_acciones_vinculos import VinculoFactory, poner_en_duda

pytestmark = pytest.mark.django_db
CRUCES = "/cruces/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def entrar(usuario) -> Client:
    cliente = Client()
    cliente.force_login(usuario)
    return cliente


def decidir(vinculo, accion: str) -> str:
    return reverse(f"captacion:cruce-{accion}", args=[vinculo.pk])


@pytest.mark.parametrize("quien", ["gestora", "supervisora", "sede"])
def test_la_lista_muestra_persona_candidato_y_porque(request, distrito, quien):
    (vinculo,) = poner_en_duda(distrito)
    respuesta = entrar(request.getfixturevalue(quien)).get(CRUCES)
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
    for accion in ("confirmar", "descartar", "deshacer"):
        assert cliente.post(decidir(vinculo, accion)).status_code == 404


def test_la_gestora_mira_y_no_decide(gestora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    cliente = entrar(gestora)
    texto = cliente.get(CRUCES).content.decode()
    assert "Confirmar: es su hogar" not in texto
    assert "Decide la supervisora" in texto
    assert cliente.post(decidir(vinculo, "confirmar")).status_code == 403
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
    for accion in ("confirmar", "descartar", "deshacer"):
        assert cliente.get(decidir(vinculo, accion)).status_code == 405


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
    assert "Sus decisiones de hoy" in texto
    assert decidir(vinculo, "deshacer") in texto
    texto = cliente.post(decidir(vinculo, "deshacer"), follow=True).content.decode()
    vinculo.refresh_from_db()
    assert vinculo.estado == EstadoVinculo.POR_REVISAR
    assert "Sus decisiones de hoy" not in texto


def test_con_htmx_vuelve_la_ficha_de_la_persona_con_deshacer(supervisora, distrito):
    vinculo, _ = poner_en_duda(distrito, 2)
    respuesta = entrar(supervisora).post(decidir(vinculo, "confirmar"), **HTMX)
    texto = respuesta.content.decode()
    assert respuesta.status_code == 200
    assert "<html" not in texto
    assert f'id="cruce-{vinculo.persona_id}"' in texto
    assert decidir(vinculo, "deshacer") in texto
    assert "HX-Request" in respuesta["Vary"]


def test_lo_que_arrastra_una_confirmacion_no_es_otra_decision(supervisora, distrito):
    vinculo, otro = poner_en_duda(distrito, 2)
    texto = entrar(supervisora).post(decidir(vinculo, "confirmar"), follow=True).content.decode()
    assert decidir(vinculo, "deshacer") in texto
    assert decidir(otro, "deshacer") not in texto


def test_dos_veces_el_mismo_clic_es_una_decision(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    cliente = entrar(supervisora)
    assert cliente.post(decidir(vinculo, "confirmar")).status_code == 302
    assert cliente.post(decidir(vinculo, "confirmar")).status_code == 302


@pytest.mark.parametrize("cabeceras", [{}, HTMX])
def test_quien_llega_tarde_ve_que_cambio(supervisora, sede, distrito, cabeceras):
    (vinculo,) = poner_en_duda(distrito)
    entrar(sede).post(decidir(vinculo, "descartar"))
    respuesta = entrar(supervisora).post(decidir(vinculo, "confirmar"), **cabeceras)
    assert respuesta.status_code == 409
    assert "descartado" in respuesta.content.decode()


def test_una_decision_firme_se_explica(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    cliente = entrar(supervisora)
    cliente.post(decidir(vinculo, "confirmar"))
    nuevo = VinculoFactory(persona=vinculo.persona)
    respuesta = cliente.post(decidir(nuevo, "confirmar"))
    assert respuesta.status_code == 409
    assert "deshaga primero" in respuesta.content.decode()


@pytest.mark.parametrize(
    ("regla", "duda", "frase"),
    [
        (ReglaVinculo.MADRE_PGH, "dos_hogares", "El documento de la madre figura en más de un"),
        (ReglaVinculo.MADRE_JUNTOS, "nombre_discorde", "padrón de JUNTOS, pero con otros nombres"),
        (ReglaVinculo.PROPIO_PGH, "identidad_ambigua", "Su documento figura en el PGH, pero puede"),
        (ReglaVinculo.PROPIO_PGH, "", "Su documento figura en el PGH."),
        (ReglaVinculo.PROVISIONAL, "dos_hogares", "Ningún padrón conoce todavía este hogar."),
    ],
)
def test_cada_regla_se_dice_en_una_frase(supervisora, distrito, regla, duda, frase):
    (vinculo,) = poner_en_duda(distrito)
    Vinculo.objects.filter(pk=vinculo.pk).update(regla=regla, duda=duda)
    assert frase in entrar(supervisora).get(CRUCES).content.decode()


def test_sin_documento_de_la_madre_no_se_dice_que_falta_en_el_padron(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    madre = vinculo.persona.recien_nacido.madre
    madre.dni = None
    madre.save()
    texto = entrar(supervisora).get(CRUCES).content.decode()
    assert "no se conoce el de la madre" in texto


def test_dice_que_coincide_y_que_difiere(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    jefe = fabricas.PersonaFactory(ap_paterno="ÑAHUI", ap_materno="CONDORI", nombres="JUAN")
    fabricas.MiembroFactory(hogar=vinculo.hogar, persona=jefe)
    recien_nacido = vinculo.persona.recien_nacido
    recien_nacido.jefe_documento, recien_nacido.jefe_nombre = jefe.dni, "NAHUI CONDORI JUAN"
    recien_nacido.save()
    contexto = entrar(supervisora).get(CRUCES).context
    cotejos = {c.dato: c for c in contexto["cruces"][0].candidatos[0].cotejos}
    assert cotejos["Jefe de familia"].coincide
    assert not cotejos["Madre"].coincide
    assert cotejos["Madre"].en_hogar == "No figura en este hogar"
    assert cotejos["Distrito"].coincide


@pytest.mark.parametrize(
    ("dni_de_ella", "nombres_de_ella", "coincide", "veredicto"),
    [
        ("99777777", "ROSA", True, "Coincide"),
        ("99777777", "CARMEN", False, "Mismo DNI, otro nombre"),
        ("99777778", "ROSA", False, "Mismo nombre, otro DNI"),
        (None, "ROSA", True, "Mismo nombre"),
        ("99777778", "CARMEN", False, "Difiere"),
    ],
)
def test_el_cotejo_distingue_documento_y_nombre(
    supervisora, distrito, dni_de_ella, nombres_de_ella, coincide, veredicto
):
    (vinculo,) = poner_en_duda(distrito)
    madre = vinculo.persona.recien_nacido.madre
    madre.dni = "99777777"
    madre.save()
    if dni_de_ella == madre.dni:
        madre.nombres = nombres_de_ella
        madre.save()
        recien_nacido = vinculo.persona.recien_nacido
        recien_nacido.madre_apellidos, recien_nacido.madre_nombres = "QUISPE MAMANI", "ROSA"
        recien_nacido.save()
        ella = madre
    else:
        ella = fabricas.PersonaFactory(dni=dni_de_ella, nombres=nombres_de_ella)
    fabricas.MiembroFactory(hogar=vinculo.hogar, persona=ella)
    contexto = entrar(supervisora).get(CRUCES).context
    cotejos = {c.dato: c for c in contexto["cruces"][0].candidatos[0].cotejos}
    assert (cotejos["Madre"].coincide, cotejos["Madre"].veredicto) == (coincide, veredicto)


def test_quien_esta_por_un_vinculo_nuestro_no_prueba_nada(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    cliente = entrar(supervisora)
    respuesta = cliente.post(decidir(vinculo, "confirmar"), **HTMX)
    cotejos = {c.dato: c for c in respuesta.context["cruce"].candidatos[0].cotejos}
    assert cotejos["Madre"].en_hogar == "No figura en este hogar"


def test_el_plazo_mas_cercano_va_primero_y_hay_paginas(supervisora, distrito):
    dudas = [poner_en_duda(distrito)[0] for _ in range(12)]
    ultima = dudas[-1].persona.captaciones.get()
    ultima.limite_el = "2020-01-01"
    ultima.save()
    cliente = entrar(supervisora)
    primera = cliente.get(CRUCES).context["cruces"]
    assert primera[0].persona == dudas[-1].persona
    assert len(primera) == 10
    assert len(cliente.get(CRUCES, {"pagina": "2"}).context["cruces"]) == 2
    assert cliente.get(CRUCES, {"pagina": "nada"}).status_code == 200


def test_las_consultas_no_crecen_con_la_lista(supervisora, distrito, django_assert_max_num_queries):
    for _ in range(10):
        vinculo = poner_en_duda(distrito, 2)[0]
        fabricas.MiembroFactory.create_batch(3, hogar=vinculo.hogar)
    cliente = entrar(supervisora)
    with django_assert_max_num_queries(12):
        cliente.get(CRUCES)


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
