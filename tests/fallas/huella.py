"""What the tables mean, without what may differ between two runs of the same work.

Every model is walked, so a new table is covered by itself. Surrogate keys vanish: a row that points
to another one is told by what that one says. An instant is only there or not there; dates stay.
"""

import hashlib
import json
import re
from collections import Counter

from django.apps import apps
from django.db import models

# Where its file was put, how often and how long it was tried.
DEL_INTENTO = {
    "captacion_carga": {"archivo", "intentos", "segundos", "pasos", "pico_mb"},
    "afiliacion_registrodecampo": {"reloj"},
}
# Computed after a load, by whoever gets to it: asked for or done already, it means the same.
DE_DESPUES = {
    "afiliacion_recalculo",
    "afiliacion_cuidado",
    "afiliacion_corresponsabilidad",
    "afiliacion_cambiodeitem",
    "afiliacion_refresco",
    "juntos_sello",
}
# What befell the workers, not the work; and when somebody was last seen.
DE_LOS_TRABAJADORES = {"juntos_tareafallida", "django_session"}
# Told by ids and requests, which no two runs share: what it says is in the tables.
DE_LA_HISTORIA = {"juntos_cambio"}
# Keys inside a text: the code of a provisional household, and what a reason names.
LLAVES = {
    re.compile(r"(?<=^PV-)\d+$"): "captacion.Persona",
    re.compile(r"(?<=\(carga )\d+(?=\))"): "captacion.Carga",
    re.compile(r"(?<=la captación )\d+$"): "captacion.Captacion",
    re.compile(r"(?<=l hogar )\d+"): "captacion.Hogar",
    re.compile(r"(?<=al contacto )\d+"): "afiliacion.Contacto",
    re.compile(r"(?<=al contacto )\d+"): "afiliacion.Contacto",
}

Huella = dict[str, Counter]


def huella(cursor) -> Huella:
    """Table → its rows, each as one text, counted."""
    return _Lectura(cursor).huella()


def tablas() -> set[str]:
    return {modelo._meta.db_table for modelo in _modelos()}


def diferencias(esperada: Huella, hallada: Huella) -> str:
    """Empty when they mean the same; else the first rows of each table that do not."""
    lineas = []
    for tabla in sorted(esperada.keys() | hallada.keys()):
        faltan = esperada.get(tabla, Counter()) - hallada.get(tabla, Counter())
        sobran = hallada.get(tabla, Counter()) - esperada.get(tabla, Counter())
        if faltan or sobran:
            lineas.append(f"{tabla}: faltan {faltan.total()}, sobran {sobran.total()}")
            lineas += [f"  - {fila}" for fila in sorted(faltan)[:2]]
            lineas += [f"  + {fila}" for fila in sorted(sobran)[:2]]
    return "\n".join(lineas)


def exigir_igual(esperada: Huella, hallada: Huella, cuando: str = "") -> None:
    if distintas := diferencias(esperada, hallada):
        raise AssertionError(f"{cuando}\n{distintas}")


def _modelos() -> list[type[models.Model]]:
    todos = apps.get_models(include_auto_created=True)
    return [m for m in todos if m._meta.managed and not m._meta.proxy]


class _Lectura:
    def __init__(self, cursor):
        self.filas: dict[type, dict] = {m: _leer(cursor, m) for m in _modelos()}
        self.dichas: dict[tuple[type, object], str] = {}

    def huella(self) -> Huella:
        return {
            modelo._meta.db_table: Counter(
                self._decir(modelo, pk) for pk, fila in filas.items() if not _del_trabajador(fila)
            )
            for modelo, filas in self.filas.items()
            if modelo._meta.db_table not in DE_DESPUES | DE_LOS_TRABAJADORES | DE_LA_HISTORIA
        }

    def _decir(self, modelo, pk) -> str:
        """One row: its own values, and those of the rows it points to as their digest."""
        if (modelo, pk) not in self.dichas:
            omitidos = DEL_INTENTO.get(modelo._meta.db_table, ())
            fila = self.filas[modelo][pk]
            self.dichas[modelo, pk] = " · ".join(
                f"{campo.name}={self._valor(modelo, campo, fila)}"
                for campo in modelo._meta.concrete_fields
                if campo.name not in omitidos and not isinstance(campo, models.AutoField)
            )
        return self.dichas[modelo, pk]

    def _valor(self, modelo, campo, fila: dict) -> str:
        valor = fila[campo.column]
        if valor is None:
            return "∅"
        if campo.remote_field:
            return self._resumen(campo.target_field.model, valor)
        if isinstance(campo, models.DateTimeField):
            return "puesto"
        if modelo._meta.db_table == "juntos_evento" and campo.name == "objeto_id":
            return self._resumen(apps.get_model(fila["modelo"]), valor)
        if isinstance(campo, models.JSONField):
            # One reader gives the text, another one what it says.
            dicho = json.loads(valor) if isinstance(valor, str) else valor
            valor = json.dumps(dicho, sort_keys=True)
        return self._texto(valor) if isinstance(valor, str) else repr(valor)

    def _texto(self, texto: str) -> str:
        for llave, modelo in LLAVES.items():
            texto = llave.sub(
                lambda m, a=modelo: self._resumen(apps.get_model(a), int(m[0])), texto
            )
        return repr(texto)

    def _resumen(self, modelo, pk) -> str:
        if pk not in self.filas[modelo]:
            return "perdido"
        return hashlib.sha256(self._decir(modelo, pk).encode()).hexdigest()[:16]


def _del_trabajador(fila: dict) -> bool:
    """An event of a task that failed tells of who worked."""
    return fila.get("modelo") == "juntos.tareafallida"


def _leer(cursor, modelo) -> dict:
    columnas = [campo.column for campo in modelo._meta.concrete_fields]
    lista = ", ".join(f'"{columna}"' for columna in columnas)
    cursor.execute(f'SELECT {lista} FROM "{modelo._meta.db_table}"')
    filas = (dict(zip(columnas, valores, strict=True)) for valores in cursor.fetchall())
    llave = modelo._meta.pk.column
    return {fila[llave]: fila for fila in filas}
