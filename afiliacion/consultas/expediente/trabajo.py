"""What the programme's people did and wrote about her, and who looked."""

from django.db.models import Q

from afiliacion.acciones.cancelacion import fotos_de
from afiliacion.consultas.expediente.seccion import Seccion, de_la_carga, en_dia, en_hora, origen
from afiliacion.models import Alerta, Derivacion, Entrega, Mensaje, RegistroDeCampo, Visita
from captacion.models import Persona
from juntos.models import Lectura


def del_trabajo(persona: Persona, captaciones, contactos) -> list[Seccion]:
    visitas = Visita.objects.filter(contacto__in=contactos)
    return [
        Seccion(
            "Captaciones",
            ["Por qué", "Registrada", "De dónde vino"],
            [
                [c.get_tipo_display(), en_dia(c.registrada_el), de_la_carga(c.carga)]
                for c in captaciones
            ],
        ),
        Seccion(
            "A qué hogar se la enlazó y por qué",
            ["Hogar", "Regla", "Estado", "De dónde vino"],
            [
                [
                    v.hogar.codigo,
                    v.get_regla_display(),
                    v.get_estado_display(),
                    origen(v.carga, v.fila),
                ]
                for v in persona.vinculos.select_related("hogar", "carga")
            ],
        ),
        Seccion(
            "Contactos",
            ["Contacto", "Estado", "Dirección", "Teléfono", "Abierto"],
            [
                [
                    str(c.pk),
                    c.get_estado_display(),
                    f"{c.direccion} {c.referencia}".strip(),
                    c.telefono,
                    en_dia(c.abierto_el),
                ]
                for c in contactos
            ],
            reservada=True,
        ),
        Seccion(
            "Visitas y llamadas",
            ["Fecha", "Modo", "Resultado", "Lo que se escribió", "Quién la registró"],
            [
                [
                    en_dia(v.fecha),
                    v.get_modalidad_display(),
                    v.resultado.nombre,
                    f"{v.motivo} {v.observacion}".strip(),
                    str(v.registrada_por),
                ]
                for v in visitas.select_related("resultado", "registrada_por")
            ],
            reservada=True,
        ),
        Seccion(
            "Cuándo se le dijo para qué se usan sus datos",
            ["Versión del aviso", "Fecha", "Quién se lo leyó"],
            [
                [str(v.aviso_id), en_dia(v.fecha), str(v.registrada_por)]
                for v in visitas.filter(aviso__isnull=False).select_related("registrada_por")
            ],
            reservada=True,
        ),
        Seccion(
            "Alertas",
            ["Alerta", "Estado", "Fecha"],
            [
                [a.get_tipo_display(), a.get_estado_display(), en_dia(a.visita.fecha)]
                for a in Alerta.objects.filter(
                    Q(captacion__in=captaciones)
                    | Q(captacion__isnull=True, visita__contacto__in=contactos)
                ).select_related("visita")
            ],
            reservada=True,
        ),
        Seccion(
            "Derivaciones a otras entidades",
            ["Número", "A quién", "Motivo", "Estado", "Lo que se supo"],
            [
                [
                    d.numero,
                    d.a_quien,
                    d.motivo.nombre,
                    d.get_estado_display(),
                    " · ".join(s.nota for s in d.seguimientos.all()),
                ]
                for d in Derivacion.objects.filter(
                    Q(captacion__in=captaciones) | Q(alerta__visita__contacto__in=contactos)
                )
                .select_related("motivo", "establecimiento", "distrito")
                .prefetch_related("seguimientos")
            ],
            reservada=True,
        ),
        Seccion(
            "Registros hechos en el teléfono de la gestora",
            ["Qué", "Cuándo", "Estado"],
            [
                [r.get_tipo_display(), en_hora(r.momento), r.get_estado_display()]
                for r in RegistroDeCampo.objects.filter(contacto__in=contactos)
            ],
        ),
        Seccion(
            "Fotos de las visitas",
            ["Cuándo", "Quién la subió"],
            [[en_hora(f.subido_en), str(f.subido_por)] for f in fotos_de(persona)],
        ),
        Seccion(
            "Mensajes de texto",
            ["Número", "Texto", "Estado", "Pedido"],
            [
                [m.numero, m.texto, m.get_estado_display(), en_hora(m.pedido_en)]
                for m in Mensaje.objects.filter(contacto__in=contactos)
            ],
            reservada=True,
        ),
    ]


def de_sus_derechos(persona: Persona) -> list[Seccion]:
    return [
        Seccion(
            "Datos que corrigió",
            ["Dato", "Decía", "Dice", "Cuándo"],
            [
                [r.get_campo_display(), r.antes, r.valor, en_hora(r.hecha_en)]
                for r in persona.rectificaciones.all()
            ],
        ),
        Seccion(
            "Usos a los que se opuso",
            ["Qué", "Desde", "Hasta"],
            [
                [r.get_tipo_display(), en_hora(r.puesta_en), en_hora(r.levantada_en)]
                for r in persona.restricciones.all()
            ],
        ),
        Seccion(
            "Pedidos sobre sus datos",
            ["Número", "Derecho", "Estado", "Recibido"],
            [
                [p.numero, p.get_derecho_display(), p.get_estado_display(), en_dia(p.recibido_el)]
                for p in persona.pedidos_arco.all()
            ],
        ),
    ]


def de_quien_la_vio(captaciones, contactos, hogares) -> list[Seccion]:
    """Lists that left keep no names: those of her districts since she was known may hold her."""
    lecturas = Lectura.objects.filter(hogar_id__in=[h.pk for h in hogares])
    distritos = {c.distrito_id for c in [*captaciones, *contactos] if c.distrito_id}
    desde = min((c.registrada_el for c in captaciones), default=None)
    entregas = Entrega.objects.filter(distrito__in=distritos)
    if desde is not None:
        entregas = entregas.filter(entregada_en__date__gte=desde)
    return [
        Seccion(
            "Quién miró su hogar",
            ["Quién", "Qué", "Cuándo"],
            [
                [str(lectura.leido_por), lectura.get_que_display(), en_hora(lectura.leido_en)]
                for lectura in lecturas.select_related("leido_por")
            ],
            reservada=True,
        ),
        Seccion(
            "Listas de su distrito que se entregaron (pueden nombrarla)",
            ["Recibo", "Lista", "A quién", "Cuándo"],
            [
                [e.numero, e.lista, f"{e.recibe}, {e.oficina}", en_hora(e.entregada_en)]
                for e in entregas
            ],
        ),
    ]
