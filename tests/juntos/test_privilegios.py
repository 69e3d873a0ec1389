"""Who can see what: what is odd comes first, a signature holds what was seen, changes are told."""

import csv
import datetime as dt
import io

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from juntos.cuentas import privilegios
from juntos.menu import menu
from juntos.models import Evento, Parametro, RevisionDePrivilegios, Rol, Usuario
from juntos.vigilancia import privilegios as parte_de_salud
from tests.fabricas import AsignacionFactory, DistritoFactory, UsuarioFactory

pytestmark = pytest.mark.django_db
AHORA = timezone.now().replace(microsecond=0)


@pytest.fixture
def elenco(gestora, supervisora, sede, administracion):
    """All in order: everybody entered yesterday, with her second factor where it is compulsory."""
    Usuario.objects.update(last_login=AHORA - dt.timedelta(days=1))
    for usuario in (supervisora, sede, administracion):
        Authenticator.objects.create(user=usuario, type=Authenticator.Type.TOTP, data={})
    return {u.rol: u for u in (gestora, supervisora, sede, administracion)}


def fila_de(usuario, *, quien) -> privilegios.Privilegio:
    filas = privilegios.tabla(quien, ahora=AHORA).filas
    return next(f for f in filas if f.usuario.pk == usuario.pk)


def firmar(por, *, nota="", ahora=AHORA):
    huella = privilegios.tabla(por, ahora=ahora).huella
    return privilegios.firmar(huella=huella, nota=nota, ahora=ahora, por=por)


# --- What is odd


def test_en_orden_nada_llama_la_atencion(elenco, administracion):
    vista = privilegios.tabla(administracion, ahora=AHORA)
    assert {f.usuario.pk: f.anomalias for f in vista.filas} == {u.pk: [] for u in elenco.values()}


def entro_hace(dias):
    return lambda u: Usuario.objects.filter(pk=u.pk).update(
        last_login=AHORA - dt.timedelta(days=dias)
    )


def nunca_entro(usuario):
    creada = AHORA - dt.timedelta(days=91)
    Usuario.objects.filter(pk=usuario.pk).update(last_login=None, date_joined=creada)


def con(**campos):
    return lambda u: Usuario.objects.filter(pk=u.pk).update(**campos)


def cerrada_con_sesion(usuario):
    usuario.set_password("clave-de-prueba-123")
    usuario.save()
    Client().post("/entrar/", {"username": usuario.username, "password": "clave-de-prueba-123"})
    Usuario.objects.filter(pk=usuario.pk).update(is_active=False)


def con_permiso(usuario):
    usuario.user_permissions.add(Permission.objects.first())


def distrito_de_otra(usuario):
    AsignacionFactory(usuario=usuario, distrito=DistritoFactory())


@pytest.mark.parametrize(
    ("rol", "que_pasa", "anomalia"),
    [
        (Rol.GESTORA, entro_hace(91), "sin_entrar"),
        (Rol.GESTORA, entro_hace(89), None),
        (Rol.SEDE, nunca_entro, "sin_entrar"),
        (Rol.SEDE, lambda u: u.authenticator_set.all().delete(), "sin_segundo_factor"),
        (Rol.SEDE, con(is_superuser=True), "dos_roles"),
        (Rol.GESTORA, con(is_staff=True), "dos_roles"),
        (Rol.GESTORA, con_permiso, "dos_roles"),
        (Rol.GESTORA, distrito_de_otra, "territorio"),
        (Rol.GESTORA, cerrada_con_sesion, "sesion_abierta"),
        (Rol.GESTORA, con(is_active=False), None),
    ],
)
def test_lo_que_llama_la_atencion(elenco, sede, rol, que_pasa, anomalia):
    usuario = elenco[rol]
    que_pasa(usuario)
    filas = privilegios.tabla(sede, ahora=AHORA).filas
    halladas = {f.usuario.pk: f.anomalias for f in filas if f.anomalias}
    assert halladas == ({usuario.pk: [anomalia]} if anomalia else {})
    if anomalia:
        assert filas[0].usuario == usuario


def test_una_supervisora_con_distritos_tiene_dos_roles(elenco, sede, supervisora, distrito):
    AsignacionFactory(usuario=supervisora, distrito=distrito)
    assert fila_de(supervisora, quien=sede).anomalias == ["dos_roles"]


def test_sede_con_una_unidad_no_tiene_motivo(elenco, sede, unidad):
    con(unidad_territorial=unidad)(sede)
    assert fila_de(sede, quien=sede).anomalias == ["territorio"]


def test_dos_cuentas_de_un_mismo_correo_se_dicen(elenco, sede, gestora):
    con(email="rosa@example.pe")(gestora)
    con(email="Rosa@Example.pe")(sede)
    assert fila_de(gestora, quien=sede).anomalias == ["mismo_correo"]
    assert fila_de(sede, quien=sede).anomalias == ["mismo_correo"]


def test_cada_una_revisa_lo_suyo(elenco, ajena, supervisora, gestora):
    suyas = {f.usuario for f in privilegios.tabla(supervisora, ahora=AHORA).filas}
    assert suyas == {supervisora, gestora}
    for otra in (gestora, ajena):
        with pytest.raises(PermissionDenied):
            privilegios.tabla(otra, ahora=AHORA)


# --- The signature


def test_se_firma_lo_que_se_vio_y_queda_su_evento(elenco, administracion):
    revision = firmar(administracion, nota="Se cerraron dos cuentas")
    assert revision.trimestre == privilegios.trimestre_de(timezone.localdate(AHORA))
    assert set(revision.copia) == {str(u.pk) for u in elenco.values()}
    evento = Evento.objects.get(modelo="juntos.revisiondeprivilegios")
    assert (evento.objeto_id, evento.a, evento.ocurrido_por) == (
        revision.pk,
        "firmada",
        administracion,
    )


def test_si_cambio_desde_que_se_abrio_la_pagina_no_se_firma(elenco, administracion, gestora):
    huella = privilegios.tabla(administracion, ahora=AHORA).huella
    con(rol=Rol.SUPERVISORA)(gestora)
    with pytest.raises(privilegios.RevisionPasada):
        privilegios.firmar(huella=huella, nota="", ahora=AHORA, por=administracion)
    assert not RevisionDePrivilegios.objects.exists()


def test_lo_mismo_no_se_firma_dos_veces(elenco, administracion, supervisora):
    for por in (administracion, supervisora):
        firmar(por)
        with pytest.raises(privilegios.RevisionPasada):
            firmar(por)
    assert RevisionDePrivilegios.objects.count() == 2


def test_entrar_o_poner_un_segundo_factor_no_cambia_lo_firmado(elenco, administracion, gestora):
    firmar(administracion)
    entro_hace(0)(gestora)
    Authenticator.objects.create(user=gestora, type=Authenticator.Type.TOTP, data={})
    assert fila_de(gestora, quien=administracion).cambio == ""


def test_lo_que_cambia_despues_de_firmar_se_marca(
    elenco, administracion, gestora, sede, supervisora, distrito
):
    firmar(administracion)
    con(is_staff=True)(sede)
    gestora.asignaciones.update(hasta=timezone.localdate() - dt.timedelta(days=1))
    con(is_active=False)(supervisora)
    nueva = UsuarioFactory(rol=Rol.SEDE, last_login=AHORA)
    cambios = {f.usuario.pk: f.cambio for f in privilegios.tabla(administracion, ahora=AHORA).filas}
    assert cambios == {
        administracion.pk: "",
        sede.pk: "Cambió desde la firma: entrada a la administración",
        gestora.pk: "Cambió desde la firma: distritos",
        nueva.pk: "Cuenta nueva desde la firma",
    }
    assert privilegios.tabla(administracion, ahora=AHORA).retiradas == [supervisora]
    firmar(administracion)
    assert not any(f.cambio for f in privilegios.tabla(administracion, ahora=AHORA).filas)


@pytest.mark.parametrize("quien", ["gestora", "sede"])
def test_no_firma_quien_no_responde_por_las_cuentas(elenco, request, quien):
    with pytest.raises(PermissionDenied):
        privilegios.firmar(huella="", nota="", ahora=AHORA, por=request.getfixturevalue(quien))


# --- Overdue


@pytest.mark.parametrize(
    ("hoy", "vencida"),
    [("2027-01-16", False), ("2027-01-17", True), ("2027-03-31", True), ("2027-04-16", False)],
)
def test_vence_a_los_dias_del_trimestre(hoy, vencida):
    Usuario.objects.filter(username="sistema").update(date_joined=AHORA - dt.timedelta(days=800))
    assert privilegios.esta_vencida(unidad=None, hoy=dt.date.fromisoformat(hoy)) == vencida


def test_una_casa_nueva_tiene_sus_dias_desde_que_se_instala():
    instalada = dt.date(2026, 2, 20)
    Usuario.objects.filter(username="sistema").update(
        date_joined=dt.datetime(2026, 2, 20, 15, tzinfo=dt.UTC)
    )
    plazo = Parametro.de("privilegios_plazo")
    for dias, vencida in ((plazo, False), (plazo + 1, True)):
        hoy = instalada + dt.timedelta(days=dias)
        assert privilegios.esta_vencida(unidad=None, hoy=hoy) == vencida or hoy.month in (
            1,
            4,
            7,
            10,
        )


def test_lo_vencido_se_dice_en_la_salud_el_menu_y_la_bandeja(
    elenco, client, rf, administracion, supervisora
):
    Usuario.objects.filter(username="sistema").update(date_joined=AHORA - dt.timedelta(days=800))
    with time_machine.travel(dt.datetime(2027, 2, 1, 15, tzinfo=dt.UTC), tick=False):
        assert not parte_de_salud()[0].bien
        client.force_login(administracion)
        assert "revisión por firmar" in client.get("/invitaciones/").text
        suya = Client()
        suya.force_login(supervisora)
        assert "revisión de privilegios por confirmar" in suya.get("/bandeja/").text
        firmar(administracion, ahora=timezone.now())
        assert parte_de_salud()[0].bien
        assert "revisión por firmar" not in client.get("/invitaciones/").text
        assert privilegios.esta_vencida(
            unidad=supervisora.unidad_territorial_id, hoy=timezone.localdate()
        )
        firmar(supervisora, ahora=timezone.now())
        assert "revisiones de privilegios por confirmar" in suya.get("/bandeja/").text
    peticion = rf.get("/")
    peticion.user = administracion
    assert callable(menu(peticion)["privilegios_por_firmar"])


# --- The page


def test_la_pagina_filtra_y_firma(elenco, client, administracion, gestora):
    con(is_staff=True)(gestora)
    client.force_login(administracion)
    texto = client.get("/privilegios/").text
    assert texto.index(str(gestora)) < texto.index(f"<strong>{administracion}</strong>")
    solo = client.get("/privilegios/?anomalia=alguna").context["pagina"].object_list
    assert [f.usuario for f in solo] == [gestora]
    assert len(client.get("/privilegios/?rol=sede").context["pagina"].object_list) == 1
    assert len(client.get("/privilegios/?rol=x&unidad=y").context["pagina"].object_list) == 4
    huella = client.get("/privilegios/").context["vista"].huella
    datos = {"huella": huella, "nota": "Revisado con sede"}
    assert client.post("/privilegios/firmar/", datos).status_code == 302
    assert client.post("/privilegios/firmar/", datos).status_code == 409
    assert "«Revisado con sede»" in client.get("/privilegios/").text


def test_el_archivo_dice_quien_lo_llevo_y_ninguna_celda_es_formula(elenco, client, sede, gestora):
    con(last_name="=HYPERLINK(1)")(gestora)
    client.force_login(sede)
    respuesta = client.get("/privilegios/archivo/?rol=gestora")
    texto = respuesta.getvalue().decode("utf-8-sig")
    lineas = list(csv.reader(io.StringIO(texto)))
    assert lineas[1] == ["Descargado por", f"{sede} ({sede.username})"]
    assert lineas[3] == ["Filtros", "Rol: gestora"]
    assert [linea[0] for linea in lineas[6:]] == ["'=HYPERLINK(1)"]


def test_mil_cuentas_se_leen_con_las_mismas_consultas(
    elenco, client, administracion, unidad, django_assert_max_num_queries
):
    Usuario.objects.bulk_create(
        UsuarioFactory.build(username=f"m{n}", rol=Rol.GESTORA, unidad_territorial=unidad)
        for n in range(1000)
    )
    client.force_login(administracion)
    with django_assert_max_num_queries(18):
        assert client.get("/privilegios/").context["pagina"].paginator.num_pages > 1
    assert "Ver todas en una página" in client.get("/privilegios/").text
    assert client.get("/privilegios/?todo=1").context["pagina"].paginator.num_pages == 1


# --- The last line

BIEN = {"trimestre": "2026-4", "huella": "0" * 64, "copia": {}}
VIOLACIONES = {
    "revision_de_privilegios_trimestre": {"trimestre": "2026-5"},
    "revision_de_privilegios_huella": {"huella": "x"},
    "revision_de_privilegios_unidad_una_vez": {"unidad": True},
    "revision_de_privilegios_pais_una_vez": {},
}


@pytest.mark.parametrize("nombre", VIOLACIONES)
def test_la_base_refuta(nombre, administracion, unidad):
    campos = BIEN | {"firmada_por": administracion} | VIOLACIONES[nombre]
    if campos.pop("unidad", False):
        campos["unidad_territorial"] = unidad
    if nombre.endswith("una_vez"):
        RevisionDePrivilegios.objects.create(**campos)
    with pytest.raises(IntegrityError, match=f'"{nombre}"'), transaction.atomic():
        RevisionDePrivilegios.objects.create(**campos)


def test_ninguna_restriccion_queda_sin_prueba():
    assert {c.name for c in RevisionDePrivilegios._meta.constraints} == set(VIOLACIONES)


def test_lo_firmado_no_se_cambia_ni_se_borra(administracion):
    revision = RevisionDePrivilegios.objects.create(**BIEN, firmada_por=administracion)
    for gesto in (revision.save, revision.delete):
        with pytest.raises(DatabaseError, match="no se modifica"), transaction.atomic():
            gesto()
