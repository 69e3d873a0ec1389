"""The load of one file: read, validate, people and households, links, captures; all or nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from psycopg.errors import DiskFull, QueryCanceled
from stdnum.pe import cui

from captacion import freno, perfiles
from captacion.avance import ESPERA, Avance, CargaCancelada, avance_de
from captacion.freno import CargaDetenida
from captacion.fuentes import Ubigeo
from captacion.lectura import ArchivoRechazado, EncabezadoDesconocido, Lector
from captacion.models import Carga, EstadoCarga, Fuente, PesosCruce
from captacion.revision import revisar
from captacion.taller import (
    abrir_taller,
    cerrar_taller,
    copiar,
    declarar_entrada,
    hogares_nombrados,
    son_pocas,
    texto,
)
from captacion.vigilante import Vigilante
from juntos.estados import transitar
from juntos.models import Parametro, Usuario

__all__ = [
    "ArchivoRechazado",
    "CargaCancelada",
    "CargaDetenida",
    "cargar_filas",
    "procesar",
    "sin_espacio",
]

CANDADO_FUENTE, CANDADO_PERSONAS = 7301, 7302

_MIEMBROS = (
    ("Validando cada fila", ["comun/20_validar_miembro", "comun/20_repetidas"]),
    (
        "Reuniendo hogares y personas",
        [
            "comun/28_antes_hogar",
            "comun/30_hogares",
            "comun/35_cambios_hogar",
            "comun/36_hogares_por_ver",
            "comun/37_encuentros",
        ],
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
                "padron_nominal/39_nacimientos_cercanos",
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
ENLACE = (
    "Enlazando con hogares",
    [
        "comun/38_derechos",
        "comun/39_documentos_observados",
        "comun/40_por_documento",
        "comun/41_por_parecido",
        "comun/42_pares",
        "cruce/10_normalizar",
        "cruce/20_comparar",
        "comun/44_bandas",
        "comun/45_hogar_de_juntos",
        "comun/46_enlazar",
        "comun/48_sin_hogar",
        "comun/49_dudas",
    ],
)
REGISTROS = {Fuente.PGH, Fuente.JUNTOS}
CAPTACION = ("Registrando captaciones", ["comun/50_captar", "comun/55_reevaluar"])
LIBRO = (
    "Cerrando el libro",
    ["comun/60_libro", "comun/62_vuelven", "comun/68_duplicados", "comun/69_hogares_duplicados"],
)
SIN_ESPACIO = (
    "No queda espacio en el disco de la base de datos: avise a quien administra el sistema y "
    "reintente la carga cuando lo haya."
)


def procesar(carga: Carga) -> list[int] | None:
    """Load `carga`, in state *recibida*; it ends *procesada* with its ledger.

    Returns the households whose contacts may have changed by it; None when its rows are so many
    that they may be anybody's. One load of a source at a time; the load is one transaction. Raises
    ArchivoRechazado (the Carga is left *rechazada* with the sentence), CargaDetenida (*detenida*,
    with what was seen), CargaCancelada (*cancelada*), TransicionInvalida when it is not *recibida*
    any more; on any other error it is left *fallida*, ready to rerun.
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
    with _final(carga), avance_de(carga) as avance, _interrumpible(carga), transaction.atomic():
        return _cargar(carga, avance)


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
    except DatabaseError as error:
        motivo = sin_espacio(error) or motivo
        raise
    finally:
        if estado:
            # In memory it may be *procesada* already, by a move that was undone.
            carga.refresh_from_db()
            with transaction.atomic():
                transitar(carga, estado, por=None, motivo=motivo, fin=timezone.now(), **lectura)
                if evidencia:
                    evidencia.guardar(carga)


def sin_espacio(error: DatabaseError) -> str:
    """What to tell people when it was the database's disk that filled up; else nothing."""
    return SIN_ESPACIO if isinstance(error.__cause__, DiskFull) else ""


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


def _cargar(carga: Carga, avance: Avance) -> list[int] | None:
    with Lector(
        Path(carga.archivo.path),
        fuente=carga.fuente,
        limite_mb=Parametro.de("carga_mb"),
        perfiles=perfiles.vigentes(),
    ) as lector:
        libro, hogares = cargar_filas(carga, lector, avance)
    cerrar_taller(carga)
    transitar(
        carga,
        EstadoCarga.PROCESADA,
        por=None,
        paso="",
        pasos=avance.pasos(),
        bytes_leidos=carga.tamano,
        filas_leidas=libro["leidas"],
        fin=timezone.now(),
        formato_fechas=carga.formato_fechas,
        **_como_se_leyo(lector),
        **libro,
    )
    if carga.cancelada_en:
        # Asked for after the last step: from here the row is ours, and nobody can ask any more.
        raise CargaCancelada
    return hogares


def cargar_filas(carga: Carga, lector, avance) -> tuple[dict[str, int], list[int] | None]:
    """What `lector` reads, through every step, as rows of `carga`.

    Returns the ledger of these rows, and the households of which few rows speak (None of many).
    Within the caller's transaction; its workshop stays until `cerrar_taller`.
    """
    fuente = Fuente(lector.perfil.fuente)
    _esperar_turno(CANDADO_FUENTE, list(Fuente).index(fuente), avance)
    parametros = Parametro.valores()
    with connection.cursor() as cursor:
        abrir_taller(cursor, carga)
        copiar(cursor, lector, avance)
        declarar_entrada(cursor, lector.perfil, lector.encabezado)
        if not lector.pocas:
            carga.formato_fechas = revisar(cursor, lector.perfil, lector.encabezado, parametros)
    parametros |= {
        "carga": carga.pk,
        "fuente": fuente,
        "hoy": carga.fecha_proceso,
        "inicial": carga.inicial,
        "reniec": lector.perfil.ubigeo == Ubigeo.RENIEC,
        "delimitador": lector.delimitador,
        "pocas": lector.pocas,
        "sistema": Usuario.objects.sistema().pk,
        "de_registro": fuente in REGISTROS,
        "version_pesos": PesosCruce.objects.get(activa=True).pk,
    }
    busqueda, validacion, personas = PASOS[fuente]
    _ejecutar(busqueda, parametros, avance)
    with connection.cursor() as cursor:
        parametros["pocas"] = lector.pocas or son_pocas(cursor, parametros)
    _ejecutar(validacion, parametros, avance)
    if fuente == Fuente.PADRON_NOMINAL:
        _avisar_verificadores()
    if not lector.pocas:
        freno.revisar(carga, parametros, _como_se_leyo(lector))
    # People are shared by every source: from here one load at a time.
    _esperar_turno(CANDADO_PERSONAS, 0, avance)
    for paso in (personas, ATENCIONES, ENLACE, CAPTACION, LIBRO):
        _ejecutar(paso, parametros, avance)
    with connection.cursor() as cursor:
        cursor.execute(texto("comun/70_cuenta"), parametros)
        libro = dict(zip((c.name for c in cursor.description), cursor.fetchone(), strict=True))
        if carga.corte_completo:
            avance.decir("Comparando con el último corte")
            libro["ausentes"] = _anotar_ausentes(cursor, parametros)
    return libro, hogares_nombrados() if parametros["pocas"] else None


def _como_se_leyo(lector) -> dict:
    return {
        "fuente": lector.perfil.fuente,
        "perfil": lector.perfil.codigo,
        "codificacion": lector.codificacion,
        "delimitador": lector.delimitador,
        "encabezado": lector.encabezado,
    }


def _esperar_turno(clase: int, llave: int, avance: Avance) -> None:
    """Take the transaction's advisory lock, saying so while another load holds it."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [clase, llave])
            if cursor.fetchone()[0]:
                return
            avance.decir(ESPERA)
            time.sleep(0.5)


def _ejecutar(paso: tuple[str, list[str]], parametros: dict, avance: Avance) -> None:
    nombre, guiones = paso
    avance.decir(nombre)
    with connection.cursor() as cursor:
        for guion in guiones:
            cursor.execute(texto(guion, parametros["pocas"]), parametros)


def _avisar_verificadores() -> None:
    """Warn of the few documents whose ninth character does not check (python-stdnum)."""
    with connection.cursor() as cursor:
        cursor.execute(texto("padron_nominal/21_con_verificador"))
        guiones = {False: "21_avisar_verificador", True: "21_madre_sin_dni"}
        malas = {de_nueve: [] for de_nueve in guiones}
        for n, documento, de_nueve in cursor.fetchall():
            if not cui.is_valid(documento):
                malas[de_nueve].append(n)
        for de_nueve, filas in malas.items():
            if filas:
                cursor.execute(texto(f"padron_nominal/{guiones[de_nueve]}"), {"filas": filas})


def _anotar_ausentes(cursor, parametros: dict) -> int:
    """Mark what a full cut no longer brings; one that misses too much is no full cut."""
    cursor.execute(texto("comun/64_ausentes"), parametros)
    while cursor.nextset():
        pass
    ausentes, conocidos = cursor.fetchone()
    if ausentes * 100 > conocidos * parametros["corte_ausentes_maximo"]:
        raise ArchivoRechazado(
            f"Se declaró corte completo, pero no trae {ausentes:,} de los {conocidos:,} registros "
            f"que ya se conocían ({ausentes * 100 // conocidos} %): si es solo una parte, súbalo "
            "otra vez sin marcar «Es un corte completo»."
        )
    cursor.execute(texto("comun/66_marcar_ausentes"), parametros)
    return ausentes
