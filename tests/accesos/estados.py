"""What the table says differently of an object that is in another state: the column of states.

The world of the table has a contact being worked, a request sent, a settlement calculated and a
load finished. Here each is taken somewhere else by the programme's own actions; a load, by writing
the state in which its worker would have left it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from afiliacion.acciones import contactos, liquidaciones, solicitudes
from afiliacion.models import Contacto, Liquidacion, Solicitud
from captacion.models import Carga, EstadoCarga
from tests.accesos.tabla import ACCESOS, tabla
from tests.afiliacion import construir, dinero


@dataclass(frozen=True)
class Estado:
    preparar: Callable[[dict, dict], object]
    app: str
    direcciones: tuple[str, ...]
    distintas: dict[str, dict[str, int]]

    def esperado(self) -> dict[str, dict[str, int]]:
        """name of the URL: what each role gets."""
        return {
            f"{self.app}:{corto}": self.distintas.get(corto, ACCESOS[f"{self.app}:{corto}"][1])
            for corto in self.direcciones
        }


def _contacto(mundo) -> Contacto:
    return Contacto.objects.get(pk=mundo["contacto"])


def _solicitud(mundo) -> Solicitud:
    return Solicitud.objects.get(pk=mundo["solicitud"])


def _cerrar_contacto(mundo, elenco):
    por = elenco["gestora"]
    construir.visitar(_contacto(mundo), "ubicada_rechaza", por=por, motivo="No quiso")


def _mudar_contacto(mundo, elenco):
    (suya,) = elenco["ajena"].asignaciones.all()
    contactos.mudar(_contacto(mundo), distrito=suya.distrito, por=elenco["gestora"])


def _resolver(accion, **mas):
    return lambda mundo, elenco: accion(_solicitud(mundo), por=elenco["supervisora"], **mas)


def _liquidacion(*pasos):
    def preparar(mundo, elenco):
        liquidacion = Liquidacion.objects.get(pk=mundo["liquidacion"])
        for paso in pasos:
            liquidacion = paso(liquidacion, huella=liquidacion.huella, por=dinero.de_sede())

    return preparar


def _carga(estado: EstadoCarga, **campos):
    def preparar(mundo, elenco):
        Carga.objects.filter(pk=mundo["carga"]).update(estado=estado, **campos)

    return preparar


REVISAR, APROBAR = liquidaciones.revisar, liquidaciones.aprobar
CONGELAR, EXPORTAR = liquidaciones.congelar, liquidaciones.exportar
# Whatever asks why is told why, so that what answers is the state and not an empty form.
MOTIVO = "Así lo pidió"
DATOS = dict.fromkeys(("motivo", "observar-motivo", "rechazar-motivo"), MOTIVO)
DE_CONTACTO = (
    "contacto", "contacto-tomar", "contacto-soltar", "contacto-asignar", "contacto-mudar",
    "contacto-reabrir", "visita-registrar", "solicitud-abrir", "contacto-mensaje",
)  # fmt: skip
DE_SOLICITUD = (
    "solicitud", "acuerdo-subir", "solicitud-titular", "solicitud-enviar", "solicitud-aprobar",
    "solicitud-observar", "solicitud-rechazar", "acuerdo",
)  # fmt: skip
DE_LIQUIDACION = (
    "liquidacion", "liquidacion-calcular", "liquidacion-avanzar", "liquidacion-resultados",
    "liquidacion-archivo", "liquidacion-lineas", "liquidacion-linea",
)  # fmt: skip
DE_CARGA = (
    "carga", "carga-progreso", "carga-cancelar", "carga-reintentar", "carga-autorizar",
    "carga-descartar", "carga-releer", "carga-columnas", "carga-rechazadas",
)  # fmt: skip
CIERRA_EL_PASO = {"gestora": 409, "supervisora": 409, "sede": 403}
YA_RESUELTA = dict.fromkeys(
    ("solicitud-aprobar", "solicitud-observar", "solicitud-rechazar"),
    tabla(gestora=403, supervisora=409, sede=403),
)
# Another territory's from the moment when it moved: the former one does not even know of it.
DE_LA_OTRA = {"ajena": 302, "supervisora_ajena": 302, "sede": 403}
A_LA_VISTA_DE_LA_OTRA = tabla(ajena=200, supervisora_ajena=200, sede=200)
SE_HACE = tabla(sede=302, administracion=302)

# state: (how it gets there, whose addresses, which of them the table says otherwise)
ESTADOS = {
    "contacto cerrado": Estado(_cerrar_contacto, "afiliacion", DE_CONTACTO, {
        "contacto-tomar": tabla(**CIERRA_EL_PASO),
        "contacto-reabrir": tabla(gestora=302, supervisora=302, sede=403),
        "visita-registrar": tabla(gestora=302, supervisora=302, sede=403),
        "solicitud-abrir": tabla(**CIERRA_EL_PASO),
    }),
    "contacto mudado": Estado(_mudar_contacto, "afiliacion", DE_CONTACTO, {
        "contacto": A_LA_VISTA_DE_LA_OTRA,
        "contacto-tomar": tabla(**DE_LA_OTRA),
        "contacto-soltar": tabla(**DE_LA_OTRA),
        "contacto-asignar": tabla(ajena=403, supervisora_ajena=422, sede=403),
        "contacto-mudar": tabla(ajena=403, supervisora_ajena=403, sede=409),
        "contacto-reabrir": tabla(ajena=409, supervisora_ajena=409, sede=403),
        "visita-registrar": tabla(ajena=200, supervisora_ajena=200, sede=403),
        "solicitud-abrir": tabla(**DE_LA_OTRA),
        "contacto-mensaje": tabla(ajena=403, supervisora_ajena=403, sede=403),
    }),
    "solicitud observada": Estado(
        _resolver(solicitudes.observar, motivo=MOTIVO), "afiliacion", DE_SOLICITUD,
        YA_RESUELTA | {"solicitud-enviar": tabla(gestora=302, supervisora=302, sede=403)},
    ),
    "solicitud aprobada": Estado(
        _resolver(solicitudes.aprobar), "afiliacion", DE_SOLICITUD, YA_RESUELTA
    ),
    "solicitud rechazada": Estado(
        _resolver(solicitudes.rechazar, motivo=MOTIVO), "afiliacion", DE_SOLICITUD, YA_RESUELTA
    ),
    "liquidación revisada": Estado(_liquidacion(REVISAR), "afiliacion", DE_LIQUIDACION, {}),
    "liquidación aprobada": Estado(
        _liquidacion(REVISAR, APROBAR), "afiliacion", DE_LIQUIDACION, {}
    ),
    "liquidación cerrada": Estado(
        _liquidacion(REVISAR, APROBAR, CONGELAR), "afiliacion", DE_LIQUIDACION, {}
    ),
    "liquidación enviada al banco": Estado(
        _liquidacion(REVISAR, APROBAR, CONGELAR, EXPORTAR), "afiliacion", DE_LIQUIDACION,
        {"liquidacion-archivo": tabla(todas=403, sede=200, administracion=404)},
    ),
    "carga recibida": Estado(
        _carga(EstadoCarga.RECIBIDA), "captacion", DE_CARGA, {"carga-cancelar": SE_HACE}
    ),
    "carga cancelada": Estado(
        _carga(EstadoCarga.CANCELADA), "captacion", DE_CARGA, {"carga-reintentar": SE_HACE}
    ),
    "carga fallida": Estado(
        _carga(EstadoCarga.FALLIDA), "captacion", DE_CARGA, {"carga-reintentar": SE_HACE}
    ),
    "carga rechazada": Estado(
        _carga(EstadoCarga.RECHAZADA, motivo="Está vacío."), "captacion", DE_CARGA,
        {"carga-columnas": tabla(sede=200, administracion=200)},
    ),
}  # fmt: skip
