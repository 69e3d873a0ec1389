from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("juntos", "0001_inicial")]

    operations = [
        migrations.RunSQL((SQL / "01_funciones.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL(
            (SQL / "02_bitacora.sql").read_text(),
            "DROP TRIGGER evento_solo_agrega ON juntos_evento",
        ),
    ]
