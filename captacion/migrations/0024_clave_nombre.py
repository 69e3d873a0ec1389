from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("captacion", "0023_reservas_de_cruce")]

    operations = [
        migrations.RunSQL((SQL / "14_clave_nombre.sql").read_text(), migrations.RunSQL.noop),
    ]
