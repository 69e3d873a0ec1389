import pytest
from django.urls import reverse

from afiliacion.models import Alerta, EstadoAlerta
from tests.afiliacion import construir

CONSULTAS = 10


@pytest.fixture
def alerta(distrito, gestora):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    visita = construir.visitar(
        construir.contacto(hogar), "ausente", por=gestora, alertas=["sin_vacunas"]
    )
    return visita.alertas.get()


def url(nombre, *args):
    return reverse(f"afiliacion:{nombre}", args=args)


def test_la_supervisora_las_ve(client, supervisora, gestora, alerta):
    client.force_login(supervisora)
    texto = client.get(url("alertas")).content.decode()
    assert "Niña o niño: sin vacunas" in texto
    assert str(gestora) in texto
    assert "Marcar como atendida" in texto


def test_atender_se_puede_deshacer(client, supervisora, alerta):
    client.force_login(supervisora)
    respuesta = client.post(url("alerta-atender", alerta.pk), follow=True)
    assert "Deshacer" in respuesta.content.decode()
    alerta.refresh_from_db()
    assert alerta.estado == EstadoAlerta.ATENDIDA
    client.post(url("alerta-reabrir", alerta.pk))
    alerta.refresh_from_db()
    assert alerta.estado == EstadoAlerta.ABIERTA


def test_atender_dos_veces_es_conflicto(client, supervisora, alerta):
    client.force_login(supervisora)
    assert client.post(url("alerta-atender", alerta.pk)).status_code == 302
    assert client.post(url("alerta-atender", alerta.pk)).status_code == 409


def test_las_atendidas_salen_de_la_bandeja(client, supervisora, alerta):
    client.force_login(supervisora)
    client.post(url("alerta-atender", alerta.pk))
    assert "No hay alertas abiertas" in client.get(url("alertas")).content.decode()
    atendidas = client.get(url("alertas"), {"estado": "atendida"}).content.decode()
    assert "Volver a abrir" in atendidas


def test_la_gestora_las_ve_y_no_las_atiende(client, gestora, alerta):
    client.force_login(gestora)
    assert "Marcar como atendida" not in client.get(url("alertas")).content.decode()
    assert client.post(url("alerta-atender", alerta.pk)).status_code == 403


def test_la_ajena_no_existe(client, ajena, alerta):
    client.force_login(ajena)
    assert "sin vacunas" not in client.get(url("alertas")).content.decode()
    assert client.post(url("alerta-atender", alerta.pk)).status_code == 404
    assert client.post(url("alerta-reabrir", alerta.pk)).status_code == 404


def test_una_clave_ilegible_no_rompe_la_lista(client, supervisora, alerta):
    client.force_login(supervisora)
    for texto in ("x", "9" * 30, "²"):
        assert client.get(url("alertas"), {"atendida": texto}).status_code == 200


def test_sin_sesion_va_a_entrar(client, alerta):
    assert client.get(url("alertas")).url.startswith(reverse("juntos:entrar"))


def test_metodos(client, supervisora, alerta):
    client.force_login(supervisora)
    assert client.post(url("alertas")).status_code == 405
    assert client.get(url("alerta-atender", alerta.pk)).status_code == 405
    assert client.get(url("alerta-reabrir", alerta.pk)).status_code == 405


def test_las_consultas_no_crecen(client, supervisora, alerta, django_assert_max_num_queries):
    Alerta.objects.bulk_create(
        Alerta(visita=alerta.visita, captacion=alerta.captacion, tipo=tipo)
        for tipo in ("sin_dni", "sin_cred", "establecimiento")
    )
    client.force_login(supervisora)
    with django_assert_max_num_queries(CONSULTAS):
        client.get(url("alertas"))
