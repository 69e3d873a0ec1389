"""The calendar of a person as of a day, told so that anybody understands each line."""

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q

from afiliacion.acciones.calendario import SQL, calcular_al_corte, poner_sujetos
from afiliacion.models import EstadoItem, Situacion
from captacion.models import DocumentoAlias, Persona


class Item(NamedTuple):
    """One line of a calendar; the columns of sql/calendario/ver/items.sql."""

    persona_id: int
    gestante_id: int | None
    norma: str
    condiciona_pago: bool
    item: str
    nombre: str
    corto: str
    dosis: int
    varias: bool
    desde: dt.date
    hasta: dt.date
    exigible_el: dt.date | None
    situacion: str
    estado: str
    dado_el: dt.date | None
    cuidado_id: int | None
    tras_otra: bool
    anterior_el: dt.date | None

    @property
    def titulo(self) -> str:
        return f"{self.nombre} {self.dosis}" if self.varias else self.nombre

    @property
    def etiqueta(self) -> str:
        return EstadoItem(self.estado).label

    def motivo(self, corte: dt.date) -> str:
        """«Neumococo 2: 12/03–23/04; falta; la 1.ª fue el 13/02»."""
        plazo = f"{_dia(self.desde, corte)}–{_dia(self.hasta, corte)}"
        partes = [plazo, self._que_se_sabe(corte), self._anterior(corte)]
        return f"{self.titulo}: {'; '.join(filter(None, partes))}"

    def _que_se_sabe(self, corte: dt.date) -> str:
        dado = self.dado_el and _dia(self.dado_el, corte)
        match self.situacion:
            case Situacion.EN_VENTANA:
                return f"se dio el {dado}"
            case Situacion.NO_APLICA:
                return "no le corresponde"
            case Situacion.EXONERADO:
                return "exonerado"
            case Situacion.NO_DADO:
                return "se constató que no se dio"
            case Situacion.FUERA if self.dado_el < self.desde:
                return f"se dio el {dado}, antes de su plazo"
            case Situacion.FUERA:
                return f"se dio el {dado}, después de su plazo"
        if corte < self.desde:
            return "todavía no toca"
        return "falta" if corte <= self.hasta else "sin dato: nadie lo registró"

    def _anterior(self, corte: dt.date) -> str:
        if not self.tras_otra or self.situacion == Situacion.NO_APLICA:
            return ""
        ordinal = f"la {self.dosis - 1}.ª"
        if not self.anterior_el:
            return f"falta {ordinal}"
        return f"{ordinal} fue el {_dia(self.anterior_el, corte)}"


class NoContada(NamedTuple):
    """Care that a source tells and that does not count."""

    atencion_id: int
    atendida_el: dt.date
    item: str
    nombre: str
    motivo: str

    @property
    def por_que(self) -> str:
        return {
            "antes": "es anterior al nacimiento o al embarazo",
            "futura": "su fecha es posterior al día en que se cargó",
            "despues": "es posterior al fin del embarazo o al fallecimiento",
        }[self.motivo]


def persona_por_documento(documento: str) -> Persona | None:
    """Whom a document names, in any register or by a merge."""
    documento = documento.strip().upper()
    propia = Persona.objects.filter(
        Q(dni=documento) | Q(cui=documento) | Q(cnv=documento)
    ).order_by("pk")
    ajena = Persona.objects.filter(
        otro_documento__in=[f"{tipo}:{documento}" for tipo in ("CE", "PASS", "DIE")]
    )
    alias = DocumentoAlias.objects.filter(
        documento__in=[f"{tipo}:{documento}" for tipo in ("DNI", "CUI", "CNV", "CE", "PASS", "DIE")]
    ).select_related("persona")
    return propia.first() or ajena.first() or next((a.persona for a in alias), None)


@transaction.atomic
def calendario_de(personas: Collection[int], *, corte: dt.date) -> list[Item]:
    """The items of these few people, as of the end of `corte`."""
    calcular_al_corte(personas, corte=corte)
    return _leer("calendario_al_corte", personas, corte=corte)


def calendario_guardado(personas: Collection[int], *, corte: dt.date) -> list[Item]:
    """The items as they were last computed, with their states of `corte`: one query."""
    return _leer("afiliacion_corresponsabilidad", personas, corte=corte)


def _leer(tabla: str, personas: Collection[int], *, corte: dt.date) -> list[Item]:
    texto = (SQL / "ver" / "items.sql").read_text().format(tabla=tabla)
    with connection.cursor() as cursor:
        cursor.execute(texto, {"personas": list(personas), "corte": corte})
        return [Item(*fila) for fila in cursor.fetchall()]


@transaction.atomic
def no_contadas(personas: Collection[int]) -> list[NoContada]:
    """Care before the birth or the pregnancy, after its end or in the future: it does not count."""
    with connection.cursor() as cursor:
        poner_sujetos(cursor, personas)
        cursor.execute((SQL / "ver" / "no_contadas.sql").read_text(), {"personas": list(personas)})
        return [NoContada(*fila) for fila in cursor.fetchall()]


def _dia(fecha: dt.date, corte: dt.date) -> str:
    return f"{fecha:%d/%m}" if fecha.year == corte.year else f"{fecha:%d/%m/%Y}"
