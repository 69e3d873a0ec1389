"""The way back to the queue, with the filters and the page it was left with."""

from django import template
from django.http import QueryDict
from django.urls import reverse

register = template.Library()

# Holds a query without personal data: of a text, only its key (docs/adr/0010).
COOKIE = "cola"


@register.simple_tag(takes_context=True)
def volver_a_la_cola(context) -> str:
    """Address of the queue as this browser last saw it."""
    consulta = QueryDict(context["request"].COOKIES.get(COOKIE, "")).urlencode()
    return reverse("afiliacion:cola") + (f"?{consulta}" if consulta else "")
