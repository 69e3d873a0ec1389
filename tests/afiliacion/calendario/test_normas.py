"""Norms as data: drafted by one person, approved by another, one after the other without a hole."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from afiliacion.acciones import calendario, estudios
from afiliacion.acciones.normas import (
    NormaNoCabe,
    aprobar_norma,
    cargar_norma,
    proponer_version,
)
from afiliacion.models import (
    Corresponsabilidad,
    EstadoNorma,
    EstudioDeNorma,
    Norma,
    Recalculo,
    Regla,
)
from juntos.estados import TransicionInvalida
from juntos.models import Evento
from tests import fabricas
from tests.afiliacion.calendario.gente import NACIO, dar, dia, nino

ARCHIVOS = Path(calendario.__file__).parents[1] / "normas"


@pytest.fixture
def analista(sede):
    return sede


@pytest.fixture
def jefa(db):
    return fabricas.UsuarioFactory()


def borrador(analista, de="MC-02.01", **campos) -> Norma:
    norma = proponer_version(Norma.objects.get(codigo=de, estado="aprobada"), por=analista)
    Norma.objects.filter(pk=norma.pk).update(**campos)
    norma.refresh_from_db()
    return norma


# --- What the system brings


def test_las_normas_del_sistema_estan_aprobadas_y_se_siguen(db):
    vigencias = {n.codigo: (n.vigente_desde, n.vigente_hasta) for n in Norma.objects.all()}
    assert vigencias["NTS 137-2017"][1] == dt.date(2024, 12, 31)
    assert vigencias["NTS 238-2025"] == (dt.date(2025, 1, 1), None)
    assert vigencias["MC-02.01"] == (dt.date(2024, 8, 1), None)
    assert vigencias["MC-03.01"] == (dt.date(2025, 10, 1), None)
    assert set(Norma.objects.values_list("estado", flat=True)) == {"aprobada"}
    de_pago = set(Norma.objects.filter(condiciona_pago=True).values_list("codigo", flat=True))
    assert de_pago == {"MC-01.01", "MC-02.01", "MC-03.01"}


@pytest.mark.parametrize(
    "archivo", [r.name for r in sorted(ARCHIVOS.glob("*.toml")) if r.name != "items.toml"]
)
def test_cada_archivo_se_carga_como_borrador_de_la_siguiente_version(archivo, analista):
    norma = cargar_norma(ARCHIVOS / archivo, por=analista)
    aprobada = Norma.objects.get(codigo=norma.codigo, version=1)
    assert (norma.version, norma.estado) == (2, EstadoNorma.BORRADOR)
    columnas = [f.name for f in Regla._meta.fields if f.name not in ("id", "norma")]
    assert list(norma.reglas.order_by("pk").values_list(*columnas)) == list(
        aprobada.reglas.order_by("pk").values_list(*columnas)
    )


@pytest.mark.parametrize(
    "contenido",
    [
        "esto no es toml",
        '[norma]\ncodigo = "X"\n',
        '[norma]\ncodigo = "X"\nmateria = "cred"\ntitulo = "T"\nfuente = "F"\n'
        "vigente_desde = 2030-01-01\ncondiciona_pago = true\n"
        '[[regla]]\nitem = "desconocido"\nreferencia = "nacimiento"\ndesde = 1\nhasta = 2\n',
        '[norma]\ncodigo = "X"\nmateria = "otra"\ntitulo = "T"\nfuente = "F"\n'
        "vigente_desde = 2030-01-01\ncondiciona_pago = true\n[[regla]]\n",
        '[norma]\ncodigo = "X"\nmateria = "cred"\ntitulo = "T"\nfuente = "F"\n'
        "vigente_desde = 2030-01-01\ncondiciona_pago = true\n"
        '[[regla]]\nitem = "cred"\nreferencia = "nacimiento"\ndesde = 9\nhasta = 2\n',
    ],
)
def test_un_archivo_que_no_es_de_una_norma_no_deja_nada(contenido, analista, tmp_path):
    ruta = tmp_path / "norma.toml"
    ruta.write_text(contenido, encoding="utf-8")
    antes = Norma.objects.count()
    with pytest.raises(ValidationError):
        cargar_norma(ruta, por=analista)
    assert Norma.objects.count() == antes


# --- Approval


def test_otra_persona_aprueba_y_la_version_corregida_se_retira(analista, jefa):
    norma = borrador(analista)
    aprobar_norma(norma, por=jefa)
    anterior = Norma.objects.get(codigo="MC-02.01", version=1)
    assert (norma.estado, norma.aprobada_por) == (EstadoNorma.APROBADA, jefa)
    assert anterior.estado == EstadoNorma.RETIRADA
    assert Evento.objects.filter(modelo="afiliacion.norma", objeto_id=anterior.pk).exists()
    assert (
        Recalculo.objects.filter(fin=None, carga=None, persona=None, exoneracion=None).count() == 1
    )


def test_quien_prepara_no_aprueba(analista):
    norma = borrador(analista)
    with pytest.raises(PermissionDenied):
        aprobar_norma(norma, por=analista)
    with pytest.raises(IntegrityError), transaction.atomic():
        Norma.objects.filter(pk=norma.pk).update(
            aprobada_por=analista, aprobada_en=dt.datetime.now(dt.UTC)
        )


def test_dos_que_aprueban_a_la_vez_el_segundo_llega_tarde(analista, jefa):
    norma = borrador(analista)
    vieja = Norma.objects.get(pk=norma.pk)
    aprobar_norma(norma, por=jefa)
    with pytest.raises((TransicionInvalida, NormaNoCabe)):
        aprobar_norma(vieja, por=jefa)


def test_una_norma_sin_reglas_no_se_aprueba(analista, jefa):
    norma = borrador(analista)
    norma.reglas.all().delete()
    with pytest.raises(NormaNoCabe, match="ninguna regla"):
        aprobar_norma(norma, por=jefa)


def test_la_que_sigue_cierra_la_anterior_en_su_vispera(analista, jefa):
    norma = borrador(
        analista, codigo="MC-02.02", vigente_desde=dt.date(2027, 1, 1), reemplaza=None, version=1
    )
    aprobar_norma(norma, por=jefa)
    anterior = Norma.objects.get(codigo="MC-02.01")
    assert (anterior.estado, anterior.vigente_hasta) == ("aprobada", dt.date(2026, 12, 31))


def test_dos_normas_que_rigen_a_la_vez_se_rechazan(analista, jefa):
    norma = borrador(
        analista,
        "NTS 238-2025",
        codigo="NTS 999",
        vigente_desde=dt.date(2024, 6, 1),
        reemplaza=None,
    )
    with pytest.raises(NormaNoCabe, match="rigen a la vez"):
        aprobar_norma(norma, por=jefa)
    norma.refresh_from_db()
    assert norma.estado == EstadoNorma.BORRADOR
    with pytest.raises(IntegrityError, match="norma_sin_traslape"), transaction.atomic():
        Norma.objects.filter(pk=norma.pk).update(
            estado="aprobada", aprobada_por=jefa, aprobada_en=dt.datetime.now(dt.UTC)
        )


def test_un_hueco_entre_dos_normas_se_rechaza(analista, jefa):
    norma = borrador(analista, "NTS 238-2025", vigente_desde=dt.date(2025, 1, 3))
    with pytest.raises(NormaNoCabe, match="días sin norma"):
        aprobar_norma(norma, por=jefa)
    assert Norma.objects.get(codigo="NTS 238-2025", version=1).estado == EstadoNorma.APROBADA


def test_mover_la_fecha_entre_dos_normas_se_aprueba_junto(analista, jefa):
    una = borrador(analista, "NTS 137-2017", vigente_hasta=dt.date(2025, 6, 30))
    otra = borrador(analista, "NTS 238-2025", vigente_desde=dt.date(2025, 7, 1))
    with pytest.raises(NormaNoCabe):
        aprobar_norma(una, por=jefa)
    una, otra = Norma.objects.get(pk=una.pk), Norma.objects.get(pk=otra.pk)
    aprobar_norma(una, otra, por=jefa)
    aprobadas = Norma.objects.filter(materia="cred", estado="aprobada")
    assert set(aprobadas) == {una, otra}


@pytest.mark.parametrize(
    "cambio",
    [
        lambda: Norma.objects.filter(codigo="MC-02.01").update(titulo="Otra"),
        lambda: Norma.objects.filter(codigo="NTS 137-2017").update(vigente_hasta=None),
        lambda: Norma.objects.filter(codigo="MC-02.01").update(estado="borrador"),
        lambda: Regla.objects.filter(item="neumococo").update(hasta=500),
        lambda: Regla.objects.filter(item="neumococo").delete(),
        lambda: Regla.objects.create(
            norma=Norma.objects.get(codigo="MC-02.01"),
            item_id="bcg",
            referencia="nacimiento",
            desde=0,
            hasta=1,
        ),
        lambda: Norma.objects.filter(codigo="MC-02.01").delete(),
    ],
)
def test_lo_aprobado_no_se_toca_ni_por_sql(db, cambio):
    with pytest.raises(IntegrityError), transaction.atomic():
        cambio()


@pytest.mark.parametrize(
    ("campos", "restriccion"),
    [
        ({"hasta": None}, "regla_con_fin"),
        ({"desde": 9, "hasta": 1}, "regla_ventana_en_orden"),
        ({"referencia": "dosis_previa"}, "regla_dosis_previa_existe"),
        ({"grupo": "x"}, "regla_alternativa_con_grupo"),
        ({"referencia": "otra"}, "regla_referencia_valido"),
        ({"unidad": "otra"}, "regla_unidad_valido"),
    ],
)
def test_una_regla_imposible_no_entra(analista, campos, restriccion):
    norma = borrador(analista)
    datos = {"item_id": "bcg", "referencia": "nacimiento", "desde": 0, "hasta": 1, "dosis": 1}
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        Regla.objects.create(norma=norma, **datos | campos)


# --- What would change


def test_que_cambiaria_cuenta_y_no_cambia_nada(analista, jefa):
    persona, otra = nino(), nino()
    dar(persona, "neumococo", 110)
    calendario.recalcular([persona.pk, otra.pk])
    norma = borrador(analista)
    norma.reglas.filter(item="neumococo", dosis=1).update(hasta=100)

    def foto():
        return (
            list(Corresponsabilidad.objects.order_by("pk").values_list()),
            list(Norma.objects.order_by("pk").values_list()),
            Evento.objects.count(),
            Recalculo.objects.count(),
        )

    antes = foto()
    estudio = estudios.pedir_estudio(norma, por=jefa)
    estudios.estudiar(estudio)
    assert foto() == antes
    estudio.refresh_from_db()
    assert (estudio.vistas, estudio.cambian) == (2, 1)
    assert ["cumple", "fuera_de_plazo", 1] in estudio.estados


def test_un_borrador_que_nada_cambia_lo_dice(analista, jefa):
    calendario.recalcular([nino().pk])
    estudio = estudios.pedir_estudio(borrador(analista), por=jefa)
    estudios.estudiar(estudio)
    estudio.refresh_from_db()
    assert (estudio.vistas, estudio.cambian, estudio.estados) == (1, 0, [])


def test_al_aprobarla_cambia_lo_que_se_dijo(analista, jefa):
    persona = nino()
    dar(persona, "neumococo", 110)
    calendario.recalcular([persona.pk])
    norma = borrador(analista)
    norma.reglas.filter(item="neumococo", dosis=1).update(hasta=100)
    aprobar_norma(norma, por=jefa)
    calendario.poner_al_dia()
    fila = Corresponsabilidad.objects.get(
        regla__norma=norma, regla__item="neumococo", regla__dosis=1
    )
    assert (fila.situacion, fila.hasta) == ("fuera", dia(100, desde=NACIO))


# --- The admin


@pytest.fixture
def cliente(client, administracion):
    client.force_login(administracion)
    return client


def test_se_propone_se_estudia_y_otra_persona_la_aprueba(cliente, administracion):
    vigente = Norma.objects.get(codigo="MC-02.01")
    pagina = cliente.get(reverse("admin:afiliacion_norma_change", args=[vigente.pk]))
    assert "Proponer nueva versión" in pagina.text
    cliente.post(reverse("admin:afiliacion_norma_proponer", args=[vigente.pk]))
    nueva = Norma.objects.get(codigo="MC-02.01", version=2)
    assert nueva.preparada_por == administracion
    estudio = reverse("admin:afiliacion_norma_estudio", args=[nueva.pk])
    assert "Calcular qué cambiaría" in cliente.get(estudio).text
    cliente.post(estudio)
    estudios.estudiar(EstudioDeNorma.objects.get())
    assert "nadie cambiaría de estado" in cliente.get(estudio).text
    assert "la aprueba otra persona" in cliente.get(estudio).text
    aprobar = reverse("admin:afiliacion_norma_aprobar", args=[nueva.pk])
    cliente.post(aprobar)
    nueva.refresh_from_db()
    assert nueva.estado == EstadoNorma.BORRADOR
    cliente.force_login(
        fabricas.UsuarioFactory(rol="administracion", is_staff=True, is_superuser=True)
    )
    assert cliente.get(aprobar).status_code == 405
    cliente.post(aprobar)
    nueva.refresh_from_db()
    assert nueva.estado == EstadoNorma.APROBADA


def test_solo_quien_prepara_edita_su_borrador(cliente, analista, administracion):
    ajeno, propio = borrador(analista), borrador(administracion, "MC-03.01")
    pagina = cliente.get(reverse("admin:afiliacion_norma_change", args=[ajeno.pk]))
    assert 'name="titulo"' not in pagina.text
    pagina = cliente.get(reverse("admin:afiliacion_norma_change", args=[propio.pk]))
    assert 'name="titulo"' in pagina.text
    assert 'name="reglas-0-desde"' in pagina.text


def test_las_brechas_se_escriben_como_pares_y_vuelven_iguales(cliente, administracion):
    propia = borrador(administracion, "MC-01.01")
    url = reverse("admin:afiliacion_norma_change", args=[propia.pk])
    conjunto = cliente.get(url).context["inline_admin_formsets"][0].formset
    datos = {f"{conjunto.prefix}-{k}": v for k, v in conjunto.management_form.initial.items()}
    for formulario in conjunto.initial_forms:
        for nombre in formulario.fields:
            valor = formulario[nombre].value()
            datos[formulario.add_prefix(nombre)] = "" if valor is None else valor
    datos |= {
        "codigo": propia.codigo,
        "version": propia.version,
        "materia": propia.materia,
        "titulo": "Otro título",
        "fuente": propia.fuente,
        "vigente_desde": "01/01/2024",
        "condiciona_pago": "on",
    }
    antes = list(propia.reglas.order_by("pk").values_list("brechas", flat=True))
    apn = next(n for n, v in datos.items() if v == "230:28 258:13 400:7")
    assert cliente.post(url, datos).status_code == 302
    assert list(propia.reglas.order_by("pk").values_list("brechas", flat=True)) == antes
    assert cliente.post(url, datos | {apn: "230:27"}).status_code == 302
    assert propia.reglas.filter(brechas=[[230, 27]]).count() == 1
    respuesta = cliente.post(url, datos | {apn: "28 días"})
    assert "día:días" in respuesta.text


def test_el_borrador_se_crea_a_mano_con_sus_reglas(cliente, administracion):
    datos = {
        "codigo": "MC-09.01",
        "version": 1,
        "materia": "mc_menores_de_uno",
        "titulo": "Otra",
        "fuente": "Una resolución",
        "vigente_desde": "01/01/2027",
        "reglas-TOTAL_FORMS": 1,
        "reglas-INITIAL_FORMS": 0,
        "reglas-0-item": "bcg",
        "reglas-0-dosis": 1,
        "reglas-0-referencia": "nacimiento",
        "reglas-0-unidad": "dias",
        "reglas-0-desde": 0,
        "reglas-0-hasta": 1,
    }
    respuesta = cliente.post(reverse("admin:afiliacion_norma_add"), datos)
    assert respuesta.status_code == 302, respuesta.context["errors"]
    norma = Norma.objects.get(codigo="MC-09.01")
    assert (norma.preparada_por, norma.reglas.count()) == (administracion, 1)
