"""Who can see what: the table that is reviewed, what is odd in it, and its signature (ADR 44)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from juntos.cuentas.sesiones import SIN_SEGUNDO_FACTOR
from juntos.models import Asignacion, Evento, Parametro, RevisionDePrivilegios, Rol, Usuario

VEN = (Rol.SUPERVISORA, Rol.SEDE, Rol.ADMINISTRACION)
FIRMAN = (Rol.SUPERVISORA, Rol.ADMINISTRACION)
ANOMALIAS = {
    "sesion_abierta": "Cuenta cerrada con una sesión abierta",
    "dos_roles": "Puede más que su rol",
    "mismo_correo": "Otra cuenta con el mismo correo",
    "territorio": "Territorio sin motivo",
    "sin_segundo_factor": "Sin segundo factor",
    "sin_entrar": "Mucho tiempo sin entrar",
}
PARTES = ("rol", "Unidad Territorial", "distritos", "entrada a la administración", "permisos")


class RevisionPasada(Exception):
    """What somebody is about to sign is not what she saw, or was signed already."""


@dataclass
class Privilegio:
    """A person and what she can; `cambio`: what is not as it was when it was last signed."""

    usuario: Usuario
    distritos: list[Asignacion]
    segundo_factor: bool
    sesiones: int
    permisos: bool
    anomalias: list[str] = field(default_factory=list)
    cambio: str = ""

    @property
    def frases(self) -> list[str]:
        return [ANOMALIAS[codigo] for codigo in self.anomalias]

    @property
    def firmado(self) -> list:
        """What a signature holds of her: by ids, in the order of PARTES."""
        usuario = self.usuario
        return [
            usuario.rol,
            usuario.unidad_territorial_id,
            sorted(a.distrito_id for a in self.distritos),
            [usuario.is_staff, usuario.is_superuser],
            self.permisos,
        ]


@dataclass(frozen=True)
class Tabla:
    filas: list[Privilegio]
    copia: dict[str, list]
    huella: str
    ultima: RevisionDePrivilegios | None
    retiradas: list[Usuario]


def tabla(usuario: Usuario, *, ahora: dt.datetime) -> Tabla:
    """All that `usuario` may review, the odd ones first; against the last signature."""
    filas = _filas(_cuentas(usuario, ahora))
    _buscar_anomalias(filas, ahora=ahora)
    copia = {str(f.usuario.pk): f.firmado for f in filas if f.usuario.is_active}
    ultima = _firmadas_por(usuario).first()
    antes = ultima.copia if ultima else {}
    if ultima:
        _marcar_cambios(filas, antes)
    filas.sort(key=lambda f: (not f.anomalias, not f.cambio))
    retiradas = Usuario.objects.filter(pk__in=[int(pk) for pk in antes if pk not in copia])
    return Tabla(filas, copia, _huella(copia), ultima, list(retiradas.order_by("last_name", "pk")))


@transaction.atomic
def firmar(*, huella: str, nota: str, ahora: dt.datetime, por: Usuario) -> RevisionDePrivilegios:
    """Sign exactly what was seen: the administrator for all, a supervisor for her unit."""
    if por.rol not in FIRMAN:
        raise PermissionDenied("Firman la administración del sistema y cada supervisora.")
    vista = tabla(por, ahora=ahora)
    if vista.huella != huella:
        raise RevisionPasada
    revision, nueva = RevisionDePrivilegios.objects.get_or_create(
        trimestre=trimestre_de(timezone.localdate(ahora)),
        unidad_territorial_id=_unidad_de(por),
        huella=huella,
        defaults={"firmada_en": ahora, "firmada_por": por, "copia": vista.copia, "nota": nota},
    )
    if not nueva:
        raise RevisionPasada
    Evento.registrar(revision, "", "firmada", por=por)
    return revision


def esta_vencida(*, unidad: int | None, hoy: dt.date) -> bool:
    """Nobody signed this quarter, and the days to do it have passed since it or the house began."""
    inicio = dt.date(hoy.year, (hoy.month - 1) // 3 * 3 + 1, 1)
    instalada = timezone.localdate(Usuario.objects.sistema().date_joined)
    plazo = dt.timedelta(days=Parametro.de("privilegios_plazo"))
    if hoy <= max(inicio, instalada) + plazo:
        return False
    return not RevisionDePrivilegios.objects.filter(
        trimestre=trimestre_de(hoy), unidad_territorial=unidad
    ).exists()


def trimestre_de(dia: dt.date) -> str:
    return f"{dia.year}-{(dia.month - 1) // 3 + 1}"


def _unidad_de(usuario: Usuario) -> int | None:
    return usuario.unidad_territorial_id if usuario.rol == Rol.SUPERVISORA else None


def _firmadas_por(usuario: Usuario) -> QuerySet[RevisionDePrivilegios]:
    """The signatures of just what `usuario` sees."""
    return (
        RevisionDePrivilegios.objects.visibles_para(usuario)
        .filter(unidad_territorial=_unidad_de(usuario))
        .select_related("firmada_por")
    )


def _sesiones(ahora: dt.datetime) -> QuerySet[UserSession]:
    vivas = Session.objects.filter(expire_date__gt=ahora).values("session_key")
    return UserSession.objects.filter(session_key__in=vivas)


def _cuentas(usuario: Usuario, ahora: dt.datetime) -> QuerySet[Usuario]:
    """Active accounts, and closed ones that still have a session; a supervisor's, of her unit."""
    if usuario.rol not in VEN:
        raise PermissionDenied("Los privilegios los revisan la supervisora, sede y administración.")
    todas = Usuario.objects.exclude(username=Usuario.SISTEMA)
    if usuario.rol == Rol.SUPERVISORA:
        todas = todas.filter(unidad_territorial=usuario.unidad_territorial_id)
    return (
        todas.filter(Q(is_active=True) | Q(pk__in=_sesiones(ahora).values("user")))
        .select_related("unidad_territorial")
        .order_by("last_name", "first_name", "pk")
    )


def _filas(cuentas: QuerySet[Usuario]) -> list[Privilegio]:
    asignados: dict[int, list[Asignacion]] = {}
    for asignacion in Asignacion.objects.vigentes().select_related("distrito").order_by("distrito"):
        asignados.setdefault(asignacion.usuario_id, []).append(asignacion)
    factores = set(
        Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values_list(
            "user", flat=True
        )
    )
    sesiones = Counter(_sesiones(timezone.now()).values_list("user", flat=True))
    sueltos = Usuario.objects.filter(Q(groups__isnull=False) | Q(user_permissions__isnull=False))
    con_permisos = set(sueltos.values_list("pk", flat=True))
    return [
        Privilegio(
            usuario=usuario,
            distritos=asignados.get(usuario.pk, []),
            segundo_factor=usuario.pk in factores,
            sesiones=sesiones[usuario.pk],
            permisos=usuario.pk in con_permisos,
        )
        for usuario in cuentas
    ]


def _buscar_anomalias(filas: list[Privilegio], *, ahora: dt.datetime) -> None:
    limite = ahora - dt.timedelta(days=Parametro.de("privilegios_sin_entrar"))
    activas = Usuario.objects.filter(is_active=True).exclude(email="")
    correos = Counter(correo.casefold() for correo in activas.values_list("email", flat=True))
    for fila in filas:
        usuario = fila.usuario
        reglas = {
            "sesion_abierta": not usuario.is_active and fila.sesiones > 0,
            "dos_roles": _puede_mas_que_su_rol(fila),
            "mismo_correo": correos[usuario.email.casefold()] > 1,
            "territorio": _territorio_sin_motivo(fila),
            "sin_segundo_factor": usuario.is_active
            and usuario.rol not in SIN_SEGUNDO_FACTOR
            and not fila.segundo_factor,
            "sin_entrar": usuario.is_active
            and (usuario.last_login or usuario.date_joined) < limite,
        }
        fila.anomalias = [codigo for codigo in ANOMALIAS if reglas[codigo]]


def _puede_mas_que_su_rol(fila: Privilegio) -> bool:
    usuario = fila.usuario
    administra = usuario.rol == Rol.ADMINISTRACION
    return (
        fila.permisos
        or (usuario.is_staff or usuario.is_superuser) != administra
        or (usuario.rol != Rol.GESTORA and bool(fila.distritos))
    )


def _territorio_sin_motivo(fila: Privilegio) -> bool:
    """Districts of another unit than hers, or a unit that her role does not look at."""
    unidad = fila.usuario.unidad_territorial_id
    if fila.usuario.rol in (Rol.SEDE, Rol.ADMINISTRACION):
        return unidad is not None
    return any(a.distrito.unidad_territorial_id != unidad for a in fila.distritos)


def _marcar_cambios(filas: list[Privilegio], antes: dict[str, list]) -> None:
    for fila in filas:
        firmado = antes.get(str(fila.usuario.pk))
        if firmado is None:
            fila.cambio = "Cuenta nueva desde la firma" if fila.usuario.is_active else ""
            continue
        pares = zip(PARTES, firmado, fila.firmado, strict=True)
        distintas = [parte for parte, antes_, ahora in pares if antes_ != ahora]
        if distintas:
            fila.cambio = f"Cambió desde la firma: {', '.join(distintas)}"


def _huella(copia: dict[str, list]) -> str:
    dicho = json.dumps(copia, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(dicho.encode()).hexdigest()
