from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
DESHACER = "DROP FUNCTION llaves_de_miembro(text, text, text, text)"


class Migration(migrations.Migration):
    dependencies = [("captacion", "0025_duplicados")]

    operations = [
        migrations.RunSQL((SQL / "16_llaves_de_miembro.sql").read_text(), DESHACER),
        migrations.RunSQL(
            (SQL / "17_dni_parecidos.sql").read_text(), migrations.RunSQL.noop
        ),
    ]
