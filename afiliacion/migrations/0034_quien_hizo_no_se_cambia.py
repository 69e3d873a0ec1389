from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("afiliacion", "0033_historia")]

    operations = [
        migrations.RunSQL(
            (SQL / "34_quien_hizo_no_se_cambia.sql").read_text(),
            (SQL / "34_quien_hizo_no_se_cambia.deshacer.sql").read_text(),
        ),
    ]
