"""The forms of every page, as a browser would find them: address → its fields and their values."""

from collections import defaultdict
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

# name of the URL → name of the field → values that it was seen with
Campos = dict[str, dict[str, set[str]]]
CON_ACCION = ("hx-post", "hx-get", "hx-put", "hx-delete")


class _Pagina(HTMLParser):
    def __init__(self, aqui: str, hallados: Campos):
        super().__init__()
        self.aqui, self.hallados, self.abierto = aqui, hallados, ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        dicho = {c: v or "" for c, v in attrs}
        if tag == "form":
            self.abierto = nombre_de(dicho.get("action") or self.aqui)
        for accion in ("formaction", *CON_ACCION):
            if accion in dicho:
                self.hallados[nombre_de(dicho[accion])]
        if tag == "a":
            self._de_consulta(dicho.get("href", ""))
        if tag in ("input", "select", "textarea", "button") and dicho.get("name"):
            donde = nombre_de(dicho.get("formaction", "")) or self.abierto
            self.ultimo = self.hallados[donde][dicho["name"]]
            self.ultimo.add(dicho.get("value", ""))
        if tag == "option":
            self.ultimo.add(dicho.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.abierto = ""

    def _de_consulta(self, href: str) -> None:
        partes = urlsplit(href)
        if nombre := nombre_de(partes.path or self.aqui):
            for par in filter(None, partes.query.split("&")):
                campo, _, valor = par.partition("=")
                self.hallados[nombre][campo].add(valor)


def nombre_de(direccion: str) -> str:
    try:
        return resolve(urlsplit(direccion).path).view_name
    except (Resolver404, ValueError):
        return ""


def hallar(paginas: list[tuple[str, str]]) -> Campos:
    """`paginas`: (address, HTML) of what was read."""
    hallados: Campos = defaultdict(lambda: defaultdict(set))
    for direccion, html in paginas:
        _Pagina(direccion, hallados).feed(html)
    return hallados
