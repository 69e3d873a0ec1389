"""Two records of one person, with everything that may point to them."""

import datetime as dt

from django.db import connection
from django.utils import timezone

from afiliacion.acciones.conciliar import conciliar
from afiliacion.models import (
    Afiliacion,
    CambioDeItem,
    Cuidado,
    OrigenCuidado,
    Recalculo,
    Regla,
    Solicitud,
)
from captacion.models import (
    Atencion,
    CambioDato,
    DocumentoAlias,
    Duplicado,
    EstadoVinculo,
    Miembro,
    OrigenHogar,
    Persona,
    RegistroFuente,
    ReglaDuplicado,
    ReglaVinculo,
    Telefono,
    Vinculo,
)
from juntos.models import Rol
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.arco import pedido
from tests.fallas.huella import huella

# What happened stays told (append-only), and so does what a merge moved.
SE_QUEDAN = {"juntos_evento", "captacion_fusionmovida"}


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
    por = fabricas.UsuarioFactory(rol=Rol.SEDE)
    persona.rectificaciones.create(campo="lengua", valor="2", hecha_por=por)
    persona.restricciones.create(tipo="sin_mensajes", puesta_por=por)
    pedido(por=por, persona=persona)
    conciliar(hoy=dt.date.today())
    cuidar(persona)
    afiliar(persona, distrito)


def cuidar(persona: Persona) -> None:
    """Care that a visit confirmed, and a calendar that was once corrected."""
    Cuidado.objects.create(
        persona=persona,
        item_id="apn",
        dado_el=dt.date.today(),
        conocido_el=dt.date.today(),
        origen=OrigenCuidado.VISITA,
        evidencia="carne",
        registrado_por=fabricas.UsuarioFactory(),
    )
    CambioDeItem.objects.create(
        recalculo=Recalculo.objects.create(persona=persona),
        persona=persona,
        regla=Regla.objects.filter(item="apn").first(),
        antes="en_ventana",
        despues="fuera",
    )


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
