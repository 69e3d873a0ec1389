"""The load of one file: read, validate, people and households, links, captures; all or nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from psycopg import sql
from psycopg.errors import DiskFull
from stdnum.pe import cui

from captacion.fuentes import PERFILES, Perfil, Ubigeo
from captacion.lectura import COMILLA, ArchivoRechazado, Lector
from captacion.models import Carga, EstadoCarga, Fuente
from juntos.estados import transitar
from juntos.models import Parametro, Usuario

__all__ = ["ArchivoRechazado", "CargaCancelada", "procesar", "sin_espacio"]

SQL = Path(__file__).parent / "sql"
CANDADO_FUENTE, CANDADO_PERSONAS = 7301, 7302

_MIEMBROS = (
    ("Validando cada fila", ["comun/20_validar_miembro", "comun/20_repetidas"]),
    ("Reuniendo hogares y personas", ["comun/30_hogares"]),
)
# After reading: each step as people see it, and its scripts.
PASOS = {
    Fuente.PADRON_NOMINAL: (
        ("Buscando filas sin cambio", ["padron_nominal/10_clave", "comun/10_pendientes"]),
        ("Validando cada fila", ["padron_nominal/20_validar", "comun/20_repetidas"]),
        ("Reuniendo personas", ["padron_nominal/30_personas"]),
    ),
    Fuente.SIS_GESTANTES: (
        ("Buscando filas sin cambio", ["sis_gestantes/10_clave", "comun/10_pendientes"]),
        ("Validando cada fila", ["sis_gestantes/20_validar", "comun/20_repetidas"]),
        ("Reuniendo personas", ["sis_gestantes/30_personas"]),
    ),
    Fuente.PGH: (
        (
            "Buscando filas sin cambio",
            ["comun/05_clave_miembro", "comun/10_pendientes", "pgh/15_entrada"],
        ),
        *_MIEMBROS,
    ),
    Fuente.JUNTOS: (
        (
            "Buscando filas sin cambio",
            ["comun/05_clave_miembro", "comun/10_pendientes", "juntos/15_entrada"],
        ),
        *_MIEMBROS,
    ),
}
ENLACE = ("Enlazando con hogares", ["comun/40_enlazar"])
CAPTACION = ("Registrando captaciones", ["comun/50_captar"])
LIBRO = ("Cerrando el libro", ["comun/60_libro"])
SIN_ESPACIO = (
    "No queda espacio en el disco de la base de datos: avise a quien administra el sistema y "
    "reintente la carga cuando lo haya."
)


class CargaCancelada(Exception):
    """Somebody asked to cancel; the database is as it was before the load."""


def procesar(carga: Carga) -> None:
    """Load `carga`, in state *recibida*; it ends *procesada* with its ledger.

    One load of a source at a time; the load is one transaction. Raises ArchivoRechazado (the Carga
    is left *rechazada* with the sentence), CargaCancelada (*cancelada*), TransicionInvalida when it
    is not *recibida* any more; on any other error it is left *fallida*, ready to rerun.
    """
    ahora = timezone.now()
    try:
        transitar(
            carga,
            EstadoCarga.EN_PROCESO,
            por=None,
            inicio=ahora,
            latido=ahora,
            fin=None,
            intentos=carga.intentos + 1,
        )
    except IntegrityError as error:
        mensaje = "Este mismo archivo ya se cargó o se está cargando: no hace falta repetirlo."
        igual = Carga.objects.filter(
            sha256=carga.sha256, estado__in=[EstadoCarga.EN_PROCESO, EstadoCarga.PROCESADA]
        ).first()
        transitar(carga, EstadoCarga.RECHAZADA, por=None, motivo=mensaje, fin=ahora, repite_a=igual)
        raise ArchivoRechazado(mensaje) from error
    with _avance(carga) as avance, _final(carga), transaction.atomic():
        _cargar(carga, avance)


@contextmanager
def _final(carga: Carga) -> Iterator[None]:
    """However the load ends, its Carga says so."""
    estado, motivo = EstadoCarga.FALLIDA, "La carga se interrumpió; puede reintentarla."
    try:
        yield
        estado = None
    except ArchivoRechazado as rechazo:
        estado, motivo = EstadoCarga.RECHAZADA, str(rechazo)
        raise
    except CargaCancelada:
        estado, motivo = EstadoCarga.CANCELADA, ""
        raise
    except DatabaseError as error:
        motivo = sin_espacio(error) or motivo
        raise
    finally:
        if estado:
            transitar(carga, estado, por=None, motivo=motivo, fin=timezone.now())


def sin_espacio(error: DatabaseError) -> str:
    """What to tell people when it was the database's disk that filled up; else nothing."""
    return SIN_ESPACIO if isinstance(error.__cause__, DiskFull) else ""


class _Avance:
    """Tells how far the load is, on a connection of its own: the load commits only at its end."""

    def __init__(self, carga: Carga, conexion):
        self.carga, self.conexion = carga, conexion
        self.ultimo = 0.0

    def decir(self, paso: str, bytes_leidos: int | None = None, fuente: str | None = None) -> None:
        """Store step, bytes and source, and stop here if somebody asked to cancel."""
        self.ultimo = time.monotonic()
        valores = {
            "carga": self.carga.pk,
            "paso": paso,
            "bytes": bytes_leidos,
            "fuente": fuente,
        }
        with self.conexion.cursor() as cursor:
            cursor.execute(_texto("comun/00_avance"), valores)
            fila = cursor.fetchone()
        if fila and fila[0]:
            raise CargaCancelada

    def de_vez_en_cuando(self, paso: str, bytes_leidos: int) -> None:
        if time.monotonic() - self.ultimo > 0.5:
            self.decir(paso, bytes_leidos)


@contextmanager
def _avance(carga: Carga) -> Iterator[_Avance]:
    conexion = connection.copy()
    try:
        yield _Avance(carga, conexion)
    finally:
        conexion.close()


def _cargar(carga: Carga, avance: _Avance) -> None:
    parametros = Parametro.valores()
    with Lector(
        Path(carga.archivo.path), fuente=carga.fuente, limite_mb=parametros["carga_mb"]
    ) as lector:
        perfil = lector.perfil
        _esperar_turno(CANDADO_FUENTE, list(Fuente).index(perfil.fuente), avance)
        with connection.cursor() as cursor:
            _copiar(cursor, lector, avance)
            _declarar_entrada(cursor, perfil, lector.encabezado)
    parametros |= {
        "carga": carga.pk,
        "fuente": perfil.fuente,
        "hoy": carga.fecha_proceso,
        "inicial": carga.inicial,
        "reniec": perfil.ubigeo == Ubigeo.RENIEC,
        "delimitador": lector.delimitador,
        "sistema": Usuario.objects.sistema().pk,
    }
    lectura, validacion, personas = PASOS[Fuente(perfil.fuente)]
    _ejecutar(lectura, parametros, avance)
    _ejecutar(validacion, parametros, avance)
    if perfil.fuente == Fuente.PADRON_NOMINAL:
        _avisar_verificadores()
    # People are shared by every source: from here one load at a time.
    _esperar_turno(CANDADO_PERSONAS, 0, avance)
    for paso in (personas, ENLACE):
        _ejecutar(paso, parametros, avance)
    _marcar_dudas()
    for paso in (CAPTACION, LIBRO):
        _ejecutar(paso, parametros, avance)
    with connection.cursor() as cursor:
        cursor.execute(_texto("comun/70_cuenta"), parametros)
        libro = dict(zip((c.name for c in cursor.description), cursor.fetchone(), strict=True))
        cursor.execute(_texto("comun/80_limpiar"))
    transitar(
        carga,
        EstadoCarga.PROCESADA,
        por=None,
        fuente=perfil.fuente,
        perfil=perfil.codigo,
        codificacion=lector.codificacion,
        delimitador=lector.delimitador,
        encabezado=lector.encabezado,
        paso="",
        bytes_leidos=carga.tamano,
        fin=timezone.now(),
        **libro,
    )


def _esperar_turno(clase: int, llave: int, avance: _Avance) -> None:
    """Take the transaction's advisory lock, saying so while another load holds it."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [clase, llave])
            if cursor.fetchone()[0]:
                return
            avance.decir("Esperando a que termine otra carga")
            time.sleep(0.5)


def _copiar(cursor, lector: Lector, avance: _Avance) -> None:
    """The file into `crudo`: number, fault, row as it came, and its cells c1…cN."""
    columnas = [sql.Identifier(f"c{i}") for i, _ in enumerate(lector.encabezado, 1)]
    cursor.execute(
        sql.SQL("CREATE TEMP TABLE crudo (n int, malo text, cruda text, {}) ON COMMIT DROP").format(
            sql.SQL(", ").join(sql.SQL("{} text").format(c) for c in columnas)
        )
    )
    orden = sql.SQL("COPY crudo FROM STDIN (FORMAT csv, DELIMITER {}, QUOTE {}, ENCODING 'UTF8')")
    paso = "Leyendo el archivo"
    avance.decir(paso, 0, lector.perfil.fuente)
    filas = 0
    orden = orden.format(sql.Literal(lector.delimitador), sql.Literal(COMILLA))
    # Django does not translate the errors of a COPY by itself.
    with connection.wrap_database_errors, cursor.copy(orden) as copia:
        for lote in lector.lotes():
            copia.write(lote.datos)
            filas += lote.filas
            avance.de_vez_en_cuando(paso, lector.bytes_leidos)
    avance.decir(paso, avance.carga.tamano)
    if not filas:
        raise ArchivoRechazado(
            "El archivo trae el encabezado y ninguna fila: pida de nuevo el archivo a su fuente."
        )
    cursor.execute("ANALYZE crudo")


def _declarar_entrada(cursor, perfil: Perfil, encabezado: Sequence[str]) -> None:
    """The views `entrada` (canonical columns, nulls and codes read) and `celdas` (as they came)."""
    indices = perfil.indices(encabezado)
    columna = [sql.Identifier(f"c{i}") for i, _ in enumerate(encabezado, 1)]
    proyeccion = []
    for canonica in _canonicas(perfil.fuente):
        valor = _leida([columna[i] for i in indices.get(canonica, ())])
        if canonica in perfil.tablas:
            proyeccion.append(
                sql.SQL("{} AS {}").format(valor, sql.Identifier(f"{canonica}_crudo"))
            )
            # Nearly every code comes as the table writes it; only the others are normalised.
            valor = sql.SQL(
                "coalesce({0}::jsonb ->> {1}, {0}::jsonb ->> clave_nombre({1}))"
            ).format(sql.Literal(json.dumps(perfil.tablas[canonica])), valor)
        proyeccion.append(sql.SQL("{} AS {}").format(valor, sql.Identifier(canonica)))
    coma = sql.SQL(", ")
    cursor.execute(
        sql.SQL(_texto("comun/00_entrada")).format(
            leidas=coma.join(columna[i] for partes in indices.values() for i in partes),
            proyeccion=coma.join(proyeccion),
            celdas=coma.join(sql.SQL("coalesce({}, '')").format(c) for c in columna),
        )
    )


def _leida(partes: Sequence[sql.Identifier]) -> sql.Composable:
    """A canonical column from its cells: none is null; several, two digits each, one code."""
    if not partes:
        return sql.SQL("NULL::text")
    if len(partes) == 1:
        return sql.SQL("nulo({})").format(partes[0])
    return sql.SQL(" || ").join(sql.SQL("lpad(nulo({}), 2, '0')").format(c) for c in partes)


@cache
def _canonicas(fuente: str) -> tuple[str, ...]:
    """Every canonical column that some layout of the source names, in a fixed order."""
    return tuple(
        dict.fromkeys(c for p in PERFILES.values() if p.fuente == fuente for c in p.columnas)
    )


def _ejecutar(paso: tuple[str, list[str]], parametros: dict, avance: _Avance) -> None:
    nombre, guiones = paso
    avance.decir(nombre)
    with connection.cursor() as cursor:
        for guion in guiones:
            cursor.execute(_texto(guion), parametros)


def _avisar_verificadores() -> None:
    """Warn of the few documents whose ninth character does not check (python-stdnum)."""
    with connection.cursor() as cursor:
        cursor.execute(_texto("padron_nominal/21_con_verificador"))
        malas = [n for n, documento in cursor.fetchall() if not cui.is_valid(documento)]
        if malas:
            cursor.execute(_texto("padron_nominal/22_avisar_verificador"), {"filas": malas})


def _marcar_dudas() -> None:
    """A row whose person waits for a decision is *en revisión* in the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(_texto("comun/45_dudas"))


@cache
def _texto(guion: str) -> str:
    return (SQL / f"{guion}.sql").read_text(encoding="utf-8")
