"""Do we arrive in time, and who lost the days? Each number opens its rows, as known on any day."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from afiliacion.consultas import indicadores as cifras
from afiliacion.consultas import tablero as consultas
from afiliacion.formularios.tablero import POR, FormularioTablero
from captacion.consultas import fuentes
from juntos.respuestas import pagina

POR_PAGINA = 50
FILAS_A_LA_VISTA = 30
LO_QUE_SE_LISTA = {
    "nacidos": "Nacimientos en hogares usuarios",
    "captados": "Captados antes de los 30 días",
    "captados_8d": "Captados en los primeros 8 días",
    "captados_mismo_dia": "Captados el mismo día",
    "nacidos_abiertos": "Todavía no cumplen 30 días",
    "gestantes": "Gestantes registradas",
    "gestantes_oportunas": "Gestantes registradas en el primer trimestre",
    "gestantes_abiertas": "Gestantes que siguen en el primer trimestre",
    "hogares_nuevos": "Hogares nuevos",
    "hogares_temprano": "Hogares nuevos afiliados a tiempo",
} | cifras.EMBUDO


@require_safe
@never_cache
def tablero(request: HttpRequest) -> HttpResponse:
    """Filters in the address: FormularioTablero."""
    formulario = FormularioTablero(request.GET, por=request.user)
    contexto = {"formulario": formulario, "pared": "pared" in request.GET}
    if not formulario.is_valid():
        return pagina(request, "afiliacion/tablero/tablero.html", contexto, status=422)
    ambito, dimension = formulario.ambito(), formulario.cleaned_data["por"]
    conteos = cifras.por_varias(ambito, ["", "mes", dimension])
    cuentas = cifras.unica(conteos[""])
    contexto |= {
        "ambito": ambito,
        "titulares": consultas.titulares(ambito, cuentas),
        "meses": consultas.tabla(ambito, "mes", conteos["mes"]).filas,
        "tabla": consultas.tabla(
            ambito,
            dimension,
            conteos[dimension],
            tope=None if "todos" in request.GET else FILAS_A_LA_VISTA,
        ),
        "dimension": POR[dimension],
        "por": dimension,
        "abiertos": consultas.abiertos(ambito, cuentas),
        "fuentes": fuentes.salud(),
        "sin_edad_gestacional": fuentes.sin_edad_gestacional(),
        "sabido_hasta": consultas.sabido_hasta(),
        "conocido_desde": consultas.conocido_desde,  # asked only where there is nothing to show
        "consulta": consultas.consulta(ambito),
    }
    return pagina(request, "afiliacion/tablero/tablero.html", contexto)


@require_safe
@never_cache
def parte(request: HttpRequest, nombre: str) -> HttpResponse:
    """What takes longest to count comes by itself, once it is looked at."""
    formulario = FormularioTablero(request.GET, por=request.user)
    if nombre not in PARTES or not formulario.is_valid():
        raise Http404
    ambito, dimension = formulario.ambito(), formulario.cleaned_data["por"]
    plantilla, datos = PARTES[nombre]
    contexto = datos(ambito, dimension) | {"consulta": consultas.consulta(ambito)}
    return pagina(
        request,
        "afiliacion/tablero/parte.html",
        contexto | {"plantilla": plantilla},
        fragmento=plantilla,
    )


def _dias(ambito, dimension: str) -> dict:
    return {
        "cascada": consultas.cascada(ambito),
        "demoras": consultas.dias_por(ambito, dimension)[:FILAS_A_LA_VISTA],
        "dimension": POR[dimension],
    }


def _embudo(ambito, dimension: str) -> dict:
    return {"embudo": consultas.embudo(ambito)}


PARTES = {
    "dias": ("afiliacion/tablero/_dias.html", _dias),
    "embudo": ("afiliacion/tablero/_embudo.html", _embudo),
}


@require_safe
@never_cache
def filas(request: HttpRequest) -> HttpResponse:
    """The rows behind the number `que` of the tablero with the same filters."""
    que = request.GET.get("que", "")
    formulario = FormularioTablero(request.GET, por=request.user)
    if que not in cifras.LISTAS or not formulario.is_valid():
        raise Http404
    ambito = formulario.ambito()
    numero = max(1, int(n) if (n := request.GET.get("pagina", "1")).isdecimal() else 1)
    encontradas, cuantas = cifras.filas(
        ambito, que, salto=(numero - 1) * POR_PAGINA, tope=POR_PAGINA
    )
    contexto = {
        "titulo": LO_QUE_SE_LISTA[que],
        "ambito": ambito,
        "casos": consultas.casos(encontradas, por=request.user),
        "cuantas": cuantas,
        "pagina": Paginator(range(cuantas), POR_PAGINA).get_page(numero),
        "consulta": consultas.consulta(ambito),
    }
    return pagina(request, "afiliacion/tablero/filas.html", contexto)
