"""What became of a load, as its page tells it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, zip_longest

from django.db.models import Count, F, Func
from django.utils import timezone

from captacion.consultas import cortes
from captacion.consultas.avance import duracion, progreso
from captacion.fuentes import MOTIVOS, Motivo, Perfil, reconocer
from captacion.lectura import SEPARADOR_DE_LIBRO
from captacion.models import Carga, Detencion, EstadoCarga, FilaObservada, Fuente, TipoObservacion
from captacion.perfiles import perfil_de, vigentes
from juntos.mascara import Mascara

EN_CURSO = (EstadoCarga.RECIBIDA, EstadoCarga.EN_PROCESO)
CHIPS = {
    EstadoCarga.RECIBIDA: "chip-neutro",
    EstadoCarga.EN_PROCESO: "chip-pronto",
    EstadoCarga.PROCESADA: "chip-bien",
    EstadoCarga.RECHAZADA: "chip-vencido",
    EstadoCarga.DETENIDA: "chip-pronto",
    EstadoCarga.CANCELADA: "chip-neutro",
    EstadoCarga.FALLIDA: "chip-vencido",
}
PRIMERAS = 10
ANCHO_BARRA = 1000
ANCHO_MINIMO = 12
# A workbook has none.
DELIMITADORES = {
    "|": "barra vertical",
    ",": "coma",
    ";": "punto y coma",
    "\t": "tabulación",
    SEPARADOR_DE_LIBRO: "",
}


@dataclass(frozen=True)
class Parte:
    """One part of the ledger and its place in the bar, in thousandths of its width."""

    clave: str
    nombre: str
    cantidad: int
    x: float = 0
    ancho: float = 0


@dataclass(frozen=True)
class MotivoContado:
    texto: str
    que_hacer: str
    columna: str
    cantidad: int


@dataclass(frozen=True)
class Grupo:
    tipo: str
    titulo: str
    filas: int
    motivos: list[MotivoContado]


@dataclass(frozen=True)
class Problema:
    columna: str
    texto: str
    que_hacer: str
    valor: str


@dataclass(frozen=True)
class FilaRechazada:
    numero: int
    problemas: list[Problema]
    celdas: list[tuple[str, str]]


def libro(carga: Carga) -> list[Parte]:
    """The five parts that add up to the rows read; a part that exists is wide enough to see."""
    partes = [
        ("nuevas", "Nuevas", carga.nuevas),
        ("actualizadas", "Actualizadas", carga.actualizadas),
        ("sin-cambio", "Sin cambio", carga.sin_cambio),
        ("en-revision", "En revisión", carga.en_revision),
        ("rechazadas", "Rechazadas", carga.rechazadas),
    ]
    anchos = [max(n / carga.leidas * ANCHO_BARRA, ANCHO_MINIMO) if n else 0.0 for _, _, n in partes]
    escala, x, resultado = ANCHO_BARRA / (sum(anchos) or 1), 0.0, []
    for (clave, nombre, cantidad), ancho in zip(partes, anchos, strict=True):
        ancho_final = round(ancho * escala, 1)
        resultado.append(Parte(clave, nombre, cantidad, round(x, 1), ancho_final))
        x += ancho_final
    return resultado


def grupos_de_motivos(carga: Carga) -> list[Grupo]:
    """Rejections, rows in review and warnings apart, each reason with its count, the most first."""
    titulos = {
        TipoObservacion.RECHAZADA: ("Filas rechazadas", carga.rechazadas),
        TipoObservacion.EN_REVISION: ("Filas en revisión", carga.en_revision),
        TipoObservacion.AVISO: ("Filas con aviso", carga.avisos),
    }
    cuentas = (
        FilaObservada.objects.filter(carga=carga)
        .annotate(codigo=Func(F("motivos"), function="unnest"))
        .values("tipo", "codigo")
        .annotate(cantidad=Count("pk"))
        .order_by("-cantidad", "codigo")
    )
    perfil = perfil_de(carga)
    por_tipo: dict[str, list[MotivoContado]] = {}
    for tipo, codigo, cantidad in cuentas.values_list("tipo", "codigo", "cantidad"):
        por_tipo.setdefault(tipo, []).append(_contado(codigo, cantidad, perfil))
    return [
        Grupo(tipo, titulo, filas, por_tipo[tipo])
        for tipo, (titulo, filas) in titulos.items()
        if tipo in por_tipo
    ]


def primeras_rechazadas(carga: Carga) -> list[FilaRechazada]:
    filas = list(_rechazadas(carga)[:PRIMERAS])
    if not filas:
        return []
    perfil = perfil_de(carga)
    posiciones = perfil.posiciones(carga.encabezado) if perfil else {}
    return [
        FilaRechazada(
            fila.numero,
            [_problema(perfil, fila, _motivo(codigo), posiciones) for codigo in fila.motivos],
            # Of a trama, whose fields have no titles of their own, only what holds something.
            [
                (titulo, celda)
                for titulo, celda in zip_longest(carga.encabezado, fila.celdas, fillvalue="")
                if celda or not (perfil and perfil.trama)
            ],
        )
        for fila in filas
    ]


def lo_que_la_detuvo(carga: Carga) -> Grupo | None:
    """Of a load that was stopped: every reason with its count."""
    if carga.estado not in (EstadoCarga.DETENIDA, EstadoCarga.CANCELADA):
        return None
    detencion = Detencion.objects.filter(carga=carga).first()
    if not detencion:
        return None
    perfil = perfil_de(carga)
    motivos = [_contado(codigo, cantidad, perfil) for codigo, cantidad in detencion.motivos]
    titulo = "Filas que se rechazarían"
    return Grupo(TipoObservacion.RECHAZADA, titulo, detencion.rechazadas, motivos)


def formato_conocido(carga: Carga) -> Perfil | None:
    """The layout by which a refused file would be recognised now, whatever source it was said of.

    Somebody may have taught it since, or the file was sent as one of another source.
    """
    if not admite_columnas(carga):
        return None
    return reconocer(carga.encabezado, perfiles=vigentes().values())


def admite_columnas(carga: Carga) -> bool:
    """Its header was read and no layout has it: a person may say what each column is."""
    return carga.estado == EstadoCarga.RECHAZADA and bool(carga.encabezado)


def archivo_de_rechazadas(carga: Carga) -> Iterator[str]:
    """Every rejected row as it came, after its number, its columns and its reasons.

    The file can be mended and uploaded as it is: the reader goes by header and passes over what
    it does not know. So no cell is touched, not even one that a spreadsheet takes for a formula.
    """
    yield _en_texto([["FILA", "COLUMNA", "MOTIVO", *carga.encabezado]])
    perfil = perfil_de(carga)
    filas = _rechazadas(carga).iterator(chunk_size=2000)
    while bloque := list(islice(filas, 500)):
        yield _en_texto([fila.numero, *_resumen(perfil, fila), *fila.celdas] for fila in bloque)


def ficha(carga: Carga) -> dict:
    """What a list or a progress fragment shows of one load."""
    en_curso = carga.estado in EN_CURSO
    avance = progreso(carga, timezone.now()) if en_curso else None
    return {
        "carga": carga,
        "estados": EstadoCarga,
        "chip": CHIPS[carga.estado],
        "en_curso": en_curso,
        "progreso": avance,
        "transcurrido": duracion(avance.transcurrido) if avance else "",
        "restante": duracion(avance.restante) if avance and avance.restante else "",
        "callada": duracion(avance.sin_senales) if avance and avance.sin_senales else "",
        "libro": libro(carga) if carga.estado == EstadoCarga.PROCESADA else [],
        "se_reintenta": carga.estado in (EstadoCarga.FALLIDA, EstadoCarga.CANCELADA)
        and not carga.archivo_retirado_el,
    }


def detalle(carga: Carga, *, mascara: Mascara) -> dict:
    """What the page of one load shows."""
    detenida_por, formato = lo_que_la_detuvo(carga), formato_conocido(carga)
    return ficha(carga) | {
        "corte": cortes.resumen(carga, mascara=mascara),
        "dias_guardadas": _dias_guardadas(carga),
        "tipos": TipoObservacion,
        "detenida_por": detenida_por,
        "formato_conocido": formato,
        "formato_conocido_fuente": Fuente(formato.fuente).label if formato else "",
        "admite_columnas": admite_columnas(carga),
        "grupos": grupos_de_motivos(carga) if carga.leidas else [],
        "primeras": primeras_rechazadas(carga),
        "total_rechazadas": detenida_por.filas if detenida_por else carga.rechazadas,
        "entraron": carga.leidas - carga.rechazadas,
        "duracion": duracion(timedelta(seconds=float(carga.segundos))) if carga.segundos else "",
        "delimitador": DELIMITADORES.get(carga.delimitador, carga.delimitador),
        "perfil": carga.perfil,
    }


def filas_a_la_vista(detalle: dict) -> int:
    """How many people's rows that page tells: the first refused ones and the first changes."""
    corte = detalle["corte"]
    return len(detalle["primeras"]) + len(corte.primeros if corte else ())


def _dias_guardadas(carga: Carga) -> int | None:
    """How many days the observed rows were kept, once they are gone."""
    if not (carga.filas_expiradas_el and carga.fin):
        return None
    return (carga.filas_expiradas_el - timezone.localdate(carga.fin)).days


def _rechazadas(carga: Carga):
    return FilaObservada.objects.filter(carga=carga, tipo=TipoObservacion.RECHAZADA).order_by(
        "numero"
    )


def _motivo(codigo: str) -> Motivo:
    return MOTIVOS.get(codigo) or Motivo(None, codigo, "")


def _contado(codigo: str, cantidad: int, perfil: Perfil | None) -> MotivoContado:
    motivo = _motivo(codigo)
    return MotivoContado(motivo.texto, motivo.que_hacer, _columna(perfil, motivo), cantidad)


def _columna(perfil: Perfil | None, motivo: Motivo) -> str:
    return perfil.encabezado_de(motivo.columna) if perfil else ""


def _problema(
    perfil: Perfil | None, fila: FilaObservada, motivo: Motivo, posiciones: dict
) -> Problema:
    posicion = posiciones.get(motivo.columna)
    hay_celda = posicion is not None and posicion < len(fila.celdas)
    return Problema(
        _columna(perfil, motivo),
        motivo.texto,
        motivo.que_hacer,
        fila.celdas[posicion] if hay_celda else "",
    )


def _resumen(perfil: Perfil | None, fila: FilaObservada) -> tuple[str, str]:
    motivos = [_motivo(codigo) for codigo in fila.motivos]
    columnas = [_columna(perfil, motivo) for motivo in motivos]
    return (
        ", ".join(dict.fromkeys(filter(None, columnas))) or "(toda la fila)",
        "; ".join(f"{m.texto}. {m.que_hacer}".rstrip(". ") for m in motivos) + ".",
    )


def _en_texto(filas) -> str:
    salida = io.StringIO()
    csv.writer(salida, delimiter="|", lineterminator="\r\n").writerows(filas)
    return salida.getvalue()
