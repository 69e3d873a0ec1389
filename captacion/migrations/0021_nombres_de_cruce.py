from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
# The extension stays: somebody else may use it.
DESHACER = """
DROP FUNCTION cerca_de_alguno(text, text[]);
DROP FUNCTION ediciones_documento(text, text);
DROP FUNCTION llave_lugar(text, text, text);
DROP FUNCTION llave_nombre(text, text, text);
DROP FUNCTION nombre_sonado(text, text, text);
DROP FUNCTION dice_nombre(text, text);
DROP FUNCTION fonetica(text);
DROP FUNCTION letra_por_letra(text);
"""


class Migration(migrations.Migration):
    dependencies = [("captacion", "0020_cruce")]

    operations = [migrations.RunSQL((SQL / "12_nombres_de_cruce.sql").read_text(), DESHACER)]
