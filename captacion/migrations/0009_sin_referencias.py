from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
TABLAS = {
    "persona": "captacion_persona",
    "hogar": "captacion_hogar",
    "vinculo": "captacion_vinculo",
    "recien_nacido": "captacion_reciennacido",
    "gestante": "captacion_gestante",
    "distrito": "juntos_distrito",
    "establecimiento": "juntos_establecimiento",
}


class Migration(migrations.Migration):
    dependencies = [("captacion", "0008_escritura_rapida"), ("juntos", "0004_territorio")]

    operations = [
        migrations.RunSQL((SQL / "04_lectura_rapida.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL(
            (SQL / "05_sin_referencias.sql").read_text(),
            "".join(
                f"DROP TRIGGER {nombre}_con_referencias ON {tabla};"
                for nombre, tabla in TABLAS.items()
            ),
        ),
    ]
