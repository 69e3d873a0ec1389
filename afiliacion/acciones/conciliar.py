"""Captures in -> contacts out: afiliacion pulls what captacion left."""


def conciliar(*, hoy, carga=None) -> int:
    raise NotImplementedError
