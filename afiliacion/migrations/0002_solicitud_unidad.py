from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("afiliacion", "0001_inicial")]

    operations = [
        migrations.RunSQL(
            (SQL / "01_solicitud_unidad.sql").read_text(),
            "DROP TRIGGER solicitud_resuelve_su_unidad ON afiliacion_solicitud",
        ),
    ]
