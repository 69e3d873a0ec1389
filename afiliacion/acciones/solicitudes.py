"""The request to affiliate: prepared, sent, observed, rejected, approved."""


class AcuerdoInvalido(Exception):
    """The file cannot be an Acuerdo de Compromiso; str() says why, for people."""


class FaltanRequisitos(Exception):
    """Requirements not met: `requisitos` lists them, each with what to do."""

    def __init__(self, requisitos):
        self.requisitos = list(requisitos)
        super().__init__(", ".join(r.codigo for r in self.requisitos))


def abrir(contacto, *, por):
    raise NotImplementedError


def verificar(solicitud):
    raise NotImplementedError


def elegir_titular(solicitud, *, titular, por):
    raise NotImplementedError


def adjuntar_acuerdo(solicitud, *, archivo, por):
    raise NotImplementedError


def enviar(solicitud, *, por):
    raise NotImplementedError


def observar(solicitud, *, por, motivo):
    raise NotImplementedError


def rechazar(solicitud, *, por, motivo):
    raise NotImplementedError


def aprobar(solicitud, *, por):
    raise NotImplementedError


def examinar_lote(solicitudes, *, por):
    raise NotImplementedError


def aprobar_lote(solicitudes, *, por):
    raise NotImplementedError
