"""Layouts are declarations: each is read as what it is, and a new one needs no loader change."""

import pytest

from captacion.fuentes import PERFILES, Perfil, normalizar, reconocer
from captacion.models import Captacion, RecienNacido
from tests.captacion.archivos import MADRE, cargar_bytes, texto

REGIONAL = """padron,cnv,cui,dni,apellido_paterno,apellido_materno,nombre,genero,fecha_nacimiento,\
direccion,ubigeo,centro_poblado,seguro,programa_social,tipo_doc_madre,num_doc_madre,celular_ma,\
lengua_ma,visita,menor_encontrado
5001,NULL,NULL,91000080,ÑAHUI,MAMANI,LUZ,F,18/11/2026,JR. LIMA 1,080101,SAN BLAS,1,0,1,{madre},\
912345678,2,NULL,NULL
""".replace("\\\n", "")
PRECOTEJO = """"no","apPrimerMenor","apSegundoMenor","prenombreMenor","feNacMenor","nuDniMenor",\
"deDireccion","coUbigeoInei","coDniMadre","apPrimerMadre","prenomMadre","coGeneroMenor","coLenMadre"
"1","ÑAHUI","MAMANI","LUZ","18/11/2026","91000080","JR. LIMA 1","080101","{madre}","MAMANI","ROSA",\
"2","2"
""".replace("\\\n", "")
CNV = """NU_CNV;FE_NACIDO;SEXO;NU_DOC_MADRE;DPTO_DOM_MADRE;PROV_DOM_MADRE;DIST_DOM_MADRE
9900000080;20261118;02;{madre};07;01;01
"""


@pytest.mark.parametrize(
    ("codigo", "contenido", "codificacion"),
    [
        ("padron-regional", REGIONAL, "utf-8"),
        ("precotejo", PRECOTEJO, "latin-1"),
        ("cnv-tabla", CNV, "utf-8"),
    ],
)
def test_cada_formato_se_reconoce_y_se_lee(cargar, tmp_path, codigo, contenido, codificacion):
    carga = cargar_bytes(tmp_path, contenido.format(madre=MADRE).encode(codificacion))

    assert (carga.perfil, carga.nuevas, carga.rechazadas) == (codigo, 1, 0)
    registro = RecienNacido.objects.get()
    assert registro.madre.dni == MADRE
    assert registro.persona.sexo == "F"
    assert registro.persona.fecha_nacimiento.isoformat() == "2026-11-18"
    assert registro.distrito_id == "080101"
    assert registro.persona.ap_paterno in ("ÑAHUI", "")


def test_el_ubigeo_de_reniec_no_se_toma_por_uno_del_inei(cargar, tmp_path):
    """Cusco is 080101 for INEI and 070101 for RENIEC; 070101 for INEI is Callao."""
    cargar_bytes(tmp_path, CNV.format(madre=MADRE).encode())
    assert Captacion.objects.get().distrito.nombre == "Cusco"


def test_el_ubigeo_en_tres_columnas_recupera_sus_ceros(cargar, tmp_path):
    contenido = texto("juntos", {"ubigeo": "080101"}).replace("|08|01|01|", "|8|1|1|")
    carga = cargar_bytes(tmp_path, contenido.encode())
    assert carga.avisos == 0


def test_un_formato_nuevo_es_solo_una_declaracion(cargar, tmp_path, monkeypatch):
    nuevo = Perfil(
        codigo="hospital",
        fuente="padron_nominal",
        columnas={
            "cnv": "Certificado",
            "fecha_nacimiento": "Día de nacimiento",
            "madre_documento": "DNI de la mamá",
            "sexo": "¿Niña o niño?",
        },
        obligatorias=[["fecha_nacimiento"], ["cnv"]],
        tablas={"sexo": {"NINA": "F", "NINO": "M"}},
    )
    monkeypatch.setitem(PERFILES, nuevo.codigo, nuevo)
    contenido = (
        "certificado\tDÍA DE  NACIMIENTO\tdni de la mama\tNiña o Niño\n"
        f"9900000080\t2026-11-18\t{MADRE}\tniña\n"
    )

    carga = cargar_bytes(tmp_path, contenido.encode())

    assert (carga.perfil, carga.nuevas) == ("hospital", 1)
    assert RecienNacido.objects.get().persona.sexo == "F"


@pytest.mark.parametrize("perfil", PERFILES.values(), ids=lambda p: p.codigo)
def test_cada_perfil_declara_lo_que_exige_y_se_reconoce_por_su_encabezado(perfil):
    encabezado = [t for c in perfil.columnas for t in perfil.encabezado_de(c).split(" + ")]
    assert reconocer(encabezado) is perfil
    assert not perfil.faltantes(encabezado)
    assert set(perfil.tablas) <= set(perfil.columnas)
    for grupo in perfil.obligatorias:
        assert set(grupo) & set(perfil.columnas)


def test_los_encabezados_se_comparan_sin_acentos_ni_signos():
    assert normalizar("  ¿Fecha  de\nNacimiento?: ") == normalizar("FECHA_DE_NACIMIENTO")
