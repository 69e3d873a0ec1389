from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("afiliacion", "0030_metas_e_informes")]

    operations = [
        migrations.RunSQL(
            (SQL / "30_lo_publicado_no_cambia.sql").read_text(),
            (SQL / "30_lo_publicado_no_cambia.deshacer.sql").read_text(),
        ),
    ]
