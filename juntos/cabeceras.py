"""What every answer tells the browser: what it may not use, and what no shared computer keeps."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# The photo and the position come from the phone's own camera and map; no page asks for them.
PERMISOS = ", ".join(
    f"{que}=()"
    for que in (
        "accelerometer", "bluetooth", "camera", "display-capture", "geolocation", "gyroscope",
        "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
    )
)  # fmt: skip


def cabeceras(get_response: Callable[[HttpRequest], HttpResponse]):
    """Permissions-Policy, and no copy of what was answered to somebody who is logged in.

    A view that says itself how its answer is kept (Cache-Control) is left as it is.
    """

    def responder(request: HttpRequest) -> HttpResponse:
        respuesta = get_response(request)
        respuesta.headers.setdefault("Permissions-Policy", PERMISOS)
        if request.user.is_authenticated:
            respuesta.headers.setdefault("Cache-Control", "private, no-store")
        return respuesta

    return responder
