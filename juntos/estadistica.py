"""What a share is worth when it comes from few cases."""

from math import sqrt
from statistics import NormalDist

Z_95 = NormalDist().inv_cdf(0.975)


def wilson(numerador: int, denominador: int) -> tuple[float, float]:
    """The 95 % confidence interval of a share (Wilson's score); without cases, all that may be."""
    if not 0 <= numerador <= denominador:
        raise ValueError(f"{numerador} de {denominador} no es una parte")
    if not denominador:
        return 0.0, 1.0
    parte, z2 = numerador / denominador, Z_95**2 / denominador
    centro = parte + z2 / 2
    radio = Z_95 * sqrt(parte * (1 - parte) / denominador + z2 / (4 * denominador))
    # At 0 and at n one bound is exact; what floating point leaves beside it is not an interval.
    bajo = 0.0 if numerador == 0 else (centro - radio) / (1 + z2)
    alto = 1.0 if numerador == denominador else (centro + radio) / (1 + z2)
    return bajo, alto
