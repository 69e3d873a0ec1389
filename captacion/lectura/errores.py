"""The one way in which a file is refused."""


class ArchivoRechazado(Exception):
    """The file is refused whole; the message is one Spanish sentence that says what to do."""


class EncabezadoDesconocido(ArchivoRechazado):
    """No layout that we know has this header: a person may say what each column is.

    `lectura`: what was told of the file (header, encoding, delimiter), for its Carga.
    """

    def __init__(self, mensaje: str, lectura: dict):
        self.lectura = lectura
        super().__init__(mensaje)
