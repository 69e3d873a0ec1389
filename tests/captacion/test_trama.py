"""How a trama is read: by the names of its members and by position, as its layout declares."""

from random import Random

import pytest

from captacion.consultas.cargas import archivo_de_rechazadas, primeras_rechazadas
from captacion.fuentes import PERFILES, Anexo, Perfil, Trama
from captacion.importacion import ArchivoRechazado
from captacion.lectura import Lector
from captacion.lectura import trama as lectura
from captacion.models import Atencion, Captacion, Carga, EstadoCarga, Gestante, RecienNacido
from tests.captacion.archivos import MADRE, cargar_bytes, texto
from tests.captacion.tramas import comprimir, miembros, trama


@pytest.fixture
def leer(cargar, tmp_path):
    def leer(contenido: bytes, **opciones) -> Carga:
        return cargar_bytes(tmp_path, contenido, nombre="trama.zip", **opciones)

    return leer


@pytest.mark.parametrize(
    ("atencion", "smi"),
    [
        ("ATENCION", "ATENCIONSMI"),
        ("atencion.txt", "atencionsmi.txt"),
        ("Atencion.DAT", "AtencionSMI.DAT"),
        ("9900000120261101/ATENCION.csv", "9900000120261101/ATENCIONSMI.csv"),
        ("9900000120261101_ATENCION.txt", "9900000120261101_ATENCIONSMI.txt"),
        ("ATENCION9900000120261101.txt", "ATENCIONSMI9900000120261101.txt"),
    ],
)
@pytest.mark.parametrize("fuente", ["", "fua"])
def test_se_reconoce_por_sus_miembros(leer, atencion, smi, fuente):
    partes = miembros({})
    contenido = comprimir(
        {
            "ATENCIONDIA.TXT": "1|2\n",
            smi: partes["ATENCIONSMI.TXT"],
            atencion: partes["ATENCION.TXT"],
        }
    )
    carga = leer(contenido, fuente=fuente)
    assert (carga.perfil, carga.nuevas, carga.captaciones) == ("fua", 1, 1)
    assert Gestante.objects.get().origen_fur == "edad_gestacional"


def test_un_zip_de_un_archivo_con_encabezado_no_es_una_trama(leer):
    carga = leer(comprimir({"ATENCIONES.TXT": texto("his", {})}))
    assert (carga.fuente, carga.nuevas) == ("his", 1)


@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "cp1252"])
def test_se_lee_en_cualquier_codificacion(leer, codificacion):
    leer(comprimir(miembros({"ap_paterno": "ÑAHUI"}), codificacion))
    assert Gestante.objects.get().persona.ap_paterno == "ÑAHUI"


TRAMA = trama(*({"numero": f"{n:08d}"} for n in range(400)))


@pytest.mark.parametrize(
    ("contenido", "fuente", "frase"),
    [
        (TRAMA[:-40], "", "dañado"),
        (TRAMA[:300] + bytes(200) + TRAMA[500:], "", "dañado"),
        (comprimir({"ATENCION.TXT": "", "ATENCIONSMI.TXT": ""}), "", "vacío"),
        (comprimir({"ATENCIONSMI.TXT": "260|26|1|005|8\n"}), "", "no trae el miembro ATENCION"),
        (comprimir({"a.txt": "1\n", "b.txt": "2\n"}), "fua", "no trae el miembro ATENCION"),
        (comprimir({"a.txt": "1\n", "b.txt": "2\n"}), "", "2 archivos"),
        (comprimir({"ATENCION.TXT": "a|\0|b\n"}), "", "nulos"),
        (TRAMA, "his", "2 archivos"),
    ],
    ids=["truncado", "alterado", "vacio", "sin-atencion", "ajeno", "dos", "nulos", "otra-fuente"],
)
def test_lo_que_no_es_una_trama_se_rechaza_entero(leer, contenido, fuente, frase):
    with pytest.raises(ArchivoRechazado, match=frase):
        leer(contenido, fuente=fuente)
    assert not Atencion.objects.exists()
    assert Carga.objects.get().estado == EstadoCarga.RECHAZADA


@pytest.mark.parametrize("semilla", range(4))
def test_una_trama_alterada_se_lee_o_se_rechaza(tmp_path, semilla):
    """A byte changed here and there, in its index and its names too, breaks nothing of ours."""
    azar, ruta = Random(semilla), tmp_path / "trama.zip"
    finales = []
    for _ in range(250):
        contenido = bytearray(trama({}, {"numero": "2"}))
        for _ in range(azar.randint(1, 3)):
            contenido[azar.randrange(len(contenido))] = azar.randrange(256)
        ruta.write_bytes(contenido)
        try:
            with Lector(ruta) as lector:
                finales.append(sum(lote.filas for lote in lector.lotes()))
        except ArchivoRechazado as rechazo:
            finales.append(str(rechazo))
    assert len(finales) == 250
    assert 2 in finales
    assert not [frase for frase in finales if "\n" in str(frase)]


def test_un_anexo_sin_fin_se_rechaza(leer, monkeypatch):
    monkeypatch.setattr(lectura, "ANEXO_MAXIMO", 300)
    with pytest.raises(ArchivoRechazado, match="divida la trama"):
        leer(TRAMA)


def test_lo_rechazado_se_baja_se_corrige_y_se_sube_como_texto(leer, cargar, tmp_path):
    """The downloaded rows carry the header that the trama lacks, and the values of its annex."""
    carga = leer(trama({"documento": ""}))
    (rechazada,) = primeras_rechazadas(carga)
    assert [p.columna for p in rechazada.problemas] == ["NUMERO DE DOCUMENTO"]
    assert ("SMI 005 SEMANAS DE GESTACION", "8") in rechazada.celdas

    bajado = "".join(archivo_de_rechazadas(carga))
    titulos, fila = (linea.split("|") for linea in bajado.splitlines())
    fila[titulos.index("NUMERO DE DOCUMENTO")] = MADRE
    corregido = "\r\n".join(["|".join(titulos), "|".join(fila)])

    segunda = cargar_bytes(tmp_path, corregido.encode(), nombre="corregido.txt")
    assert (segunda.perfil, segunda.nuevas) == ("fua", 1)
    assert Captacion.objects.get().persona.dni == MADRE


def test_lo_que_el_anexo_dice_de_nadie_se_ve_bajo_sus_titulos(leer):
    partes = miembros({})
    huerfanas = "260|26|99|005|8\r\n260|26|99|777|x\r\n"
    carga = leer(comprimir(partes | {"ATENCIONSMI.TXT": partes["ATENCIONSMI.TXT"] + huerfanas}))

    assert (carga.leidas, carga.nuevas, carga.rechazadas) == (3, 1, 2)
    con_columna, sin_columna = primeras_rechazadas(carga)
    assert con_columna.celdas == [
        ("DISA", "260"),
        ("LOTE", "26"),
        ("NUMERO DE FUA", "99"),
        ("SMI 005 SEMANAS DE GESTACION", "8"),
    ]
    assert [celda for _, celda in sin_columna.celdas] == ["260", "26", "99", "777", "x"]


def test_un_caracter_de_control_en_una_fila_suelta_no_rompe_la_carga(leer):
    huerfana = "260|26|99|\x01005|\x01\r8\x7f\n"
    carga = leer(comprimir(miembros({}) | {"ATENCIONSMI.TXT": huerfana}))
    assert (carga.leidas, carga.nuevas, carga.rechazadas) == (2, 1, 1)


def test_una_trama_nueva_es_solo_una_declaracion(leer, monkeypatch):
    nueva = Perfil(
        codigo="nacimientos-trama",
        fuente="padron_nominal",
        columnas={
            "cnv": "CERTIFICADO",
            "fecha_nacimiento": "NACIO",
            "sexo": "SEXO DEL NACIDO",
            "madre_documento": "DNI DE LA MADRE",
        },
        obligatorias=[["cnv"], ["fecha_nacimiento"]],
        tablas={"sexo": {"H": "M", "M": "F"}},
        trama=Trama(
            miembro="NACIDOS",
            campos=4,
            nombres={1: "CERTIFICADO", 2: "NACIO", 4: "SEXO DEL NACIDO"},
            delimitador=";",
            anexo=Anexo(
                miembro="MADRES",
                campos=3,
                clave=(1,),
                clave_en=(1,),
                codigo=2,
                valor=3,
                columnas={"DNI": "DNI DE LA MADRE"},
            ),
        ),
    )
    monkeypatch.setitem(PERFILES, nueva.codigo, nueva)
    carga = leer(
        comprimir(
            {
                "nacidos.txt": "9900000080;20261118;x;M\n9900000081;20261119;;H\n",
                "madres.txt": f"9900000080;DNI;{MADRE}\n9900000080;TEL;912345678\n",
            }
        )
    )

    assert (carga.perfil, carga.leidas, carga.nuevas) == ("nacimientos-trama", 2, 2)
    assert carga.encabezado == [
        "CERTIFICADO",
        "NACIO",
        "CAMPO 3",
        "SEXO DEL NACIDO",
        "DNI DE LA MADRE",
    ]
    nacidos = {rn.persona.cnv: rn for rn in RecienNacido.objects.all()}
    assert nacidos["9900000080"].madre.dni == MADRE
    assert nacidos["9900000080"].persona.sexo == "F"
    assert nacidos["9900000081"].madre is None
