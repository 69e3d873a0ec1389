"""Way in, way out, home of each role, health."""

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from juntos import aplicacion
from juntos.menu import inicio_de
from juntos.salud import esta_lista, revisar


@require_safe
def inicio(request: HttpRequest) -> HttpResponse:
    return redirect(inicio_de(request.user))


class Entrar(LoginView):
    template_name = "juntos/entrar.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs) -> dict:
        institucional = bool(settings.SOCIALACCOUNT_PROVIDERS)
        return super().get_context_data(**kwargs) | {"institucional": institucional}


class Salir(LogoutView):
    pass


@login_not_required
@require_safe
def salud(request: HttpRequest) -> JsonResponse:
    """200 when database, broker and a worker answer; else 503 with which one does not."""
    partes = revisar()
    return JsonResponse(
        {nombre: "responde" if bien else "no responde" for nombre, bien in partes.items()},
        status=200 if all(partes.values()) else 503,
        headers={"Cache-Control": "no-store"},
    )


@login_not_required
@require_safe
def salud_viva(request: HttpRequest) -> JsonResponse:
    """The process answers. Nothing else is asked: a restart mends nothing else."""
    return JsonResponse({"web": "responde"}, headers={"Cache-Control": "no-store"})


@login_not_required
@require_safe
def salud_lista(request: HttpRequest) -> JsonResponse:
    """For a load balancer: the database answers, and its tables are those of this code."""
    lista = esta_lista()
    return JsonResponse(
        {"lista": lista}, status=200 if lista else 503, headers={"Cache-Control": "no-store"}
    )


@login_not_required
@require_safe
@cache_control(no_cache=True)
def trabajador(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root so that it answers for every page."""
    partes = {"precarga": aplicacion.precarga(), "guiones": aplicacion.guiones()}
    respuesta = render(request, "juntos/sw.js", partes, content_type="text/javascript")
    respuesta["Service-Worker-Allowed"] = "/"
    return respuesta


@login_not_required
@require_safe
def manifiesto(request: HttpRequest) -> HttpResponse:
    return render(request, "juntos/manifest.webmanifest", content_type="application/manifest+json")
