"""Children and pregnant women with the care that a test says, without a file that tells it."""

import datetime as dt

from afiliacion.consultas.calendario import calendario_de
from afiliacion.models import Cuidado, OrigenCuidado
from captacion.models import Atencion, Fuente, Gestante, OrigenFur, TipoDocumento
from tests import fabricas

# Born under every norm of today.
NACIO = dt.date(2025, 11, 1)
FUR = dt.date(2025, 11, 1)


def dia(n: int, *, desde: dt.date = NACIO) -> dt.date:
    return desde + dt.timedelta(days=n)


def nino(nacio: dt.date = NACIO, **campos):
    return fabricas.RecienNacidoFactory(persona__fecha_nacimiento=nacio, **campos).persona


def gestante(fur: dt.date = FUR, *, persona=None) -> Gestante:
    return Gestante.objects.create(
        persona=persona or fabricas.PersonaFactory(),
        fur=fur,
        fpp=fur + dt.timedelta(days=280),
        origen_fur=OrigenFur.FUR,
        fuente=Fuente.SIS_GESTANTES,
        carga=fabricas.CargaFactory(fuente=Fuente.SIS_GESTANTES),
        fila=1,
    )


def dar(persona, item: str, *dias: int, desde: dt.date = NACIO, por=None, **campos) -> None:
    """Care confirmed in a visit: it needs no record of a source."""
    por = por or fabricas.UsuarioFactory()
    for n in dias:
        el = dia(n, desde=desde)
        Cuidado.objects.create(
            persona=persona,
            item_id=item,
            dado_el=el,
            origen=OrigenCuidado.VISITA,
            registrado_por=por,
            **{"conocido_el": el, "evidencia": "" if campos.get("dado") is False else "carne"}
            | campos,
        )


# When every window of who was born on NACIO has ended.
TODO_PASO = dia(900)


def estados(persona, *, corte=TODO_PASO, norma="MC-02.01") -> dict:
    return {
        (i.item, i.dosis): i.estado
        for i in calendario_de([persona.pk], corte=corte)
        if i.norma == norma
    }


def registrar(persona, codigo, *dias, desde=NACIO, fuente=Fuente.HIS, valor="", hoy=None, clave=""):
    """What a file of a source tells, loaded on `hoy` (the same day by default)."""
    for n in dias:
        el = dia(n, desde=desde)
        carga = fabricas.CargaFactory(fuente=fuente, fecha_proceso=hoy or el)
        Atencion.objects.create(
            fuente=fuente,
            clave=clave or f"{persona.pk}|{codigo}|{n}",
            persona=persona,
            tipo_documento=TipoDocumento.DNI,
            documento=persona.dni,
            atendida_el=el,
            codigo=codigo,
            valor=valor,
            carga=carga,
            fila=1,
        )
