"""The load of one file: read, validate, people and households, links, captures; all or nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from psycopg import sql
from psycopg.errors import QueryCanceled
from stdnum.pe import cui

from captacion import freno, perfiles
from captacion.freno import CargaDetenida
from captacion.fuentes import Perfil, Ubigeo, canonicas
from captacion.lectura import COMILLA, ArchivoRechazado, EncabezadoDesconocido, Lector
from captacion.models import Carga, EstadoCarga, Fuente
from captacion.vigilante import Vigilante
from juntos.estados import transitar
from juntos.models import Parametro, Usuario

__all__ = ["ArchivoRechazado", "CargaCancelada", "CargaDetenida", "procesar"]

SQL = Path(__file__).parent / "sql"
CANDADO_FUENTE, CANDADO_PERSONAS = 7301, 7302
ESPERA = "Esperando a que termine otra carga"

_MIEMBROS = (
    ("Validando cada fila", ["comun/20_validar_miembro", "comun/20_repetidas"]),
    (
        "Reuniendo hogares y personas",
        ["comun/28_antes_hogar", "comun/30_hogares", "comun/35_cambios_hogar"],
    ),
)
# After reading: each step as people see it, and its scripts.
PASOS = {
    Fuente.PADRON_NOMINAL: (
        ("Buscando filas sin cambio", ["padron_nominal/10_clave", "comun/10_pendientes"]),
        ("Validando cada fila", ["padron_nominal/20_validar"]),
        (
            "Reuniendo personas",
            [
                "padron_nominal/22_codigo_reasignado",
                "padron_nominal/24_misma_persona",
                "padron_nominal/26_madres",
                "padron_nominal/30_identidad",
                "padron_nominal/32_antes",
                "padron_nominal/34_personas",
                "padron_nominal/35_nacidos",
                "padron_nominal/36_cambios",
                "padron_nominal/38_otra_madre",
            ],
        ),
    ),
    Fuente.SIS_GESTANTES: (
        ("Buscando filas sin cambio", ["sis_gestantes/10_clave", "comun/10_pendientes"]),
        ("Validando cada fila", ["sis_gestantes/20_validar", "comun/20_repetidas"]),
        ("Reuniendo personas", ["sis_gestantes/30_personas", "sis_gestantes/35_cambios"]),
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
    Fuente.HIS: (
        ("Buscando filas sin cambio", ["his/10_clave", "comun/10_pendientes"]),
        ("Validando cada fila", ["his/20_validar", "comun/20_repetidas"]),
        ("Reuniendo atenciones", ["comun/32_atenciones"]),
    ),
    Fuente.FUA: (
        ("Buscando filas sin cambio", ["fua/10_clave", "comun/10_pendientes"]),
        ("Validando cada fila", ["fua/20_validar", "comun/20_repetidas"]),
        (
            "Reuniendo gestantes y atenciones",
            ["sis_gestantes/30_personas", "comun/32_atenciones", "fua/36_nombres"],
        ),
    ),
}
ATENCIONES = ("Uniendo atenciones con sus personas", ["comun/35_atenciones_sueltas"])
ENLACE = ("Enlazando con hogares", ["comun/40_enlazar", "comun/48_sin_hogar"])
CAPTACION = ("Registrando captaciones", ["comun/50_captar", "comun/55_reevaluar"])
LIBRO = ("Cerrando el libro", ["comun/60_libro", "comun/62_vuelven"])


class CargaCancelada(Exception):
    """Somebody asked to cancel; the database is as it was before the load."""


def procesar(carga: Carga) -> None:
    """Load `carga`, in state *recibida*; it ends *procesada* with its ledger.

    One load of a source at a time; the load is one transaction. Raises ArchivoRechazado (the Carga
    is left *rechazada* with the sentence), CargaDetenida (*detenida*, with what was seen),
    CargaCancelada (*cancelada*), TransicionInvalida when it is not *recibida* any more; on any
    other error it is left *fallida*, ready to rerun.
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
            paso="",
            bytes_leidos=0,
            filas_leidas=0,
        )
    except IntegrityError as error:
        mensaje = "Este mismo archivo ya se cargó o se está cargando: no hace falta repetirlo."
        igual = Carga.objects.filter(
            sha256=carga.sha256, estado__in=[EstadoCarga.EN_PROCESO, EstadoCarga.PROCESADA]
        ).first()
        transitar(carga, EstadoCarga.RECHAZADA, por=None, motivo=mensaje, fin=ahora, repite_a=igual)
        raise ArchivoRechazado(mensaje) from error
    with _final(carga), _avance(carga) as avance, _interrumpible(carga), transaction.atomic():
        _cargar(carga, avance)


@contextmanager
def _final(carga: Carga) -> Iterator[None]:
    """However the load ends, its Carga says so."""
    estado, motivo = EstadoCarga.FALLIDA, "La carga se interrumpió; puede reintentarla."
    lectura, evidencia = {}, None
    try:
        yield
        estado = None
    except ArchivoRechazado as rechazo:
        estado, motivo = EstadoCarga.RECHAZADA, str(rechazo)
        if isinstance(rechazo, EncabezadoDesconocido):
            lectura = rechazo.lectura
        raise
    except CargaDetenida as detenida:
        estado, motivo = EstadoCarga.DETENIDA, str(detenida)
        lectura, evidencia = detenida.lectura, detenida.evidencia
        raise
    except CargaCancelada:
        estado, motivo = EstadoCarga.CANCELADA, ""
        raise
    finally:
        if estado:
            # In memory it may be *procesada* already, by a move that was undone.
            carga.refresh_from_db()
            with transaction.atomic():
                transitar(carga, estado, por=None, motivo=motivo, fin=timezone.now(), **lectura)
                if evidencia:
                    evidencia.guardar(carga)


@contextmanager
def _interrumpible(carga: Carga) -> Iterator[None]:
    """A statement that was interrupted because somebody cancels is a load called off."""
    with Vigilante(carga) as vigilante:
        try:
            yield
        except (OperationalError, QueryCanceled) as error:
            if vigilante.interrumpio:
                raise CargaCancelada from error
            raise


class _Avance:
    """Tells how far the load is, on a connection of its own: the load commits only at its end."""

    def __init__(self, carga: Carga, conexion):
        self.carga, self.conexion = carga, conexion
        self.ultimo = self.desde = time.monotonic()
        self.paso, self.segundos = "", {}

    def decir(
        self,
        paso: str,
        bytes_leidos: int | None = None,
        fuente: str | None = None,
        filas: int | None = None,
    ) -> None:
        """Store step, bytes, rows and source, and stop here if somebody asked to cancel."""
        self._medir(paso)
        valores = {
            "carga": self.carga.pk,
            "paso": paso,
            "bytes": bytes_leidos,
            "filas": filas,
            "fuente": fuente,
        }
        with self.conexion.cursor() as cursor:
            cursor.execute(_texto("comun/00_avance"), valores)
            fila = cursor.fetchone()
        if fila and fila[0]:
            raise CargaCancelada

    def de_vez_en_cuando(self, paso: str, bytes_leidos: int, filas: int) -> None:
        if time.monotonic() - self.ultimo > 0.5:
            self.decir(paso, bytes_leidos, filas=filas)

    def pasos(self) -> list[list]:
        """Each step and the seconds it took, in order; waiting for another load is none of ours."""
        self._medir("")
        return [[p, round(s, 2)] for p, s in self.segundos.items() if p and p != ESPERA]

    def _medir(self, paso: str) -> None:
        self.ultimo = time.monotonic()
        if paso != self.paso:
            lleva = self.ultimo - self.desde
            self.segundos[self.paso] = self.segundos.get(self.paso, 0.0) + lleva
            self.paso, self.desde = paso, self.ultimo


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
        Path(carga.archivo.path),
        fuente=carga.fuente,
        limite_mb=parametros["carga_mb"],
        perfiles=perfiles.vigentes(),
    ) as lector:
        perfil = lector.perfil
        _esperar_turno(CANDADO_FUENTE, list(Fuente).index(perfil.fuente), avance)
        with connection.cursor() as cursor:
            _abrir_taller(cursor, carga)
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
    lectura = {
        "fuente": perfil.fuente,
        "perfil": perfil.codigo,
        "codificacion": lector.codificacion,
        "delimitador": lector.delimitador,
        "encabezado": lector.encabezado,
    }
    busqueda, validacion, personas = PASOS[Fuente(perfil.fuente)]
    _ejecutar(busqueda, parametros, avance)
    _ejecutar(validacion, parametros, avance)
    if perfil.fuente == Fuente.PADRON_NOMINAL:
        _avisar_verificadores()
    freno.revisar(carga, parametros, lectura)
    # People are shared by every source: from here one load at a time.
    _esperar_turno(CANDADO_PERSONAS, 0, avance)
    for paso in (personas, ATENCIONES, ENLACE):
        _ejecutar(paso, parametros, avance)
    _marcar_dudas()
    for paso in (CAPTACION, LIBRO):
        _ejecutar(paso, parametros, avance)
    with connection.cursor() as cursor:
        cursor.execute(_texto("comun/70_cuenta"), parametros)
        libro = dict(zip((c.name for c in cursor.description), cursor.fetchone(), strict=True))
        if carga.corte_completo:
            avance.decir("Comparando con el último corte")
            libro["ausentes"] = _anotar_ausentes(cursor, parametros)
        _cerrar_taller(cursor, carga)
    transitar(
        carga,
        EstadoCarga.PROCESADA,
        por=None,
        paso="",
        pasos=avance.pasos(),
        bytes_leidos=carga.tamano,
        filas_leidas=libro["leidas"],
        fin=timezone.now(),
        **lectura,
        **libro,
    )
    if carga.cancelada_en:
        # Asked for after the last step: from here the row is ours, and nobody can ask any more.
        raise CargaCancelada


def _esperar_turno(clase: int, llave: int, avance: _Avance) -> None:
    """Take the transaction's advisory lock, saying so while another load holds it."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [clase, llave])
            if cursor.fetchone()[0]:
                return
            avance.decir(ESPERA)
            time.sleep(0.5)


def _abrir_taller(cursor, carga: Carga) -> None:
    cursor.execute("SELECT current_setting('search_path')")
    guion = sql.SQL(_texto("comun/00_taller"))
    cursor.execute(guion.format(taller=_taller(carga), senda=sql.SQL(cursor.fetchone()[0])))


def _cerrar_taller(cursor, carga: Carga) -> None:
    cursor.execute(sql.SQL(_texto("comun/80_limpiar")).format(taller=_taller(carga)))


def _taller(carga: Carga) -> sql.Identifier:
    return sql.Identifier(f"carga_{carga.pk}")


def _copiar(cursor, lector: Lector, avance: _Avance) -> None:
    """The file into `crudo`: number, fault, row as it came, and its cells c1…cN."""
    columnas = [sql.Identifier(f"c{i}") for i, _ in enumerate(lector.encabezado, 1)]
    cursor.execute(
        sql.SQL("CREATE UNLOGGED TABLE crudo (n int, malo text, cruda text, {})").format(
            sql.SQL(", ").join(sql.SQL("{} text").format(c) for c in columnas)
        )
    )
    orden = sql.SQL("COPY crudo FROM STDIN (FORMAT csv, DELIMITER {}, QUOTE {}, ENCODING 'UTF8')")
    paso = "Leyendo el archivo"
    avance.decir(paso, 0, lector.perfil.fuente)
    filas = 0
    with cursor.copy(orden.format(sql.Literal(lector.delimitador), sql.Literal(COMILLA))) as copia:
        for lote in lector.lotes():
            copia.write(lote.datos)
            filas += lote.filas
            avance.de_vez_en_cuando(paso, lector.bytes_leidos, filas)
    avance.decir(paso, avance.carga.tamano, filas=filas)
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
    for canonica in canonicas(perfil.fuente):
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
            cursor.execute(_texto("padron_nominal/21_avisar_verificador"), {"filas": malas})


def _marcar_dudas() -> None:
    """A row whose person waits for a decision is *en revisión* in the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(_texto("comun/45_dudas"))


def _anotar_ausentes(cursor, parametros: dict) -> int:
    """Mark what a full cut no longer brings; one that misses too much is no full cut."""
    cursor.execute(_texto("comun/64_ausentes"), parametros)
    while cursor.nextset():
        pass
    ausentes, conocidos = cursor.fetchone()
    if ausentes * 100 > conocidos * parametros["corte_ausentes_maximo"]:
        raise ArchivoRechazado(
            f"Se declaró corte completo, pero no trae {ausentes:,} de los {conocidos:,} registros "
            f"que ya se conocían ({ausentes * 100 // conocidos} %): si es solo una parte, súbalo "
            "otra vez sin marcar «Es un corte completo»."
        )
    cursor.execute(_texto("comun/66_marcar_ausentes"), parametros)
    return ausentes


@cache
def _texto(guion: str) -> str:
    return (SQL / f"{guion}.sql").read_text(encoding="utf-8")
