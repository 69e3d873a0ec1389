"""What becomes of each row: rejected with every reason, warned, unchanged, updated."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection

from captacion.acciones import ArchivoRepetido
from captacion.models import (
    Captacion,
    Carga,
    FilaObservada,
    Gestante,
    Persona,
    RecienNacido,
    RegistroFuente,
    Telefono,
)
from tests import fabricas
from tests.captacion.archivos import HOY, MADRE, dia, todo_menos_la_carga


def motivos(carga, tipo="rechazada"):
    return {f.numero: set(f.motivos) for f in FilaObservada.objects.filter(carga=carga, tipo=tipo)}


@pytest.mark.parametrize(
    ("cambios", "esperados"),
    [
        ({"fecha_nacimiento": ""}, {"nacimiento_falta"}),
        ({"fecha_nacimiento": "31/02/2026"}, {"nacimiento_imposible"}),
        ({"fecha_nacimiento": "23/11/26"}, {"nacimiento_imposible"}),
        ({"fecha_nacimiento": dia(-1)}, {"nacimiento_futuro"}),
        ({"fecha_nacimiento": "23/11/2020"}, {"edad_padron"}),
        ({"codigo_padron": "", "madre_documento": ""}, {"sin_identidad"}),
        (
            {"codigo_padron": "NULL", "madre_documento": "00000000", "fecha_nacimiento": "null"},
            {"sin_identidad", "nacimiento_falta"},
        ),
    ],
)
def test_una_fila_mala_dice_todos_sus_motivos(cargar, cambios, esperados):
    carga = cargar("padron_nominal", {"codigo_padron": "1"}, cambios)

    assert motivos(carga) == {3: esperados}
    assert (carga.leidas, carga.nuevas, carga.rechazadas) == (2, 1, 1)


def test_la_vispera_de_los_seis_anios_todavia_es_del_padron(cargar):
    assert cargar("padron_nominal", {"fecha_nacimiento": "24/11/2020"}).nuevas == 1


@pytest.mark.parametrize(
    ("cambios", "aviso"),
    [
        ({"celular": ""}, "celular_falta"),
        ({"celular": "999999999"}, "celular_invalido"),
        ({"celular": "12345"}, "celular_invalido"),
        ({"nombres": "R.N."}, "nombre_provisional"),
        ({"ubigeo": ""}, "ubigeo_falta"),
        ({"ubigeo": "999999"}, "ubigeo_desconocido"),
        ({"ubigeo": "150101", "centro_poblado_codigo": "0801010001"}, "centro_poblado_distrito"),
        ({"ap_materno": "TORRES"}, "apellido_distinto"),
        ({"cnv": "99000001"}, "cnv_largo"),
        ({"dni": "11111111"}, "documento_relleno"),
        ({"dni": "9100000A1"}, "documento_ilegible"),
        ({"dni": "1000011"}, "dni_siete"),
        ({"cui": "91000050-A"}, "digito_verificador"),
        ({"dni": MADRE}, "documento_de_otra_persona"),
    ],
)
def test_un_aviso_entra_y_queda_a_la_vista(cargar, cambios, aviso):
    carga = cargar("padron_nominal", cambios)

    assert carga.nuevas == 1
    assert aviso in motivos(carga, "aviso")[2]
    assert aviso in RegistroFuente.objects.get().avisos


def test_el_dni_de_siete_digitos_recupera_su_cero(cargar):
    cargar("padron_nominal", {"dni": "1000011"})
    assert RecienNacido.objects.get().persona.dni == "01000011"


def test_un_documento_largo_no_se_recorta(cargar):
    cargar("padron_nominal", {"dni": "910000111222"})
    assert RecienNacido.objects.get().persona.dni is None


def test_nueve_digitos_que_no_verifican_no_son_el_dni_de_la_madre(cargar):
    """A foreigner's card, most times: reading it as a DNI would name another woman."""
    cargar("pgh", {})
    carga = cargar("padron_nominal", {"madre_documento": f"{MADRE}0"})
    nacido = RecienNacido.objects.get()
    assert nacido.madre.dni is None
    assert "documento_ilegible" in motivos(carga, "aviso")[2]
    assert not nacido.persona.vinculos.filter(regla="madre_pgh").exists()


def test_el_dni_de_la_madre_con_su_verificador_es_su_dni(cargar):
    cargar("padron_nominal", {"madre_documento": f"{MADRE}8"})
    assert RecienNacido.objects.get().madre.dni == MADRE


def test_una_fila_que_solo_traia_nueve_digitos_no_dice_de_quien_es(cargar):
    carga = cargar("padron_nominal", {"codigo_padron": "", "madre_documento": f"{MADRE}0"})
    assert motivos(carga)[2] == {"sin_identidad"}


@pytest.mark.parametrize("celular", ["+51 912345678", "51912345678", "0051912345678"])
def test_el_celular_pierde_el_prefijo_del_pais(cargar, celular):
    cargar("padron_nominal", {"celular": celular})
    assert Telefono.objects.get().numero == "912345678"


def test_la_misma_clave_dos_veces_vale_la_ultima(cargar):
    carga = cargar("padron_nominal", {"nombres": "ANA"}, {"nombres": "LUZ"})

    assert motivos(carga) == {2: {"clave_repetida"}}
    assert RecienNacido.objects.get().persona.nombres == "LUZ"


def test_la_ultima_que_vale_es_la_ultima_buena(cargar):
    carga = cargar("padron_nominal", {"nombres": "ANA"}, {"fecha_nacimiento": "x"})

    assert (carga.nuevas, carga.rechazadas) == (1, 1)
    assert RecienNacido.objects.get().persona.nombres == "ANA"


def test_las_mismas_filas_en_otro_archivo_no_cambian_nada_mas(cargar):
    filas = [{"codigo_padron": str(n), "nombres": f"N{n}"} for n in range(5)]
    cargar("padron_nominal", *filas)
    antes = todo_menos_la_carga()

    carga = cargar("padron_nominal", *reversed(filas))

    assert (carga.leidas, carga.sin_cambio, carga.captaciones) == (5, 5, 0)
    assert todo_menos_la_carga() == antes


def test_el_mismo_archivo_dos_veces_se_rechaza_y_dice_cual_fue(cargar):
    primera = cargar("padron_nominal", {})
    with pytest.raises(ArchivoRepetido) as repetido:
        cargar("padron_nominal", {})
    assert repetido.value.carga_anterior == primera
    assert Carga.objects.count() == 1


def test_una_fila_que_cambia_es_actualizada_y_solo_ella(cargar):
    cargar("padron_nominal", {"codigo_padron": "1"}, {"codigo_padron": "2", "nombres": "ANA"})
    carga = cargar(
        "padron_nominal",
        {"codigo_padron": "1", "nombres": "SOL"},
        {"codigo_padron": "2", "nombres": "ANA"},
    )
    assert (carga.actualizadas, carga.sin_cambio) == (1, 1)
    assert Persona.objects.get(recien_nacido__codigo_padron="1").nombres == "SOL"


@pytest.mark.parametrize(
    ("edad", "oportuna"), [(0, True), (7, True), (8, True), (29, True), (30, False), (31, False)]
)
def test_la_captacion_es_oportuna_hasta_el_dia_29(cargar, edad, oportuna):
    cargar("padron_nominal", {"fecha_nacimiento": dia(edad)})
    captacion = Captacion.objects.get()
    assert (captacion.dias, captacion.oportuna) == (edad, oportuna)
    assert captacion.limite_el == captacion.evento_el + dt.timedelta(days=29)


@pytest.mark.parametrize(("edad", "captada"), [(364, True), (365, False)])
def test_se_capta_hasta_el_dia_364(cargar, edad, captada):
    carga = cargar("padron_nominal", {"fecha_nacimiento": dia(edad)})
    assert carga.captaciones == int(captada)


@pytest.mark.parametrize(("dias", "oportuna"), [(0, True), (97, True), (98, False)])
def test_el_primer_trimestre_llega_al_dia_97(cargar, dias, oportuna):
    cargar("sis_gestantes", {"fur": dia(dias), "atencion_el": dia(0)})
    assert Captacion.objects.get().oportuna is oportuna


@pytest.mark.parametrize(
    ("cambios", "motivo"),
    [
        ({"fur": ""}, "sin_fecha_gestacion"),
        ({"fur": "", "edad_gestacional": "8", "atencion_el": ""}, "sin_fecha_gestacion"),
        ({"fur": dia(-1)}, "fur_futura"),
        ({"fur": dia(324), "atencion_el": dia(3)}, "fur_antigua"),
        ({"documento": "00000000"}, "sin_documento"),
    ],
)
def test_una_gestante_mala_dice_por_que(cargar, cambios, motivo):
    assert motivos(cargar("sis_gestantes", cambios))[2] == {motivo}


def test_una_fur_de_320_dias_todavia_entra(cargar):
    assert cargar("sis_gestantes", {"fur": dia(323), "atencion_el": dia(3)}).nuevas == 1


@pytest.mark.parametrize(
    ("cambios", "fur", "fpp", "origen"),
    [
        ({"fur": "01/11/2026"}, dt.date(2026, 11, 1), dt.date(2027, 8, 8), "fur"),
        ({"fur": "", "fpp": "07/08/2027"}, dt.date(2026, 10, 31), dt.date(2027, 8, 7), "fpp"),
        (
            {"fur": "", "edad_gestacional": "8", "atencion_el": "20/11/2026"},
            dt.date(2026, 9, 25),
            dt.date(2027, 7, 2),
            "edad_gestacional",
        ),
    ],
)
def test_la_fecha_que_falta_se_deriva(cargar, cambios, fur, fpp, origen):
    cargar("sis_gestantes", cambios)
    gestante = Gestante.objects.get()
    assert (gestante.fur, gestante.fpp, gestante.origen_fur) == (fur, fpp, origen)


@pytest.mark.parametrize(("dias", "avisa"), [(7, False), (8, True)])
def test_fpp_y_fur_se_toleran_siete_dias(cargar, dias, avisa):
    fpp = HOY - dt.timedelta(days=60) + dt.timedelta(days=280 + dias)
    carga = cargar("sis_gestantes", {"fpp": f"{fpp:%d/%m/%Y}"})
    assert ("fpp_fur" in motivos(carga, "aviso").get(2, set())) is avisa


def test_una_fur_corregida_es_la_misma_gestacion(cargar):
    cargar("sis_gestantes", {})
    carga = cargar("sis_gestantes", {"fur": dia(70)})
    assert carga.captaciones == 0
    captacion = Captacion.objects.get()
    assert captacion.evento_el == HOY - dt.timedelta(days=70)
    assert captacion.limite_el == captacion.evento_el + dt.timedelta(days=97)


def test_quien_no_tiene_ubigeo_va_al_distrito_de_su_hogar_o_de_su_establecimiento(cargar, distrito):
    fabricas.EstablecimientoFactory(codigo="99000001", distrito=distrito)
    cargar("padron_nominal", {"ubigeo": "", "eess": "99000001"})
    assert Captacion.objects.get().distrito == distrito


def test_el_distrito_del_hogar_vale_mas_que_el_del_establecimiento(cargar, distrito):
    otro = fabricas.DistritoFactory()
    fabricas.EstablecimientoFactory(codigo="99000001", distrito=otro)
    cargar("pgh", {"ubigeo": distrito.ubigeo})
    cargar("padron_nominal", {"ubigeo": "", "eess": "99000001"})
    assert Captacion.objects.get().distrito == distrito


def test_sin_ninguna_senal_queda_sin_territorio_pero_captado(cargar):
    assert cargar("padron_nominal", {}).captaciones == 1
    assert Captacion.objects.get().distrito is None


def test_las_cuatro_fechas_y_de_donde_salieron(cargar):
    carga = cargar("padron_nominal", {})
    captacion = Captacion.objects.get()
    assert captacion.evento_el == HOY - dt.timedelta(days=5)
    assert captacion.en_fuente_el == HOY - dt.timedelta(days=4)
    assert captacion.registrada_el == HOY
    assert captacion.afiliada_el is None
    assert (captacion.carga, captacion.fila) == (carga, 2)


def test_una_carga_inicial_marca_sus_captaciones(cargar):
    cargar("padron_nominal", {}, inicial=True)
    assert Captacion.objects.get().inicial


def test_una_carga_no_se_borra(cargar):
    carga = cargar("padron_nominal", {})
    with pytest.raises(DatabaseError, match="no se borra"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM captacion_carga WHERE id = %s", [carga.pk])
