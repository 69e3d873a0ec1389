"""Documents, phones and addresses on a page: always through these (juntos.mascara)."""

from django import template

register = template.Library()


@register.inclusion_tag("juntos/mascara/_numero.html", takes_context=True)
def documento(context, texto) -> dict:
    return _numero(context, texto, "documento tapado")


@register.inclusion_tag("juntos/mascara/_numero.html", takes_context=True)
def telefono_de(context, texto) -> dict:
    return _numero(context, texto, "teléfono tapado")


@register.simple_tag(takes_context=True)
def frase(context, texto) -> str:
    """Words that may carry a number."""
    return context["mascara"].frase(str(texto))


@register.simple_tag(takes_context=True)
def celda(context, columna: str, valor) -> str:
    """A cell of a list, by the name of its column."""
    return context["mascara"].dato(columna.lower(), str(valor))


def _numero(context, texto, que: str) -> dict:
    dicho = context["mascara"].numero(texto)
    return {"dicho": dicho, "que": que, "tapado": dicho != texto}
