"""A person tells what the columns of an unknown file are: a new layout, and the file goes in."""

import re
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from captacion.acciones.cargas import devolver, encolar, exigir_que_carga
from captacion.fuentes import PERFILES, canonicas, normalizar, reconocer
from captacion.models import Carga, EstadoCarga, Fuente, PerfilPropio
from captacion.models.perfil import FORMA_CODIGO
from captacion.perfiles import vigentes
from juntos.estados import TransicionInvalida

Columnas = Mapping[str, str | list[str]]
CODIGO_MALO = "Use de 3 a 40 minúsculas sin tilde, números o guiones."
YA_EXISTE = "Ya hay un formato con ese nombre: escriba otro."


class PerfilInvalido(Exception):
    """The mapping cannot be taken; `errores` tells why: what is at fault → a sentence."""

    def __init__(self, errores: dict[str, str]):
        self.errores = errores
        super().__init__(" ".join(errores.values()))


@transaction.atomic
def declarar_perfil(
    carga: Carga, *, fuente: str, codigo: str, columnas: Columnas, ubigeo: str, por
) -> PerfilPropio:
    """Save the layout that the header of `carga` has, and load the file with it.

    From now on every file with these columns is recognised by itself. Raises PerfilInvalido, or
    TransicionInvalida when the file does not wait for it.
    """
    _exigir_rechazada(carga, por)
    if errores := errores_de(fuente, codigo, columnas, carga.encabezado):
        raise PerfilInvalido(errores)
    _devolver(carga, fuente, por=por)
    try:
        with transaction.atomic():
            perfil = PerfilPropio.objects.create(
                codigo=codigo,
                fuente=fuente,
                columnas=columnas,
                ubigeo=ubigeo,
                creado_en=timezone.now(),
                creado_por=por,
            )
    except IntegrityError as error:
        raise PerfilInvalido({"codigo": YA_EXISTE}) from error
    return perfil


@transaction.atomic
def releer(carga: Carga, *, por) -> Carga:
    """Load a refused file whose header has become known, or is that of another source."""
    _exigir_rechazada(carga, por)
    perfil = reconocer(carga.encabezado, perfiles=vigentes().values())
    if perfil is None:
        raise TransicionInvalida(carga, carga.estado, EstadoCarga.RECIBIDA)
    return _devolver(carga, perfil.fuente, por=por)


def errores_de(
    fuente: str, codigo: str, columnas: Columnas, encabezado: list[str]
) -> dict[str, str]:
    """What keeps these columns from being a layout of the source: at fault → why, for people."""
    if fuente not in Fuente.values:
        return {"fuente": "Elija la fuente del archivo."}
    errores = {}
    if not re.fullmatch(FORMA_CODIGO, codigo):
        errores["codigo"] = CODIGO_MALO
    elif codigo in PERFILES or PerfilPropio.objects.filter(codigo=codigo).exists():
        errores["codigo"] = YA_EXISTE
    titulos = {normalizar(t) for t in encabezado if t}
    usados: dict[str, str] = {}
    for canonica, partes in columnas.items():
        if canonica not in canonicas(fuente):
            errores[canonica] = "La fuente no tiene esta columna."
            continue
        for titulo in [partes] if isinstance(partes, str) else partes:
            clave = normalizar(titulo)
            if clave not in titulos:
                errores[canonica] = f"El archivo no tiene la columna «{titulo}»: elija otra."
            elif clave in usados:
                errores[canonica] = f"La columna «{titulo}» ya se usó arriba: elija otra."
            usados[clave] = canonica
    for grupo in PERFILES[fuente].obligatorias:
        if not columnas.keys() & set(grupo):
            una = "Elija la columna" if len(grupo) == 1 else "Elija al menos una de estas columnas"
            errores.setdefault(grupo[0], f"{una}: sin ella el archivo no se puede cargar.")
    return errores


def _exigir_rechazada(carga: Carga, por) -> None:
    exigir_que_carga(por)
    if carga.estado != EstadoCarga.RECHAZADA or not carga.encabezado:
        raise TransicionInvalida(carga, carga.estado, EstadoCarga.RECIBIDA)


def _devolver(carga: Carga, fuente: str, *, por) -> Carga:
    # The header goes: if the file is refused again for another reason, it is not the header's.
    devolver(carga, por=por, fuente=fuente, encabezado=[])
    encolar(carga)
    return carga
