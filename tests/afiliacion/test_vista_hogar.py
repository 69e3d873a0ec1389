import pytest
from django.urls import reverse

from afiliacion.acciones.calendario import recalcular
from afiliacion.acciones.solicitudes import aprobar
from captacion.models import EstadoVinculo, ReglaVinculo, Vinculo
from tests import fabricas
from tests.afiliacion import construir

CONSULTAS = 12


@pytest.fixture(autouse=True)
def _archivos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def hogar(distrito):
    nuevo = construir.hogar(distrito, codigo="H-VISTA")
    construir.recien_nacido(nuevo, dias=12)
    return nuevo


def ver(client, usuario, hogar):
    client.force_login(usuario)
    return client.get(reverse("afiliacion:hogar", args=[hogar.pk]))


def test_dice_de_donde_sale_cada_dato(client, gestora, hogar):
    texto = ver(client, gestora, hogar).content.decode()
    assert "H-VISTA" in texto
    assert "Pobre, vigente hasta el 31/12/2099" in texto
    assert "Leído en Padrón General de Hogares (SISFOH), archivo prueba.txt" in texto


def test_la_linea_de_vida_llega_a_la_afiliacion_y_a_la_transferencia(
    client, gestora, supervisora, hogar
):
    aprobar(construir.solicitud_enviada(hogar, por=gestora), por=supervisora)
    respuesta = ver(client, gestora, hogar)
    historia = client.get(reverse("afiliacion:hogar-historia", args=[hogar.pk]))
    titulos = [hito.titulo for hito in historia.context["linea"]]
    esperados = [
        "Se abre el contacto",
        "Se abre la solicitud de afiliación",
        "Solicitud enviada",
        "Solicitud aprobada",
        "El hogar queda afiliado a JUNTOS",
        "Evaluación para la transferencia de primera infancia",
        "Hoy",
    ]
    assert [t for t in titulos if t in esperados] == esperados
    assert not [t for t in titulos if t.startswith("Vence el plazo")]
    assert "Usuario de JUNTOS" in respuesta.content.decode()


def test_un_vinculo_dice_su_regla(client, gestora, hogar):
    captacion = hogar.captaciones.get()
    Vinculo.objects.create(
        persona=captacion.persona,
        hogar=hogar,
        regla=ReglaVinculo.MADRE_PGH,
        estado=EstadoVinculo.AUTOMATICO,
        carga=captacion.carga,
        fila=7,
    )
    texto = ver(client, gestora, hogar).content.decode()
    assert "El documento de la madre figura en el PGH" in texto


def test_quien_tiene_la_captacion_ve_el_hogar_de_otro_distrito(client, gestora, distrito):
    lejos = construir.hogar(fabricas.DistritoFactory())
    assert ver(client, gestora, lejos).status_code == 404
    captacion = construir.recien_nacido(lejos)
    captacion.distrito = distrito
    captacion.save(update_fields=["distrito"])
    assert ver(client, gestora, lejos).status_code == 200


def test_el_hogar_ajeno_no_existe(client, ajena, hogar):
    assert ver(client, ajena, hogar).status_code == 404


def test_sede_lo_ve_y_administracion_no(client, sede, administracion, hogar):
    assert ver(client, sede, hogar).status_code == 200
    assert ver(client, administracion, hogar).status_code == 404


def test_sin_sesion_va_a_entrar(client, hogar):
    respuesta = client.get(reverse("afiliacion:hogar", args=[hogar.pk]))
    assert respuesta.url.startswith(reverse("juntos:entrar"))


def test_solo_se_lee(client, gestora, hogar):
    client.force_login(gestora)
    assert client.post(reverse("afiliacion:hogar", args=[hogar.pk])).status_code == 405


def test_las_consultas_no_crecen_con_el_hogar(
    client, gestora, hogar, django_assert_max_num_queries
):
    madre = hogar.captaciones.get().recien_nacido.madre
    for _ in range(5):
        construir.recien_nacido(hogar, madre=madre)
        fabricas.MiembroFactory(hogar=hogar)
    contacto = construir.contacto(hogar)
    for _ in range(4):
        contacto.refresh_from_db()
        construir.visitar(contacto, "ausente", por=gestora)
    recalcular([captacion.persona_id for captacion in hogar.captaciones.all()])
    client.force_login(gestora)
    for nombre in ("hogar", "hogar-historia"):
        with django_assert_max_num_queries(CONSULTAS):
            client.get(reverse(f"afiliacion:{nombre}", args=[hogar.pk]))
