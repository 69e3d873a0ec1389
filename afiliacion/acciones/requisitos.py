"""The requirements of an affiliation (DOMAIN §3), read from what the sources said.

Each function says whether its requirement is met, why, what to do if not, and the row that says so.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from afiliacion.models import CodigoRequisito, Requisito, Resultado, Solicitud
from captacion.models import (
    Captacion,
    ClasificacionSocioeconomica,
    Miembro,
    NivelPobreza,
    Persona,
    TipoCaptacion,
)
from juntos.models import Parametro


@dataclass
class Expediente:
    """What the requirements of one request are read from, gathered once."""

    solicitud: Solicitud
    hoy: dt.date
    parametros: dict[str, int]
    objetivos: list[Captacion]
    miembros: dict[int, Persona]
    origen: dict[int, Miembro] = field(default_factory=dict)

    @classmethod
    def de(cls, solicitud: Solicitud) -> "Expediente":
        hogar = solicitud.contacto.hogar_id
        captaciones = list(
            Captacion.objects.filter(hogar=hogar)
            .select_related(
                "persona",
                "caso__cerrado_por_visita",
                "gestante__establecimiento",
                "recien_nacido__establecimiento",
                "recien_nacido__madre",
            )
            .order_by("limite_el", "pk")
        )
        origen = {
            miembro.persona_id: miembro
            for miembro in Miembro.objects.filter(hogar=hogar).select_related("persona")
        }
        return cls(
            solicitud=solicitud,
            hoy=timezone.localdate(),
            parametros=Parametro.valores(),
            objetivos=[c for c in captaciones if _cierre(c) is None],
            miembros=_miembros(captaciones, origen),
            origen=origen,
        )

    def es_adulta(self, persona: Persona) -> bool:
        """Of age today; nobody whose birth date is unknown is taken for an adult."""
        nacio = persona.fecha_nacimiento
        if nacio is None:
            return False
        cumplidos = (
            self.hoy.year - nacio.year - ((self.hoy.month, self.hoy.day) < (nacio.month, nacio.day))
        )
        return cumplidos >= self.parametros["edad_adulta"]

    def puede_ser_titular(self, persona: Persona) -> bool:
        return bool(persona.dni and persona.pk in self.miembros and self.es_adulta(persona))

    def candidatas(self) -> list[Persona]:
        """Who may be the titular: the mothers and pregnant women first, then by name."""
        cuidadoras = [_cuidadora(captacion).pk for captacion in self.objetivos]
        return sorted(
            filter(self.puede_ser_titular, self.miembros.values()),
            key=lambda p: (p.pk not in cuidadoras, p.clave_nombre),
        )

    def titular_habitual(self) -> Persona | None:
        """The mother or pregnant woman, when she may be it (DOMAIN §3: TITULAR)."""
        cuidadoras = (_cuidadora(captacion) for captacion in self.objetivos)
        return next(filter(self.puede_ser_titular, cuidadoras), None)


def requisitos_de(expediente: Expediente) -> list[Requisito]:
    """Every requirement of its request as it stands today, not saved."""
    return [
        _cse(expediente),
        _miembro_objetivo(expediente),
        _documentos(expediente),
        _servicio(expediente),
        _ambito(expediente),
        _acuerdo(expediente),
        _titular(expediente),
    ]


def _requisito(expediente, codigo, cumple, detalle, que_hacer="", origen=None) -> Requisito:
    return Requisito(
        solicitud=expediente.solicitud,
        codigo=codigo,
        cumple=cumple,
        detalle=detalle[:250],
        que_hacer="" if cumple else que_hacer[:250],
        carga_id=origen.carga_id if origen else None,
        fila=origen.fila if origen else None,
    )


def _cse(expediente: Expediente) -> Requisito:
    todas = ClasificacionSocioeconomica.objects.filter(hogar=expediente.solicitud.contacto.hogar_id)
    vigente = todas.vigentes(expediente.hoy).first()
    codigo = CodigoRequisito.CSE
    if vigente and vigente.nivel == NivelPobreza.NO_POBRE:
        return _requisito(
            expediente,
            codigo,
            False,
            f"No pobre, {_vigencia(vigente)}.",
            "El hogar no puede afiliarse mientras figure como no pobre.",
            vigente,
        )
    if vigente:
        detalle = f"{vigente.get_nivel_display()}, {_vigencia(vigente)}."
        return _requisito(expediente, codigo, True, detalle, origen=vigente)
    ultima = todas.order_by("-hasta", "-pk").first()
    detalle = "El hogar no tiene clasificación socioeconómica."
    if ultima:
        detalle = f"Hoy no hay clasificación vigente; la última: {_vigencia(ultima)}."
    return _requisito(
        expediente,
        codigo,
        False,
        detalle,
        "Presentar el formato S100 en la Unidad Local de Empadronamiento (ULE) de la "
        "municipalidad; se leerá en la próxima carga del PGH.",
        ultima,
    )


def _vigencia(clasificacion: ClasificacionSocioeconomica) -> str:
    desde = f"desde el {clasificacion.desde:%d/%m/%Y}" if clasificacion.desde else ""
    hasta = f"hasta el {clasificacion.hasta:%d/%m/%Y}" if clasificacion.hasta else ""
    return " ".join(filter(None, [desde, hasta])) or "sin fechas de vigencia"


def _miembro_objetivo(expediente: Expediente) -> Requisito:
    validos = [c for c in expediente.objetivos if _es_miembro_objetivo(c, expediente)]
    codigo = CodigoRequisito.MO
    if not validos:
        return _requisito(
            expediente,
            codigo,
            False,
            "No hay gestante ni niña o niño menor de un año.",
            "El hogar puede afiliarse cuando tenga una gestante o un recién nacido.",
        )
    temprano = next((c for c in validos if c.oportuna), validos[0])
    via = "vía temprana" if temprano.oportuna else "fuera del plazo de la vía temprana"
    if temprano.tipo == TipoCaptacion.GESTANTE:
        detalle = f"Gestante captada a los {temprano.dias} días de la FUR: {via}."
    else:
        detalle = f"Recién nacido captado a los {temprano.dias} días de nacido: {via}."
    return _requisito(expediente, codigo, True, detalle, origen=_registro(temprano))


def _es_miembro_objetivo(captacion: Captacion, expediente: Expediente) -> bool:
    """A pregnancy still possible, or a child within the age of capture."""
    limite = (
        "dias_fur_maximo" if captacion.tipo == TipoCaptacion.GESTANTE else "edad_maxima_captacion"
    )
    return (expediente.hoy - captacion.evento_el).days <= expediente.parametros[limite]


def _documentos(expediente: Expediente) -> Requisito:
    sin = [p for p in expediente.miembros.values() if not _documento_valido(p, expediente)]
    codigo = CodigoRequisito.DNI
    if not sin:
        cuantos = len(expediente.miembros)
        detalle = (
            "El único miembro tiene documento."
            if cuantos == 1
            else f"Los {cuantos} miembros tienen documento."
        )
        return _requisito(expediente, codigo, True, detalle)
    nombres = "; ".join(persona.nombre_completo for persona in sin[:3])
    mas = f" y {len(sin) - 3} más" if len(sin) > 3 else ""
    dias = expediente.parametros["dias_sin_dni"]
    return _requisito(
        expediente,
        codigo,
        False,
        f"Sin DNI: {nombres}{mas}.",
        f"Tramitar el DNI en RENIEC (hasta los {dias} días de nacido vale el CNV o el CUI); "
        "se leerá en la próxima carga.",
        expediente.origen.get(sin[0].pk) or (sin[0] if sin[0].carga_id else None),
    )


def _documento_valido(persona: Persona, expediente: Expediente) -> bool:
    if persona.dni:
        return True
    nacio = persona.fecha_nacimiento
    reciente = nacio and (expediente.hoy - nacio).days <= expediente.parametros["dias_sin_dni"]
    return bool(reciente and (persona.cnv or persona.cui))


def _servicio(expediente: Expediente) -> Requisito:
    registros = [_registro(captacion) for captacion in expediente.objetivos]
    sin = [r for r in registros if not r.establecimiento_codigo and not r.establecimiento_id]
    codigo = CodigoRequisito.SERV
    if sin or not registros:
        return _requisito(
            expediente,
            codigo,
            False,
            f"Sin establecimiento de salud: {len(sin)} de {len(registros)}.",
            "Pedir en el establecimiento de salud que actualice sus datos; "
            "se leerán en la próxima carga.",
            next(iter(sin), None),
        )
    nombres = dict.fromkeys(
        r.establecimiento.nombre if r.establecimiento else f"código {r.establecimiento_codigo}"
        for r in registros
    )
    return _requisito(expediente, codigo, True, f"{'; '.join(nombres)}.", origen=registros[0])


def _ambito(expediente: Expediente) -> Requisito:
    distrito, codigo = expediente.solicitud.contacto.distrito, CodigoRequisito.AMBITO
    if not expediente.parametros["exigir_ambito"]:
        return _requisito(
            expediente, codigo, True, "El programa interviene en todos los distritos."
        )
    if distrito and distrito.intervenido:
        return _requisito(expediente, codigo, True, f"{distrito} es distrito de intervención.")
    return _requisito(
        expediente,
        codigo,
        False,
        f"{distrito or 'Sin distrito'}: no es distrito de intervención.",
        "Revisar el distrito del hogar; si es correcto, todavía no puede afiliarse.",
    )


def _acuerdo(expediente: Expediente) -> Requisito:
    acuerdo = expediente.solicitud.acuerdos.first()
    if acuerdo:
        cuando = timezone.localtime(acuerdo.subido_en)
        detalle = f"Adjuntado el {cuando:%d/%m/%Y}."
        return _requisito(expediente, CodigoRequisito.AGR, True, detalle)
    return _requisito(
        expediente,
        CodigoRequisito.AGR,
        False,
        "Falta el Acuerdo de Compromiso.",
        "Adjuntar la foto, el PDF o el audio del Acuerdo de Compromiso.",
    )


def _titular(expediente: Expediente) -> Requisito:
    titular, codigo = expediente.solicitud.titular, CodigoRequisito.TITULAR
    que_hacer = "Elegir como titular a una persona adulta del hogar que tenga DNI."
    if titular is None:
        return _requisito(expediente, codigo, False, "Aún no hay titular.", que_hacer)
    origen = expediente.origen.get(titular.pk)
    if expediente.puede_ser_titular(titular):
        detalle = f"{titular.nombre_completo}, {titular.documento}."
        return _requisito(expediente, codigo, True, detalle, origen=origen)
    if titular.pk not in expediente.miembros:
        falta = "ya no es miembro del hogar"
    elif not titular.dni:
        falta = "no tiene DNI"
    elif titular.fecha_nacimiento is None:
        falta = "no se conoce su fecha de nacimiento"
    else:
        falta = "es menor de edad"
    return _requisito(
        expediente, codigo, False, f"{titular.nombre_completo}: {falta}.", que_hacer, origen
    )


def _cierre(captacion: Captacion):
    """The visit that closed the capture's case with care, if any."""
    caso = getattr(captacion, "caso", None)
    return caso.cerrado_por_visita if caso else None


def _cuidadora(captacion: Captacion) -> Persona:
    madre = captacion.recien_nacido.madre if captacion.recien_nacido else None
    return madre or captacion.persona


def _registro(captacion: Captacion):
    return captacion.recien_nacido or captacion.gestante


def _miembros(captaciones: list[Captacion], origen: dict[int, Miembro]) -> dict[int, Persona]:
    """The household: its members, those captured in it, and mothers that live nowhere else."""
    miembros = {pk: miembro.persona for pk, miembro in origen.items()}
    miembros |= {c.persona_id: c.persona for c in captaciones}
    madres = {_cuidadora(c).pk: _cuidadora(c) for c in captaciones}
    faltan = madres.keys() - miembros.keys()
    en_otro = set(Miembro.objects.filter(persona__in=faltan).values_list("persona", flat=True))
    miembros |= {pk: madres[pk] for pk in faltan - en_otro}
    for captacion in captaciones:
        cierre = _cierre(captacion)
        if cierre and cierre.resultado_id == Resultado.FALLECIMIENTO:
            miembros.pop(captacion.persona_id, None)
    return miembros
