"""A cell of a workbook as text."""

import datetime as dt


def texto_de(valor) -> str:
    """A cell as text: whole numbers without decimals, dates as dd/mm/yyyy."""
    if isinstance(valor, str):
        return valor
    if isinstance(valor, float):
        return str(int(valor)) if valor.is_integer() else str(valor)
    if isinstance(valor, bool):
        return str(int(valor))
    if isinstance(valor, dt.datetime | dt.date):
        return valor.strftime("%d/%m/%Y")
    return str(valor)
