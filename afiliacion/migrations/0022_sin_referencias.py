from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
GUARDIAS = {
    "persona_con_cuidados": "captacion_persona",
    "atencion_con_cuidados": "captacion_atencion",
    "hogar_con_pagos": "captacion_hogar",
    "distrito_con_pagos": "juntos_distrito",
    "cuidado_con_evidencia": "afiliacion_cuidado",
    "liquidacion_con_lineas": "afiliacion_liquidacion",
}


class Migration(migrations.Migration):
    dependencies = [("afiliacion", "0021_reglas_del_dinero")]

    operations = [
        migrations.RunSQL(
            (SQL / "22_sin_referencias.sql").read_text(),
            "".join(f"DROP TRIGGER {guardia} ON {tabla};" for guardia, tabla in GUARDIAS.items()),
        ),
    ]
