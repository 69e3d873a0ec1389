"""What a later file of a source changed, field by field: old → new, kept."""

import datetime as dt

import pytest
from django.db import IntegrityError

from captacion.models import CambioDato, Captacion, EstadoVinculo, Persona, RecienNacido, Telefono
from tests.captacion.archivos import GESTANTE, HOY, MADRE, OTRA_MADRE, dia

CNV, DNI = "9900000001", "91000060"


def cambios(carga) -> dict[str, tuple[str, str]]:
    return {c.campo: (c.antes, c.despues) for c in carga.cambios.all()}


def test_la_primera_carga_no_cambia_nada(cargar):
    assert cambios(cargar("padron_nominal", {})) == {}


def test_lo_que_cambia_se_guarda_campo_por_campo(cargar, distrito):
    cargar("padron_nominal", {"cnv": CNV})
    carga = cargar(
        "padron_nominal",
        {
            "cnv": CNV,
            "dni": DNI,
            "nombres": "LUZ MARIA",
            "fecha_nacimiento": dia(6),
            "ubigeo": distrito.ubigeo,
            "direccion": "JR. SOL 1",
            "celular": "913456789",
        },
    )
    assert carga.actualizadas == 1
    assert cambios(carga) == {
        "dni": ("", DNI),
        "nombres": ("LUZ", "LUZ MARIA"),
        "fecha_nacimiento": ("2026-11-18", "2026-11-17"),
        "ubigeo": ("", distrito.ubigeo),
        "direccion": ("", "JR. SOL 1"),
        "celular": ("912345678", "913456789"),
    }
    cambio = carga.cambios.get(campo="dni")
    assert (cambio.fila, cambio.persona) == (2, RecienNacido.objects.get().persona)


def test_una_fila_que_cambia_en_lo_que_no_se_guarda_no_deja_cambios(cargar):
    cargar("padron_nominal", {})
    carga = cargar("padron_nominal", {"creado_el": dia(3)})
    assert (carga.actualizadas, cambios(carga)) == (1, {})


def test_las_filas_sin_cambio_no_dejan_cambios(cargar):
    cargar("padron_nominal", {"codigo_padron": "1"}, {"codigo_padron": "2", "nombres": "SOL"})
    carga = cargar(
        "padron_nominal",
        {"codigo_padron": "1"},
        {"codigo_padron": "2", "nombres": "SOL", "seguro": "1"},
    )
    assert carga.sin_cambio == 1
    assert list(carga.cambios.values_list("fila", "campo")) == [(3, "seguro")]


def test_un_nombre_provisional_que_no_se_toma_no_es_un_cambio(cargar):
    cargar("padron_nominal", {})
    assert cambios(cargar("padron_nominal", {"nombres": "RN"})) == {}


def test_un_documento_que_es_de_otra_persona_no_es_un_cambio(cargar):
    cargar("padron_nominal", {"codigo_padron": "1", "dni": DNI}, {"codigo_padron": "2"})
    carga = cargar("padron_nominal", {"codigo_padron": "2", "dni": DNI})
    assert (carga.en_revision, cambios(carga)) == (1, {})


def test_sin_codigo_de_padron_el_dni_que_llega_se_cuenta_como_cambio(cargar):
    """The key itself changes (CNV, then DNI), and it is the same child."""
    cargar("padron_nominal", {"codigo_padron": "", "cnv": CNV})
    carga = cargar("padron_nominal", {"codigo_padron": "", "dni": DNI})
    assert cambios(carga) == {"dni": ("", DNI)}
    assert RecienNacido.objects.count() == 1


# Phones


def numeros() -> list[str]:
    return [t.numero for t in Persona.objects.get(dni=MADRE).telefonos.all()]


def test_el_celular_nuevo_va_primero_y_el_anterior_queda(cargar):
    cargar("padron_nominal", {}, hoy=HOY - dt.timedelta(days=2))
    cargar("padron_nominal", {"celular": "913456789"})
    assert numeros() == ["913456789", "912345678"]


def test_el_celular_que_vuelve_a_ser_el_de_antes_va_primero(cargar):
    cargar("padron_nominal", {}, hoy=HOY - dt.timedelta(days=2))
    cargar("padron_nominal", {"celular": "913456789"}, hoy=HOY - dt.timedelta(days=1))
    carga = cargar("padron_nominal", {"direccion": "X"})
    assert cambios(carga)["celular"] == ("913456789", "912345678")
    assert numeros() == ["912345678", "913456789"]


def test_el_mismo_celular_con_otra_direccion_no_pasa_delante(cargar):
    cargar("padron_nominal", {}, hoy=HOY - dt.timedelta(days=2))
    madre = Persona.objects.get(dni=MADRE)
    ayer = HOY - dt.timedelta(days=1)
    Telefono.objects.create(persona=madre, numero="914567890", fuente="visita", visto_el=ayer)

    carga = cargar("padron_nominal", {"direccion": "X"})

    assert cambios(carga) == {"direccion": ("", "X")}
    assert numeros() == ["914567890", "912345678"]


def test_un_celular_que_ya_dijo_otra_fuente_no_es_un_cambio(cargar):
    cargar("padron_nominal", {"celular": ""})
    cargar("sis_gestantes", {"documento": MADRE, "celular": "912345678"})
    assert cambios(cargar("padron_nominal", {})) == {}


def test_un_celular_que_obtuvo_una_visita_no_es_un_cambio(cargar):
    cargar("padron_nominal", {})
    madre = Persona.objects.get(dni=MADRE)
    Telefono.objects.create(persona=madre, numero="914567890", fuente="visita", visto_el=HOY)
    assert cambios(cargar("padron_nominal", {"celular": "914567890"})) == {}


def test_quien_pierde_el_celular_conserva_el_que_tenia(cargar):
    cargar("padron_nominal", {})
    assert cambios(cargar("padron_nominal", {"celular": ""})) == {}
    assert numeros() == ["912345678"]


# The other sources


def test_una_fur_corregida_y_un_celular_de_gestante(cargar):
    cargar("sis_gestantes", {}, hoy=HOY - dt.timedelta(days=1))
    carga = cargar("sis_gestantes", {"fur": dia(70), "celular": "913456789"})
    assert cambios(carga) == {
        "fur": ("2026-09-24", "2026-09-14"),
        "fpp": ("2027-07-01", "2027-06-21"),
        "celular": ("912345679", "913456789"),
    }
    assert carga.cambios.first().persona.dni == GESTANTE


def test_el_nivel_de_pobreza_se_dice_una_vez_por_hogar(cargar):
    hijo = {"documento": DNI, "nombres": "LUZ", "fecha_nacimiento": "01/01/2020"}
    cargar("pgh", {}, hijo)
    nuevo = {"nivel": "NO POBRE", "cse_desde": "02/01/2026"}
    carga = cargar("pgh", nuevo, hijo | nuevo | {"nombres": "LUZ MARIA"})

    assert carga.actualizadas == 2
    assert list(
        carga.cambios.values_list("fila", "campo", "antes", "despues", "hogar__codigo")
    ) == [
        (2, "cse_desde", "2026-01-01", "2026-01-02", "H1"),
        (2, "nivel", "pobre", "no_pobre", "H1"),
        (3, "nombres", "LUZ", "LUZ MARIA", None),
    ]


def test_un_hogar_que_deja_de_ser_usuario(cargar):
    cargar("juntos", {})
    assert cambios(cargar("juntos", {"estado": "0"})) == {"estado": ("1", "0")}


def test_un_cambio_cambia_algo(cargar):
    carga = cargar("padron_nominal", {})
    with pytest.raises(IntegrityError, match="cambio_dato_cambia"):
        CambioDato.objects.create(
            carga=carga,
            fila=2,
            persona=RecienNacido.objects.get().persona,
            campo="dni",
            antes="1",
            despues="1",
        )


# Dates and mothers


@pytest.mark.parametrize(("antes", "despues"), [(29, 30), (30, 29)])
def test_un_nacimiento_corregido_cruza_el_dia_29(cargar, antes, despues):
    cargar("padron_nominal", {"fecha_nacimiento": dia(antes), "creado_el": ""})
    assert Captacion.objects.get().oportuna is (antes == 29)

    cargar("padron_nominal", {"fecha_nacimiento": dia(despues), "creado_el": ""})

    captacion = Captacion.objects.get()
    assert (captacion.dias, captacion.oportuna) == (despues, despues == 29)
    assert captacion.limite_el == captacion.evento_el + dt.timedelta(days=29)
    assert captacion.recien_nacido.persona.fecha_nacimiento == captacion.evento_el


def test_quien_ya_era_mayor_se_capta_si_su_nacimiento_corregido_lo_permite(cargar):
    assert cargar("padron_nominal", {"fecha_nacimiento": dia(400)}).captaciones == 0
    assert cargar("padron_nominal", {"fecha_nacimiento": dia(10)}).captaciones == 1


def test_nadie_aparece_en_la_fuente_antes_de_nacer(cargar):
    cargar("padron_nominal", {"fecha_nacimiento": dia(10), "creado_el": dia(8)})
    cargar("padron_nominal", {"fecha_nacimiento": dia(5), "creado_el": dia(8)})
    captacion = Captacion.objects.get()
    assert captacion.evento_el == captacion.en_fuente_el == HOY - dt.timedelta(days=5)


def test_un_nacimiento_posterior_al_registro_avisa_y_no_mueve_la_captacion(cargar):
    cargar("padron_nominal", {}, hoy=HOY - dt.timedelta(days=4))
    carga = cargar("padron_nominal", {"fecha_nacimiento": dia(1)})
    assert Captacion.objects.get().evento_el == HOY - dt.timedelta(days=5)
    assert "evento_tras_registro" in carga.filas_observadas.get(tipo="aviso").motivos


def en_pie():
    captacion = Captacion.objects.get()
    vinculo = captacion.persona.vinculos.get(estado__in=["automatico", "confirmado"])
    assert captacion.hogar == vinculo.hogar
    return vinculo


OTRA = {
    "madre_documento": OTRA_MADRE,
    "madre_ap_paterno": "HUAMAN",
    "madre_ap_materno": "ROJAS",
    "madre_nombres": "INES",
}
EN_PGH = {
    "codigo_hogar": "H2",
    "documento": OTRA_MADRE,
    "ap_paterno": "HUAMAN",
    "ap_materno": "ROJAS",
    "nombres": "INES",
}


def test_otra_madre_lleva_el_vinculo_automatico_a_su_hogar(cargar):
    cargar("pgh", {}, EN_PGH)
    cargar("padron_nominal", {})
    carga = cargar("padron_nominal", OTRA)
    assert (en_pie().regla, en_pie().hogar.codigo) == ("madre_pgh", "H2")
    assert cambios(carga)["madre_documento"] == (MADRE, OTRA_MADRE)
    assert [m.hogar.codigo for m in en_pie().persona.membresias.all()] == ["H2"]


def test_otra_madre_que_nadie_conoce_deja_el_hogar_de_la_anterior(cargar):
    cargar("pgh", {})
    cargar("padron_nominal", {})
    cargar("padron_nominal", OTRA)

    nueva = Persona.objects.get(dni=OTRA_MADRE)
    assert (en_pie().regla, en_pie().hogar.codigo) == ("provisional", f"PV-{nueva.pk}")
    assert set(en_pie().hogar.miembros.values_list("persona__dni", flat=True)) == {None, OTRA_MADRE}
    assert list(en_pie().persona.membresias.values_list("hogar", flat=True)) == [en_pie().hogar_id]


def test_otra_madre_sin_padron_estrena_hogar_provisional(cargar):
    cargar("padron_nominal", {})
    anterior = en_pie()
    cargar("padron_nominal", OTRA)
    anterior.refresh_from_db()
    assert anterior.estado == EstadoVinculo.REEMPLAZADO
    assert en_pie().hogar.codigo == f"PV-{Persona.objects.get(dni=OTRA_MADRE).pk}"


def test_otra_madre_del_mismo_hogar_no_mueve_nada(cargar):
    cargar("pgh", {}, EN_PGH | {"codigo_hogar": "H1"})
    cargar("padron_nominal", {})
    antes = en_pie()
    cargar("padron_nominal", OTRA)
    assert en_pie() == antes


def test_otra_madre_en_dos_hogares_espera_a_una_persona_desde_uno_provisional(cargar):
    cargar("pgh", {}, EN_PGH, EN_PGH | {"codigo_hogar": "H3"})
    cargar("padron_nominal", {})
    carga = cargar("padron_nominal", OTRA)
    assert (carga.en_revision, en_pie().regla) == (1, "provisional")
    dudosos = en_pie().persona.vinculos.filter(estado=EstadoVinculo.POR_REVISAR)
    assert {v.hogar.codigo for v in dudosos} == {"H2", "H3"}
