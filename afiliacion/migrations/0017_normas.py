import tomllib
from pathlib import Path

from django.db import migrations
from django.utils import timezone

NORMAS = Path(__file__).resolve().parents[1] / "normas"


def sembrar(apps, schema_editor):
    """The norms that the system brings, as version 1, approved."""
    Item = apps.get_model("afiliacion", "ItemCuidado")
    Codigo = apps.get_model("afiliacion", "CodigoDeCuidado")
    Norma = apps.get_model("afiliacion", "Norma")
    Regla = apps.get_model("afiliacion", "Regla")
    Usuario = apps.get_model("juntos", "Usuario")
    catalogo = tomllib.loads((NORMAS / "items.toml").read_text(encoding="utf-8"))
    for orden, item in enumerate(catalogo["item"], 1):
        Item.objects.create(orden=orden * 10, **item)
    for entrada in catalogo["codigo"]:
        for codigo in entrada.pop("codigos"):
            item = Item.objects.get(pk=entrada["item"])
            Codigo.objects.create(codigo=codigo, **entrada | {"item": item})
    for ruta in sorted(NORMAS.glob("[!i]*.toml")):
        contenido = tomllib.loads(ruta.read_text(encoding="utf-8"))
        norma = Norma.objects.create(
            preparada_por=Usuario.objects.get(username="instalacion"), **contenido["norma"]
        )
        for regla in contenido["regla"]:
            item = Item.objects.get(pk=regla.pop("item"))
            for dosis in regla.pop("dosis", [1]):
                Regla.objects.create(norma=norma, item=item, dosis=dosis, **regla)
        Norma.objects.filter(pk=norma.pk).update(
            estado="aprobada",
            aprobada_por=Usuario.objects.get(username="sistema"),
            aprobada_en=timezone.now(),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("afiliacion", "0016_recalculos"),
        ("juntos", "0012_parametros_del_calendario"),
    ]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
