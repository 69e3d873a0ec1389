"""A request over one's own data, as far as each test needs it."""

import datetime as dt

from afiliacion.acciones import arco
from afiliacion.models import PedidoArco


def pedido(derecho: str = "acceso", *, por, persona=None, **campos) -> PedidoArco:
    nuevo = arco.registrar(
        **{
            "derecho": derecho,
            "recibido_el": dt.date.today(),
            "solicitante": "ROJAS ILLA, Carmen",
            "solicitante_documento": "DNI 99000077",
            "documento_visto": True,
            "en_nombre": "propio",
            "canal": "persona",
            "pedido": "Quiero saber qué tienen mío.",
            "por": por,
        }
        | campos
    )
    if persona:
        PedidoArco.objects.filter(pk=nuevo.pk).update(persona=persona)
        nuevo.refresh_from_db()
    return nuevo


def firmado(derecho: str = "acceso", *, propone, firma, **campos) -> PedidoArco:
    propuesta = {k: campos.pop(k) for k in ("correcciones", "elegidos") if k in campos}
    nuevo = pedido(derecho, por=propone, **campos)
    arco.proponer(nuevo, fundamento="Procede.", deniega=False, por=propone, **propuesta)
    return arco.resolver(nuevo, por=firma)
