"""What became of a load, as its page tells it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, zip_longest

from django.db.models import Count, F, Func
from django.utils import timezone

from captacion.fuentes import MOTIVOS, PERFILES, Motivo, perfil_de
from captacion.lectura import SEPARADOR_DE_LIBRO
from captacion.models import Carga, EstadoCarga, FilaObservada, TipoObservacion

EN_CURSO = (EstadoCarga.RECIBIDA, EstadoCarga.EN_PROCESO)
CHIPS = {
    EstadoCarga.RECIBIDA: "chip-neutro",
    EstadoCarga.EN_PROCESO: "chip-pronto",
    EstadoCarga.PROCESADA: "chip-bien",
    EstadoCarga.RECHAZADA: "chip-vencido",
    EstadoCarga.CANCELADA: "chip-neutro",
    EstadoCarga.FALLIDA: "chip-vencido",
}
ESPERA_LARGA = timedelta(minutes=1)
ULTIMAS = 5
CASI_TODO, MUY_POCO = 0.95, 0.02
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
class Progreso:
    """How far a load is; `porcentaje` and `restante` are a guess, or None when there is no ground.

    The ground is how fast loads went lately, else how much of the file has been read.
    """

    transcurrido: timedelta
    porcentaje: int | None
    restante: timedelta | None
    espera_larga: bool


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


def progreso(carga: Carga, ahora: datetime) -> Progreso:
    if not carga.inicio:
        espera = ahora - (carga.latido or carga.recibida_en)
        sin_respuesta = espera > ESPERA_LARGA and not _trabaja_alguien(ahora)
        return Progreso(espera, None, None, espera_larga=sin_respuesta)
    transcurrido = ahora - carga.inicio
    total = _duracion_probable(carga, transcurrido)
    if total is None:
        return Progreso(transcurrido, None, None, espera_larga=False)
    parte = min(transcurrido / total, CASI_TODO)
    restante = total - transcurrido if total > transcurrido else None
    return Progreso(transcurrido, int(parte * 100), restante, espera_larga=False)


def _trabaja_alguien(ahora: datetime) -> bool:
    en_proceso = Carga.objects.filter(estado=EstadoCarga.EN_PROCESO)
    return en_proceso.filter(latido__gt=ahora - ESPERA_LARGA).exists()


def _duracion_probable(carga: Carga, transcurrido: timedelta) -> timedelta | None:
    parecidas = Carga.objects.filter(estado=EstadoCarga.PROCESADA, leidas__gt=2 * F("sin_cambio"))
    if carga.fuente:
        parecidas = parecidas.filter(fuente=carga.fuente)
    ultimas = parecidas.filter(segundos__gt=0).values_list("tamano", "segundos")[:ULTIMAS]
    bytes_, segundos = map(sum, zip(*ultimas, strict=True)) if ultimas else (0, 0)
    if bytes_:
        return timedelta(seconds=max(1.0, carga.tamano / bytes_ * float(segundos)))
    parte = carga.bytes_leidos / carga.tamano
    return transcurrido / parte if MUY_POCO < parte < 1 else None


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
    por_tipo: dict[str, list[MotivoContado]] = {}
    for tipo, codigo, cantidad in cuentas.values_list("tipo", "codigo", "cantidad"):
        motivo = _motivo(codigo)
        por_tipo.setdefault(tipo, []).append(
            MotivoContado(motivo.texto, motivo.que_hacer, _columna(carga, motivo), cantidad)
        )
    return [
        Grupo(tipo, titulo, filas, por_tipo[tipo])
        for tipo, (titulo, filas) in titulos.items()
        if tipo in por_tipo
    ]


def primeras_rechazadas(carga: Carga) -> list[FilaRechazada]:
    posiciones = perfil_de(carga).posiciones(carga.encabezado) if carga.rechazadas else {}
    return [
        FilaRechazada(
            fila.numero,
            [_problema(carga, fila, _motivo(codigo), posiciones) for codigo in fila.motivos],
            list(zip_longest(carga.encabezado, fila.celdas, fillvalue="")),
        )
        for fila in _rechazadas(carga)[:PRIMERAS]
    ]


def archivo_de_rechazadas(carga: Carga) -> Iterator[str]:
    """Every rejected row as it came, after its number, its columns and its reasons.

    The file can be mended and uploaded as it is: the reader goes by header and passes over what
    it does not know. So no cell is touched, not even one that a spreadsheet takes for a formula.
    """
    yield _en_texto([["FILA", "COLUMNA", "MOTIVO", *carga.encabezado]])
    filas = _rechazadas(carga).iterator(chunk_size=2000)
    while bloque := list(islice(filas, 500)):
        yield _en_texto([fila.numero, *_resumen(carga, fila), *fila.celdas] for fila in bloque)


def duracion(tiempo: timedelta) -> str:
    """As people say it: 45 s, 3 min 20 s, 1 h 5 min."""
    minutos, segundos = divmod(max(int(tiempo.total_seconds()), 0), 60)
    horas, minutos = divmod(minutos, 60)
    if horas:
        return f"{horas} h {minutos} min"
    return f"{minutos} min {segundos} s" if minutos else f"{segundos} s"


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
        "libro": libro(carga) if carga.estado == EstadoCarga.PROCESADA else [],
        "se_reintenta": carga.estado in (EstadoCarga.FALLIDA, EstadoCarga.CANCELADA),
    }


def detalle(carga: Carga) -> dict:
    """What the page of one load shows."""
    return ficha(carga) | {
        "tipos": TipoObservacion,
        "grupos": grupos_de_motivos(carga),
        "primeras": primeras_rechazadas(carga),
        "entraron": carga.leidas - carga.rechazadas,
        "duracion": duracion(timedelta(seconds=float(carga.segundos))) if carga.segundos else "",
        "delimitador": DELIMITADORES.get(carga.delimitador, carga.delimitador),
        "perfil": perfil_de(carga) if carga.perfil in PERFILES else None,
    }


def _rechazadas(carga: Carga):
    return FilaObservada.objects.filter(carga=carga, tipo=TipoObservacion.RECHAZADA).order_by(
        "numero"
    )


def _motivo(codigo: str) -> Motivo:
    return MOTIVOS.get(codigo) or Motivo(None, codigo, "")


def _columna(carga: Carga, motivo: Motivo) -> str:
    return perfil_de(carga).encabezado_de(motivo.columna)


def _problema(carga: Carga, fila: FilaObservada, motivo: Motivo, posiciones: dict) -> Problema:
    posicion = posiciones.get(motivo.columna)
    hay_celda = posicion is not None and posicion < len(fila.celdas)
    return Problema(
        _columna(carga, motivo),
        motivo.texto,
        motivo.que_hacer,
        fila.celdas[posicion] if hay_celda else "",
    )


def _resumen(carga: Carga, fila: FilaObservada) -> tuple[str, str]:
    motivos = [_motivo(codigo) for codigo in fila.motivos]
    columnas = [_columna(carga, motivo) for motivo in motivos]
    return (
        ", ".join(dict.fromkeys(filter(None, columnas))) or "(toda la fila)",
        "; ".join(f"{m.texto}. {m.que_hacer}".rstrip(". ") for m in motivos) + ".",
    )


def _en_texto(filas) -> str:
    salida = io.StringIO()
    csv.writer(salida, delimiter="|", lineterminator="\r\n").writerows(filas)
    return salida.getvalue()
