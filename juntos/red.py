"""How long a silent network is believed: the database's and the broker's connections, in one place.

A cable that goes dark sends no reset: without these a query waits some fifteen minutes for its
answer, and the server keeps for two hours the session, and the locks, of a client that is gone.
A session is given up some fourteen seconds after the last sign of life, on both sides.
"""

import os
import socket

CONECTAR, QUIETO, ENTRE_SONDAS, SONDAS, SIN_ACUSE = 5, 5, 3, 3, 10
# Of the server's side, asked for by each session: no file of the server need be changed.
EN_EL_SERVIDOR = {
    "tcp_keepalives_idle": QUIETO,
    "tcp_keepalives_interval": ENTRE_SONDAS,
    "tcp_keepalives_count": SONDAS,
    "tcp_user_timeout": SIN_ACUSE * 1000,
    "client_connection_check_interval": 2000,
    # A web process that waits for an answer no page needs any more: 0 is without end, for workers.
    "statement_timeout": int(os.environ.get("SEGUNDOS_POR_CONSULTA") or 0) * 1000,
}


def de_la_base() -> dict[str, str | int]:
    """Options of libpq for a database on the network; a Unix socket takes no notice of them."""
    return {
        "connect_timeout": CONECTAR,
        "keepalives_idle": QUIETO,
        "keepalives_interval": ENTRE_SONDAS,
        "keepalives_count": SONDAS,
        "tcp_user_timeout": SIN_ACUSE * 1000,
        "options": " ".join(f"-c {nombre}={valor}" for nombre, valor in EN_EL_SERVIDOR.items()),
    }


def del_broker() -> dict[int, int]:
    """Options of the sockets of a Redis broker, where this platform has them."""
    valores = {
        "TCP_KEEPIDLE": QUIETO,
        "TCP_KEEPINTVL": ENTRE_SONDAS,
        "TCP_KEEPCNT": SONDAS,
        "TCP_USER_TIMEOUT": SIN_ACUSE * 1000,
    }
    return {
        getattr(socket, nombre): valor
        for nombre, valor in valores.items()
        if hasattr(socket, nombre)
    }
