"""The one way in which a file is refused."""


class ArchivoRechazado(Exception):
    """The file is refused whole; the message is one Spanish sentence that says what to do."""
