"""Does the money add up? What a settlement is, and each of its soles down to the row behind it."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.formats import date_format

from afiliacion.models import (
    Ajuste,
    EstadoLiquidacion,
    Evidencia,
    Liquidacion,
    Pago,
    ResultadoMes,
    ResultadoPago,
    TipoResultado,
    Verificacion,
)
from captacion.models import Captacion, Persona
from juntos.models import Evento, Rol, Usuario

CERO = Decimal("0.00")
FILTROS = {
    "todas": ("Todas", Q()),
    "suspendidas": ("Sin base por no cumplir", Q(suspendido=True)),
    "sin_dato": (
        "Con meses sin dato",
        Exists(
            Verificacion.objects.filter(
                liquidacion=OuterRef("liquidacion"),
                hogar=OuterRef("hogar"),
                resultado=ResultadoMes.SIN_DATO,
            )
        ),
    ),
    "ajustes": ("Con ajustes", ~Q(ajuste=0)),
    "sin_titular": ("Sin titular con DNI", Q(titular__isnull=True, total__gt=0)),
    "no_pagadas": (
        "No pagadas por el banco",
        Q(resultado__resultado__in=[TipoResultado.RECHAZADA, TipoResultado.ACUMULADA]),
    ),
}


def nombre_de(periodo: str) -> str:
    """ "2026-6" as people say it: noviembre y diciembre de 2026."""
    anio, segundo = int(periodo[:4]), int(periodo[5]) * 2
    uno, otro = (date_format(dt.date(anio, mes, 1), "F") for mes in (segundo - 1, segundo))
    return f"{uno} y {otro} de {anio}"


@dataclass(frozen=True)
class Cuadre:
    """The totals as they were written, and as the lines and their evidence give them."""

    lineas: int
    base: Decimal
    tpi: Decimal
    ajuste: Decimal
    tpi_de_los_meses: Decimal
    ajuste_de_los_motivos: Decimal
    liquidacion: Liquidacion

    @property
    def cuadra(self) -> bool:
        escrita = self.liquidacion
        return (self.base, self.tpi, self.ajuste) == (
            escrita.base,
            escrita.tpi,
            escrita.ajuste,
        ) and (self.tpi, self.ajuste) == (self.tpi_de_los_meses, self.ajuste_de_los_motivos)


def cuadre(liquidacion: Liquidacion) -> Cuadre:
    suma = liquidacion.pagos.aggregate(
        lineas=Count("pk"), base=Sum("base"), tpi=Sum("tpi"), ajuste=Sum("ajuste")
    )
    meses = liquidacion.verificaciones.aggregate(total=Sum("tpi"))["total"]
    motivos = liquidacion.ajustes.aggregate(total=Sum("monto"))["total"]
    return Cuadre(
        lineas=suma["lineas"],
        base=suma["base"] or CERO,
        tpi=suma["tpi"] or CERO,
        ajuste=suma["ajuste"] or CERO,
        tpi_de_los_meses=meses or CERO,
        ajuste_de_los_motivos=motivos or CERO,
        liquidacion=liquidacion,
    )


@dataclass
class Paso:
    """What comes next, as one sentence and one button; `impedimento` when it cannot be now."""

    accion: str
    frase: str
    boton: str = ""
    impedimento: str = ""


def proximo_paso(liquidacion: Liquidacion, cuentas: Cuadre, *, por: Usuario) -> Paso:
    pasos = {
        EstadoLiquidacion.BORRADOR: Paso("calcular", "Falta calcular la lista.", "Calcular"),
        EstadoLiquidacion.CALCULADA: Paso(
            "revisar",
            "Revise los totales, las diferencias y los avisos.",
            "Dar por revisada",
        ),
        EstadoLiquidacion.REVISADA: Paso(
            "aprobar", "Falta que otra persona de la sede la apruebe.", "Aprobar"
        ),
        EstadoLiquidacion.APROBADA: Paso(
            "congelar",
            f"Al cerrar el bimestre, sus {cuentas.lineas:,} líneas ya no cambian nunca.",
            "Cerrar el bimestre",
        ),
        EstadoLiquidacion.CONGELADA: Paso(
            "exportar", "Falta preparar los archivos para el banco.", "Preparar los archivos"
        ),
        EstadoLiquidacion.EXPORTADA: Paso(
            "resultados", "Descargue los archivos, envíelos al banco y suba lo que responda."
        ),
        EstadoLiquidacion.CON_RESULTADOS: Paso(
            "resultados", "Lo que el banco no pagó vuelve en la siguiente liquidación."
        ),
    }
    paso = pasos[EstadoLiquidacion(liquidacion.estado)]
    if paso.accion in ("revisar", "aprobar") and not cuentas.cuadra:
        paso.impedimento = "Las líneas no suman los totales: vuelva a calcular."
    elif paso.accion == "aprobar" and por.pk in (
        liquidacion.calculada_por_id,
        liquidacion.revisada_por_id,
    ):
        paso.impedimento = "Usted la calculó o la revisó: la aprueba otra persona de la sede."
    return paso


def avisos(liquidacion: Liquidacion) -> list[tuple[str, str]]:
    """What to look at before signing, each with the filter that lists its lines."""
    hallados = []
    anteriores = Liquidacion.objects.filter(periodo__lt=liquidacion.periodo).exclude(
        estado__in=Liquidacion.CERRADAS
    )
    for anterior in anteriores:
        hallados.append((f"El bimestre {anterior.periodo} sigue abierto: no se ajusta.", ""))
    if liquidacion.corte < liquidacion.hasta:
        hallados.append(
            (
                f"El corte ({liquidacion.corte:%d/%m/%Y}) es anterior al fin del bimestre "
                f"({liquidacion.hasta:%d/%m/%Y}): lo que ocurra después entra como ajuste.",
                "",
            )
        )
    sin_dato = liquidacion.verificaciones.filter(resultado=ResultadoMes.SIN_DATO).count()
    if sin_dato:
        hallados.append(
            (
                f"{sin_dato:,} meses sin dato: no se pagan mientras la gestora no los confirme.",
                "sin_dato",
            )
        )
    sin_titular = liquidacion.pagos.filter(titular__isnull=True, total__gt=0).count()
    if sin_titular:
        hallados.append(
            (
                f"{sin_titular:,} hogares sin titular con DNI: no van al banco y se acumulan.",
                "sin_titular",
            )
        )
    return hallados


@dataclass(frozen=True)
class Diferencia:
    concepto: str
    antes: Decimal
    ahora: Decimal
    es_dinero: bool = True

    @property
    def cambio(self) -> Decimal:
        return self.ahora - self.antes


def diferencias(liquidacion: Liquidacion) -> tuple[Liquidacion | None, list[Diferencia]]:
    """Against the settlement before this one."""
    anterior = (
        Liquidacion.objects.filter(periodo__lt=liquidacion.periodo)
        .exclude(estado=EstadoLiquidacion.BORRADOR)
        .order_by("-periodo")
        .first()
    )
    if anterior is None:
        return None, []
    filas = (
        ("Hogares", "hogares", False),
        ("Sin base por no cumplir", "suspendidos", False),
        ("Base", "base", True),
        ("Primera infancia", "tpi", True),
        ("Ajustes", "ajuste", True),
        ("Total", "total", True),
    )
    return anterior, [
        Diferencia(nombre, getattr(anterior, campo), getattr(liquidacion, campo), dinero)
        for nombre, campo, dinero in filas
    ]


def lista(usuario: Usuario) -> list[tuple[Liquidacion, str, dict]]:
    """Every settlement with what of it is the user's."""
    return [
        (liquidacion, nombre_de(liquidacion.periodo), totales_de(liquidacion, por=usuario))
        for liquidacion in Liquidacion.objects.visibles_para(usuario)
    ]


def expediente(liquidacion: Liquidacion, *, por: Usuario) -> dict:
    """The page of a settlement: all of it for sede, one's own territory for the others."""
    de_sede = por.rol == Rol.SEDE
    comun = {
        "liquidacion": liquidacion,
        "nombre": nombre_de(liquidacion.periodo),
        "totales": totales_de(liquidacion, por=por),
        "de_sede": de_sede,
    }
    if not de_sede:
        return comun
    cuentas = cuadre(liquidacion)
    anterior, cambios = diferencias(liquidacion)
    return comun | {
        "cuadre": cuentas,
        "paso": proximo_paso(liquidacion, cuentas, por=por),
        "avisos": avisos(liquidacion),
        "anterior": anterior,
        "diferencias": cambios,
        "del_banco": resultados(liquidacion) if liquidacion.exportada_en else [],
        "archivos": liquidacion.archivos_de_resultados.select_related("importado_por"),
    }


def como_esta(pk: int) -> str:
    """What changed, for who came second."""
    evento = (
        Evento.objects.filter(modelo=Liquidacion._meta.label_lower, objeto_id=pk)
        .select_related("ocurrido_por")
        .first()
    )
    estado = Liquidacion.objects.get(pk=pk).get_estado_display().lower()
    quien = f"{evento.ocurrido_por} la cambió: ahora está" if evento else "Ahora está"
    return f"{quien} {estado}. No se hizo nada."


def resultados(liquidacion: Liquidacion) -> list[tuple[str, int, Decimal]]:
    """What the bank answered, by kind, and what it has not answered yet."""
    por_tipo = {
        fila["resultado"]: (fila["cuantos"], fila["monto"])
        for fila in ResultadoPago.objects.filter(pago__liquidacion=liquidacion)
        .values("resultado")
        .annotate(cuantos=Count("pk"), monto=Sum("pago__total"))
    }
    filas = [
        (TipoResultado(tipo).label, *por_tipo[tipo]) for tipo in TipoResultado if tipo in por_tipo
    ]
    faltan = enviados(liquidacion).filter(resultado__isnull=True)
    suma = faltan.aggregate(cuantos=Count("pk"), monto=Sum("total"))
    if suma["cuantos"]:
        filas.append(("Sin respuesta todavía", suma["cuantos"], suma["monto"]))
    return filas


def enviados(liquidacion: Liquidacion) -> QuerySet[Pago]:
    """The lines that the bank is told: something to pay, and whom."""
    return liquidacion.pagos.filter(total__gt=0, titular__isnull=False)


def lineas(liquidacion: Liquidacion, *, por: Usuario, filtro: str) -> QuerySet[Pago]:
    return (
        Pago.objects.visibles_para(por)
        .filter(FILTROS[filtro][1], liquidacion=liquidacion)
        .select_related("hogar", "titular", "distrito", "resultado__causa")
        .order_by("numero")
    )


def totales_de(liquidacion: Liquidacion, *, por: Usuario) -> dict:
    """The figures of what `por` may see: those that were written, or of the own territory."""
    campos = ("hogares", "suspendidos", "base", "tpi", "ajuste", "total")
    if por.rol == Rol.SEDE:
        return {campo: getattr(liquidacion, campo) for campo in campos}
    suyos = Pago.objects.visibles_para(por).filter(liquidacion=liquidacion)
    sumas = suyos.aggregate(
        hogares=Count("pk", filter=Q(es_usuario=True)),
        suspendidos=Count("pk", filter=Q(suspendido=True)),
        **{campo: Sum(campo, default=CERO) for campo in ("base", "tpi", "ajuste")},
    )
    return sumas | {"total": sumas["base"] + sumas["tpi"] + sumas["ajuste"]}


@dataclass
class Miembro:
    """One entitled member of a month and what was due to her or him."""

    persona: Persona
    tipo: str
    evento_el: dt.date
    # None once it was taken in by another capture.
    captacion: Captacion | None
    items: list[Evidencia] = field(default_factory=list)


@dataclass
class Mes:
    verificacion: Verificacion
    miembros: list[Miembro]


@dataclass
class Linea:
    """From a sol to a source row."""

    pago: Pago
    meses: list[Mes]
    ajustes: list[Ajuste]
    vuelve_en: list[Ajuste]


def linea(pago: Pago) -> Linea:
    de_la_linea = {"liquidacion": pago.liquidacion_id, "hogar": pago.hogar_id}
    por_mes: dict[dt.date, dict[int, Miembro]] = defaultdict(dict)
    evidencias = (
        Evidencia.objects.filter(**de_la_linea)
        .select_related(
            "persona",
            "regla__item",
            "regla__norma",
            "cuidado__atencion__carga",
            "cuidado__atencion__establecimiento",
            "cuidado__visita",
            "cuidado__registrado_por",
        )
        .order_by("mes", "captacion", "regla__item__orden", "regla__dosis")
    )
    captaciones = Captacion.objects.select_related("carga").in_bulk(
        {evidencia.captacion_id for evidencia in evidencias}
    )
    for evidencia in evidencias:
        miembro = por_mes[evidencia.mes].setdefault(
            evidencia.captacion_id,
            Miembro(
                evidencia.persona,
                evidencia.get_tipo_display(),
                evidencia.evento_el,
                captaciones.get(evidencia.captacion_id),
            ),
        )
        if evidencia.regla_id:
            miembro.items.append(evidencia)
    return Linea(
        pago=pago,
        meses=[
            Mes(verificacion, list(por_mes[verificacion.mes].values()))
            for verificacion in Verificacion.objects.filter(**de_la_linea)
        ],
        ajustes=list(Ajuste.objects.filter(**de_la_linea).select_related("de")),
        vuelve_en=list(
            Ajuste.objects.filter(de=pago.liquidacion_id, hogar=pago.hogar_id)
            .select_related("liquidacion")
            .order_by("liquidacion__periodo", "mes")
        ),
    )


def ultimos_periodos(hoy: dt.date) -> list[str]:
    """The current bimester and the five before, newest first."""
    numero = hoy.year * 6 + (hoy.month - 1) // 2
    return [f"{n // 6}-{n % 6 + 1}" for n in range(numero, numero - 6, -1)]


def periodos_por_abrir(hoy: dt.date | None = None) -> list[tuple[str, str]]:
    """Those of the last bimesters that have no settlement."""
    abiertos = set(Liquidacion.objects.values_list("periodo", flat=True))
    codigos = ultimos_periodos(hoy or timezone.localdate())
    return [(c, f"{c} ({nombre_de(c)})") for c in codigos if c not in abiertos]
