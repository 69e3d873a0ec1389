"""Who can see what: looked at, taken away as a file, signed."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from juntos.cuentas.formularios import FormularioFirma, FormularioPrivilegios
from juntos.cuentas.privilegios import FIRMAN, Privilegio, RevisionPasada, tabla, trimestre_de
from juntos.cuentas.privilegios import firmar as firmar_revision
from juntos.models import Rol
from juntos.planilla import lineas_csv
from juntos.respuestas import conflicto, pagina

POR_PAGINA = 50
COLUMNAS = [
    "Apellidos", "Nombres", "Usuario", "Rol", "Unidad Territorial", "Distritos (ubigeo)",
    "Última entrada", "Segundo factor", "Administra el sistema", "Permisos aparte",
    "Sesiones abiertas", "Qué llama la atención", "Desde la firma",
]  # fmt: skip


@require_safe
@never_cache
def privilegios(request: HttpRequest) -> HttpResponse:
    return _pagina(request, FormularioFirma())


@require_safe
@never_cache
def archivo(request: HttpRequest) -> StreamingHttpResponse:
    ahora = timezone.localtime()
    filtro = FormularioPrivilegios(request.GET)
    filas = filtro.elegir(tabla(request.user, ahora=ahora).filas)
    cabeza = [
        ["Quién puede ver qué · Programa JUNTOS"],
        ["Descargado por", f"{request.user} ({request.user.get_username()})"],
        ["Fecha y hora", f"{ahora:%d/%m/%Y %H:%M} (Lima)"],
        ["Filtros", filtro.en_palabras],
        [],
        COLUMNAS,
    ]
    return StreamingHttpResponse(
        lineas_csv([*cabeza, *_celdas(filas)]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="privilegios-{ahora:%Y-%m-%d}.csv"'},
    )


@require_POST
def firmar(request: HttpRequest) -> HttpResponse:
    if request.user.rol not in FIRMAN:
        raise PermissionDenied("Firman la administración del sistema y cada supervisora.")
    formulario = FormularioFirma(request.POST)
    if not formulario.is_valid():
        return _pagina(request, formulario, status=422)
    try:
        firmar_revision(**formulario.cleaned_data, ahora=timezone.now(), por=request.user)
    except RevisionPasada:
        mensaje = (
            "Los privilegios cambiaron desde que abrió la página, o esta revisión ya se firmó."
        )
        return conflicto(request, mensaje, reverse("juntos:privilegios"))
    messages.success(request, "Revisión firmada. Lo que cambie desde ahora quedará marcado.")
    return redirect("juntos:privilegios")


def _pagina(request: HttpRequest, firma: FormularioFirma, *, status: int = 200) -> HttpResponse:
    """`?todo=1`: every row on one page, to be printed."""
    ahora = timezone.now()
    vista = tabla(request.user, ahora=ahora)
    filtro = FormularioPrivilegios(request.GET)
    filas = filtro.elegir(vista.filas)
    tamano = max(len(filas), 1) if request.GET.get("todo") else POR_PAGINA
    trimestre = trimestre_de(timezone.localdate(ahora))
    contexto = {
        "vista": vista,
        "filtro": filtro,
        "firma": firma,
        "pagina": Paginator(filas, tamano).get_page(request.GET.get("pagina")),
        "con_anomalia": sum(bool(f.anomalias) for f in vista.filas),
        "cambiadas": sum(bool(f.cambio) for f in vista.filas) + len(vista.retiradas),
        "trimestre": trimestre,
        "firmada": vista.ultima is not None and vista.ultima.trimestre == trimestre,
        "firma_ella": request.user.rol in FIRMAN,
        "de_su_unidad": request.user.rol == Rol.SUPERVISORA,
    }
    return pagina(request, "juntos/cuentas/privilegios.html", contexto, status=status)


def _celdas(filas: list[Privilegio]) -> Iterator[list]:
    for fila in filas:
        usuario = fila.usuario
        entrada = usuario.last_login and timezone.localtime(usuario.last_login)
        yield [
            usuario.last_name,
            usuario.first_name,
            usuario.username,
            usuario.get_rol_display(),
            str(usuario.unidad_territorial or ""),
            " ".join(a.distrito_id for a in fila.distritos),
            f"{entrada:%d/%m/%Y %H:%M}" if entrada else "nunca",
            _si(fila.segundo_factor),
            _si(usuario.is_staff or usuario.is_superuser),
            _si(fila.permisos),
            fila.sesiones,
            "; ".join(fila.frases),
            fila.cambio,
        ]


def _si(hecho: bool) -> str:
    return "sí" if hecho else "no"
