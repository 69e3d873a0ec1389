"""A file that says little new reconciles the households of which it speaks, and no others."""

import datetime as dt

import pytest

from afiliacion.acciones.cargas import procesar_carga
from afiliacion.acciones.conciliar import conciliar
from afiliacion.models import Caso, Contacto, EstadoContacto, InclusionTPI
from captacion.models import Carga
from juntos.models import Evento
from tests.captacion import archivos
from tests.captacion.archivos import HOY, Cargador

AYER = HOY - dt.timedelta(days=1)
CUANTOS = 41
SILABAS = ["BA", "DE", "FI", "GO", "LU", "MA", "NE", "PI", "RO", "TU"]


def nombres(n: int) -> tuple[str, str, str]:
    """Of a woman who shares no name with any other number."""
    uno, otro = SILABAS[n // 10], SILABAS[n % 10]
    return f"{uno}{otro}RA", f"{otro}{uno}LLE", f"{otro}{uno}NA"


def nino(n: int, **cambios) -> dict:
    madre = dict(
        zip(("madre_ap_paterno", "madre_ap_materno", "madre_nombres"), nombres(n), strict=True)
    )
    fila = madre | {
        "codigo_padron": f"{5_000_000_000 + n}",
        "madre_documento": f"{91_001_000 + n}",
        "celular": f"{912_000_000 + n}",
    }
    return fila | cambios


def corte(**de_cada_uno: dict) -> list[dict]:
    """The same children; `n5={...}`: what the fifth one brings changed."""
    return [nino(n, **de_cada_uno.get(f"n{n}", {})) for n in range(CUANTOS)]


@pytest.fixture
def cargar(db, tmp_path, settings, distrito, monkeypatch):
    """A file from its first byte to the queue; everybody lives in `distrito`."""
    settings.MEDIA_ROOT = tmp_path / "archivos"
    monkeypatch.setattr(archivos, "procesar", procesar_carga)
    cargador = Cargador(tmp_path)

    def correr(fuente: str, *filas: dict, hoy=HOY) -> Carga:
        lugar = {"ubigeo": distrito.ubigeo} if fuente != "juntos" else {}
        return cargador(fuente, *(lugar | fila for fila in filas), hoy=hoy)

    return correr


def cola() -> list:
    """Everything that the reconciliation writes."""
    modelos = (Contacto, Caso, InclusionTPI, Evento)
    return [list(modelo.objects.order_by("pk").values()) for modelo in modelos]


def de(n: int) -> Contacto:
    return Contacto.objects.get(
        casos__captacion__recien_nacido__codigo_padron=nino(n)["codigo_padron"]
    )


def envejecer() -> None:
    """Every contact shows a date that no capture of it says."""
    Contacto.objects.update(vence_el=HOY)


def test_solo_se_concilian_los_hogares_de_las_filas_que_cambian(cargar):
    cargar("padron_nominal", *corte(), hoy=AYER)
    envejecer()
    carga = cargar("padron_nominal", *corte(n5={"celular": "913456789"}))
    assert (carga.actualizadas, carga.sin_cambio) == (1, CUANTOS - 1)
    assert de(5).telefono == "913456789"
    assert de(5).vence_el > HOY
    assert de(6).vence_el == HOY


def test_un_nacimiento_entre_muchos_conocidos_abre_su_contacto(cargar):
    cargar("padron_nominal", *corte(), hoy=AYER)
    carga = cargar("padron_nominal", *corte(), nino(CUANTOS))
    assert (carga.nuevas, carga.captaciones, carga.contactos) == (1, 1, 1)
    assert de(CUANTOS).estado == EstadoContacto.PENDIENTE


def test_nada_queda_para_la_conciliacion_del_pais(cargar):
    """A phone, a mother and a place corrected, as the whole queue would see them."""
    ella = dict(zip(("ap_paterno", "ap_materno", "nombres"), nombres(5), strict=True))
    hogares = ({"codigo_hogar": f"H{n}", "documento": f"{91_001_000 + n}"} for n in (5, 99))
    cargar("pgh", *(hogar | ella for hogar in hogares))
    cargar("padron_nominal", *corte(), hoy=AYER)
    cambios = {"n5": {"madre_documento": "91001099"}, "n6": {"fecha_nacimiento": archivos.dia(9)}}
    carga = cargar("padron_nominal", *corte(**cambios))
    assert carga.actualizadas == 2
    antes = cola()
    conciliar(hoy=HOY)
    assert cola() == antes
    assert de(5).hogar.codigo == "H99"


def test_el_hogar_que_se_afilia_cierra_su_contacto(cargar):
    otros = [{"documento": f"{91_002_000 + n}", "codigo_hogar": f"J{n}"} for n in range(CUANTOS)]
    cargar("juntos", *otros, hoy=AYER)
    cargar("padron_nominal", {}, hoy=AYER)
    envejecer()
    carga = cargar("juntos", *otros, {"codigo_hogar": "J99"})
    assert (carga.nuevas, carga.sin_cambio) == (1, CUANTOS)
    antes = cola()
    conciliar(hoy=HOY)
    assert cola() == antes


def test_las_filas_que_son_muchas_concilian_el_pais(cargar):
    cargar("padron_nominal", *corte(), hoy=AYER)
    envejecer()
    tres = {f"n{n}": {"celular": "913456789"} for n in (1, 2, 3)}
    cargar("padron_nominal", *corte(**tres))
    assert de(6).vence_el > HOY
