"""A header that no layout has: a person says what each column is, and it is known from then on."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from captacion import acciones
from captacion.consultas import cargas as consultas
from captacion.fuentes import PERFILES
from captacion.fuentes.parecido import sugerir
from captacion.importacion import ArchivoRechazado, procesar
from captacion.models import Carga, EstadoCarga, PerfilPropio, RecienNacido
from captacion.perfiles import perfil_de, vigentes
from juntos.estados import TransicionInvalida
from juntos.models import Usuario
from tests.captacion.archivos import HOY, MADRE, texto
from tests.fabricas import CargaFactory

pytestmark = pytest.mark.django_db
TITULOS = ["Código padrón", "Nombre del niño", "Nacimiento", "Niña/Niño", "DNI mamá", "Lugar"]
FILA = f"5001;LUZ;18/11/2026;F;{MADRE};070101"
COLUMNAS = {
    "codigo_padron": "Código padrón",
    "nombres": "Nombre del niño",
    "fecha_nacimiento": "Nacimiento",
    "sexo": "Niña/Niño",
    "madre_documento": "DNI mamá",
    "ubigeo": "Lugar",
}


@pytest.fixture(autouse=True)
def _archivos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "archivos"


def recibida(*filas: str, titulos=TITULOS, **campos) -> Carga:
    contenido = "\n".join([";".join(titulos), *filas]) + "\n"
    return acciones.recibir(
        ContentFile(contenido.encode()),
        nombre="otro.csv",
        por=Usuario.objects.sistema(),
        hoy=HOY,
        **campos,
    )


def rechazada(*filas: str, **campos) -> Carga:
    carga = recibida(*(filas or [FILA]), **campos)
    with pytest.raises(ArchivoRechazado):
        procesar(carga)
    carga.refresh_from_db()
    return carga


def declarar(carga: Carga, *, por, **cambios) -> PerfilPropio:
    dicho = {"fuente": "padron_nominal", "codigo": "padron-posta", "ubigeo": "reniec"}
    return acciones.declarar_perfil(carga, **dicho | {"columnas": COLUMNAS, "por": por} | cambios)


# What a refused file keeps


def test_el_encabezado_desconocido_queda_en_la_carga():
    carga = rechazada()
    assert (carga.encabezado, carga.delimitador, carga.perfil) == (TITULOS, ";", "")
    assert consultas.admite_columnas(carga)


@pytest.mark.parametrize(
    "contenido",
    [
        f"5001;LUZ;18/11/2026;F;{MADRE};070101\n5002;SOL;19/11/2026;F;{MADRE};070101\n",
        "HOLA\nadios\n",
        ";".join(f"C{n}" for n in range(400)) + "\n1\n",
        "A" * 300 + ";B\n1;2\n",
        "%PDF-1.7\n",
    ],
)
def test_lo_que_no_es_un_encabezado_no_se_guarda_ni_se_ofrece(contenido):
    """A first row of data is somebody's data: it must not become the name of a column."""
    carga = acciones.recibir(
        ContentFile(contenido.encode()), nombre="x.csv", por=Usuario.objects.sistema(), hoy=HOY
    )
    with pytest.raises(ArchivoRechazado):
        procesar(carga)
    carga.refresh_from_db()
    assert carga.encabezado == []
    assert not consultas.admite_columnas(carga)


# Saying it


def test_declarado_el_archivo_entra_y_los_siguientes_se_reconocen_solos(sede):
    carga = rechazada()
    perfil = declarar(carga, por=sede)
    assert (perfil.creado_por, perfil.activo) == (sede, True)
    assert carga.estado == EstadoCarga.RECIBIDA
    procesar(carga)
    assert (carga.estado, carga.perfil, carga.nuevas) == (EstadoCarga.PROCESADA, "padron-posta", 1)
    registro = RecienNacido.objects.get()
    # RENIEC numbers Cusco 070101; the code of sex is read by the source's own table.
    assert (registro.distrito_id, registro.persona.sexo) == ("080101", "F")

    otro_orden = recibida(
        f"070101;;5002;SOL;19/11/2026;M;{MADRE}",
        titulos=["LUGAR", "Otra más", *TITULOS[:4], "dni mama"],
    )
    procesar(otro_orden)
    assert (otro_orden.perfil, otro_orden.nuevas) == ("padron-posta", 1)


def test_un_perfil_propio_exige_todas_sus_columnas(sede):
    declarar(rechazada(), por=sede)
    sin_lugar = rechazada("5003;SOL;19/11/2026;M;", titulos=TITULOS[:5])
    assert "Lugar" in sin_lugar.motivo


def test_el_ubigeo_puede_venir_en_tres_columnas(sede):
    titulos = [*TITULOS[:5], "Dep", "Prov", "Dist"]
    carga = rechazada(f"5001;LUZ;18/11/2026;F;{MADRE};8;1;1", titulos=titulos)
    columnas = COLUMNAS | {"ubigeo": ["Dep", "Prov", "Dist"]}
    declarar(carga, por=sede, columnas=columnas, ubigeo="inei")
    procesar(carga)
    assert RecienNacido.objects.get().distrito_id == "080101"


def test_las_rechazadas_de_un_perfil_propio_dicen_su_columna(sede):
    carga = rechazada("5001;LUZ;31/02/2026;F;;070101")
    declarar(carga, por=sede)
    procesar(carga)
    assert carga.rechazadas == 1
    bajado = "".join(consultas.archivo_de_rechazadas(carga))
    assert "|Nacimiento|" in bajado
    PerfilPropio.objects.update(activo=False)
    assert perfil_de(carga).codigo == "padron-posta"
    assert "|Nacimiento|" in "".join(consultas.archivo_de_rechazadas(carga))


@pytest.mark.parametrize(
    ("cambios", "culpable", "dicho"),
    [
        ({"codigo": "precotejo"}, "codigo", "Ya hay un formato"),
        ({"fuente": "otra"}, "fuente", "Elija la fuente"),
        ({"columnas": COLUMNAS | {"clave": "Lugar"}}, "clave", "no tiene esta columna"),
        ({"columnas": COLUMNAS | {"dni": "Otra"}}, "dni", "no tiene la columna «Otra»"),
        ({"columnas": COLUMNAS | {"dni": "Lugar"}}, "dni", "ya se usó"),
        ({"columnas": {"codigo_padron": "Lugar"}}, "fecha_nacimiento", "Elija la columna"),
        ({"columnas": {"fecha_nacimiento": "Lugar"}}, "codigo_padron", "al menos una"),
    ],
)
def test_lo_que_no_puede_ser_un_formato(sede, cambios, culpable, dicho):
    carga = rechazada()
    with pytest.raises(acciones.PerfilInvalido) as invalido:
        declarar(carga, por=sede, **cambios)
    assert dicho in invalido.value.errores[culpable]
    carga.refresh_from_db()
    assert carga.estado == EstadoCarga.RECHAZADA
    assert not PerfilPropio.objects.exists()


def test_dos_con_el_mismo_nombre_dejan_uno(sede, monkeypatch):
    """The second one looked before the first one saved."""
    una, otra = rechazada(), rechazada("5002;SOL;19/11/2026;M;;070101")
    declarar(una, por=sede)
    monkeypatch.setattr(acciones.perfiles, "errores_de", lambda *a, **k: {})
    with pytest.raises(acciones.PerfilInvalido, match="Ya hay un formato"):
        declarar(otra, por=sede)
    otra.refresh_from_db()
    assert otra.estado == EstadoCarga.RECHAZADA


@pytest.mark.parametrize("quien", ["gestora", "supervisora"])
def test_solo_quien_carga_archivos_lo_dice(request, quien):
    carga = rechazada()
    with pytest.raises(PermissionDenied):
        declarar(carga, por=request.getfixturevalue(quien))
    with pytest.raises(PermissionDenied):
        acciones.releer(carga, por=request.getfixturevalue(quien))


def test_lo_que_otra_persona_ya_declaro(sede, administracion):
    carga = rechazada()
    vieja = Carga.objects.get(pk=carga.pk)
    declarar(carga, por=administracion)
    with pytest.raises(TransicionInvalida):
        declarar(vieja, por=sede, codigo="otro-nombre")
    assert PerfilPropio.objects.count() == 1


def test_rechazado_por_otra_cosa_no_se_declara(sede):
    carga = CargaFactory(estado=EstadoCarga.RECHAZADA, motivo="El archivo es un PDF.")
    with pytest.raises(TransicionInvalida):
        declarar(carga, por=sede)


# Known since


def test_lo_rechazado_antes_se_carga_con_lo_que_se_aprendio_despues(sede):
    una, otra = rechazada(), rechazada("5002;SOL;19/11/2026;M;;070101")
    declarar(una, por=sede)
    assert consultas.formato_conocido(otra).codigo == "padron-posta"
    acciones.releer(otra, por=sede)
    procesar(otra)
    assert (otra.estado, otra.perfil) == (EstadoCarga.PROCESADA, "padron-posta")


def test_un_archivo_que_se_dijo_de_otra_fuente_se_carga_como_lo_que_es(sede):
    contenido = ContentFile(texto("padron_nominal", {}).encode())
    carga = acciones.recibir(contenido, nombre="f.txt", por=sede, fuente="pgh", hoy=HOY)
    with pytest.raises(ArchivoRechazado):
        procesar(carga)
    acciones.releer(carga, por=sede)
    procesar(carga)
    assert (carga.fuente, carga.estado) == ("padron_nominal", EstadoCarga.PROCESADA)


def test_lo_que_nadie_enseno_no_se_relee(sede):
    carga = rechazada()
    with pytest.raises(TransicionInvalida):
        acciones.releer(carga, por=sede)


def test_un_perfil_que_ya_no_esta_activo_no_reconoce(sede):
    declarar(rechazada(), por=sede)
    PerfilPropio.objects.update(activo=False)
    assert "padron-posta" not in vigentes()
    assert rechazada("5002;SOL;19/11/2026;M;;070101").encabezado == TITULOS


# The proposal


def test_se_propone_lo_que_mas_se_parece_y_cada_columna_una_vez():
    encabezado = ["DNI mamá", "DNI (niño)", "Fecha de nacimiento", "APELLIDO PATERNO", "xyz", "la"]
    sugeridas = sugerir("padron_nominal", encabezado, PERFILES.values())
    assert sugeridas["madre_documento"] == 0
    assert sugeridas["dni"] == 1
    assert sugeridas["fecha_nacimiento"] == 2
    assert sugeridas["ap_paterno"] == 3
    assert not {4, 5} & set(sugeridas.values())
    assert len(set(sugeridas.values())) == len(sugeridas)


# What may exist


@pytest.mark.parametrize(
    ("cambio", "restriccion"),
    [
        ({"codigo": "Con Espacio"}, "perfil_propio_codigo_forma"),
        ({"fuente": "otra"}, "perfil_propio_fuente_valido"),
        ({"ubigeo": "otro"}, "perfil_propio_ubigeo_valido"),
        ({"codigo": "padron-posta"}, "codigo"),
    ],
)
def test_la_base_no_admite_otro_perfil(sede, cambio, restriccion):
    datos = {
        "codigo": "padron-nuevo",
        "fuente": "pgh",
        "ubigeo": "inei",
        "columnas": {},
        "creado_en": timezone.now(),
        "creado_por": sede,
    }
    PerfilPropio.objects.create(**datos | {"codigo": "padron-posta"})
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        PerfilPropio.objects.create(**datos | cambio)


# The admin


def test_en_el_admin_solo_se_pone_fuera_de_uso_y_queda_quien(administracion, sede):
    perfil = declarar(rechazada(), por=sede)
    cliente = Client()
    cliente.force_login(administracion)
    ruta = reverse("admin:captacion_perfilpropio_change", args=[perfil.pk])
    assert "Nacimiento" in cliente.get(ruta).content.decode()
    cliente.post(ruta, {"codigo": "cambiado", "_save": "1"})
    perfil.refresh_from_db()
    assert (perfil.codigo, perfil.activo) == ("padron-posta", False)
    assert LogEntry.objects.get().user == administracion
