"""Tables of contacts: each cell is a template, the same in the table and in the card."""

import django_tables2 as tablas


def columna(titulo: str, plantilla: str, clase: str = "") -> tablas.TemplateColumn:
    return tablas.TemplateColumn(
        template_name=f"afiliacion/cola/{plantilla}",
        verbose_name=titulo,
        orderable=False,
        empty_values=(),
        attrs={"td": {"class": f"sin-etiqueta {clase}".strip()}},
    )


class TablaCola(tablas.Table):
    plazo = columna("Plazo", "_plazo.html")
    quien = columna("Quién y por qué", "_quien.html", "cola-quien")
    lugar = columna("Dónde y lengua", "_lugar.html")
    ultima = columna("Última gestión", "_ultima.html")
    acciones = columna("Acciones", "_acciones.html", "cola-acciones")

    class Meta:
        orderable = False
        template_name = "tablas/tabla.html"
        attrs = {"class": "tabla tabla-cola"}
        row_attrs = {"id": lambda record: f"contacto-{record.pk}"}
