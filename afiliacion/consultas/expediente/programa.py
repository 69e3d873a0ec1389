"""Her household in the programme: requests, payments, the care that they rest on."""

from django.db.models import Q

from afiliacion.consultas.expediente.seccion import Seccion, en_dia, en_hora, origen
from afiliacion.models import (
    Acuerdo,
    Afiliacion,
    Corresponsabilidad,
    Cuidado,
    InclusionTPI,
    Pago,
    Solicitud,
    Verificacion,
)
from captacion.models import Hogar, Persona


def del_programa(persona: Persona, hogares: list[Hogar]) -> list[Seccion]:
    solicitudes = list(
        Solicitud.objects.filter(Q(contacto__hogar__in=hogares) | Q(titular=persona))
        .select_related("preparada_por")
        .distinct()
    )
    return [
        Seccion(
            "Solicitudes de afiliación",
            ["Solicitud", "Estado", "La preparó", "Observación o motivo"],
            [
                [str(s.pk), s.get_estado_display(), str(s.preparada_por), s.motivo]
                for s in solicitudes
            ],
        ),
        Seccion(
            "Acuerdos de Compromiso guardados",
            ["Solicitud", "Tipo", "Cuándo"],
            [
                [str(a.solicitud_id), a.tipo, en_hora(a.subido_en)]
                for a in Acuerdo.objects.filter(solicitud__in=solicitudes)
            ],
        ),
        Seccion(
            "Afiliación",
            ["Hogar", "Desde", "La aprobó"],
            [
                [a.hogar.codigo, en_dia(a.afiliada_el), str(a.aprobada_por)]
                for a in Afiliacion.objects.filter(
                    Q(hogar__in=hogares) | Q(titular=persona)
                ).select_related("hogar", "aprobada_por")
            ],
        ),
        Seccion(
            "Primera infancia (TPI)",
            ["Estado"],
            [
                [i.get_estado_display()]
                for i in InclusionTPI.objects.filter(captacion__persona=persona)
            ],
        ),
        Seccion(
            "Verificaciones del hogar",
            ["Mes", "Resultado"],
            [
                [f"{v.mes:%m/%Y}", v.get_resultado_display()]
                for v in Verificacion.objects.filter(hogar__in=hogares).order_by("-mes")
            ],
        ),
        Seccion(
            "Pagos del hogar",
            ["Bimestre", "Total", "Motivo"],
            [
                [str(p.liquidacion.periodo), f"S/ {p.total:,.2f}", p.motivo]
                for p in Pago.objects.filter(hogar__in=hogares).select_related("liquidacion")
            ],
        ),
    ]


def de_su_cuidado(persona: Persona) -> list[Seccion]:
    return [
        Seccion(
            "Atenciones que dijeron HIS y SIS",
            ["Fecha", "Código", "Valor", "Hemoglobina", "De dónde vino"],
            [
                [
                    en_dia(a.atendida_el),
                    a.codigo,
                    a.valor,
                    str(a.hemoglobina or ""),
                    origen(a.carga, a.fila),
                ]
                for a in persona.atenciones.select_related("carga").order_by("atendida_el")
            ],
            reservada=True,
        ),
        Seccion(
            "Cuidados que contaron",
            ["Cuidado", "Fecha", "Cómo se supo"],
            [
                [str(c.item), en_dia(c.dado_el), c.get_origen_display()]
                for c in Cuidado.objects.filter(persona=persona).select_related("item")
            ],
            reservada=True,
        ),
        Seccion(
            "Calendario",
            ["Cuidado", "Desde", "Hasta", "Situación"],
            [
                [str(c.regla), en_dia(c.desde), en_dia(c.hasta), c.get_situacion_display()]
                for c in Corresponsabilidad.objects.filter(persona=persona).select_related("regla")
            ],
            reservada=True,
        ),
    ]
