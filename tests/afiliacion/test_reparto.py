"""Contacts that change hands together, absences and departures: what moves, stays, is undone."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from afiliacion.acciones import ausencias, reasignar, salidas
from afiliacion.acciones.contactos import tomar
from afiliacion.acciones.reasignar import Marca, ReasignacionPasada
from afiliacion.models import Contacto, FiltroGuardado, Reasignacion, Salida
from juntos.models import Asignacion, Ausencia, Distrito, Evento
from tests import fabricas
from tests.afiliacion import construir

pytestmark = pytest.mark.django_db
HOY = timezone.localdate()


@pytest.fixture
def companera(unidad, distrito):
    usuario = fabricas.UsuarioFactory(
        first_name="Rosa", last_name="Paredes", rol="gestora", unidad_territorial=unidad
    )
    fabricas.AsignacionFactory(usuario=usuario, distrito=distrito)
    return usuario


@pytest.fixture
def contactos(distrito):
    return [fabricas.ContactoFactory(hogar__distrito=distrito) for _ in range(3)]


def casilla(contacto):
    return f"{contacto.pk}:{contacto.version}:{contacto.asignada_a_id or ''}"


def lleva(contactos):
    return [Contacto.objects.get(pk=c.pk).asignada_a for c in contactos]


# --- Bulk reassignment


def test_los_elegidos_pasan_y_los_que_cambiaron_se_dicen(
    client, supervisora, gestora, companera, contactos
):
    elegidos = [casilla(c) for c in contactos]
    tomar(contactos[0], por=companera)
    client.force_login(supervisora)
    a_quien = client.post("/cola/reasignar/", {"contacto": elegidos})
    assert "¿A quién pasan 3 contactos?" in client.get(a_quien.url).content.decode()
    # Between being asked and answering, another one changes.
    Contacto.objects.filter(pk=contactos[1].pk).update(version=7)
    hecha = client.post(a_quien.url, {"a": gestora.pk}, follow=True).content.decode()
    assert lleva(contactos) == [companera, None, gestora]
    assert "Reasignado 1; 2 no" in hecha
    for dejado in contactos[:2]:
        assert reverse("afiliacion:contacto", args=[dejado.pk]) in hecha
    [evento] = Evento.objects.filter(modelo="afiliacion.contacto", objeto_id=contactos[2].pk)
    assert (evento.ocurrido_por, evento.motivo.split(" (")[0]) == (
        supervisora,
        f"Asignado al usuario {gestora.pk}",
    )


def test_todos_los_del_filtro_pasan_y_se_deshace_entero(
    client, supervisora, gestora, companera, contactos
):
    tomar(contactos[0], por=companera)
    ajeno = fabricas.ContactoFactory()
    client.force_login(supervisora)
    datos = {"todas": "si", "filtros": "asignacion=sin&vence=mas"}
    a_quien = client.post("/cola/reasignar/", datos)
    client.post(a_quien.url, {"a": gestora.pk})
    assert lleva([*contactos, ajeno]) == [companera, gestora, gestora, None]
    # One of them moved on meanwhile: undoing leaves it where it is now.
    Contacto.objects.filter(pk=contactos[1].pk).update(asignada_a=companera)
    deshecho = client.post(f"{a_quien.url}deshacer/", follow=True).content.decode()
    assert "Deshecho: 1 de 2 volvieron" in deshecho
    assert lleva(contactos) == [companera, companera, None]
    for repetido in (
        client.post(a_quien.url, {"a": gestora.pk}),
        client.post(f"{a_quien.url}deshacer/"),
    ):
        assert repetido.status_code == 409


def test_lo_de_un_distrito_que_no_atiende_no_le_pasa(supervisora, unidad, contactos):
    sin_distritos = fabricas.UsuarioFactory(rol="gestora", unidad_territorial=unidad)
    lote = reasignar.preparar([Marca(c.pk, 0, None) for c in contactos], por=supervisora)
    reasignar.reasignar(lote, a=sin_distritos, por=supervisora)
    assert lleva(contactos) == [None] * 3
    assert not lote.items.filter(movido=True).exists()


def test_no_se_reasigna_lo_ajeno_ni_a_gente_ajena_ni_sin_ser_supervisora(
    client, supervisora, gestora, ajena, contactos
):
    ajeno = fabricas.ContactoFactory()
    lote = reasignar.preparar([Marca(ajeno.pk, 0, None)], por=supervisora)
    assert not lote.items.exists()
    with pytest.raises(ValidationError):
        reasignar.reasignar(lote, a=ajena, por=supervisora)
    with pytest.raises(PermissionDenied):
        reasignar.preparar([Marca(contactos[0].pk, 0, None)], por=gestora)
    otra = fabricas.UsuarioFactory(
        rol="supervisora", unidad_territorial=supervisora.unidad_territorial
    )
    client.force_login(otra)
    assert client.get(f"/reasignaciones/{lote.pk}/").status_code == 404


@pytest.mark.parametrize("casillas", [[], ["x"], ["1:2"], ["1:-2:"], ["9" * 30 + ":0:"], ["٣:0:"]])
def test_una_casilla_que_no_es_una_no_elige_nada(client, supervisora, casillas):
    client.force_login(supervisora)
    assert client.post("/cola/reasignar/", {"contacto": casillas}).url == "/cola/"
    assert not Reasignacion.objects.exists()


# --- Absences


def ausentar(usuaria, *, por, cubre=None, dias=5, desde=HOY):
    return ausencias.registrar_ausencia(
        usuaria,
        desde=desde,
        hasta=desde + dt.timedelta(days=dias),
        motivo="vacaciones",
        cubre=cubre,
        por=por,
    )


@pytest.fixture
def vecina(unidad):
    """A colleague of the same Unidad Territorial who works another district."""
    usuario = fabricas.UsuarioFactory(
        first_name="Elsa", last_name="Ramos", rol="gestora", unidad_territorial=unidad
    )
    otro = fabricas.DistritoFactory(unidad_territorial=unidad)
    fabricas.AsignacionFactory(usuario=usuario, distrito=otro)
    return usuario


def test_quien_cubre_ve_y_trabaja_y_el_contacto_sigue_siendo_de_la_ausente(
    client, supervisora, gestora, vecina, distrito
):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    tomar(contacto, por=gestora)
    client.force_login(vecina)
    assert client.get(f"/contactos/{contacto.pk}/").status_code == 404
    ausencia = ausentar(gestora, por=supervisora, cubre=vecina)
    for consulta in ("", "asignacion=mias"):
        respuesta = client.get(f"/cola/?{consulta}")
        assert [c.pk for c in respuesta.context["hoja"].object_list] == [contacto.pk]
    assert f"La lleva {gestora} · cubre Elsa Ramos" in respuesta.content.decode()
    construir.visitar(contacto, "ausente", por=vecina)
    contacto.refresh_from_db()
    assert contacto.asignada_a == gestora
    assert Distrito.objects.visibles_para(gestora).filter(pk=distrito.pk).exists()
    ausencias.quitar_ausencia(ausencia, por=supervisora)
    assert client.get(f"/contactos/{contacto.pk}/").status_code == 404


@pytest.mark.parametrize(("desde", "se_ve"), [(-5, True), (0, True), (1, False), (-6, False)])
def test_se_cubre_del_primer_dia_al_ultimo(gestora, vecina, distrito, desde, se_ve):
    Ausencia.objects.create(
        usuario=gestora,
        desde=HOY + dt.timedelta(days=desde),
        hasta=HOY + dt.timedelta(days=desde + 5),
        motivo="salud",
        cubre=vecina,
    )
    visibles = Distrito.objects.visibles_para(vecina)
    assert visibles.filter(pk=distrito.pk).exists() is se_ve


def test_una_ausencia_imposible_se_explica(supervisora, gestora, companera, ajena):
    ausentar(companera, por=supervisora)
    casos = [
        {"usuaria": gestora, "dias": -1},
        {"usuaria": gestora, "dias": 900},
        {"usuaria": gestora, "desde": HOY - dt.timedelta(days=90)},
        {"usuaria": companera},
        {"usuaria": gestora, "cubre": companera},
        {"usuaria": gestora, "cubre": gestora},
    ]
    for caso in casos:
        with pytest.raises(ValidationError):
            ausentar(caso.pop("usuaria"), por=supervisora, **caso)
    for persona, quien in ((ajena, supervisora), (gestora, gestora)):
        with pytest.raises(PermissionDenied):
            ausentar(persona, por=quien)
    assert Ausencia.objects.count() == 1


def test_lo_que_ya_paso_de_una_ausencia_queda(supervisora, gestora):
    ausencia = Ausencia.objects.create(
        usuario=gestora,
        desde=HOY - dt.timedelta(days=3),
        hasta=HOY + dt.timedelta(days=3),
        motivo="salud",
    )
    ausencias.quitar_ausencia(ausencia, por=supervisora)
    ausencia.refresh_from_db()
    assert ausencia.hasta == HOY - dt.timedelta(days=1)


# --- A manager leaves


@pytest.fixture
def en_sus_manos(gestora, distrito):
    """A contact in her hands and a request that she was preparing."""
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    solicitud = construir.solicitud_lista(hogar, por=gestora)
    contacto = solicitud.contacto
    contacto.refresh_from_db()
    tomar(contacto, por=gestora)
    return contacto, solicitud


def test_al_irse_pasan_sus_contactos_solicitudes_y_distritos_y_se_cierra_su_cuenta(
    client, supervisora, gestora, vecina, distrito, en_sus_manos
):
    contacto, solicitud = en_sus_manos
    cliente_de_ella = type(client)()
    cliente_de_ella.force_login(gestora)
    client.force_login(supervisora)
    pagina = f"/equipo/{gestora.pk}/salida/"
    assert client.post(pagina, {}).status_code == 422
    respuesta = client.post(pagina, {f"distrito_{distrito.pk}": vecina.pk}, follow=True)
    assert "Contactos que pasaron: 1." in respuesta.content.decode()
    for fila in (contacto, solicitud, gestora):
        fila.refresh_from_db()
    assert contacto.asignada_a == solicitud.preparada_por == vecina
    assert contacto.visitas.get().registrada_por == gestora
    assert not gestora.is_active
    assert cliente_de_ella.get("/cola/").status_code == 302
    assert not Asignacion.objects.vigentes().filter(usuario=gestora).exists()
    assert Distrito.objects.visibles_para(vecina).filter(pk=distrito.pk).exists()
    # The same day, all of it comes back.
    salida = Salida.objects.get()
    assert client.post(f"/equipo/salidas/{salida.pk}/deshacer/").status_code == 302
    for fila in (contacto, solicitud, gestora):
        fila.refresh_from_db()
    assert contacto.asignada_a == solicitud.preparada_por == gestora
    assert gestora.is_active
    assert Asignacion.objects.get(usuario=gestora).hasta is None
    assert not Distrito.objects.visibles_para(vecina).filter(pk=distrito.pk).exists()
    assert client.post(f"/equipo/salidas/{salida.pk}/deshacer/").status_code == 409


def test_una_salida_se_deshace_solo_hasta_la_medianoche_y_por_quien_la_hizo(
    time_machine, supervisora, gestora, companera, distrito
):
    time_machine.move_to(dt.datetime(2026, 11, 25, 4, 59, tzinfo=dt.UTC), tick=False)  # 23:59 Lima
    salida = salidas.dar_de_baja(gestora, destinos={distrito.pk: companera}, por=supervisora)
    otra = fabricas.UsuarioFactory(
        rol="supervisora", unidad_territorial=supervisora.unidad_territorial
    )
    with pytest.raises(ReasignacionPasada):
        salidas.deshacer_salida(salida, por=otra)
    time_machine.move_to(dt.datetime(2026, 11, 25, 5, 0, tzinfo=dt.UTC), tick=False)
    with pytest.raises(ReasignacionPasada):
        salidas.deshacer_salida(salida, por=supervisora)


def test_nadie_da_de_baja_a_quien_no_es_de_su_equipo_ni_a_medias(
    supervisora, gestora, companera, ajena, distrito
):
    with pytest.raises(PermissionDenied):
        salidas.dar_de_baja(ajena, destinos={}, por=supervisora)
    with pytest.raises(PermissionDenied):
        salidas.dar_de_baja(companera, destinos={}, por=gestora)
    for destinos in ({}, {distrito.pk: gestora}, {distrito.pk: ajena}):
        with pytest.raises(ValidationError):
            salidas.dar_de_baja(gestora, destinos=destinos, por=supervisora)
    salidas.dar_de_baja(gestora, destinos={distrito.pk: companera}, por=supervisora)
    with pytest.raises(ReasignacionPasada):
        salidas.dar_de_baja(gestora, destinos={distrito.pk: companera}, por=supervisora)


# --- What the database refuses


@pytest.mark.parametrize(
    "romper",
    [
        lambda u, c: Ausencia.objects.create(usuario=u, desde=HOY, hasta=HOY, motivo="fiesta"),
        lambda u, c: Ausencia.objects.create(
            usuario=u, desde=HOY, hasta=HOY - dt.timedelta(days=1), motivo="salud"
        ),
        lambda u, c: Ausencia.objects.create(
            usuario=u, desde=HOY, hasta=HOY, motivo="salud", cubre=u
        ),
        lambda u, c: [
            FiltroGuardado.objects.create(usuario=u, nombre="a", consulta="x") for _ in range(2)
        ],
        lambda u, c: [
            FiltroGuardado.objects.create(
                usuario=u, nombre=nombre, consulta="x", predeterminado=True
            )
            for nombre in "ab"
        ],
        lambda u, c: FiltroGuardado.objects.create(
            usuario=u, nombre="a", consulta="x", predeterminado=True, retirado=True
        ),
        lambda u, c: Reasignacion.objects.create(origen="otro", preparada_por=u),
        lambda u, c: Reasignacion.objects.create(
            origen="salida", preparada_por=u, hecha_en=timezone.now()
        ),
        lambda u, c: Reasignacion.objects.create(
            origen="salida", preparada_por=u, deshecha_por=u, deshecha_en=timezone.now()
        ),
        lambda u, c: _item(u, c, movido=True),
        lambda u, c: _item(u, c, a=u, devuelto=True),
        lambda u, c: [_item(u, c, lote=c.reasignaciones.first()) for _ in range(2)],
        lambda u, c: Salida.objects.create(
            usuario=u,
            registrada_por=u,
            reasignacion=Reasignacion.objects.create(origen="salida", preparada_por=u),
            deshecha_en=timezone.now(),
        ),
    ],
    ids=range(13),
)
def test_la_base_no_admite_lo_que_no_puede_ser(gestora, contactos, romper):
    with pytest.raises(IntegrityError), transaction.atomic():
        romper(gestora, contactos[0])


def _item(usuario, contacto, *, lote=None, **campos):
    de = (
        lote.reasignacion
        if lote
        else Reasignacion.objects.create(origen="salida", preparada_por=usuario)
    )
    return de.items.create(contacto=contacto, version=0, **campos)
