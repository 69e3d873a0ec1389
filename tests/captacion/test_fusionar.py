"""Two records become one person, and two again: every row comes back as it was."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.utils import timezone

from afiliacion.acciones.conciliar import conciliar
from afiliacion.models import Afiliacion, Contacto, Solicitud
from captacion.acciones.duplicados import descartar_duplicado, deshacer_fusion, fusionar
from captacion.acciones.fusion import APARTE, referencias
from captacion.acciones.vinculos import DecisionFirme
from captacion.models import (
    Atencion,
    CambioDato,
    Captacion,
    DocumentoAlias,
    Duplicado,
    EstadoDuplicado,
    EstadoVinculo,
    FusionMovida,
    Gestante,
    Miembro,
    OrigenHogar,
    Persona,
    RecienNacido,
    RegistroFuente,
    ReglaDuplicado,
    ReglaVinculo,
    Telefono,
    Vinculo,
)
from juntos.estados import TransicionInvalida
from juntos.models import Evento, Rol
from tests import fabricas
from tests.afiliacion import construir
from tests.fallas.huella import exigir_igual, huella

pytestmark = pytest.mark.django_db

# What happened stays told (append-only), and so does what a merge moved.
SE_QUEDAN = {"juntos_evento", "captacion_fusionmovida"}
# Pairs of people: the merge says how each goes on, by what was decided of it.
PARES = {Duplicado}


def de_ahora() -> dict:
    with connection.cursor() as cursor:
        todas = huella(cursor)
    return {tabla: filas for tabla, filas in todas.items() if tabla not in SE_QUEDAN}


def par(queda: Persona, sale: Persona, **campos) -> Duplicado:
    return Duplicado.objects.create(
        persona=queda,
        otra=sale,
        regla=ReglaDuplicado.DNI_CASI_IGUAL,
        puntaje=24,
        aportes={"nombre": {"nivel": "igual", "peso": 10}},
        carga=fabricas.CargaFactory(),
        fila=1,
        **campos,
    )


def vinculo(persona, hogar, estado=EstadoVinculo.AUTOMATICO, **campos) -> Vinculo:
    en_firme = estado in (EstadoVinculo.CONFIRMADO, EstadoVinculo.DESCARTADO)
    decision = {
        "decidido_en": timezone.now() - dt.timedelta(days=3),
        "decidido_por": fabricas.UsuarioFactory(),
    }
    return Vinculo.objects.create(
        **{"persona": persona, "hogar": hogar, "estado": estado, "fila": 1}
        | {"regla": ReglaVinculo.PROVISIONAL, "carga": hogar.carga}
        | (decision if en_firme else {})
        | campos
    )


def atender(persona: Persona, clave: str) -> None:
    Atencion.objects.create(
        fuente="his",
        clave=clave,
        persona=persona,
        tipo_documento="DNI",
        documento=persona.dni,
        atendida_el=dt.date.today(),
        codigo="Z3491",
        peso="3.250",
        carga=fabricas.CargaFactory(fuente="his"),
        fila=1,
    )


def con_de_todo(persona: Persona, distrito, *, comun) -> None:
    """One of everything that may point to a person; `comun` is a household that others share."""
    provisional = fabricas.HogarFactory(
        origen=OrigenHogar.PROVISIONAL, codigo=f"PV-{persona.pk}", distrito=distrito
    )
    carga = provisional.carga
    for hogar in (provisional, comun):
        fabricas.MiembroFactory(hogar=hogar, persona=persona)
    for numero in ("912345678", f"9{persona.pk:08d}"):
        Telefono.objects.create(
            persona=persona, numero=numero, fuente="sis_gestantes", visto_el=dt.date.today()
        )
    construir.gestante(provisional, persona=persona)
    en_pie = vinculo(persona, provisional)
    Miembro.objects.filter(persona=persona, hogar=provisional).update(vinculo=en_pie)
    vinculo(persona, comun, EstadoVinculo.POR_REVISAR, regla=ReglaVinculo.JEFE_PGH)
    hija = construir.recien_nacido(provisional, madre=persona)
    vinculo(hija.persona, provisional)
    fabricas.RecienNacidoFactory(persona=persona, madre=None, codigo_padron=None, carga=carga)
    atender(persona, f"A{persona.pk}")
    CambioDato.objects.create(
        carga=carga, fila=1, persona=persona, campo="nombres", antes="A", despues="B"
    )
    RegistroFuente.objects.create(
        fuente="sis_gestantes", clave=persona.dni, huella=1, carga=carga, fila=1, persona=persona
    )
    DocumentoAlias.objects.create(documento=f"CNV:99{persona.pk:08d}", persona=persona)
    conciliar(hoy=dt.date.today())
    afiliar(persona, distrito)


def afiliar(titular: Persona, distrito) -> None:
    """She holds the title of a household that was affiliated long ago."""
    hogar, hace = fabricas.HogarFactory(distrito=distrito), timezone.now() - dt.timedelta(days=900)
    unidad = distrito.unidad_territorial
    gestora = fabricas.UsuarioFactory()
    supervisora = fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=unidad)
    solicitud = Solicitud.objects.create(
        contacto=fabricas.ContactoFactory(hogar=hogar),
        unidad_territorial=unidad,
        estado="aprobada",
        titular=titular,
        preparada_por=gestora,
        enviada_en=hace,
        enviada_por=gestora,
        resuelta_en=hace,
        resuelta_por=supervisora,
    )
    Afiliacion.objects.create(
        hogar=hogar,
        solicitud=solicitud,
        titular=titular,
        afiliada_el=hace.date(),
        preparada_por=gestora,
        aprobada_en=hace,
        aprobada_por=supervisora,
    )


@pytest.fixture
def comun(distrito):
    return construir.hogar(distrito)


@pytest.fixture
def duplicado(distrito, comun):
    """Two women with everything, in one household, with one phone, both captured."""
    queda, sale = fabricas.PersonaFactory(), fabricas.PersonaFactory()
    con_de_todo(queda, distrito, comun=comun)
    con_de_todo(sale, distrito, comun=comun)
    return par(queda, sale)


@pytest.fixture
def madre(distrito):
    """A mother in her provisional household, and herself in the register."""
    registro = construir.hogar(distrito)
    queda = fabricas.MiembroFactory(hogar=registro).persona
    provisional = fabricas.HogarFactory(origen=OrigenHogar.PROVISIONAL, distrito=distrito)
    hija = construir.recien_nacido(provisional)
    en_pie = vinculo(hija.persona, provisional)
    fabricas.MiembroFactory(hogar=provisional, persona=hija.persona, vinculo=en_pie)
    return par(queda, hija.recien_nacido.madre)


def apuntan_a(persona: Persona) -> dict[str, int]:
    """Every foreign key of the database to a person, and how many rows use it for this one."""
    return {
        f"{campo.model._meta.label_lower}.{campo.name}": campo.model._base_manager.filter(
            **{campo.name: persona}
        ).count()
        for campo in hacia_persona()
    }


def hacia_persona() -> list[models.Field]:
    return [
        campo
        for modelo in apps.get_models(include_auto_created=True)
        if modelo not in PARES
        for campo in modelo._meta.local_fields
        if campo.remote_field and campo.related_model is Persona
    ]


# --- Nothing is left behind


def test_el_recorrido_conoce_todo_lo_que_apunta_a_una_persona():
    assert set(referencias(Persona)) == set(hacia_persona())
    assert set(APARTE) == PARES


@pytest.mark.parametrize("campo", hacia_persona(), ids=str)
def test_lo_que_no_admite_dos_se_reconoce(campo):
    """A uniqueness by an expression would break the merge, which reads fields."""
    assert not [
        unica.name
        for unica in campo.model._meta.constraints
        if isinstance(unica, models.UniqueConstraint) and unica.expressions
    ]
    assert not campo.model._meta.unique_together


def test_la_prueba_tiene_de_todo_lo_que_apunta_a_una_persona(duplicado):
    assert [lugar for lugar, filas in apuntan_a(duplicado.otra).items() if not filas] == []


def test_nada_sigue_apuntando_a_la_que_se_vacio(duplicado, sede):
    fusionar(duplicado, por=sede)
    assert set(apuntan_a(duplicado.otra).values()) == {0}
    vaciada = Persona.objects.get(pk=duplicado.otra_id)
    assert (vaciada.dni, vaciada.cui, vaciada.cnv, vaciada.otro_documento) == (None,) * 4
    assert vaciada.nombres


def test_lo_que_no_puede_estar_dos_veces_queda_una(duplicado, comun, sede):
    fusionar(duplicado, por=sede)
    queda = duplicado.persona
    assert queda.membresias.filter(hogar=comun).count() == 1
    assert queda.telefonos.filter(numero="912345678").count() == 1
    assert queda.telefonos.count() == 3
    assert Gestante.objects.count() == 1
    assert Captacion.objects.filter(persona=queda).count() == 1
    assert queda.vinculos.filter(estado__in=Vinculo.EN_PIE).count() == 1
    assert queda.hijos.count() == 2
    assert queda.atenciones.count() == 2


def test_la_palabra_del_padron_queda_sobre_la_de_un_vinculo_nuestro(comun, sede):
    queda, sale = fabricas.PersonaFactory(), fabricas.PersonaFactory()
    fabricas.MiembroFactory(hogar=comun, persona=queda, vinculo=vinculo(queda, comun))
    fabricas.MiembroFactory(hogar=comun, persona=sale, parentesco="TITULAR", es_titular=True)
    duplicado = par(queda, sale)
    antes = de_ahora()
    fusionar(duplicado, por=sede)
    miembro = comun.miembros.get()
    assert (miembro.persona, miembro.vinculo, miembro.parentesco) == (queda, None, "TITULAR")
    assert miembro.es_titular
    deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())


def test_la_captacion_que_queda_es_de_cuando_llego_la_primera(duplicado, sede):
    hoy = dt.date.today()
    primera = Captacion.objects.get(persona=duplicado.otra, tipo="gestante")
    Captacion.objects.filter(pk=primera.pk).update(
        registrada_el=hoy - dt.timedelta(days=9), en_fuente_el=hoy - dt.timedelta(days=10)
    )
    fusionar(duplicado, por=sede)
    queda = Captacion.objects.get(persona=duplicado.persona, tipo="gestante")
    assert queda.registrada_el == hoy - dt.timedelta(days=9)
    assert queda.en_fuente_el == hoy - dt.timedelta(days=10)


# --- Undone


def test_unir_y_deshacer_devuelve_cada_tabla(duplicado, sede):
    antes = de_ahora()
    fusionar(duplicado, por=sede)
    assert FusionMovida.objects.filter(duplicado=duplicado, deshecha=False).exists()
    deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())
    assert not FusionMovida.objects.filter(deshecha=False).exists()


def test_unir_deshacer_unir_y_deshacer_tambien(duplicado, sede):
    antes = de_ahora()
    for _ in range(2):
        fusionar(duplicado, por=sede)
        deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())


def test_los_instantes_vuelven_enteros(duplicado, comun, sede):
    """What the digest does not look at: an instant to its last digit."""
    confirmado = vinculo(duplicado.otra, fabricas.HogarFactory(), EstadoVinculo.DESCARTADO)
    vinculo(duplicado.persona, confirmado.hogar, EstadoVinculo.DESCARTADO)
    fusionar(duplicado, por=sede)
    assert not Vinculo.objects.filter(pk=confirmado.pk).exists()
    deshacer_fusion(duplicado, por=sede)
    assert Vinculo.objects.get(pk=confirmado.pk).decidido_en == confirmado.decidido_en


def test_con_la_cola_al_dia_tambien_se_deshace(madre, sede):
    conciliar(hoy=dt.date.today())
    antes = de_ahora()
    registro = madre.persona.membresias.get().hogar
    fusionar(madre, por=sede)
    conciliar(hoy=dt.date.today())
    assert Contacto.objects.abiertos().get().hogar == registro
    deshacer_fusion(madre, por=sede)
    conciliar(hoy=dt.date.today())
    despues = de_ahora()
    # A contact counts each of its moves.
    for tabla in ("afiliacion_contacto", "afiliacion_caso"):
        antes.pop(tabla), despues.pop(tabla)
    exigir_igual(antes, despues)
    assert Contacto.objects.abiertos().get().hogar == Captacion.objects.get().hogar


def test_su_hija_va_al_hogar_del_padron_y_vuelve(madre, sede):
    antes = de_ahora()
    registro = madre.persona.membresias.get().hogar
    provisional = Captacion.objects.get().hogar
    fusionar(madre, por=sede)
    captacion = Captacion.objects.get()
    assert captacion.hogar == registro
    assert Evento.objects.filter(
        modelo="captacion.captacion", objeto_id=captacion.pk, a=str(registro.pk)
    ).exists()
    deshacer_fusion(madre, por=sede)
    assert Captacion.objects.get().hogar == provisional
    exigir_igual(antes, de_ahora())


def test_con_dos_hogares_en_el_padron_elige_una_persona(madre, distrito, sede):
    otro = construir.hogar(distrito)
    fabricas.MiembroFactory(hogar=otro, persona=madre.persona)
    antes = de_ahora()
    fusionar(madre, por=sede)
    hija = RecienNacido.objects.get().persona
    assert Captacion.objects.get().hogar.origen == OrigenHogar.PROVISIONAL
    dudosos = hija.vinculos.filter(estado=EstadoVinculo.POR_REVISAR)
    assert set(dudosos.values_list("duda", "orden")) == {("dos_hogares", 1), ("dos_hogares", 2)}
    deshacer_fusion(madre, por=sede)
    exigir_igual(antes, de_ahora())


def test_el_hogar_descartado_no_vuelve_a_proponerse(madre, sede):
    hija = RecienNacido.objects.get().persona
    vinculo(hija, madre.persona.membresias.get().hogar, EstadoVinculo.DESCARTADO)
    fusionar(madre, por=sede)
    assert Captacion.objects.get().hogar.origen == OrigenHogar.PROVISIONAL


# --- Documents


def test_los_documentos_que_le_faltaban_son_suyos_y_los_otros_la_hallan(sede):
    queda = fabricas.PersonaFactory(dni="99100001", cui=None)
    sale = fabricas.PersonaFactory(
        dni="99100002", cui="99100003", cnv="9900000009", otro_documento="CE:900123"
    )
    duplicado = par(queda, sale)
    antes = de_ahora()
    fusionar(duplicado, por=sede)
    queda.refresh_from_db()
    assert (queda.dni, queda.cui, queda.cnv) == ("99100001", "99100003", "9900000009")
    assert queda.otro_documento == "CE:900123"
    assert list(DocumentoAlias.objects.values_list("documento", "persona")) == [
        ("DNI:99100002", queda.pk)
    ]
    deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())


def test_un_cui_que_es_el_dni_de_la_otra_no_se_guarda_aparte(sede):
    queda = fabricas.PersonaFactory(dni=None, cui="99100004", cnv="9900000010")
    sale = fabricas.PersonaFactory(dni="99100004", cnv="9900000009")
    fusionar(par(queda, sale), por=sede)
    queda.refresh_from_db()
    assert (queda.dni, queda.cui, queda.cnv) == ("99100004", None, "9900000010")
    assert DocumentoAlias.objects.get().documento == "CNV:9900000009"


def test_lo_que_no_se_sabia_de_ella_lo_dice_la_otra(sede):
    queda = fabricas.PersonaFactory(fecha_nacimiento=None, lengua="")
    sale = fabricas.PersonaFactory(lengua="2", nombres="OTRA")
    fusionar(par(queda, sale), por=sede)
    queda.refresh_from_db()
    assert (queda.fecha_nacimiento, queda.lengua) == (sale.fecha_nacimiento, "2")
    assert queda.nombres == "ROSA"


# --- Links


def test_el_hogar_que_una_persona_confirmo_manda(duplicado, comun, sede):
    """Of the one that goes, against the automatic one of the one that stays."""
    Miembro.objects.filter(persona=duplicado.otra).update(vinculo=None)
    Vinculo.objects.filter(persona=duplicado.otra).delete()
    elegido = fabricas.HogarFactory()
    vinculo(duplicado.otra, elegido, EstadoVinculo.CONFIRMADO)
    antes = de_ahora()
    fusionar(duplicado, por=sede)
    en_pie = duplicado.persona.vinculos.get(estado__in=Vinculo.EN_PIE)
    assert (en_pie.hogar, en_pie.estado) == (elegido, EstadoVinculo.CONFIRMADO)
    assert Captacion.objects.get(persona=duplicado.persona).hogar == elegido
    deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())


def test_con_dos_hogares_confirmados_no_se_unen(sede):
    queda, sale = fabricas.PersonaFactory(), fabricas.PersonaFactory()
    for persona in (queda, sale):
        vinculo(persona, fabricas.HogarFactory(), EstadoVinculo.CONFIRMADO)
    duplicado = par(queda, sale)
    antes = de_ahora()
    with pytest.raises(DecisionFirme, match="confirmado"):
        fusionar(duplicado, por=sede)
    exigir_igual(antes, de_ahora())


# --- What comes after


def test_si_se_afilio_despues_ya_no_se_deshace(madre, sede):
    fusionar(madre, por=sede)
    Captacion.objects.update(afiliada_el=dt.date.today())
    unidas = de_ahora()
    with pytest.raises(DecisionFirme) as firme:
        deshacer_fusion(madre, por=sede)
    assert firme.value.mensaje == "Ya no se puede deshacer: el hogar se afilió con esta decisión."
    exigir_igual(unidas, de_ahora())


def test_si_una_carga_la_llevo_a_otro_hogar_ya_no_se_deshace(madre, sede):
    fusionar(madre, por=sede)
    Captacion.objects.update(hogar=fabricas.HogarFactory())
    unidas = de_ahora()
    with pytest.raises(DecisionFirme, match="por_revisar"):
        deshacer_fusion(madre, por=sede)
    exigir_igual(unidas, de_ahora())


def test_lo_que_llego_despues_se_queda_con_quien_llego(madre, sede):
    fusionar(madre, por=sede)
    atender(madre.persona, "DESPUES")
    deshacer_fusion(madre, por=sede)
    assert Atencion.objects.get().persona == madre.persona


def test_unida_en_cadena_se_deshace_de_la_ultima_a_la_primera(sede):
    primera, segunda, tercera = (fabricas.PersonaFactory() for _ in range(3))
    antes_de_una, despues = par(segunda, tercera), par(primera, segunda)
    antes = de_ahora()
    fusionar(antes_de_una, por=sede)
    fusionar(despues, por=sede)
    assert set(DocumentoAlias.objects.values_list("persona", flat=True)) == {primera.pk}
    with pytest.raises(DecisionFirme):
        deshacer_fusion(antes_de_una, por=sede)
    deshacer_fusion(despues, por=sede)
    deshacer_fusion(antes_de_una, por=sede)
    exigir_igual(antes, de_ahora())


def test_la_que_ya_se_vacio_no_se_une_con_nadie(sede):
    queda, sale = fabricas.PersonaFactory(), fabricas.PersonaFactory()
    fusionar(par(queda, sale), por=sede)
    with pytest.raises(DecisionFirme):
        fusionar(par(fabricas.PersonaFactory(), sale), por=sede)


@pytest.mark.parametrize("ya", [None, "por_revisar", "descartado"])
def test_lo_decidido_de_ella_y_una_tercera_vale_para_la_que_queda(ya, sede):
    queda, sale, tercera = (fabricas.PersonaFactory() for _ in range(3))
    duplicado = par(queda, sale)
    descartar_duplicado(par(tercera, sale), por=sede)
    if ya:
        otro = par(queda, tercera)
        ya == "descartado" and descartar_duplicado(otro, por=sede)
    antes = de_ahora()
    fusionar(duplicado, por=sede)
    vigente = Duplicado.objects.exclude(persona=sale).exclude(otra=sale).get()
    assert {vigente.persona, vigente.otra} == {queda, tercera}
    assert vigente.estado == EstadoDuplicado.DESCARTADO
    assert not Duplicado.objects.por_decidir().exists()
    deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())


# --- Who decides


def test_decide_la_supervisora_de_su_territorio(madre, supervisora):
    assert fusionar(madre, por=supervisora).decidido_por == supervisora
    evento = Evento.objects.get(modelo="captacion.duplicado", objeto_id=madre.pk)
    assert (evento.de, evento.a) == ("por_revisar", "confirmado")


def test_la_gestora_no_decide(madre, gestora):
    for accion in (fusionar, descartar_duplicado, deshacer_fusion):
        with pytest.raises(PermissionDenied):
            accion(madre, por=gestora)


def test_de_otro_territorio_no_existe(madre, ajena):
    otra = fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=ajena.unidad_territorial)
    assert not Duplicado.objects.visibles_para(otra).exists()
    with pytest.raises(PermissionDenied):
        fusionar(madre, por=otra)


def test_la_segunda_decision_sobre_un_par_no_pasa(madre, sede, supervisora):
    viejo = Duplicado.objects.get(pk=madre.pk)
    descartar_duplicado(madre, por=sede)
    with pytest.raises(TransicionInvalida):
        fusionar(viejo, por=supervisora)


def test_repetir_la_misma_decision_no_hace_nada(madre, sede):
    fusionar(madre, por=sede)
    movidas = FusionMovida.objects.count()
    assert fusionar(madre, por=sede).estado == EstadoDuplicado.CONFIRMADO
    assert FusionMovida.objects.count() == movidas
