"""From a file to the calendar: the load asks, a worker does, the sweeper picks up; the command."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from afiliacion.acciones import calendario
from afiliacion.models import CambioDeItem, Corresponsabilidad, Cuidado, Recalculo
from captacion.models import Carga, Gestante
from tests import fabricas
from tests.afiliacion.calendario.gente import NACIO, dar, dia, nino
from tests.captacion.archivos import HOY, cargar_bytes, texto

MENOR = "91000005"
NACIDA = HOY - dt.timedelta(days=200)


def cargar(tmp_path, fuente: str, datos: dict, *, hoy=HOY) -> Carga:
    return cargar_bytes(tmp_path, texto(fuente, datos).encode(), hoy=hoy)


def padron(tmp_path, **campos) -> Carga:
    datos = {"dni": MENOR, "fecha_nacimiento": f"{NACIDA:%d/%m/%Y}"} | campos
    return cargar(tmp_path, "padron_nominal", datos)


def his(tmp_path, edad: int, codigo: str = "90670", **campos) -> Carga:
    datos = {
        "id_cita": f"{codigo}{edad}",
        "documento": MENOR,
        "atencion_el": f"{NACIDA + dt.timedelta(days=edad):%d/%m/%Y}",
        "codigo": codigo,
    }
    return cargar(tmp_path, "his", datos | campos)


def situacion(item="neumococo", dosis=1) -> str:
    return Corresponsabilidad.objects.get(
        regla__norma__codigo="MC-02.01", regla__item=item, regla__dosis=dosis
    ).situacion


def test_un_archivo_de_atenciones_cambia_el_calendario(db, tmp_path):
    padron(tmp_path)
    calendario.poner_al_dia()
    assert situacion() == "sin_dato"
    his(tmp_path, 60)
    his(tmp_path, 100)
    calendario.poner_al_dia()
    assert (situacion(), situacion(dosis=2)) == ("en_ventana", "en_ventana")
    assert not Recalculo.objects.filter(fin=None).exists()


def test_la_atencion_que_esperaba_a_su_persona_cuenta_cuando_llega(db, tmp_path):
    his(tmp_path, 60)
    calendario.poner_al_dia()
    assert not Cuidado.objects.exists()
    padron(tmp_path)
    calendario.poner_al_dia()
    assert situacion() == "en_ventana"


def test_el_padron_corrige_el_nacimiento_y_la_lista_lo_dice(db, tmp_path):
    padron(tmp_path)
    his(tmp_path, 60)
    calendario.poner_al_dia()
    corregida = padron(tmp_path, fecha_nacimiento=f"{NACIDA + dt.timedelta(days=20):%d/%m/%Y}")
    calendario.poner_al_dia()
    assert situacion() == "fuera"
    cambios = CambioDeItem.objects.filter(recalculo__carga=corregida, regla__item="neumococo")
    assert ("en_ventana", "fuera") in cambios.values_list("antes", "despues")


def test_procesar_una_carga_pide_su_calendario(db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    carga = padron(tmp_path)
    assert not Recalculo.objects.exists()
    calendario.retomar(ahora=timezone.now())
    assert Recalculo.objects.get().carga == carga


def test_lo_que_un_trabajador_dejo_a_medias_se_retoma(db, monkeypatch):
    tocadas = []
    monkeypatch.setattr(calendario, "tocar", lambda tarea, pk: tocadas.append(pk))
    ahora = timezone.now()
    hace = ahora - dt.timedelta(hours=1)
    muerto = Recalculo.objects.create(latido=hace, intentos=1, creado=hace)
    Recalculo.objects.create(latido=ahora, intentos=1, creado=hace)
    Recalculo.objects.create(latido=hace, intentos=3, creado=hace)
    Recalculo.objects.create(creado=hace, fin=ahora)
    sin_recoger = Recalculo.objects.create(creado=hace)
    calendario.retomar(ahora=ahora)
    assert tocadas == [muerto.pk, sin_recoger.pk]


def test_una_entrega_repetida_no_hace_nada(db, django_assert_num_queries):
    recalculo = calendario.pedir()
    calendario.hacer(recalculo, procesos=1)
    with django_assert_num_queries(1):
        calendario.hacer(recalculo, procesos=1)


def test_lo_que_se_pide_otra_vez_mientras_se_hace_queda_abierto(db, monkeypatch):
    carga = fabricas.CargaFactory()
    recalculo = calendario.pedir(carga=carga)
    monkeypatch.setattr(calendario, "recalcular", lambda *a, **k: calendario.pedir(carga=carga))
    calendario.hacer(recalculo, procesos=1)
    recalculo.refresh_from_db()
    assert recalculo.fin is None


def test_una_carga_toca_solo_a_los_suyos(db, tmp_path):
    ajeno = nino()
    carga = padron(tmp_path)
    recalculo = calendario.pedir(carga=carga)
    calendario.hacer(recalculo, procesos=1)
    recalculo.refresh_from_db()
    assert not Corresponsabilidad.objects.filter(persona=ajeno).exists()
    # The child and its mother.
    assert recalculo.personas == 2


def test_un_recalculo_tiene_un_solo_motivo(db):
    with pytest.raises(IntegrityError, match="recalculo_un_motivo"), transaction.atomic():
        Recalculo.objects.create(carga=fabricas.CargaFactory(), persona=fabricas.PersonaFactory())


def test_un_cambio_de_item_cambia(db):
    persona = nino()
    regla = {"persona": persona, "regla_id": 1}
    with pytest.raises(IntegrityError, match="cambio_de_item_cambia"), transaction.atomic():
        CambioDeItem.objects.create(antes="fuera", despues="fuera", **regla)
    with pytest.raises(IntegrityError, match="situacion_valida"), transaction.atomic():
        CambioDeItem.objects.create(antes="fuera", despues="otra", **regla)


def test_dos_procesos_dejan_lo_mismo_que_uno(base_real, monkeypatch):
    gente = [nino(dia(-n)) for n in range(12)]
    for persona in gente:
        dar(persona, "neumococo", 70)
    claves = [p.pk for p in gente]
    calendario.recalcular(claves, procesos=1)
    campos = ("persona", "regla", "desde", "hasta", "situacion", "dado_el")
    esperado = list(Corresponsabilidad.objects.order_by(*campos[:2]).values_list(*campos))
    Corresponsabilidad.objects.all().delete()
    monkeypatch.setattr(calendario, "TANDA", 3)
    monkeypatch.setattr(calendario, "CLAVES_POR_CANDADO", 1)
    calendario.recalcular(claves, procesos=2)
    assert list(Corresponsabilidad.objects.order_by(*campos[:2]).values_list(*campos)) == esperado


# --- The command


def ordenar(capsys, *argumentos) -> tuple[int, str, str]:
    codigo = 0
    try:
        call_command("calendario", *argumentos)
    except SystemExit as salida:
        codigo = salida.code
    dicho = capsys.readouterr()
    return codigo, dicho.out, dicho.err


def test_calendario_en_json(db, capsys):
    persona = nino()
    dar(persona, "neumococo", 60)
    _, salida, _ = ordenar(capsys, persona.dni, "--corte", f"{dia(200)}", "--json")
    dicho = json.loads(salida)
    assert set(dicho) == {"persona", "items"}
    assert dicho["persona"] == persona.pk
    (segunda,) = [
        i
        for i in dicho["items"]
        if (i["norma"], i["item"], i["dosis"]) == ("MC-02.01", "neumococo", 2)
    ]
    assert segunda == {
        "norma": "MC-02.01",
        "item": "neumococo",
        "dosis": 2,
        "desde": f"{dia(88)}",
        "hasta": f"{dia(130)}",
        "exigible": f"{dia(148)}",
        "estado": "sin_dato",
        "atencion": None,
        "motivo": "Neumococo 2: 28/01–11/03; sin dato: nadie lo registró; la 1.ª fue el 31/12/2025",
    }


def test_calendario_trae_lo_que_ningun_trabajador_recogio(db, tmp_path, capsys):
    padron(tmp_path)
    his(tmp_path, 60)
    _, salida, _ = ordenar(capsys, MENOR, "--json", "--corte", f"{HOY}")
    estados = {
        (i["norma"], i["item"], i["dosis"]): i["estado"] for i in json.loads(salida)["items"]
    }
    assert estados["MC-02.01", "neumococo", 1] == "cumple"


def test_calendario_en_palabras(db, capsys):
    codigo, salida, _ = ordenar(capsys, nino(NACIO).dni, "--corte", f"{dia(10)}")
    assert codigo == 0
    assert "Rotavirus 1: 26/12–30/04/2026; todavía no toca" in salida


@pytest.mark.parametrize("argumentos", [["99999999"], ["--corte", "ayer", "99999999"]])
def test_lo_que_no_se_puede_sale_con_dos_y_una_frase(db, capsys, argumentos):
    codigo, salida, error = ordenar(capsys, *argumentos)
    assert (codigo, salida) == (2, "")
    assert len(error.strip().splitlines()) == 1
    assert error.strip().endswith(".")


# --- LMP and EDD, as others compute them (DOMAIN §5)


@pytest.mark.parametrize(
    ("fur", "fpp", "dias", "semanas"),
    [
        ("1999-11-01", "2000-08-07", 61, 8),
        ("1999-10-09", "2000-07-15", 84, 12),
        ("1999-10-01", "2000-07-07", 92, 13),
        ("1999-08-01", "2000-05-07", 153, 21),
    ],
)
@pytest.mark.parametrize("dicho", ["fur", "fpp", "edad_gestacional"])
def test_fur_fpp_y_semanas_como_los_calculan_otros(db, tmp_path, fur, fpp, dias, semanas, dicho):
    fur, fpp, el = dt.date.fromisoformat(fur), dt.date.fromisoformat(fpp), dt.date(2000, 1, 1)
    valor = {"fur": f"{fur:%d/%m/%Y}", "fpp": f"{fpp:%d/%m/%Y}", "edad_gestacional": str(semanas)}
    datos = {"fur": "", "fpp": "", "edad_gestacional": ""} | {dicho: valor[dicho]}
    datos["atencion_el"] = f"{el:%d/%m/%Y}"
    cargar(tmp_path, "sis_gestantes", datos, hoy=el)
    gestante = Gestante.objects.get()
    # Completed weeks tell the FUR to within the days of the current one.
    desvio = dias % 7 if dicho == "edad_gestacional" else 0
    assert gestante.fur == fur + dt.timedelta(days=desvio)
    assert gestante.fpp == fpp + dt.timedelta(days=desvio)
    assert (el - fur).days == dias
    assert (el - gestante.fur).days // 7 == semanas
