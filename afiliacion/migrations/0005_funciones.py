from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("afiliacion", "0004_casos_y_mudanzas"),
        ("captacion", "0001_inicial"),
    ]

    operations = [
        migrations.RunSQL(
            (SQL / "02_cse_vigente.sql").read_text(), "DROP FUNCTION cse_vigente(bigint, date)"
        ),
        migrations.RunSQL(
            (SQL / "03_quien_prepara_no_aprueba.sql").read_text(),
            "DROP TRIGGER afiliacion_de_solicitud_aprobada ON afiliacion_afiliacion",
        ),
    ]
