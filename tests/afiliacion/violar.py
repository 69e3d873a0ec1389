"""SQL that no action would write, to see the database refuse it."""


def cambiar(modelo, **campos):
    return lambda c: modelo.objects.update(**_valores(c, campos))


def _valores(cosas, campos):
    return {
        k: cosas[v[1:]] if isinstance(v, str) and v[:1] == "@" else v for k, v in campos.items()
    }


def otra(modelo, **campos):
    """A copy of the only row, as a second one, with `campos` changed."""

    def copiar(cosas):
        fila = modelo.objects.first()
        fila.pk = None
        for campo, valor in _valores(cosas, campos).items():
            setattr(fila, campo, valor)
        fila.save(force_insert=True)

    return copiar
