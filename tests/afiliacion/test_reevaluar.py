"""What a later cut corrects reaches the queue, and what people decided stays."""

import datetime as dt

import pytest
from django.urls import reverse

from afiliacion.acciones.conciliar import conciliar
from afiliacion.consultas.hitos import de_los_registros
from afiliacion.models import Contacto
from captacion.acciones import confirmar_vinculo, deshacer_vinculo
from captacion.models import Captacion, Carga, EstadoVinculo, Persona, Vinculo
from juntos.models import Parametro
from tests.afiliacion.construir import visitar
from tests.captacion.archivos import HOY, MADRE, OTRA_MADRE, Cargador, dia
from tests.captacion.test_cambios import EN_PGH, OTRA
from tests.captacion.test_codigo_reasignado import OTRA as OTRO_NINO

AYER = HOY - dt.timedelta(days=1)


@pytest.fixture
def cargar(db, tmp_path, settings, distrito):
    """A load and what follows it, as the worker does; everybody lives in `distrito`."""
    settings.MEDIA_ROOT = tmp_path / "archivos"
    cargador = Cargador(tmp_path)

    def correr(fuente, *filas, hoy=HOY, **datos) -> Carga:
        lugar = {"ubigeo": distrito.ubigeo} if fuente != "juntos" else {}
        carga = cargador(fuente, *(lugar | fila for fila in filas), hoy=hoy, **datos)
        conciliar(hoy=hoy, carga=carga)
        return carga

    return correr


def titulos() -> list[str]:
    return [hito.titulo for hito in de_los_registros(Captacion.objects.all())]


@pytest.mark.parametrize(("antes", "despues"), [(29, 30), (30, 29), (5, 12)])
def test_un_nacimiento_corregido_mueve_el_vencimiento_del_contacto(cargar, antes, despues):
    cargar("padron_nominal", {"fecha_nacimiento": dia(antes)})
    cargar("padron_nominal", {"fecha_nacimiento": dia(despues)})
    vence = HOY - dt.timedelta(days=despues) + dt.timedelta(days=29)
    assert Contacto.objects.get().vence_el == vence
    assert f"vence el {vence:%d/%m/%Y}" in titulos()[0]


def test_una_fur_corregida_mueve_el_vencimiento_del_contacto(cargar):
    cargar("sis_gestantes", {})
    cargar("sis_gestantes", {"fur": dia(70)})
    assert Contacto.objects.get().vence_el == HOY + dt.timedelta(days=27)
    assert titulos() == [
        "Corrigieron su última regla: 24/09/2026 → 14/09/2026; vence el 20/12/2026"
    ]


def test_el_celular_nuevo_es_el_que_marca_la_cola(cargar):
    cargar("padron_nominal", {}, hoy=AYER)
    cargar("padron_nominal", {"celular": "913456789"})
    assert Contacto.objects.get().telefono == "913456789"
    assert titulos() == ["Cambió su celular: 912345678 → 913456789"]
    conciliar(hoy=HOY)
    assert Contacto.objects.get().telefono == "913456789"


def test_el_celular_que_obtuvo_una_visita_se_queda(cargar, gestora, time_machine):
    time_machine.move_to(dt.datetime.combine(AYER, dt.time(12), dt.UTC))
    cargar("padron_nominal", {}, hoy=AYER)
    visitar(Contacto.objects.get(), "ausente", por=gestora, fecha=AYER, telefono_nuevo="914567890")
    cargar("padron_nominal", {"celular": "913456789"})
    assert Contacto.objects.get().telefono == "914567890"


def test_la_visita_que_confirma_el_celular_anterior_vale_mas_que_el_archivo(
    cargar, gestora, time_machine
):
    time_machine.move_to(dt.datetime.combine(HOY, dt.time(12), dt.UTC))
    cargar("padron_nominal", {}, hoy=AYER)
    cargar("padron_nominal", {"celular": "913456789"}, hoy=AYER)
    visitar(Contacto.objects.get(), "ausente", por=gestora, fecha=HOY, telefono_nuevo="912345678")
    conciliar(hoy=HOY)
    assert Contacto.objects.get().telefono == "912345678"


def test_otra_madre_lleva_el_contacto_con_sus_visitas(cargar, gestora, time_machine):
    time_machine.move_to(dt.datetime.combine(HOY, dt.time(12), dt.UTC))
    cargar("pgh", EN_PGH)
    cargar("padron_nominal", {})
    contacto = Contacto.objects.get()
    visitar(contacto, "ausente", por=gestora, fecha=HOY)

    cargar("padron_nominal", OTRA)

    contacto.refresh_from_db()
    assert (contacto.hogar.codigo, contacto.visitas.count()) == ("H2", 1)
    assert Contacto.objects.count() == 1


def test_otra_madre_desconocida_lleva_el_contacto_a_su_hogar_provisional(cargar):
    cargar("padron_nominal", {})
    cargar("padron_nominal", OTRA)
    madre = Persona.objects.get(dni=OTRA_MADRE)
    contacto = Contacto.objects.get()
    assert contacto.hogar.codigo == f"PV-{madre.pk}"
    assert contacto.casos.count() == 1


def test_otra_madre_de_un_hogar_usuario_cierra_el_contacto_y_evalua_la_tpi(cargar):
    cargar("padron_nominal", {})
    cargar("juntos", EN_PGH | {"codigo_hogar": "J2"})
    cargar("padron_nominal", OTRA)
    captacion = Captacion.objects.get()
    assert (captacion.hogar.codigo, captacion.en_hogar_usuario) == ("J2", True)
    assert not Contacto.objects.filter(cerrado_en__isnull=True).exists()
    assert captacion.inclusion_tpi.hogar == captacion.hogar


def test_de_dos_mellizas_solo_una_cambia_de_madre(cargar):
    """Twins stay apart even here: the row that changed is the one that moves."""
    filas = [{"codigo_padron": "1"}, {"codigo_padron": "2", "nombres": "SOL"}]
    cargar("padron_nominal", *filas)
    cargar("padron_nominal", filas[0], filas[1] | OTRA)
    madres = {p.dni for c in Captacion.objects.all() if (p := c.recien_nacido.madre)}
    assert madres == {MADRE, OTRA_MADRE}
    assert Contacto.objects.filter(cerrado_en__isnull=True).count() == 2


# What a person decided


@pytest.fixture
def confirmada(cargar, sede):
    """A child whom a person put in H2, the second of her mother's households."""
    cargar("pgh", {}, {"codigo_hogar": "H2"}, EN_PGH | {"codigo_hogar": "H3"})
    cargar("padron_nominal", {})
    return confirmar_vinculo(Vinculo.objects.get(hogar__codigo="H2"), por=sede)


def test_otra_madre_no_mueve_un_vinculo_confirmado_y_la_duda_espera(cargar, confirmada):
    carga = cargar("padron_nominal", OTRA)

    confirmada.refresh_from_db()
    assert confirmada.estado == EstadoVinculo.CONFIRMADO
    captacion = Captacion.objects.get()
    assert captacion.hogar == confirmada.hogar
    assert captacion.persona.membresias.get().vinculo == confirmada
    duda = Vinculo.objects.get(duda="decision_discutida")
    assert (duda.estado, duda.regla, duda.hogar.codigo) == ("por_revisar", "madre_pgh", "H3")
    assert carga.en_revision == 1
    assert carga.filas_observadas.get(tipo="en_revision").motivos == ["decision_discutida"]


def test_la_duda_se_decide_en_cruces(cargar, confirmada, client, sede):
    cargar("padron_nominal", OTRA)
    client.force_login(sede)
    texto = client.get(reverse("captacion:cruces")).content.decode()
    assert "El documento de la madre cambió en el archivo y ahora figura en este hogar" in texto

    deshacer_vinculo(confirmada, por=sede)
    confirmar_vinculo(Vinculo.objects.get(duda="decision_discutida"), por=sede)
    assert Captacion.objects.get().hogar.codigo == "H3"


def test_otra_madre_sin_hogar_conocido_avisa_y_no_mueve_la_decision(cargar, sede):
    cargar("pgh", {}, {"codigo_hogar": "H2"})
    cargar("padron_nominal", {})
    confirmado = confirmar_vinculo(Vinculo.objects.get(hogar__codigo="H2"), por=sede)
    carga = cargar("padron_nominal", OTRA)
    assert Captacion.objects.get().hogar == confirmado.hogar
    assert (carga.en_revision, carga.actualizadas) == (0, 1)
    assert "decision_discutida" in carga.filas_observadas.get(tipo="aviso").motivos


def test_un_hogar_afiliado_no_pierde_a_quien_una_persona_aprobo(cargar):
    cargar("padron_nominal", {})
    Captacion.objects.update(afiliada_el=HOY)
    hogar = Captacion.objects.get().hogar
    cargar("padron_nominal", OTRA)
    assert Captacion.objects.get().hogar == hogar


# Territory


def test_un_distrito_corregido_mueve_el_contacto_que_nadie_trabajo(cargar, ajena):
    otro = ajena.asignaciones.get().distrito
    cargar("padron_nominal", {})
    cargar("padron_nominal", {"ubigeo": otro.ubigeo})
    assert Contacto.objects.get().distrito == Captacion.objects.get().distrito == otro
    assert titulos()[0].endswith(f"→ {otro}")


def test_un_distrito_corregido_no_mueve_el_contacto_ya_trabajado(
    cargar, gestora, ajena, distrito, time_machine
):
    time_machine.move_to(dt.datetime.combine(HOY, dt.time(12), dt.UTC))
    cargar("padron_nominal", {})
    visitar(Contacto.objects.get(), "ausente", por=gestora, fecha=HOY)
    cargar("padron_nominal", {"ubigeo": ajena.asignaciones.get().distrito.ubigeo})
    assert Contacto.objects.get().distrito == Captacion.objects.get().distrito == distrito


# What its page tells


def test_el_nino_con_codigo_ajeno_llega_a_la_cola_y_el_primero_no_se_toca(cargar):
    cargar("padron_nominal", {})
    assert cargar("padron_nominal", OTRO_NINO).captaciones == 1
    assert Contacto.objects.count() == 2
    assert titulos() == ["Su código de padrón vino a nombre de otra niña o niño"]


def test_la_pagina_dice_quien_ya_no_figura_y_deja_de_decirlo(cargar, client, gestora):
    Parametro.objects.filter(pk="corte_ausentes_maximo").update(valor=60)
    filas = [{"codigo_padron": "1"}, {"codigo_padron": "2", "nombres": "SOL"}]
    cargar("padron_nominal", *filas, corte_completo=True)
    cargar("padron_nominal", filas[0], corte_completo=True)

    assert titulos() == ["Ya no figura en el Padrón Nominal desde el corte del 23/11/2026"]
    client.force_login(gestora)
    contacto = Contacto.objects.get()
    for ruta, pk in (("contacto", contacto.pk), ("hogar-historia", contacto.hogar_id)):
        texto = client.get(reverse(f"afiliacion:{ruta}", args=[pk])).content.decode()
        assert "QUISPE MAMANI, Sol. Aquí no se borró nada" in texto

    cargar("padron_nominal", filas[1])
    assert titulos() == []


def test_el_cambio_de_clasificacion_esta_en_la_linea_del_hogar(cargar):
    cargar("pgh", {})
    cargar("padron_nominal", {})
    cargar("pgh", {"nivel": "NO POBRE"})
    assert titulos() == ["Cambió la clasificación del hogar: Pobre → No pobre"]
