"""The sealed stream: what goes in comes out; changed, cut or moved, it does not open."""

import io

import pytest

from juntos.respaldo import cifrado
from juntos.respaldo.cifrado import CABECERA, ETIQUETA, TROZO, Cifrador, Descifrador
from juntos.respaldo.errores import ErrorDeRespaldo
from tests.juntos.respaldo.conftest import CLAVE, OTRA_CLAVE

SELLADO = TROZO + ETIQUETA


def sellar(datos: bytes) -> bytes:
    destino = io.BytesIO()
    cifrador = Cifrador(destino, CLAVE.encode())
    for inicio in range(0, len(datos), 700_000):
        cifrador.write(datos[inicio : inicio + 700_000])
    cifrador.terminar()
    return destino.getvalue()


def abrir(sellado: bytes, clave: str = CLAVE) -> bytes:
    descifrador, salida = Descifrador(io.BytesIO(sellado), clave.encode()), b""
    while trozo := descifrador.read(300_000):
        salida += trozo
    return salida


@pytest.fixture(scope="module")
def tres_trozos() -> bytes:
    return sellar(b"JUNTOS" * (TROZO // 2))


@pytest.mark.parametrize("largo", [0, 1, TROZO - 1, TROZO, TROZO + 1, 2 * TROZO, 2 * TROZO + 5])
def test_lo_sellado_se_abre_igual(largo):
    datos = bytes(i % 251 for i in range(1000)) * (largo // 1000 + 1)
    assert abrir(sellar(datos[:largo])) == datos[:largo]


def test_nada_se_lee_sin_la_clave(tres_trozos):
    assert b"JUNTOSJUNTOS" not in tres_trozos
    with pytest.raises(ErrorDeRespaldo, match="no es la de este respaldo"):
        abrir(tres_trozos, OTRA_CLAVE)


def test_dos_respaldos_de_lo_mismo_no_se_parecen():
    uno, dos = sellar(b"igual"), sellar(b"igual")
    assert uno[len(cifrado.MAGIA) :] != dos[len(cifrado.MAGIA) :]


@pytest.mark.parametrize(
    "posicion",
    [
        0,
        len(cifrado.MAGIA),
        CABECERA - 1,
        CABECERA,
        CABECERA + SELLADO - 1,
        CABECERA + SELLADO,
        CABECERA + 2 * SELLADO + 7,
        -1,
    ],
)
def test_un_bit_cambiado_no_abre(tres_trozos, posicion):
    danado = bytearray(tres_trozos)
    danado[posicion] ^= 1
    with pytest.raises(ErrorDeRespaldo, match="dañad"):
        abrir(bytes(danado))


@pytest.mark.parametrize(
    "quedan", [0, 10, CABECERA, CABECERA + SELLADO, CABECERA + 2 * SELLADO, -1]
)
def test_lo_cortado_no_abre(tres_trozos, quedan):
    """Also where a chunk ends: only the last one says that it is."""
    with pytest.raises(ErrorDeRespaldo, match="dañado"):
        abrir(tres_trozos[:quedan])


def test_lo_movido_repetido_o_agregado_no_abre(tres_trozos):
    cabecera, cuerpo = tres_trozos[:CABECERA], tres_trozos[CABECERA:]
    uno, dos, tres = cuerpo[:SELLADO], cuerpo[SELLADO : 2 * SELLADO], cuerpo[2 * SELLADO :]
    for otro in (dos + uno + tres, uno + uno + tres, uno + tres, uno + dos + tres + b"0"):
        with pytest.raises(ErrorDeRespaldo, match="dañado"):
            abrir(cabecera + otro)


def test_un_trozo_de_otro_respaldo_no_abre(tres_trozos):
    otro = sellar(b"OTRAS!" * (TROZO // 2))
    mezclado = tres_trozos[:CABECERA] + otro[CABECERA:]
    with pytest.raises(ErrorDeRespaldo, match="dañado"):
        abrir(mezclado)


@pytest.mark.parametrize("valor", ["", "corta", "a" * 60, "clave-de-prueba-9fK2mQ7xZ4tW8s"])
def test_sin_una_buena_clave_no_se_empieza(monkeypatch, valor):
    monkeypatch.setenv(cifrado.VARIABLE, valor)
    with pytest.raises(ErrorDeRespaldo, match=cifrado.VARIABLE):
        cifrado.clave_de_la_instalacion()
