import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from afiliacion.models import EstadoContacto, Resultado, Visita
from captacion.models import Telefono
from tests import fabricas
from tests.afiliacion import construir

CONSULTAS = 20


@pytest.fixture
def url(contacto):
    return reverse("afiliacion:visita-registrar", args=[contacto.pk])


@pytest.fixture
def datos(contacto):
    """A follow-up as the form sends it: one outcome chosen, the rest as it came."""
    return {
        "clave": str(uuid.uuid4()),
        "version": contacto.version,
        "leida_en": timezone.now().isoformat(),
        "modalidad": "presencial",
        "resultado": "ausente",
        "fecha": construir.HOY.isoformat(),
    }


@pytest.fixture
def mia(client, gestora):
    client.force_login(gestora)
    return client


def test_el_formulario_trae_los_resultados_en_su_orden(mia, url):
    texto = mia.get(url).content.decode()
    nombres = Resultado.objects.exclude(pk=Resultado.PERDIDA_GESTACION)
    lugares = [texto.index(f'value="{r.pk}"') for r in nombres]
    assert lugares == sorted(lugares)
    assert "perdida_gestacion" not in texto


def test_cada_resultado_propone_su_reintento(mia, url):
    formulario = mia.get(url).context["formulario"]
    propuestas = {r.pk: dia for r, dia in formulario.resultados}
    assert propuestas["ausente"] >= construir.HOY
    assert propuestas["ubicada_acepta"] is None


def test_llamar_trae_la_modalidad_y_el_numero(mia, url, contacto):
    madre = contacto.casos.get().captacion.recien_nacido.madre
    linea = Telefono.objects.create(
        persona=madre, numero="987654321", fuente="pgh", visto_el=construir.HOY
    )
    texto = mia.get(url, {"modalidad": "telefono", "telefono": linea.pk}).content.decode()
    assert 'value="telefono" required checked' in texto
    assert f'<option value="{linea.pk}" selected>' in texto


def test_un_seguimiento_se_registra(mia, url, datos, contacto):
    respuesta = mia.post(url, datos)
    assert respuesta.status_code == 302
    assert respuesta.url == reverse("afiliacion:contacto", args=[contacto.pk])
    visita = contacto.visitas.get()
    assert visita.resultado_id == "ausente"
    assert visita.reintento_el >= construir.HOY
    assert "Registrado." in mia.get(respuesta.url).content.decode()


def test_el_mismo_envio_dos_veces_es_una_visita(mia, url, datos):
    primera, segunda = mia.post(url, datos), mia.post(url, datos)
    assert (primera.status_code, segunda.status_code) == (302, 302)
    assert primera.url == segunda.url
    assert Visita.objects.count() == 1


def test_el_mismo_envio_tras_cerrar_tampoco_falla(mia, url, datos):
    datos |= {"resultado": "ubicada_rechaza", "motivo": "No quiere"}
    assert mia.post(url, datos).status_code == 302
    assert mia.post(url, datos).status_code == 302
    assert Visita.objects.count() == 1


def test_una_clave_ilegible_no_es_un_error_500(mia, url, datos):
    assert mia.post(url, datos | {"clave": "x"}).status_code == 422


def test_version_atrasada_muestra_lo_que_cambio_y_guarda_el_texto(
    mia, url, datos, contacto, supervisora
):
    construir.visitar(contacto, "ausente", por=supervisora)
    respuesta = mia.post(url, datos | {"observacion": "Me atendió la abuela"})
    texto = respuesta.content.decode()
    assert respuesta.status_code == 409
    assert "Me atendió la abuela" in texto
    assert f"{supervisora}: Visita en persona: Ausente o no contesta" in texto
    assert "Registrar de todos modos" in texto
    assert Visita.objects.count() == 1


def test_registrar_de_todos_modos(mia, url, datos, contacto, supervisora):
    construir.visitar(contacto, "ausente", por=supervisora)
    formulario = mia.post(url, datos).context["formulario"]
    version = formulario["version"].value()
    assert mia.post(url, datos | {"version": version}).status_code == 302
    assert Visita.objects.count() == 2


def test_si_otro_cerro_el_contacto_el_texto_queda(mia, url, datos, contacto, supervisora):
    construir.visitar(contacto, "ubicada_rechaza", por=supervisora, motivo="No quiere")
    respuesta = mia.post(url, datos | {"observacion": "Aceptó ayer"})
    texto = respuesta.content.decode()
    assert respuesta.status_code == 409
    assert "Aceptó ayer" in texto
    assert "Registrar de todos modos" not in texto


@pytest.mark.parametrize(
    ("cambio", "sentencia"),
    [
        ({"resultado": ""}, "Elija qué pasó."),
        ({"resultado": "inventado"}, "Ese resultado ya no está en la lista"),
        ({"resultado": "ubicada_rechaza"}, "Escriba el motivo."),
        ({"resultado": "sin_senal"}, "Ese resultado no corresponde"),
        ({"fecha": "31/31/2026"}, "Escriba la fecha con día, mes y año"),
        ({"telefono_nuevo": "12345"}, "Escriba un celular de nueve"),
        ({"resultado": "mudada"}, "Escriba el nombre del distrito"),
    ],
)
def test_lo_que_falta_se_dice_y_el_texto_queda(mia, url, datos, cambio, sentencia):
    respuesta = mia.post(url, datos | {"observacion": "Casa de adobe"} | cambio)
    texto = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert sentencia in texto
    assert "Casa de adobe" in texto
    assert not Visita.objects.exists()


def test_una_fecha_futura_se_rechaza(mia, url, datos):
    manana = construir.HOY + dt.timedelta(days=1)
    respuesta = mia.post(url, datos | {"fecha": manana.isoformat()})
    assert respuesta.status_code == 422
    assert "posterior a hoy" in respuesta.content.decode()


def test_mudada_con_nombre_unico_pasa_a_la_cola(mia, url, datos, contacto, ajena):
    otro = fabricas.DistritoFactory(nombre="Ñahuinpuquio")
    datos |= {"resultado": "mudada", "distrito_texto": "nahuinpuquio"}
    respuesta = mia.post(url, datos)
    contacto.refresh_from_db()
    assert contacto.distrito == otro
    assert respuesta.url == reverse("afiliacion:cola")
    assert mia.post(url, datos).url == reverse("afiliacion:cola")
    assert Visita.objects.count() == 1


def test_mudada_con_nombre_repetido_pide_elegir(mia, url, datos, contacto):
    azangaro, puno = (
        fabricas.DistritoFactory(nombre="San José", provincia=p) for p in ("Azángaro", "Puno")
    )
    datos |= {"resultado": "mudada", "distrito_texto": "san jose"}
    respuesta = mia.post(url, datos)
    assert respuesta.status_code == 422
    assert "Elija el distrito de la lista." in respuesta.content.decode()
    assert f'value="{puno.pk}"' in respuesta.content.decode()
    assert mia.post(url, datos | {"distrito_nuevo": azangaro.pk}).status_code == 302
    contacto.refresh_from_db()
    assert contacto.distrito == azangaro


def test_los_distritos_se_buscan_por_htmx(mia, url):
    distrito = fabricas.DistritoFactory(nombre="Macusani", provincia="Carabaya")
    respuesta = mia.get(url, {"distrito_texto": "macus"}, headers={"HX-Request": "true"})
    texto = respuesta.content.decode()
    assert "<html" not in texto
    assert f'value="{distrito.pk}"' in texto


def test_las_alertas_que_se_ofrecen_son_de_quien_hay(mia, url, datos):
    tipos = [valor for valor, _ in mia.get(url).context["formulario"].fields["alertas"].choices]
    assert "sin_vacunas" in tipos
    assert "violencia" not in tipos
    mia.post(url, datos | {"alertas": ["sin_vacunas"]})
    assert Visita.objects.get().alertas.get().tipo == "sin_vacunas"


def test_dos_personas_se_pregunta_de_quien(mia, url, datos, contacto):
    construir.gestante(contacto.hogar, dias=60)
    construir.contacto(contacto.hogar)
    contacto.refresh_from_db()
    datos |= {"version": contacto.version, "resultado": "fallecimiento"}
    respuesta = mia.post(url, datos)
    assert respuesta.status_code == 422
    assert "Indique de quién se trata." in respuesta.content.decode()
    caso = contacto.casos.get(captacion__recien_nacido__isnull=False)
    assert mia.post(url, datos | {"caso": caso.pk}).status_code == 302
    contacto.refresh_from_db()
    assert contacto.esta_abierto


def test_un_contacto_cerrado_manda_a_reabrir(mia, url, contacto, gestora):
    construir.visitar(contacto, "ubicada_rechaza", por=gestora, motivo="No quiere")
    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.NO_ACEPTA
    assert mia.get(url).url == reverse("afiliacion:contacto", args=[contacto.pk])


def test_el_distrito_ajeno_no_existe(client, ajena, url, datos):
    client.force_login(ajena)
    assert client.get(url).status_code == 404
    assert client.post(url, datos).status_code == 404


def test_sede_no_registra(client, sede, url, datos):
    client.force_login(sede)
    assert client.post(url, datos).status_code == 403


def test_sin_sesion_va_a_entrar(client, url, datos):
    assert client.post(url, datos).url.startswith(reverse("juntos:entrar"))
    assert not Visita.objects.exists()


def test_otro_metodo_no_vale(mia, url):
    assert mia.delete(url).status_code == 405


def test_pocas_consultas(mia, url, django_assert_max_num_queries):
    with django_assert_max_num_queries(CONSULTAS):
        mia.get(url)
