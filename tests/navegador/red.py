"""The signal between a phone and the server: there, gone, or lost once the server has answered."""

import contextlib
import socket
import threading

MUCHO = 15.0


class Red:
    """A relay in front of the live server, through which a browser reaches it.

    `hay` is whether there is signal; `cortar` names the address whose next answers get lost on
    their way, after the server gave them; `lento`, the one whose answers take long.
    """

    def __init__(self, destino: str):
        anfitrion, puerto = destino.removeprefix("http://").split(":")
        self.destino = (anfitrion, int(puerto))
        self.hay, self.cortar, self.cortadas, self.lento = True, b"", 0, b""
        self._abiertas = set()
        self._fin = threading.Event()
        self._escucha = socket.create_server(("127.0.0.1", 0))
        self._escucha.settimeout(0.2)
        self._hilo = threading.Thread(target=self._aceptar, daemon=True)
        self._hilo.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._escucha.getsockname()[1]}"

    def apagar(self) -> None:
        self.hay = False
        self._soltar()

    def encender(self) -> None:
        self.hay = True

    def cerrar(self) -> None:
        self._fin.set()
        self._hilo.join()
        self._soltar()
        self._escucha.close()

    def _soltar(self) -> None:
        for enchufe in list(self._abiertas):
            with contextlib.suppress(OSError):
                enchufe.shutdown(socket.SHUT_RDWR)

    def _aceptar(self) -> None:
        while not self._fin.is_set():
            try:
                cliente, _ = self._escucha.accept()
            except TimeoutError:
                continue
            if not self.hay:
                cliente.close()
                continue
            threading.Thread(target=self._atender, args=[cliente], daemon=True).start()

    def _atender(self, cliente: socket.socket) -> None:
        servidor = socket.create_connection(self.destino)
        self._abiertas |= {cliente, servidor}
        pedido = {"linea": b""}
        ida = threading.Thread(target=self._ida, args=[cliente, servidor, pedido], daemon=True)
        ida.start()
        with contextlib.suppress(OSError):
            while datos := servidor.recv(65_536):
                if self.cortar and self.cortar in pedido["linea"]:
                    self.cortadas += 1
                    break
                if self.lento and self.lento in pedido["linea"]:
                    self._fin.wait(MUCHO)
                cliente.sendall(datos)
        for enchufe in (cliente, servidor):
            with contextlib.suppress(OSError):
                enchufe.shutdown(socket.SHUT_RDWR)
        ida.join()
        self._abiertas -= {cliente, servidor}
        cliente.close()
        servidor.close()

    def _ida(self, cliente: socket.socket, servidor: socket.socket, pedido: dict) -> None:
        with contextlib.suppress(OSError):
            while datos := cliente.recv(65_536):
                linea = datos.split(b"\r\n", 1)[0]
                if linea.endswith(b"HTTP/1.1"):
                    pedido["linea"] = linea
                servidor.sendall(datos)
        with contextlib.suppress(OSError):
            servidor.shutdown(socket.SHUT_WR)
