"""A DNI that comes with too many people: put down by the load, lifted by headquarters."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from captacion.acciones.documentos import levantar_documento, reponer_documento
from captacion.models import DocumentoObservado
from juntos.models import Evento, Parametro
from tests import fabricas
from tests.captacion.archivos import JEFE, MADRE

NOMBRES = ("ROSA", "LUZ", "SOL", "FLOR", "ANA", "INES", "ELSA", "OLGA")


def hijos(cuantos: int, *, distintas: int = len(NOMBRES), desde: int = 0) -> list[dict]:
    """Children whose mother is MADRE, told with so many different names."""
    return [
        {
            "codigo_padron": str(i + 1),
            "nombres": f"HIJO {i}",
            "madre_nombres": NOMBRES[i % distintas],
        }
        for i in range(desde, desde + cuantos)
    ]


def observados() -> dict[str, int]:
    return dict(DocumentoObservado.objects.values_list("documento", "personas"))


@pytest.mark.parametrize(("cuantos", "esperado"), [(5, {}), (6, {MADRE: 6})])
def test_el_dni_de_madre_con_mas_de_cinco_nombres_se_observa(cargar, cuantos, esperado):
    carga = cargar("padron_nominal", *hijos(cuantos))
    assert observados() == esperado
    assert DocumentoObservado.objects.filter(carga=carga).count() == len(esperado)


def test_seis_hijos_de_una_misma_madre_no_la_observan(cargar):
    cargar("padron_nominal", *hijos(8, distintas=1))
    assert observados() == {}


def test_se_cuentan_los_que_ya_habian_venido(cargar):
    cargar("padron_nominal", *hijos(4))
    cargar("padron_nominal", *hijos(2, desde=4))
    assert observados() == {MADRE: 6}


def test_el_dni_de_jefe_con_mas_de_cinco_nombres_se_observa(cargar):
    filas = [
        hijo | {"madre_documento": "", "jefe_documento": JEFE, "jefe_nombres": nombre}
        for hijo, nombre in zip(hijos(6), NOMBRES, strict=False)
    ]
    cargar("padron_nominal", *filas)
    assert observados() == {JEFE: 6}


@pytest.mark.parametrize(("hogares", "esperado"), [(5, {}), (6, {MADRE: 6})])
def test_el_dni_de_un_miembro_de_mas_de_cinco_hogares_se_observa(cargar, hogares, esperado):
    cargar("pgh", *({"codigo_hogar": f"H{i}"} for i in range(hogares)))
    assert observados() == esperado


def test_cuantas_son_demasiadas_es_un_parametro(cargar):
    Parametro.objects.filter(pk="cruce_personas_por_documento").update(valor=2)
    cargar("padron_nominal", *hijos(3))
    assert observados() == {MADRE: 3}


def test_levantado_sigue_levantado_hasta_que_lo_trae_mas_gente(cargar, sede):
    cargar("padron_nominal", *hijos(6))
    documento = DocumentoObservado.objects.get()
    levantar_documento(documento, por=sede)
    cargar("padron_nominal", *(h | {"direccion": "JR LIMA 1"} for h in hijos(6)))
    documento.refresh_from_db()
    assert documento.levantado_por == sede
    cargar("padron_nominal", *hijos(1, desde=6))
    documento.refresh_from_db()
    assert (documento.levantado_en, documento.personas) == (None, 7)
    ultimo = Evento.objects.filter(objeto_id=documento.pk).latest("pk")
    assert (ultimo.de, ultimo.a) == ("levantado", "observado")


# --- Headquarters decides


@pytest.fixture
def documento(db):
    carga = fabricas.CargaFactory()
    return DocumentoObservado.objects.create(
        documento="99000000", personas=6, carga=carga, observado_el=carga.fecha_proceso
    )


def test_levantar_y_deshacer_dejan_su_evento(documento, sede):
    assert levantar_documento(documento, por=sede)
    assert not levantar_documento(documento, por=sede)
    assert reponer_documento(documento, por=sede)
    assert not reponer_documento(documento, por=sede)
    eventos = Evento.objects.filter(modelo="captacion.documentoobservado").order_by("pk")
    assert list(eventos.values_list("de", "a", "ocurrido_por")) == [
        ("observado", "levantado", sede.pk),
        ("levantado", "observado", sede.pk),
    ]
    documento.refresh_from_db()
    assert (documento.levantado_en, documento.levantado_por) == (None, None)


def test_solo_sede_levanta(documento, supervisora):
    for accion in (levantar_documento, reponer_documento):
        with pytest.raises(PermissionDenied):
            accion(documento, por=supervisora)


def test_la_lista_dice_como_que_figura_y_que_cargas_lo_traen(cargar, client, sede):
    carga = cargar("padron_nominal", *hijos(6))
    client.force_login(sede)
    pagina = client.get(reverse("captacion:cruce-documentos")).content.decode()
    assert MADRE in pagina
    assert "6 distintas" in pagina
    assert "Figura como madre de 6 niñas y niños" in pagina
    assert reverse("captacion:carga", args=[carga.pk]) in pagina
    assert "Levantar" in pagina


def test_sin_ninguno_lo_dice(client, sede):
    client.force_login(sede)
    pagina = client.get(reverse("captacion:cruce-documentos")).content.decode()
    assert "Ningún DNI está observado" in pagina


def test_se_levanta_y_se_deshace_desde_la_lista(documento, client, sede):
    client.force_login(sede)
    levantar = reverse("captacion:cruce-documento-levantar", args=[documento.pk])
    respuesta = client.post(levantar, follow=True)
    assert "Levantado" in respuesta.content.decode()
    assert client.post(levantar).status_code == 409
    client.post(reverse("captacion:cruce-documento-reponer", args=[documento.pk]))
    documento.refresh_from_db()
    assert documento.levantado_en is None


def test_la_lista_cuesta_lo_mismo_con_uno_que_con_muchos(
    documento, client, sede, django_assert_max_num_queries
):
    for n in range(1, 30):
        DocumentoObservado.objects.create(
            documento=f"9900{n:04d}",
            personas=6,
            carga=documento.carga,
            observado_el=documento.observado_el,
        )
    client.force_login(sede)
    with django_assert_max_num_queries(8):
        client.get(reverse("captacion:cruce-documentos"))
