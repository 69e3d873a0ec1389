"""Way in, way out, home of each role, health."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from juntos.menu import inicio_de


@require_safe
def inicio(request: HttpRequest) -> HttpResponse:
    return redirect(inicio_de(request.user))


@method_decorator(login_not_required, name="dispatch")
class Entrar(LoginView):
    template_name = "juntos/entrar.html"
    redirect_authenticated_user = True


class Salir(LogoutView):
    pass


@login_not_required
@require_safe
def salud(request: HttpRequest) -> JsonResponse:
    return JsonResponse({})
