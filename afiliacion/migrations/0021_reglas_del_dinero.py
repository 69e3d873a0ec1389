from datetime import date
from pathlib import Path

from django.db import migrations

APP = Path(__file__).resolve().parents[1]
SQL = APP / "sql"

# clave, valor, fuente
PARAMETROS = [
    ("base_bimestre", 200, "DOMAIN §7 (F)"),
    ("tpi_mes", 50, "DOMAIN §7 (F)"),
    ("base_exige_cumplir", 1, "DOMAIN §7 (D)"),
    ("meses_tpi", 12, "DOMAIN §7 (F): hasta el mes en que cumple un año"),
    ("dias_tras_fpp", 29, "D"),
    ("dias_gestacion_minima", 154, "D: 22 semanas"),
    ("suspensiones_para_salir", 3, "DOMAIN §7 (D)"),
    ("bimestres_de_ajuste", 3, "D"),
]
# codigo, nombre
CAUSAS_DE_RECHAZO = [
    ("cuenta_cerrada", "La cuenta está cerrada"),
    ("cuenta_bloqueada", "La cuenta está bloqueada"),
    ("datos_no_coinciden", "El nombre o el DNI no coinciden con los del banco"),
    ("titular_fallecida", "La titular figura como fallecida"),
    ("otra", "Otra causa que informa el banco"),
]
# codigo, nombre, alcance, a_mano
CAUSAS_DE_SALIDA = [
    ("cumple_edad", "Nadie del hogar sigue en edad de la primera infancia", "tpi", False),
    ("fuera_de_ambito", "Vive en un distrito que no es de intervención", "hogar", False),
    ("cse_vencida", "Su clasificación socioeconómica venció", "hogar", False),
    ("fallecimiento", "Fallecimiento", "hogar", True),
    ("renuncia", "Renuncia", "hogar", True),
    ("duplicado", "El mismo hogar con otro código", "hogar", False),
    ("tres_suspensiones", "Bimestres seguidos sin pago por no cumplir", "hogar", False),
]


def sembrar(apps, schema_editor):
    Parametro = apps.get_model("afiliacion", "ParametroTransferencia")
    for clave, valor, fuente in PARAMETROS:
        Parametro.objects.create(clave=clave, valor=valor, desde=date(2005, 1, 1), fuente=fuente)
    Rechazo = apps.get_model("afiliacion", "CausaRechazo")
    for orden, (codigo, nombre) in enumerate(CAUSAS_DE_RECHAZO, 1):
        Rechazo.objects.create(codigo=codigo, nombre=nombre, orden=orden)
    Salida = apps.get_model("afiliacion", "CausaSalida")
    for orden, (codigo, nombre, alcance, a_mano) in enumerate(CAUSAS_DE_SALIDA, 1):
        Salida.objects.create(
            codigo=codigo, nombre=nombre, alcance=alcance, a_mano=a_mano, orden=orden
        )
    apps.get_model("afiliacion", "FormatoBanco").objects.create(
        nombre="Texto de ancho fijo",
        definicion=(APP / "pagos" / "banco.toml").read_text(encoding="utf-8"),
        en_uso=True,
    )


class Migration(migrations.Migration):
    dependencies = [("afiliacion", "0020_liquidaciones")]

    operations = [
        migrations.RunSQL(
            (SQL / "20_parametro_de_transferencia.sql").read_text(),
            "DROP FUNCTION transferencia(text, date)",
        ),
        migrations.RunSQL(
            (SQL / "21_lo_aprobado_no_cambia.sql").read_text(),
            (SQL / "21_lo_aprobado_no_cambia.deshacer.sql").read_text(),
        ),
        migrations.RunPython(sembrar, migrations.RunPython.noop),
    ]
