"""From what sources tell to care, once."""

from django.utils import timezone

from afiliacion.acciones import calendario
from afiliacion.consultas.calendario import calendario_de, no_contadas
from afiliacion.models import Cuidado, OrigenCuidado
from captacion.models import Atencion, Fuente
from tests import fabricas
from tests.afiliacion.calendario.gente import (
    FUR,
    NACIO,
    TODO_PASO,
    dar,
    dia,
    estados,
    gestante,
    nino,
    registrar,
)


def test_dos_fuentes_cuentan_un_mismo_cuidado_con_un_dia_de_diferencia(db):
    persona = nino()
    registrar(persona, "90670", 60, valor="D1")
    calendario.recalcular([persona.pk])
    registrar(persona, "90669", 61)
    registrar(persona, "90670", 63)
    calendario.recalcular([persona.pk])
    cuidados = Cuidado.objects.filter(persona=persona, item="neumococo").order_by("dado_el")
    assert [(c.dado_el, c.dosis_dicha) for c in cuidados] == [(dia(60), 1), (dia(63), None)]


def test_un_cuidado_lleva_a_su_carga_y_a_su_fila(db):
    persona = nino()
    registrar(persona, "90670", 60, hoy=dia(75))
    calendario.recalcular([persona.pk])
    cuidado = Cuidado.objects.get(persona=persona, item="neumococo")
    assert cuidado.origen == OrigenCuidado.FUENTE
    assert cuidado.conocido_el == dia(75)
    assert (cuidado.atencion.carga.fuente, cuidado.atencion.fila) == (Fuente.HIS, 1)


def test_lo_anterior_al_nacimiento_y_lo_futuro_no_cuentan_y_se_listan(db):
    persona = nino()
    registrar(persona, "90670", -3)
    registrar(persona, "90681", 80, hoy=dia(70))
    registrar(persona, "90713", 60)
    calendario.recalcular([persona.pk])
    contados = Cuidado.objects.filter(persona=persona).values_list("item", flat=True)
    assert list(contados) == ["polio"]
    assert {(n.item, n.motivo) for n in no_contadas([persona.pk])} == {
        ("neumococo", "antes"),
        ("rotavirus", "futura"),
    }


def test_la_vacuna_de_otro_nino_del_mismo_nombre_es_de_su_documento(db):
    uno, otro = nino(), nino()
    registrar(uno, "90670", 60)
    calendario.recalcular([uno.pk, otro.pk])
    assert estados(uno)["neumococo", 1] == "cumple"
    assert estados(otro)["neumococo", 1] == "sin_dato"


def test_una_fuente_que_corrige_la_fecha_anula_y_escribe_otro(db):
    persona = nino()
    registrar(persona, "90670", 40, clave="cita")
    calendario.recalcular([persona.pk])
    Atencion.objects.filter(clave="cita").update(atendida_el=dia(60))
    Atencion.objects.get(clave="cita").carga.__class__.objects.update(fecha_proceso=dia(90))
    calendario.recalcular([persona.pk])
    viejo, nuevo = Cuidado.objects.filter(persona=persona, item="neumococo").order_by("dado_el")
    assert viejo.anulado_en
    assert viejo.anulado_por.username == "sistema"
    assert (nuevo.dado_el, nuevo.anulado_en) == (dia(60), None)


def test_los_examenes_se_completan_con_su_ultima_parte(db):
    mujer = gestante()
    registrar(mujer.persona, "85018", 40, desde=FUR)
    registrar(mujer.persona, "86703", 50, desde=FUR)
    registrar(mujer.persona, "86780", 50, desde=FUR)
    calendario.recalcular([mujer.persona_id])
    assert estados(mujer.persona, norma="MC-01.01")["examenes", 1] == "sin_dato"
    registrar(mujer.persona, "81001", 90, desde=FUR)
    calendario.recalcular([mujer.persona_id])
    item = [i for i in calendario_de([mujer.persona_id], corte=TODO_PASO) if i.item == "examenes"]
    assert [(i.estado, i.dado_el) for i in item] == [("cumple", dia(90))]


def test_el_perfil_obstetrico_basta(db):
    mujer = gestante()
    registrar(mujer.persona, "80055.01", 97, desde=FUR)
    calendario.recalcular([mujer.persona_id])
    assert estados(mujer.persona, norma="MC-01.01")["examenes", 1] == "cumple"


def test_el_hierro_con_diagnostico_de_anemia_es_tratamiento(db):
    persona = nino()
    for n in (175, 245, 305):
        registrar(persona, "99199.17", n)
        registrar(persona, "D509", n)
    calendario.recalcular([persona.pk])
    hallados = estados(persona)
    assert [hallados["tratamiento_anemia", d] for d in (1, 2, 3)] == ["cumple"] * 3
    assert hallados["hierro_preventivo", 1] == "no_aplica"


def test_el_dni_visto_a_tiempo_cumple_y_visto_tarde_no_dice_nada(db):
    a_tiempo, tarde = (
        fabricas.CaptacionFactory(
            recien_nacido__persona__fecha_nacimiento=NACIO, registrada_el=dia(n)
        ).persona
        for n in (20, 45)
    )
    calendario.recalcular([a_tiempo.pk, tarde.pk])
    assert estados(a_tiempo)["dni", 1] == "cumple"
    assert estados(tarde)["dni", 1] == "sin_dato"


def test_un_cuidado_anulado_deja_lugar_a_otro(sede):
    persona = nino()
    dar(persona, "neumococo", 60)
    Cuidado.objects.update(anulado_en=timezone.now(), anulado_por=sede)
    dar(persona, "neumococo", 60)
    assert Cuidado.objects.count() == 2
