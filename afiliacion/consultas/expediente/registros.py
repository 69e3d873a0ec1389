"""What the registers of the State say of her, and the row of the file that said it."""

from afiliacion.consultas.expediente.seccion import (
    Seccion,
    en_dia,
    origen,
    origen_de,
    quien_lo_dijo,
)
from captacion.models import CambioDato, ClasificacionSocioeconomica, Hogar, Persona


def de_los_registros(persona: Persona, hogares: list[Hogar]) -> list[Seccion]:
    return [
        Seccion(
            "Identidad",
            ["Dato", "Valor", "De dónde vino"],
            [[nombre, valor, origen_de(persona)] for nombre, valor in _identidad(persona)],
        ),
        Seccion(
            "Otros documentos suyos",
            ["Documento"],
            [[alias.documento.replace(":", " ")] for alias in persona.otros_documentos.all()],
        ),
        Seccion(
            "Teléfonos",
            ["Número", "Quién lo dijo", "Cuándo"],
            [
                [t.numero, quien_lo_dijo(t.fuente), en_dia(t.visto_el)]
                for t in persona.telefonos.all()
            ],
        ),
        Seccion(
            "Registros que la nombran",
            ["Registro", "Clave", "De dónde vino"],
            [
                [r.get_fuente_display(), r.clave, origen(r.carga, r.fila)]
                for r in persona.registros.select_related("carga")
            ],
        ),
        Seccion("Nacimiento", ["Dato", "Valor", "De dónde vino"], _nacimiento(persona)),
        Seccion(
            "Domicilio que dijo el Padrón Nominal",
            ["Dirección", "De dónde vino"],
            _domicilio(persona),
            reservada=True,
        ),
        Seccion(
            "Niñas y niños de los que figura como madre",
            ["Quién", "De dónde vino"],
            [
                [hijo.persona.nombre_completo, origen(hijo.carga, hijo.fila)]
                for hijo in persona.hijos.select_related("persona", "carga")
            ],
        ),
        Seccion(
            "Gestaciones",
            [
                "Última regla",
                "Parto probable",
                "Domicilio dicho",
                "Establecimiento",
                "De dónde vino",
            ],
            [
                [
                    en_dia(g.fur),
                    en_dia(g.fpp),
                    g.direccion,
                    str(g.establecimiento or g.establecimiento_codigo),
                    origen(g.carga, g.fila),
                ]
                for g in persona.gestaciones.select_related("carga", "establecimiento")
            ],
            reservada=True,
        ),
        Seccion(
            "Hogares",
            ["Hogar", "Parentesco", "Dirección", "De dónde vino"],
            [
                [
                    f"{m.hogar.codigo} ({m.hogar.get_origen_display()})",
                    m.parentesco,
                    m.hogar.direccion,
                    origen(m.carga, m.fila),
                ]
                for m in persona.membresias.select_related("hogar", "carga")
            ],
            reservada=True,
        ),
        Seccion(
            "Clasificación socioeconómica del hogar",
            ["Nivel", "Desde", "Hasta", "De dónde vino"],
            [
                [c.get_nivel_display(), en_dia(c.desde), en_dia(c.hasta), origen(c.carga, c.fila)]
                for c in ClasificacionSocioeconomica.objects.filter(
                    hogar__in=hogares
                ).select_related("carga")
            ],
        ),
        Seccion(
            "Lo que los archivos cambiaron",
            ["Dato", "Decía", "Dice", "De dónde vino"],
            [
                [c.campo, c.antes, c.despues, origen(c.carga, c.fila)]
                for c in CambioDato.objects.filter(persona=persona).select_related("carga")
            ],
            reservada=True,
        ),
    ]


def _identidad(persona: Persona) -> list[tuple[str, str]]:
    datos = [
        ("Apellidos y nombres", persona.nombre_completo),
        ("DNI", persona.dni),
        ("CUI", persona.cui),
        ("CNV", persona.cnv),
        ("Otro documento", (persona.otro_documento or "").replace(":", " ")),
        ("Sexo", persona.get_sexo_display()),
        ("Fecha de nacimiento", en_dia(persona.fecha_nacimiento)),
        ("Lengua", persona.get_lengua_display()),
    ]
    return [(nombre, valor) for nombre, valor in datos if valor]


def _nacimiento(persona: Persona) -> list[list[str]]:
    nacido = getattr(persona, "recien_nacido", None)
    if nacido is None:
        return []
    de_donde = origen(nacido.carga, nacido.fila)
    datos = [
        ("Código del Padrón Nominal", nacido.codigo_padron),
        ("Madre", f"{nacido.madre_apellidos} {nacido.madre_nombres}".strip()),
        ("Jefe de familia", f"{nacido.jefe_nombre} {nacido.jefe_documento}".strip()),
        ("Establecimiento", nacido.establecimiento_codigo),
        ("Establecimiento donde nació", nacido.establecimiento_nacimiento),
        ("Seguro", nacido.seguro),
        ("Programas", nacido.programas),
    ]
    return [[nombre, valor, de_donde] for nombre, valor in datos if valor]


def _domicilio(persona: Persona) -> list[list[str]]:
    nacido = getattr(persona, "recien_nacido", None)
    if nacido is None:
        return []
    return [[f"{nacido.direccion} {nacido.referencia}".strip(), origen(nacido.carga, nacido.fila)]]
