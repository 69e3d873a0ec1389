"""Wilson's interval against published values."""

import pytest

from juntos.estadistica import wilson


@pytest.mark.parametrize(
    ("numerador", "denominador", "bajo", "alto"),
    [
        # Newcombe (1998), Statistics in Medicine 17: 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_da_los_valores_publicados(numerador, denominador, bajo, alto):
    assert wilson(numerador, denominador) == pytest.approx((bajo, alto), abs=5e-5)


@pytest.mark.parametrize("numerador", [-1, 4])
def test_wilson_no_admite_una_parte_mayor_que_el_todo(numerador):
    with pytest.raises(ValueError, match="no es una parte"):
        wilson(numerador, 3)
